/* SPDX-License-Identifier: MIT */
/* Digests in the database: whom they tell what, and that they do it once. */
#include "writer_office.h"

#define DIGESTS                                                       \
    "SELECT event ->> '$.data.person', event ->> '$.data.total' FROM" \
    " journal WHERE type = 'jindu.digest' ORDER BY sequence"
#define LINES                                                             \
    "SELECT j.event ->> '$.data.person', l.value ->> '$.item.no',"        \
    " l.value ->> '$.stage', l.value ->> '$.light', l.value ->> '$.role'" \
    " FROM journal j, json_each(j.event, '$.data.lines') l"               \
    " WHERE j.type = 'jindu.digest' ORDER BY j.sequence, l.key"
#define LEFT "SELECT count(*) FROM digest_line"

static const char *
item_of(char text[512], int no, const char *deadline, const char *persons,
    const char *leaders, const char *more)
{
    (void)snprintf(text, 512,
        "{\"category\":\"roads\",\"deadline\":\"%s\",\"leaders\":[%s],"
        "\"name\":\"work %d\",\"no\":%d,\"persons\":[%s],\"target\":\"all\","
        "\"units\":[\"office\"]%s}",
        deadline, leaders, no, no, persons, more);
    return text;
}

/* Items 1 and 2 of 2021-12-31 and 3, whose date nobody confirmed: Li has all
 * of them, Wu the second, and Fang leads them. */
static void
plan_at(const char *instant)
{
    char texts[3][512];
    char items[1600];

    writer.now = office_local(instant);
    (void)snprintf(items, sizeof(items), "[%s,%s,%s]",
        item_of(texts[0], 1, "2021-12-31", "\"Li\"", "\"Fang\"", ""),
        item_of(
            texts[1], 2, "2021-12-31", "\"Li\",\"Wu\"", "\"Fang\",\"Li\"", ""),
        item_of(texts[2], 3, "2021-12-31", "\"Li\"", "\"Fang\"",
            ",\"unconfirmed\":[\"deadline\"]"));
    writer_plan(&writer, "2021", items);
}

static void
each_person_has_one_digest_of_a_window(void **state)
{
    (void)state;
    plan_at("2021-12-20T09:00");
    (void)writer_advance(&writer, office_local("2021-12-28T08:30"));
    writer_expect(&writer, DIGESTS, "Li|3\nWu|1");
    writer_expect(&writer, LINES,
        "Li|1|T-3wd|blue|person\nLi|2|T-3wd|blue|person\n"
        "Li|3|T-3wd|blue|person\nWu|2|T-3wd|blue|person");
    writer_expect(&writer,
        "SELECT person, sequence, datetime(window / 1000, 'unixepoch',"
        " '+8 hours') FROM digest ORDER BY sequence",
        "Li|7|2021-12-28 08:30:00\nWu|8|2021-12-28 08:30:00");
    writer_expect(&writer, LEFT, "0");
    writer_expect(&writer,
        "SELECT count(*), count(event ->> '$.subject'),"
        " min(event ->> '$.source') FROM journal WHERE type = 'jindu.digest'",
        "2|0|/jindu");
    writer_expect(&writer,
        "SELECT s.name, e.journal FROM stream_event e JOIN stream s ON"
        " s.id = e.stream WHERE e.journal >= 7 ORDER BY 2",
        "person/Li|7\nperson/Wu|8");
    writer_restart(&writer);
    assert_int_equal(writer_tick(&writer, writer.now), 0);
}

static void
leaders_are_told_of_what_is_late_by_a_confirmed_date(void **state)
{
    (void)state;
    plan_at("2022-01-03T09:00");
    (void)writer_advance(&writer, office_local("2022-01-04T08:30"));
    /* Who leads an item and does it hears of it as the one who does it. */
    writer_expect(&writer, LINES,
        "Fang|1|O+1wd|red|leader\nFang|2|O+1wd|red|leader\n"
        "Li|1|O+1wd|red|person\nLi|2|O+1wd|red|person\n"
        "Li|3|O+1wd|yellow|person\nWu|2|O+1wd|red|person");
    writer_expect(&writer,
        "SELECT event -> '$.data.counts' FROM journal WHERE"
        " type = 'jindu.digest' AND event ->> '$.data.person' = 'Li'",
        "{\"blue\":0,\"red\":2,\"yellow\":1}");
}

