/* SPDX-License-Identifier: MIT */
/* R4: years that come, and the schedule that follows them. */
#include "office.h"

#include "writer.h"

static struct writer writer;

#define STAGES                                                              \
    "SELECT datetime(due_at / 1000, 'unixepoch', '+8 hours'), provisional," \
    " phase FROM notice WHERE stage = 4"

static int
setup(void **state)
{
    (void)state;
    writer_open(&writer);
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    writer_close(&writer);
    return 0;
}

static void
plan(void)
{
    char item[512];
    char items[600];

    (void)snprintf(items, sizeof(items), "[%s]",
        writer_item(item, sizeof(item), 3, "2021-12-31"));
    writer_plan(&writer, "2021", items);
}

static void
a_year_is_filled_once(void **state)
{
    int64_t sequence;

    (void)state;
    writer_calendars(&writer, 2021, 2027);
    sequence = store_sequence(writer.store);
    assert_int_equal(sequence, 7);
    writer_restart(&writer);
    writer_calendars(&writer, 2021, 2027);
    assert_int_equal(store_sequence(writer.store), sequence);
    writer_expect(&writer,
        "SELECT announced, count(*), max(revision) FROM calendar_year GROUP BY"
        " announced ORDER BY announced",
        "0|1|1\n1|6|1");
}

static void
a_year_not_announced_is_filled_when_it_is(void **state)
{
    struct jindu_json *document = NULL;
    const struct jindu_json *documents[1];
    static const char text[] =
        "{\"year\":2027,\"papers\":[\"no. 9\"],\"days\":[{\"name\":\"New "
        "Year\",\"date\":\"2027-01-01\",\"isOffDay\":true}]}";

    (void)state;
    writer_calendars(&writer, 2027, 2027);
    assert_int_equal(jindu_json_parse(&document, text, strlen(text)), JINDU_OK);
    documents[0] = document;
    assert_int_equal(
        store_fill_calendar(writer.store, documents, 1, writer.now), JINDU_OK);
    jindu_json_free(document);
    writer_expect(&writer,
        "SELECT year, revision, announced FROM calendar_year", "2027|2|1");
}

static void
news_of_a_year_move_what_is_planned_and_publish_nothing(void **state)
{
    (void)state;
    writer_calendars(&writer, 2021, 2021);
    plan();
    (void)writer_advance(&writer, office_local("2021-12-30T10:00"));
    writer_expect(&writer, STAGES, "2022-01-03 08:30:00|1|0");
    (void)writer_ok(&writer, "office", "calendar.load",
        "{\"calendar\":{\"year\":2022,\"papers\":[\"no. 11\"],\"days\":["
        "{\"name\":\"New Year\",\"date\":\"2022-01-03\",\"isOffDay\":true}]}}");
    assert_string_equal(writer_result(&writer, &writer.calls[0]),
        "{\"calendar\":{\"days\":1,\"revision\":1,\"year\":2022},"
        "\"sequence\":7}");
    assert_int_equal(writer.batch.emission_count, 1);
    writer_expect(&writer, STAGES, "2022-01-04 08:30:00|0|0");
    writer_expect(&writer, "SELECT count(*) FROM notice WHERE phase = 1", "2");
    assert_int_equal(writer_tick(&writer, writer.now), 0);
}

static void
an_amended_year_moves_drafts_too_and_keeps_what_was_published(void **state)
{
    char item[512];
    char params[1024];

    (void)state;
    writer_calendars(&writer, 2021, 2022);
    plan();
    (void)writer_advance(&writer, office_local("2021-12-28T08:30"));
    (void)snprintf(params, sizeof(params),
        "{\"plan\":\"next\",\"draft\":\"0190cccc-0000-7000-8000-000000000001\","
        "\"part\":1,\"last\":true,\"head\":{\"title\":\"t\",\"year\":2021},"
        "\"items\":[%s]}",
        writer_item(item, sizeof(item), 1, "2021-12-31"));
    (void)writer_ok(&writer, "office", "plan.load", params);
    (void)writer_ok(&writer, "office", "calendar.load",
        "{\"calendar\":{\"year\":2021,\"papers\":[\"no. 12\"],\"days\":["
        "{\"name\":\"flood\",\"date\":\"2021-12-30\",\"isOffDay\":true}]}}");
    writer_expect(&writer,
        "SELECT item, stage, phase,"
        " datetime(nominal_at / 1000, 'unixepoch', '+8 hours')"
        " FROM notice WHERE stage < 2 ORDER BY id",
        "1|0|1|2021-12-28 08:30:00\n1|1|0|2021-12-29 08:30:00\n"
        "2|0|0|2021-12-27 08:30:00\n2|1|0|2021-12-29 08:30:00");
    writer_expect(&writer,
        "SELECT revision, (SELECT count(*) FROM calendar_day WHERE year = 2021)"
        " FROM calendar_year WHERE year = 2021",
        "2|1");
}

