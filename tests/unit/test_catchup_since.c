/* SPDX-License-Identifier: MIT */
#include "ledger_run.h"

static int
setup(void **state)
{
    office_zone(NULL);
    *state = office_calendar();
    return 0;
}

static int
teardown(void **state)
{
    calendar_free(*state);
    return 0;
}

static void
a_plan_confirmed_on_the_day_issues_that_stage_at_once(void **state)
{
    struct ledger ledger =
        ledger_plan(*state, "2021-12-31", SINCE_PLAN, "2021-12-31");

    (void)ledger_tick(&ledger, office_local("2021-12-31T10:00"));
    ledger_check_phase(&ledger, STAGE_T_3WD, DROPPED);
    ledger_check_phase(&ledger, STAGE_T_1WD, DROPPED);
    ledger_check_issued(&ledger, STAGE_T, 1, "2021-12-31T10:00", true);
    assert_int_equal(ledger_count_phase(&ledger, ISSUED), 1);
}

static void
a_plan_confirmed_between_two_stages_issues_none_of_the_past(void **state)
{
    struct ledger ledger =
        ledger_plan(*state, "2021-12-31", SINCE_PLAN, "2021-12-29");

    (void)ledger_tick(&ledger, office_local("2021-12-29T10:00"));
    ledger_check_phase(&ledger, STAGE_T_3WD, DROPPED);
    assert_int_equal(ledger_count_phase(&ledger, ISSUED), 0);
    assert_int_equal(
        ledger_next_due(&ledger), office_local("2021-12-30T08:30"));
}

static void
a_plan_confirmed_in_the_evening_waits_for_the_window(void **state)
{
    struct ledger ledger =
        ledger_plan(*state, "2021-12-31", SINCE_PLAN, "2021-12-30");

    (void)ledger_tick(&ledger, office_local("2021-12-30T18:00"));
    assert_int_equal(ledger_count_phase(&ledger, ISSUED), 0);
    assert_int_equal(
        ledger_next_due(&ledger), office_local("2021-12-31T08:30"));
    (void)ledger_tick(&ledger, ledger_next_due(&ledger));
    ledger_check_phase(&ledger, STAGE_T_3WD, DROPPED);
    ledger_check_superseded(&ledger, STAGE_T_1WD, STAGE_T);
    ledger_check_issued(&ledger, STAGE_T, 1, "2021-12-31T08:30", false);
}

static void
a_plan_confirmed_late_issues_the_current_overdue_stage_once(void **state)
{
    struct ledger ledger =
        ledger_plan(*state, "2021-12-31", SINCE_PLAN, "2022-02-07");

    (void)ledger_tick(&ledger, office_local("2022-02-07T20:00"));
    ledger_check_issued(&ledger, STAGE_STATE, 1, "2022-02-07T20:00", true);
    assert_int_equal(ledger_count_phase(&ledger, ISSUED), 1);
    assert_int_equal(
        ledger_next_due(&ledger), office_local("2022-02-08T08:30"));
    (void)ledger_tick(&ledger, ledger_next_due(&ledger));
    ledger_check_issued(&ledger, STAGE_O_5WD, 4, "2022-02-08T08:30", true);
    assert_int_equal(ledger_count_phase(&ledger, ISSUED), 2);
    assert_int_equal(ledger_count_phase(&ledger, DROPPED), 6);
    assert_int_equal(
        ledger_next_due(&ledger), office_local("2022-02-10T08:30"));
}

static void
an_early_start_on_the_day_of_a_late_stage_waits_for_it(void **state)
{
    struct ledger ledger =
        ledger_plan(*state, "2021-12-31", SINCE_PLAN, "2022-02-10");

    (void)ledger_tick(&ledger, office_local("2022-02-10T07:00"));
    assert_int_equal(ledger_count_phase(&ledger, ISSUED), 1);
    assert_int_equal(
        ledger_next_due(&ledger), office_local("2022-02-10T08:30"));
    (void)ledger_tick(&ledger, ledger_next_due(&ledger));
    ledger_check_issued(&ledger, STAGE_O_5WD, 5, "2022-02-10T08:30", false);
}