static void
a_line_says_what_its_notice_said(void **state)
{
    (void)state;
    plan_at("2022-01-03T09:00");
    (void)writer_advance(&writer, office_local("2022-01-04T08:30"));
    writer_expect(&writer,
        "SELECT event -> '$.data.lines[0]' FROM journal WHERE"
        " type = 'jindu.digest' AND event ->> '$.data.person' = 'Wu'",
        "{\"basis\":{\"date\":\"2021-12-31\",\"item\":2,\"plan\":\"2021\","
        "\"source\":\"explicit\"},\"days_left\":-4,\"deadline\":\"2021-12-31\","
        "\"item\":{\"no\":2,\"percent\":0,\"plan\":\"2021\",\"revision\":1,"
        "\"state\":\"active\"},\"late\":false,\"light\":\"red\",\"name\":"
        "\"work 2\",\"nominal_at\":1641256200000,\"notice\":8,"
        "\"occurrence\":1,\"role\":\"person\",\"stage\":\"O+1wd\","
        "\"working_days_left\":-1}");
    writer_expect(&writer,
        "SELECT event ->> '$.subject', type FROM journal WHERE sequence = 8",
        "2021/2|jindu.notice.overdue");
}

/* T of the plan's own day leaves at 10:00, its digest at 14:00. */
static void
what_no_longer_stands_is_left_out(void **state)
{
    (void)state;
    plan_at("2021-12-31T10:00");
    assert_int_equal(writer_tick(&writer, writer.now), 3);
    assert_int_equal(writer.batch.next_due, office_local("2021-12-31T14:00"));
    writer_expect(&writer, LEFT, "4");
    (void)writer_ok(
        &writer, "office", "item.claim", "{\"plan\":\"2021\",\"item\":1}");
    (void)writer_ok(&writer, "office", "item.withdraw",
        "{\"plan\":\"2021\",\"item\":2,\"reason\":\"gone\"}");
    assert_int_equal(writer_tick(&writer, office_local("2021-12-31T14:00")), 1);
    writer_expect(&writer, DIGESTS, "Li|1");
    writer_expect(&writer, LINES, "Li|3|T|blue|person");
    writer_expect(&writer, LEFT, "0");
}

static void
nothing_left_to_tell_is_no_digest(void **state)
{
    (void)state;
    plan_at("2021-12-31T10:00");
    (void)writer_tick(&writer, writer.now);
    (void)writer_ok(
        &writer, "office", "item.claim", "{\"plan\":\"2021\",\"item\":1}");
    (void)writer_ok(
        &writer, "office", "item.claim", "{\"plan\":\"2021\",\"item\":2}");
    (void)writer_ok(&writer, "office", "item.update",
        "{\"plan\":\"2021\",\"item\":3,\"deadline\":\"2022-03-31\","
        "\"reason\":\"frost\"}");
    assert_int_equal(writer_tick(&writer, office_local("2021-12-31T14:00")), 0);
    writer_expect(&writer, LEFT, "0");
    writer_expect(&writer, "SELECT count(*) FROM digest", "0");
    assert_int_equal(writer.batch.next_due, office_local("2022-03-28T08:30"));
}

static void
a_claim_that_is_returned_in_between_is_told(void **state)
{
    (void)state;
    plan_at("2021-12-31T10:00");
    (void)writer_tick(&writer, writer.now);
    (void)writer_ok(
        &writer, "office", "item.claim", "{\"plan\":\"2021\",\"item\":2}");
    (void)writer_ok(&writer, "office", "item.return",
        "{\"plan\":\"2021\",\"item\":2,\"reason\":\"not done\"}");
    assert_int_equal(writer_tick(&writer, office_local("2021-12-31T14:00")), 2);
    writer_expect(&writer, DIGESTS, "Li|3\nWu|1");
}

