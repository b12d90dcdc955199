/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "event_words.h"
#include "watch_filter.h"

static const char notice[] =
    "{\"data\":{\"actor\":null,\"days_left\":3,\"deadline\":\"2026-12-31\","
    "\"late\":true,\"name\":\"修路\",\"occurrence\":1,"
    "\"persons\":[\"钱二\"],\"stage\":\"T-3wd\",\"to\":{\"leaders\":[],"
    "\"persons\":[\"钱二\"],\"units\":[\"工程办\"]},\"units\":[\"工程办\"],"
    "\"working_days_left\":3},\"id\":\"0190-97\",\"source\":\"/jindu/2026\",\"stream\":\"all\","
    "\"subject\":\"2026/3\",\"time\":\"2026-12-28T00:30:00.000Z\","
    "\"type\":\"jindu.notice.soon\"}";

static const char report[] =
    "{\"data\":{\"actor\":\"文书\",\"as_of\":\"2026-06-25\",\"claims\":false,"
    "\"corrects\":7,\"item\":{\"no\":3,\"percent\":35,\"plan\":\"2026\"},"
    "\"note\":\"换\\n行\",\"percent_before\":40,\"person\":\"钱二\","
    "\"reason\":\"重测\"},\"source\":\"/jindu/2026\",\"stream\":\"all\","
    "\"subject\":\"2026/3\",\"time\":\"2026-06-28T02:30:00.000Z\","
    "\"type\":\"jindu.report.submitted\"}";

static bool
takes(struct watch_filter filter, const char *text)
{
    struct jindu_json *event = NULL;
    assert_int_equal(jindu_json_parse(&event, text, strlen(text)), JINDU_OK);
    bool result = watch_filter_takes(&filter, event);
    jindu_json_free(event);
    return result;
}

static void
a_kind_is_a_word_a_type_or_a_prefix(void **state)
{
    (void)state;
    assert_true(takes((struct watch_filter){ .kinds = "soon" }, notice));
    assert_true(takes((struct watch_filter){ .kinds = "notice" }, notice));
    assert_true(
        takes((struct watch_filter){ .kinds = "overdue,soon" }, notice));
    assert_true(
        takes((struct watch_filter){ .kinds = "jindu.notice." }, notice));
    assert_true(
        takes((struct watch_filter){ .kinds = "jindu.notice.soon" }, notice));
    assert_false(takes((struct watch_filter){ .kinds = "overdue" }, notice));
    assert_false(takes((struct watch_filter){ .kinds = "soon" }, report));
    assert_false(takes((struct watch_filter){ .kinds = "so" }, notice));
    assert_true(takes((struct watch_filter){ .kinds = NULL }, report));
}

static void
an_unknown_kind_is_named(void **state)
{
    const char *wrong = NULL;
    size_t length = 0;
    const struct watch_filter good = { .kinds = "overdue,jindu.item.,report" };
    const struct watch_filter bad = { .kinds = "overdue,due" };
    (void)state;
    assert_true(watch_filter_knows(&good, &wrong, &length));
    assert_false(watch_filter_knows(&bad, &wrong, &length));
    assert_int_equal(length, 3);
    assert_memory_equal(wrong, "due", 3);
}

static void
an_item_is_told_by_its_subject(void **state)
{
    (void)state;
    assert_true(takes((struct watch_filter){ .item = 3 }, notice));
    assert_false(takes((struct watch_filter){ .item = 33 }, notice));
    assert_true(
        takes((struct watch_filter){ .item = 3, .plan = "2026" }, report));
    assert_false(
        takes((struct watch_filter){ .item = 3, .plan = "2025" }, report));
}

static void
people_and_units_are_those_addressed_or_reporting(void **state)
{
    (void)state;
    assert_true(takes((struct watch_filter){ .person = "钱二" }, notice));
    assert_true(takes((struct watch_filter){ .person = "钱二" }, report));
    assert_false(takes((struct watch_filter){ .person = "钱" }, notice));
    assert_true(takes((struct watch_filter){ .unit = "工程办" }, notice));
    assert_false(takes((struct watch_filter){ .unit = "工程办" }, report));
}

static void
assert_stream(struct watch_filter filter, const char *wanted)
{
    char stream[WATCH_STREAM_SIZE];
    assert_true(watch_filter_stream(&filter, stream));
    assert_string_equal(stream, wanted);
}

static void
the_stream_follows_from_the_narrowest_filter(void **state)
{
    char name[WATCH_STREAM_SIZE + 1];
    char stream[WATCH_STREAM_SIZE];
    (void)state;
    assert_stream((struct watch_filter){ .item = 1 }, "all");
    assert_stream((struct watch_filter){ .unit = "工程办" }, "unit/工程办");
    assert_stream((struct watch_filter){ .person = "钱二" }, "person/钱二");
    assert_stream((struct watch_filter){ .stream = "plan/2026", .unit = "x" },
        "plan/2026");
    memset(name, 'x', sizeof(name) - 1);
    memcpy(name, "unit/", strlen("unit/"));
    name[sizeof(name) - 1] = '\0';
    assert_false(
        watch_filter_stream(&(struct watch_filter){ .stream = name }, stream));
}

static void
a_stream_that_cannot_be_is_refused(void **state)
{
    static const char *const wrong[] = { "bogus", "", "all/", "plan", "plan/",
        "units/x", "unit/a/b", "/x" };
    char stream[WATCH_STREAM_SIZE];
    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        const struct watch_filter filter = { .stream = wrong[i] };
        assert_false(watch_filter_stream(&filter, stream));
    }
}

