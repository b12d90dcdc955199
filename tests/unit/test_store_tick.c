/* SPDX-License-Identifier: MIT */
/* A tick that meets an item it cannot judge. */
#include "office.h"

#include "writer.h"

static struct writer writer;

#define TOLD                                             \
    "SELECT event ->> '$.subject' FROM journal WHERE"    \
    " type LIKE 'jindu.notice.%' OR type = 'jindu.item." \
    "overdue' ORDER BY sequence"

/* Items 1, 2 and 3 of the same day; the second cannot be told of. */
static int
setup(void **state)
{
    char texts[3][512];
    char items[1600];

    (void)state;
    writer_open(&writer);
    writer_calendars(&writer, 2021, 2022);
    (void)snprintf(items, sizeof(items), "[%s,%s,%s]",
        writer_item(texts[0], sizeof(texts[0]), 1, "2021-12-31"),
        writer_item(texts[1], sizeof(texts[1]), 2, "2021-12-31"),
        writer_item(texts[2], sizeof(texts[2]), 3, "2021-12-31"));
    writer_plan(&writer, "2021", items);
    writer_run(&writer,
        "UPDATE content SET units = 'x' WHERE id = (SELECT content FROM item"
        " WHERE no = 2)");
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
a_damaged_item_keeps_no_other_from_being_told(void **state)
{
    (void)state;
    assert_int_equal(writer_tick(&writer, office_local("2021-12-28T08:30")), 3);
    writer_expect(&writer, TOLD, "2021/1\n2021/3");
    writer_expect(
        &writer, "SELECT name, head FROM stream WHERE id = 1", "plan/2021|3");
    writer_expect(&writer,
        "SELECT i.no, n.phase FROM notice n JOIN item i ON i.id = n.item"
        " WHERE n.stage = 0 ORDER BY i.no",
        "1|1\n2|0\n3|1");
    assert_int_equal(writer.batch.next_due, office_local("2021-12-28T09:30"));
}

static const char *
subject_of(const struct jindu_json *event)
{
    const char *subject =
        jindu_json_string(jindu_json_member(event, "subject"));

    return subject == NULL ? "" : subject;
}

static void
what_a_damaged_item_undid_is_not_published(void **state)
{
    (void)state;
    writer.now = office_local("2021-12-28T08:30");
    (void)writer_add_tick(&writer, CHANGE_TICK);
    writer_apply(&writer);
    for (size_t i = 0; i < writer.batch.emission_count; i++) {
        const struct emission *emission = &writer.batch.emissions[i];
        struct jindu_json *event = NULL;

        assert_int_equal(jindu_json_parse(&event,
                             writer.batch.events.bytes + emission->event_at,
                             emission->event_length),
            JINDU_OK);
        assert_null(strstr(subject_of(event), "2021/2"));
        jindu_json_free(event);
    }
    /* Streams all, plan, unit and person, of two notices, and all and person
     * of their digest. */
    assert_int_equal(writer.batch.emission_count, 10);
}

static void
a_mended_item_is_told_in_the_next_window(void **state)
{
    (void)state;
    (void)writer_tick(&writer, office_local("2021-12-28T08:30"));
    writer_run(&writer, "UPDATE content SET units = '[]' WHERE units = 'x'");
    assert_int_equal(writer_tick(&writer, writer.batch.next_due), 0);
    assert_int_equal(writer.batch.next_due, office_local("2021-12-28T14:00"));
    assert_int_equal(writer_tick(&writer, writer.batch.next_due), 2);
    writer_expect(&writer, TOLD, "2021/1\n2021/3\n2021/2");
    writer_restart(&writer);
    assert_int_equal(
        writer_advance(&writer, office_local("2021-12-30T08:30")), 4);
}

static void
a_report_beside_a_damaged_item_is_stored(void **state)
{
    const struct writer_call *report;

    (void)state;
    writer.now = office_local("2021-12-28T08:30");
    (void)writer_add_tick(&writer, CHANGE_TICK);
    report = writer_add(&writer, "reporter Li", "report.submit",
        "{\"plan\":\"2021\",\"item\":2,\"percent\":40}", NULL);
    writer_apply(&writer);
    assert_int_equal(report->change.status, JINDU_OK);
    writer_expect(&writer, "SELECT percent FROM item WHERE no = 2", "40");
}

#define FRESH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        FRESH(a_damaged_item_keeps_no_other_from_being_told),
        FRESH(what_a_damaged_item_undid_is_not_published),
        FRESH(a_mended_item_is_told_in_the_next_window),
        FRESH(a_report_beside_a_damaged_item_is_stored),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