/* The digest of the afternoon was missed: by then today is over, and of each
 * item the overdue stage hides what came before. */
static void
overdue_hides_today(void **state)
{
    (void)state;
    plan_at("2021-12-31T10:00");
    (void)writer_tick(&writer, writer.now);
    (void)writer_ok(
        &writer, "office", "item.claim", "{\"plan\":\"2021\",\"item\":1}");
    (void)writer_advance(&writer, office_local("2021-12-31T13:00"));
    (void)writer_tick(&writer, office_local("2022-01-04T08:30"));
    writer_expect(&writer, LINES,
        "Fang|2|O+1wd|red|leader\nLi|2|O+1wd|red|person\n"
        "Li|3|O+1wd|yellow|person\nWu|2|O+1wd|red|person");
    writer_expect(&writer, LEFT, "0");
}

/* T-1wd of the plan's own day left at 15:00, T at the next opening: one line of
 * an item, the more severe. */
static void
of_an_item_the_most_severe_stage_is_told(void **state)
{
    (void)state;
    plan_at("2021-12-30T15:00");
    assert_int_equal(writer_tick(&writer, writer.now), 3);
    (void)writer_ok(&writer, "office", "item.withdraw",
        "{\"plan\":\"2021\",\"item\":1,\"reason\":\"gone\"}");
    assert_int_equal(writer_tick(&writer, office_local("2021-12-31T08:30")), 4);
    writer_expect(&writer, DIGESTS, "Li|2\nWu|1");
    writer_expect(&writer, LINES,
        "Li|2|T|blue|person\nLi|3|T|blue|person\nWu|2|T|blue|person");
}

static void
today_is_not_told_when_the_day_is_over(void **state)
{
    (void)state;
    plan_at("2021-12-31T10:00");
    (void)writer_tick(&writer, writer.now);
    /* As if O+1wd of the next year were not to be told. */
    writer_run(&writer, "UPDATE notice SET phase = 3 WHERE phase = 0");
    writer_restart(&writer);
    assert_int_equal(writer_tick(&writer, office_local("2022-01-04T08:30")), 0);
    writer_expect(&writer, LEFT, "0");
}

/* 9 items of 30 persons each: 270 lines, and 256 a tick. */
static void
plan_for_many(void)
{
    static char items[9 * 1024];
    char persons[400] = "";
    char text[1024];
    size_t length = 0;

    for (int i = 0; i < 30; i++) {
        length += (size_t)snprintf(persons + length, sizeof(persons) - length,
            "%s\"P%02d\"", i > 0 ? "," : "", i);
    }
    length = 0;
    for (int no = 1; no <= 9; no++) {
        (void)snprintf(text, sizeof(text),
            "{\"category\":\"\",\"deadline\":\"2021-12-31\",\"leaders\":[],"
            "\"name\":\"n\",\"no\":%d,\"persons\":[%s],\"target\":\"t\","
            "\"units\":[\"office\"]}",
            no, persons);
        length += (size_t)snprintf(items + length, sizeof(items) - length,
            "%s%s", no > 1 ? "," : "[", text);
    }
    (void)snprintf(items + length, sizeof(items) - length, "]");
    writer_plan(&writer, "2021", items);
}

static void
tick_once(void)
{
    (void)writer_add_tick(&writer, CHANGE_TICK);
    writer_apply(&writer);
    assert_int_equal(writer.batch.status, JINDU_OK);
}

static void
a_window_of_many_goes_on_over_a_restart_and_tells_each_once(void **state)
{
    int64_t late = office_local("2021-12-28T11:00");

    (void)state;
    plan_for_many();
    writer.now = office_local("2021-12-28T08:30");
    tick_once();
    assert_true(writer.batch.next_due <= writer.now);
    writer_expect(&writer, "SELECT count(*) FROM digest", "29");
    writer_restart(&writer);
    assert_int_equal(writer_tick(&writer, late), 1);
    writer_expect(&writer,
        "SELECT count(*), count(DISTINCT person), count(DISTINCT window),"
        " min(window) FROM digest",
        "30|30|1|1640651400000");
    writer_expect(&writer,
        "SELECT sum(event ->> '$.data.total'), count(DISTINCT event ->>"
        " '$.data.window'), max(event -> '$.data.outage') FROM journal WHERE"
        " type = 'jindu.digest'",
        "270|1|null");
    writer_expect(&writer, LEFT, "0");
    assert_int_equal(writer.batch.next_due, office_local("2021-12-30T08:30"));
}