static void
assert_line_at(const char *text, int64_t now, const char *wanted)
{
    struct jindu_json *event = NULL;
    struct jindu_text line = JINDU_TEXT_INIT;
    assert_int_equal(jindu_json_parse(&event, text, strlen(text)), JINDU_OK);
    event_words_line(&line, event, now);
    assert_string_equal(line.bytes, wanted);
    jindu_text_free(&line);
    jindu_json_free(event);
}

static void
assert_line(const char *text, const char *wanted)
{
    assert_line_at(text, 0, wanted);
}

static void
an_event_is_one_line(void **state)
{
    (void)state;
    assert_int_equal(setenv("TZ", "UTC", 1), 0);
    assert_line(notice,
        "2026-12-28 00:30  2026/3  notice: soon  修路  deadline 2026-12-31  "
        "3 d (3 wd) left  [T-3wd] (sent late)  to: 钱二, 工程办  #97");
    assert_line(report,
        "2026-06-28 02:30  2026/3  report  钱二  40% -> 35% (down) "
        "(by 文书), as of 2026-06-25, corrects 7; reason: 重测  换 行");
}

static void
a_revision_tells_the_deadline_before_and_after(void **state)
{
    (void)state;
    assert_int_equal(setenv("TZ", "UTC", 1), 0);
    assert_line("{\"data\":{\"actor\":\"文书\",\"deadline\":{"
                "\"after\":\"2026-12-31\",\"before\":null,"
                "\"revision\":2},\"fields\":[\"deadline\",\"name\"]},"
                "\"subject\":\"2026/3\",\"time\":"
                "\"2026-06-28T02:30:00.000Z\","
                "\"type\":\"jindu.item.revised\"}",
        "2026-06-28 02:30  2026/3  revised  文书  "
        "deadline none -> 2026-12-31, name");
}

static void
a_clock_in_doubt_says_why(void **state)
{
    (void)state;
    assert_int_equal(setenv("TZ", "UTC", 1), 0);
    assert_line("{\"data\":{\"actor\":null,\"clock\":{\"high_water\":5,"
                "\"now\":4,\"reason\":\"behind\"}},\"time\":"
                "\"2026-06-28T02:30:00.000Z\","
                "\"type\":\"jindu.system.clock_suspect\"}",
        "2026-06-28 02:30  clock suspect  "
        "it stands before events that are stored");
}

/* The deadline of the notice is 2026-12-31. */
static void
a_reminder_heard_after_its_deadline_is_marked(void **state)
{
    static const char line[] =
        "2026-12-28 00:30  2026/3  notice: soon  修路  deadline 2026-12-31  "
        "3 d (3 wd) left  [T-3wd] (sent late)%s  to: 钱二, 工程办  #97";
    char fresh[512];
    char stale[512];
    (void)state;
    assert_int_equal(setenv("TZ", "UTC", 1), 0);
    (void)snprintf(fresh, sizeof(fresh), line, "");
    (void)snprintf(stale, sizeof(stale), line, " (its deadline has passed)");
    assert_line_at(notice, INT64_C(1798761599000), fresh);
    assert_line_at(notice, INT64_C(1798761600000), stale);
}

#define DIGEST_LINE(no, light, days)                                     \
    "{\"basis\":{\"date\":\"2026-12-31\",\"item\":" #no                  \
    ",\"plan\":\"2026\",\"source\":\"carried\"},\"days_left\":" #days    \
    ",\"deadline\":\"2026-12-31\",\"item\":{\"no\":" #no                 \
    ",\"percent\":40,\"plan\":\"2026\",\"state\":\"active\"},\"light\":" \
    "\"" light "\",\"name\":\"修路\\n桥\",\"working_days_left\":" #days "}"

static void
a_digest_is_a_line_for_each_item_by_light(void **state)
{
    (void)state;
    assert_int_equal(setenv("TZ", "UTC", 1), 0);
    assert_line(
        "{\"data\":{\"counts\":{\"blue\":0,\"red\":22,\"yellow\":1},"
        "\"lines\":[" DIGEST_LINE(3, "red", -4) "," DIGEST_LINE(
            5, "red", 0) "," DIGEST_LINE(7, "yellow",
            2) "],"
               "\"outage\":{\"from\":1798416000000,\"to\":1798502400000},"
               "\"person\":\"何青\",\"total\":23},"
               "\"time\":\"2027-01-04T00:30:00.000Z\","
               "\"type\":\"jindu.digest\"}",
        "2027-01-04 00:30  digest  何青  red 22, yellow 1; after an outage, "
        "2026-12-28 00:00 to 2026-12-29 00:00\n"
        "  red\n"
        "  3 修路 桥｜2026-12-31｜4 d (4 wd) late｜40%｜2026 item 3, "
        "taken from the item above\n"
        "  5 修路 桥｜2026-12-31｜today｜40%｜2026 item 5, "
        "taken from the item above\n"
        "  yellow\n"
        "  7 修路 桥｜2026-12-31｜2 d (2 wd) left｜40%｜2026 item 7, "
        "taken from the item above\n"
        "  the others are in the ledger");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_kind_is_a_word_a_type_or_a_prefix),
        cmocka_unit_test(an_unknown_kind_is_named),
        cmocka_unit_test(an_item_is_told_by_its_subject),
        cmocka_unit_test(people_and_units_are_those_addressed_or_reporting),
        cmocka_unit_test(the_stream_follows_from_the_narrowest_filter),
        cmocka_unit_test(a_stream_that_cannot_be_is_refused),
        cmocka_unit_test(an_event_is_one_line),
        cmocka_unit_test(a_reminder_heard_after_its_deadline_is_marked),
        cmocka_unit_test(a_digest_is_a_line_for_each_item_by_light),
        cmocka_unit_test(a_revision_tells_the_deadline_before_and_after),
        cmocka_unit_test(a_clock_in_doubt_says_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