static void
a_plan_confirmed_in_a_holiday_after_the_deadline_tells_the_state(void **state)
{
    struct ledger ledger =
        ledger_plan(*state, "2021-10-03", SINCE_PLAN, "2021-10-05");

    ledger_run(&ledger, office_local("2021-10-05T10:00"),
        office_local("2021-10-08T09:00"));
    ledger_check_issued(&ledger, STAGE_STATE, 1, "2021-10-05T10:00", true);
    ledger_check_phase(&ledger, STAGE_T, DROPPED);
    ledger_check_issued(&ledger, STAGE_O_1WD, 1, "2021-10-08T08:30", false);
}

static void
an_outage_after_a_late_plan_supersedes_what_was_not_dropped(void **state)
{
    struct ledger ledger =
        ledger_plan(*state, "2021-12-31", SINCE_PLAN, "2021-12-30");

    (void)ledger_tick(&ledger, office_local("2022-01-04T14:00"));
    ledger_check_phase(&ledger, STAGE_T_3WD, DROPPED);
    ledger_check_superseded(&ledger, STAGE_T_1WD, STAGE_O_1WD);
    ledger_check_superseded(&ledger, STAGE_T, STAGE_O_1WD);
    ledger_check_issued(&ledger, STAGE_O_1WD, 1, "2022-01-04T14:00", true);
}

static void
a_new_date_close_ahead_issues_its_current_stage_once(void **state)
{
    struct ledger ledger =
        ledger_plan(*state, "2021-12-31", SINCE_REDATE, "2021-12-29");

    (void)ledger_tick(&ledger, office_local("2021-12-29T10:00"));
    assert_int_equal(ledger_count_phase(&ledger, ISSUED), 0);
    assert_int_equal(
        ledger_next_due(&ledger), office_local("2021-12-29T14:00"));
    (void)ledger_tick(&ledger, ledger_next_due(&ledger));
    ledger_check_issued(&ledger, STAGE_T_3WD, 1, "2021-12-29T14:00", true);
    assert_int_equal(ledger_count_phase(&ledger, ISSUED), 1);
    assert_int_equal(
        ledger_next_due(&ledger), office_local("2021-12-30T08:30"));
}

static void
a_new_date_that_is_today_drops_the_stages_before(void **state)
{
    struct ledger ledger =
        ledger_plan(*state, "2021-12-31", SINCE_REDATE, "2021-12-31");

    (void)ledger_tick(&ledger, office_local("2021-12-31T14:00"));
    ledger_check_phase(&ledger, STAGE_T_3WD, DROPPED);
    ledger_check_phase(&ledger, STAGE_T_1WD, DROPPED);
    ledger_check_issued(&ledger, STAGE_T, 1, "2021-12-31T14:00", true);
}

static void
a_new_date_in_the_past_is_overdue_in_the_next_window(void **state)
{
    struct ledger ledger =
        ledger_plan(*state, "2021-12-31", SINCE_REDATE, "2022-01-07");

    (void)ledger_tick(&ledger, office_local("2022-01-07T18:00"));
    ledger_check_issued(&ledger, STAGE_STATE, 1, "2022-01-07T18:00", true);
    assert_int_equal(
        ledger_next_due(&ledger), office_local("2022-01-10T08:30"));
    (void)ledger_tick(&ledger, ledger_next_due(&ledger));
    ledger_check_issued(&ledger, STAGE_O_5WD, 1, "2022-01-10T08:30", false);
    ledger_check_phase(&ledger, STAGE_O_3WD, DROPPED);
    assert_int_equal(ledger_count_phase(&ledger, ISSUED), 2);
}