static void
more_than_twenty_lines_are_told_in_figures(void **state)
{
    static char items[21 * 512];
    char text[512];
    size_t length = 0;

    (void)state;
    for (int no = 1; no <= 21; no++) {
        length += (size_t)snprintf(items + length, sizeof(items) - length,
            "%s%s", no > 1 ? "," : "[",
            item_of(text, no, no > 2 ? "2022-01-04" : "2021-12-31", "\"Li\"",
                "", ""));
    }
    (void)snprintf(items + length, sizeof(items) - length, "]");
    writer.now = office_local("2022-01-03T09:00");
    writer_plan(&writer, "2021", items);
    (void)writer_advance(&writer, office_local("2022-01-04T08:30"));
    writer_expect(&writer, DIGESTS, "Li|21");
    writer_expect(
        &writer, LINES, "Li|1|O+1wd|red|person\nLi|2|O+1wd|red|person");
    writer_expect(&writer,
        "SELECT event -> '$.data.counts' FROM journal WHERE"
        " type = 'jindu.digest'",
        "{\"blue\":19,\"red\":2,\"yellow\":0}");
}

/* More rows than one tick takes, which are TICK_MAX of store_tick.c: the digest
 * comes after the last of them. */
static void
digests_come_after_the_last_notice_of_their_window(void **state)
{
    static char items[300 * 256];
    char text[512];
    size_t length = 0;

    (void)state;
    for (int no = 1; no <= 300; no++) {
        length += (size_t)snprintf(items + length, sizeof(items) - length,
            "%s%s", no > 1 ? "," : "[",
            item_of(text, no, "2021-12-31", "\"Li\"", "", ""));
    }
    (void)snprintf(items + length, sizeof(items) - length, "]");
    writer_plan(&writer, "2021", items);
    writer.now = office_local("2021-12-28T08:30");
    tick_once();
    writer_expect(&writer, DIGESTS, "");
    writer_restart(&writer);
    assert_int_equal(writer_tick(&writer, writer.now), 300 - 128 + 1);
    writer_expect(&writer, DIGESTS, "Li|300");
}

static void
a_digest_that_fails_keeps_no_other_person_waiting(void **state)
{
    (void)state;
    plan_at("2021-12-20T09:00");
    writer_run(&writer,
        "CREATE TRIGGER planted BEFORE INSERT ON digest WHEN new.person ="
        " 'Li' BEGIN SELECT RAISE(ABORT, 'planted'); END");
    (void)writer_advance(&writer, office_local("2021-12-28T08:30"));
    writer_expect(&writer, DIGESTS, "Wu|1");
    writer_expect(&writer, LEFT, "0");
    writer_expect(
        &writer, "SELECT head FROM stream WHERE name = 'person/Li'", "3");
    assert_int_equal(writer.batch.next_due, office_local("2021-12-30T08:30"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        FRESH(each_person_has_one_digest_of_a_window),
        FRESH(leaders_are_told_of_what_is_late_by_a_confirmed_date),
        FRESH(a_line_says_what_its_notice_said),
        FRESH(what_no_longer_stands_is_left_out),
        FRESH(nothing_left_to_tell_is_no_digest),
        FRESH(a_claim_that_is_returned_in_between_is_told),
        FRESH(overdue_hides_today),
        FRESH(of_an_item_the_most_severe_stage_is_told),
        FRESH(today_is_not_told_when_the_day_is_over),
        FRESH(a_window_of_many_goes_on_over_a_restart_and_tells_each_once),
        FRESH(more_than_twenty_lines_are_told_in_figures),
        FRESH(digests_come_after_the_last_notice_of_their_window),
        FRESH(a_digest_that_fails_keeps_no_other_person_waiting),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