/* Overdue on Friday morning, told on Friday night: it waits. */
static void
a_waiting_notice_leaves_on_a_day_that_became_a_working_day(void **state)
{
    char item[512];
    char items[600];

    (void)state;
    writer_calendars(&writer, 2021, 2022);
    (void)snprintf(items, sizeof(items), "[%s]",
        writer_item(item, sizeof(item), 3, "2021-12-23"));
    writer_plan(&writer, "2021", items);
    (void)writer_advance(&writer, office_local("2021-12-24T00:00"));
    (void)writer_tick(&writer, office_local("2021-12-24T19:00"));
    assert_int_equal(writer.batch.next_due, office_local("2021-12-27T08:30"));
    (void)writer_ok(&writer, "office", "calendar.load",
        "{\"calendar\":{\"year\":2021,\"papers\":[\"no. 12\"],\"days\":["
        "{\"name\":\"flood\",\"date\":\"2021-12-25\",\"isOffDay\":false}]}}");
    assert_int_equal(writer_tick(&writer, writer.now), 0);
    assert_int_equal(writer.batch.next_due, office_local("2021-12-25T08:30"));
    assert_int_equal(writer_tick(&writer, office_local("2021-12-25T08:30")), 3);
}

static void
a_refused_batch_leaves_the_calendar_as_it_was(void **state)
{
    (void)state;
    writer_calendars(&writer, 2021, 2021);
    plan();
    writer_run(&writer,
        "CREATE TRIGGER planted BEFORE INSERT ON journal WHEN new.type ="
        " 'jindu.calendar.loaded' BEGIN SELECT RAISE(ABORT, 'planted'); END");
    writer_restart(&writer);
    (void)writer_add(&writer, "office", "calendar.load",
        "{\"calendar\":{\"year\":2022,\"papers\":[\"no. 11\"],\"days\":["
        "{\"name\":\"New Year\",\"date\":\"2022-01-03\",\"isOffDay\":true}]}}",
        NULL);
    writer_apply(&writer);
    assert_int_equal(writer.calls[0].change.status, JINDU_INTERNAL);
    writer_expect(&writer, STAGES, "2022-01-03 08:30:00|1|0");
    (void)writer_ok(&writer, "office", "item.update",
        "{\"plan\":\"2021\",\"item\":3,\"deadline\":\"2021-12-30\","
        "\"reason\":\"sooner\"}");
    (void)writer_ok(&writer, "office", "item.update",
        "{\"plan\":\"2021\",\"item\":3,\"deadline\":\"2021-12-31\","
        "\"reason\":\"back\"}");
    writer_expect(&writer, STAGES " AND deadline_revision = 3",
        "2022-01-03 08:30:00|1|0");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_year_is_filled_once, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_year_not_announced_is_filled_when_it_is, setup, teardown),
        cmocka_unit_test_setup_teardown(
            news_of_a_year_move_what_is_planned_and_publish_nothing, setup,
            teardown),
        cmocka_unit_test_setup_teardown(
            an_amended_year_moves_drafts_too_and_keeps_what_was_published,
            setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_waiting_notice_leaves_on_a_day_that_became_a_working_day, setup,
            teardown),
        cmocka_unit_test_setup_teardown(
            a_refused_batch_leaves_the_calendar_as_it_was, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
