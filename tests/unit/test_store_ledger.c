/* SPDX-License-Identifier: MIT */
/* The ledger as the schedule: what a claim stops and its return plans again. */
#include "office.h"

#include "writer.h"

#define PLANNED                                                               \
    "SELECT group_concat(stage, ' ') FROM (SELECT n.stage FROM notice n JOIN" \
    " item i ON i.id = n.item WHERE i.no = 3 AND n.phase = 0 ORDER BY 1)"
#define ITEM_3 "{\"plan\":\"2021\",\"item\":3,"

static struct writer writer;

/* Item 3 is due on 2021-12-31, a Friday; it is Monday 2021-12-20. */
static int
setup(void **state)
{
    (void)state;
    writer_open_plan(&writer);
    (void)writer_tick(&writer, writer.now);
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
claim_and_return(const char *returned_at)
{
    (void)writer_ok(
        &writer, "office", "item.claim", ITEM_3 "\"note\":\"built\"}");
    writer_expect(&writer, PLANNED, "-");
    writer.now = office_local(returned_at);
    (void)writer_ok(
        &writer, "office", "item.return", ITEM_3 "\"reason\":\"not yet\"}");
}

static void
a_return_before_the_first_stage_plans_each_again(void **state)
{
    char *before = writer_text(&writer, PLANNED);
    int64_t due = writer.batch.next_due;

    (void)state;
    claim_and_return("2021-12-21T10:00");
    writer_expect(&writer, PLANNED, before);
    (void)writer_tick(&writer, writer.now);
    assert_int_equal(writer.batch.next_due, due);
    free(before);
}

static void
a_return_between_two_stages_plans_what_is_still_to_come(void **state)
{
    (void)state;
    claim_and_return("2021-12-29T10:00"); /* T-3wd was the day before */
    writer_expect(&writer, PLANNED, "1 2 3 4 5 6");
    (void)writer_tick(&writer, writer.now);
    assert_int_equal(writer.batch.next_due, office_local("2021-12-30T08:30"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_return_before_the_first_stage_plans_each_again, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_return_between_two_stages_plans_what_is_still_to_come, setup,
            teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