/* The overdue stage of the day, too: its day is the plan's. */
static void
a_plan_confirmed_on_the_day_of_an_overdue_stage_issues_it_at_once(void **state)
{
    struct ledger ledger =
        ledger_plan(*state, "2021-12-24", SINCE_PLAN, "2021-12-31");

    (void)ledger_tick(&ledger, office_local("2021-12-31T17:29"));
    ledger_check_issued(&ledger, STAGE_O_5WD, 1, "2021-12-31T17:29", true);
    ledger = ledger_plan(*state, "2021-12-24", SINCE_PLAN, "2021-12-31");
    (void)ledger_tick(&ledger, office_local("2021-12-31T17:30"));
    ledger_check_phase(&ledger, STAGE_O_5WD, PLANNED);
}

static void
an_overdue_stage_of_another_day_than_the_plans_waits(void **state)
{
    struct ledger ledger =
        ledger_plan(*state, "2021-12-27", SINCE_PLAN, "2021-12-31");

    (void)ledger_tick(&ledger, office_local("2021-12-31T10:00"));
    ledger_check_phase(&ledger, STAGE_O_3WD, PLANNED);
    assert_int_equal(
        ledger_next_due(&ledger), office_local("2021-12-31T14:00"));
    (void)ledger_tick(&ledger, ledger_next_due(&ledger));
    ledger_check_issued(&ledger, STAGE_O_3WD, 1, "2021-12-31T14:00", true);
}

/* The day after, what the plan's day kept back has no privilege. */
static void
the_day_after_the_plan_a_stage_waits_like_any_other(void **state)
{
    struct ledger ledger =
        ledger_plan(*state, "2021-12-31", SINCE_PLAN, "2021-12-29");

    (void)ledger_tick(&ledger, office_local("2021-12-30T10:00"));
    ledger_check_phase(&ledger, STAGE_T_1WD, PLANNED);
    assert_int_equal(
        ledger_next_due(&ledger), office_local("2021-12-30T14:00"));
}

/* R9 issues the stage that stands, however long ago its day was. */
static void
a_stage_from_before_a_new_date_does_not_expire(void **state)
{
    struct ledger ledger =
        ledger_plan(*state, "2021-10-09", SINCE_REDATE, "2021-10-07");

    (void)ledger_tick(&ledger, office_local("2021-10-07T09:00"));
    ledger_check_phase(&ledger, STAGE_T_3WD, PLANNED);
}

static void
a_far_new_date_issues_nothing(void **state)
{
    struct ledger ledger =
        ledger_plan(*state, "2022-03-31", SINCE_REDATE, "2022-01-05");

    assert_int_equal(ledger_tick(&ledger, office_local("2022-01-05T10:00")), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plan_confirmed_on_the_day_issues_that_stage_at_once),
        cmocka_unit_test(
            a_plan_confirmed_between_two_stages_issues_none_of_the_past),
        cmocka_unit_test(a_plan_confirmed_in_the_evening_waits_for_the_window),
        cmocka_unit_test(
            a_plan_confirmed_late_issues_the_current_overdue_stage_once),
        cmocka_unit_test(
            an_early_start_on_the_day_of_a_late_stage_waits_for_it),
        cmocka_unit_test(
            a_plan_confirmed_in_a_holiday_after_the_deadline_tells_the_state),
        cmocka_unit_test(
            an_outage_after_a_late_plan_supersedes_what_was_not_dropped),
        cmocka_unit_test(a_new_date_close_ahead_issues_its_current_stage_once),
        cmocka_unit_test(a_new_date_that_is_today_drops_the_stages_before),
        cmocka_unit_test(a_new_date_in_the_past_is_overdue_in_the_next_window),
        cmocka_unit_test(
            a_plan_confirmed_on_the_day_of_an_overdue_stage_issues_it_at_once),
        cmocka_unit_test(an_overdue_stage_of_another_day_than_the_plans_waits),
        cmocka_unit_test(the_day_after_the_plan_a_stage_waits_like_any_other),
        cmocka_unit_test(a_stage_from_before_a_new_date_does_not_expire),
        cmocka_unit_test(a_far_new_date_issues_nothing),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
