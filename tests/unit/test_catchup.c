/* SPDX-License-Identifier: MIT */
#include "ledger_run.h"

#define DAY_MS 86400000
#define CALM_DAYS 30

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
a_daemon_that_always_ran_issues_each_stage_at_its_instant(void **state)
{
    struct ledger ledger = ledger_plan(*state, "2021-12-31", SINCE_PLAN, NULL);

    ledger_run(&ledger, office_local("2021-12-01T00:00"),
        office_local("2022-01-17T12:00"));
    ledger_check_issued(&ledger, STAGE_T_3WD, 1, "2021-12-28T08:30", false);
    ledger_check_issued(&ledger, STAGE_T_1WD, 1, "2021-12-30T08:30", false);
    ledger_check_issued(&ledger, STAGE_T, 1, "2021-12-31T08:30", false);
    ledger_check_issued(&ledger, STAGE_STATE, 1, "2022-01-01T00:00", false);
    ledger_check_issued(&ledger, STAGE_O_1WD, 1, "2022-01-04T08:30", false);
    ledger_check_issued(&ledger, STAGE_O_3WD, 1, "2022-01-06T08:30", false);
    ledger_check_issued(&ledger, STAGE_O_5WD, 1, "2022-01-10T08:30", false);
    ledger_check_issued(&ledger, STAGE_O_5WD, 2, "2022-01-17T08:30", false);
    assert_int_equal(ledger_count_phase(&ledger, ISSUED), 8);
    assert_int_equal(ledger_count_phase(&ledger, PLANNED), 1);
    assert_int_equal(
        ledger_next_due(&ledger), office_local("2022-01-24T08:30"));
}

static void
a_deadline_on_a_holiday_has_one_notice_before_it(void **state)
{
    struct ledger ledger = ledger_plan(*state, "2021-10-03", SINCE_PLAN, NULL);

    ledger_run(&ledger, office_local("2021-09-01T00:00"),
        office_local("2021-10-08T12:00"));
    ledger_check_superseded(&ledger, STAGE_T_1WD, STAGE_T);
    ledger_check_issued(&ledger, STAGE_T, 1, "2021-09-30T08:30", false);
    ledger_check_issued(&ledger, STAGE_STATE, 1, "2021-10-04T00:00", false);
    ledger_check_issued(&ledger, STAGE_O_1WD, 1, "2021-10-08T08:30", false);
}

/* Scenario 1 of the rules, for one of its items. */
static void
after_the_new_year_outage_only_the_overdue_stage_lives(void **state)
{
    struct ledger ledger = ledger_plan(*state, "2021-12-31", SINCE_PLAN, NULL);

    ledger_run(&ledger, office_local("2021-12-01T00:00"),
        office_local("2021-12-29T17:00"));
    assert_int_equal(ledger_count_phase(&ledger, ISSUED), 1);
    (void)ledger_tick(&ledger, office_local("2022-01-04T08:10"));
    ledger_check_issued(&ledger, STAGE_STATE, 1, "2022-01-04T08:10", true);
    ledger_check_phase(&ledger, STAGE_T_1WD, PLANNED);
    ledger_check_phase(&ledger, STAGE_T, PLANNED);
    assert_int_equal(
        ledger_next_due(&ledger), office_local("2022-01-04T08:30"));
    ledger_run(&ledger, office_local("2022-01-04T08:11"),
        office_local("2022-01-05T12:00"));
    ledger_check_superseded(&ledger, STAGE_T_1WD, STAGE_O_1WD);
    ledger_check_superseded(&ledger, STAGE_T, STAGE_O_1WD);
    ledger_check_issued(&ledger, STAGE_O_1WD, 1, "2022-01-04T08:30", false);
    ledger_check_phase(&ledger, STAGE_O_3WD, PLANNED);
    assert_int_equal(ledger_count_phase(&ledger, ISSUED), 3);
}

/* Scenario 2 of the rules. */
static void
the_same_start_twice_issues_nothing_the_second_time(void **state)
{
    struct ledger ledger = ledger_plan(*state, "2021-12-31", SINCE_PLAN, NULL);

    ledger_run(&ledger, office_local("2022-01-04T08:10"),
        office_local("2022-01-04T09:00"));
    assert_int_equal(ledger_count_phase(&ledger, ISSUED), 2);
    assert_int_equal(ledger_tick(&ledger, office_local("2022-01-04T09:00")), 0);
    assert_int_equal(ledger_tick(&ledger, office_local("2022-01-05T18:00")), 0);
    assert_int_equal(ledger_count_phase(&ledger, ISSUED), 2);
}

/* Scenario 5 of the rules: the claim kept everything after the deadline from
 * being issued, and counts as if it had never been made. */
static void
after_a_returned_claim_the_stage_of_the_day_is_issued(void **state)
{
    struct ledger ledger = ledger_plan(*state, "2021-12-31", SINCE_PLAN, NULL);

    ledger_run(&ledger, office_local("2021-12-01T00:00"),
        office_local("2021-12-31T23:59"));
    assert_int_equal(ledger_count_phase(&ledger, ISSUED), 3);
    (void)ledger_tick(&ledger, office_local("2022-01-06T10:00"));
    ledger_check_issued(&ledger, STAGE_STATE, 1, "2022-01-06T10:00", true);
    ledger_check_phase(&ledger, STAGE_O_3WD, PLANNED);
    assert_int_equal(
        ledger_next_due(&ledger), office_local("2022-01-06T14:00"));
    (void)ledger_tick(&ledger, ledger_next_due(&ledger));
    ledger_check_superseded(&ledger, STAGE_O_1WD, STAGE_O_3WD);
    ledger_check_issued(&ledger, STAGE_O_3WD, 1, "2022-01-06T14:00", true);
    ledger_check_phase(&ledger, STAGE_O_5WD, PLANNED);
    assert_int_equal(ledger_count_phase(&ledger, ISSUED), 5);
}

static void
the_state_leaves_at_midnight_though_the_window_is_shut(void **state)
{
    struct ledger ledger = ledger_plan(*state, "2021-12-31", SINCE_PLAN, NULL);

    ledger_run(&ledger, office_local("2021-12-31T09:00"),
        office_local("2022-01-01T00:00"));
    ledger_check_issued(&ledger, STAGE_STATE, 1, "2022-01-01T00:00", false);
    assert_int_equal(
        ledger_next_due(&ledger), office_local("2022-01-04T08:30"));
}

static void
stages_before_a_deadline_that_is_past_give_way_to_the_state(void **state)
{
    struct ledger ledger = ledger_plan(*state, "2021-12-31", SINCE_PLAN, NULL);

    (void)ledger_tick(&ledger, office_local("2022-01-02T10:00"));
    ledger_check_issued(&ledger, STAGE_STATE, 1, "2022-01-02T10:00", true);
    ledger_check_superseded(&ledger, STAGE_T_3WD, STAGE_STATE);
    ledger_check_superseded(&ledger, STAGE_T_1WD, STAGE_STATE);
    ledger_check_superseded(&ledger, STAGE_T, STAGE_STATE);
}

static void
a_long_outage_ends_with_the_occurrence_of_the_day(void **state)
{
    struct ledger ledger = ledger_plan(*state, "2021-12-31", SINCE_PLAN, NULL);

    (void)ledger_tick(&ledger, office_local("2022-02-08T14:00"));
    ledger_check_issued(&ledger, STAGE_O_5WD, 4, "2022-02-08T14:00", true);
    ledger_check_superseded(&ledger, STAGE_O_1WD, STAGE_O_5WD);
    ledger_check_superseded(&ledger, STAGE_O_5WD, STAGE_O_5WD);
    assert_int_equal(ledger_count_phase(&ledger, ISSUED), 2);
    assert_null(ledger_find(&ledger, STAGE_O_5WD, 3));
    assert_int_equal(
        ledger_next_due(&ledger), office_local("2022-02-10T08:30"));
}

static void
what_was_issued_worse_is_never_followed_by_less(void **state)
{
    struct ledger ledger = ledger_plan(*state, "2021-12-31", SINCE_PLAN, NULL);

    ledger.situation.has_issued = true;
    ledger.situation.issued_stage = STAGE_O_3WD;
    ledger.situation.issued_occurrence = 1;
    (void)ledger_tick(&ledger, office_local("2022-01-06T10:00"));
    ledger_check_superseded(&ledger, STAGE_O_1WD, STAGE_O_3WD);
    ledger_check_superseded(&ledger, STAGE_O_3WD, STAGE_O_3WD);
    assert_int_equal(ledger_count_phase(&ledger, ISSUED), 1);
    ledger_check_phase(&ledger, STAGE_STATE, ISSUED);
}

static void
late_begins_more_than_two_minutes_after_the_nominal_instant(void **state)
{
    int64_t nominal = office_local("2021-12-28T08:30");

    for (int64_t past = 0; past <= 1; past++) {
        struct ledger ledger =
            ledger_plan(*state, "2021-12-31", SINCE_PLAN, NULL);

        ledger.under_way = true;
        (void)ledger_tick(&ledger, nominal + CATCHUP_LATE_MS + past);
        ledger_check_phase(&ledger, STAGE_T_3WD, ISSUED);
        assert_int_equal(
            ledger_find(&ledger, STAGE_T_3WD, 1)->row.late, past == 1);
    }
}

static void
a_window_that_goes_on_issues_what_else_would_wait(void **state)
{
    struct ledger ledger = ledger_plan(*state, "2021-12-31", SINCE_PLAN, NULL);

    (void)ledger_tick(&ledger, office_local("2021-12-28T09:00"));
    ledger_check_phase(&ledger, STAGE_T_3WD, PLANNED);
    assert_int_equal(
        ledger_next_due(&ledger), office_local("2021-12-28T14:00"));
    ledger.under_way = true;
    (void)ledger_tick(&ledger, office_local("2021-12-28T14:03"));
    ledger_check_issued(&ledger, STAGE_T_3WD, 1, "2021-12-28T14:03", true);
}

static void
a_window_that_goes_on_past_midnight_issues_nothing_early(void **state)
{
    struct ledger ledger = ledger_plan(*state, "2022-01-05", SINCE_PLAN, NULL);

    ledger_run(&ledger, office_local("2021-12-20T00:00"),
        office_local("2022-01-05T23:00"));
    ledger.under_way = true;
    (void)ledger_tick(&ledger, office_local("2022-01-06T00:00"));
    ledger_check_issued(&ledger, STAGE_STATE, 1, "2022-01-06T00:00", false);
    ledger_check_phase(&ledger, STAGE_O_1WD, PLANNED);
    assert_int_equal(
        ledger_next_due(&ledger), office_local("2022-01-06T08:30"));
}

/* 2021-10-01 to 10-07 is a holiday, and T-3wd of this date lies before it. */
static void
soon_expires_seven_days_after_its_instant(void **state)
{
    int64_t nominal = office_local("2021-09-29T08:30");

    for (int64_t past = 0; past <= 1; past++) {
        struct ledger ledger =
            ledger_plan(*state, "2021-10-09", SINCE_PLAN, NULL);

        (void)ledger_tick(&ledger, nominal + CATCHUP_EXPIRES_MS + past);
        ledger_check_phase(&ledger, STAGE_T_3WD, past == 1 ? EXPIRED : PLANNED);
        ledger_check_phase(&ledger, STAGE_T_1WD, PLANNED);
    }
}

static void
what_is_old_gives_way_to_what_lives_or_was_issued(void **state)
{
    struct ledger ledger = ledger_plan(*state, "2021-10-09", SINCE_PLAN, NULL);

    (void)ledger_tick(&ledger, office_local("2021-10-08T08:30"));
    ledger_check_superseded(&ledger, STAGE_T_3WD, STAGE_T_1WD);
    ledger_check_issued(&ledger, STAGE_T_1WD, 1, "2021-10-08T08:30", false);
    ledger = ledger_plan(*state, "2021-10-09", SINCE_PLAN, NULL);
    ledger.situation.has_issued = true;
    ledger.situation.issued_stage = STAGE_T_1WD;
    ledger.situation.issued_occurrence = 1;
    (void)ledger_tick(&ledger, office_local("2021-10-07T08:30"));
    ledger_check_superseded(&ledger, STAGE_T_3WD, STAGE_T_1WD);
}

static void
past_the_deadline_nothing_expires(void **state)
{
    struct ledger ledger = ledger_plan(*state, "2021-12-31", SINCE_PLAN, NULL);

    (void)ledger_tick(&ledger, office_local("2022-01-29T20:00"));
    ledger_check_phase(&ledger, STAGE_T, PLANNED);
    (void)ledger_tick(&ledger, office_local("2022-02-07T08:30"));
    ledger_check_superseded(&ledger, STAGE_T, STAGE_O_5WD);
    assert_int_equal(ledger_count_phase(&ledger, EXPIRED), 0);
}

static void
a_window_that_never_shuts_issues_at_any_hour(void **state)
{
    struct ledger ledger = ledger_plan(*state, "2021-12-31", SINCE_PLAN, NULL);

    ledger.situation.window = &office_always;
    (void)ledger_tick(&ledger, office_local("2022-01-08T23:00"));
    ledger_check_issued(&ledger, STAGE_O_3WD, 1, "2022-01-08T23:00", true);
    ledger_check_issued(&ledger, STAGE_STATE, 1, "2022-01-08T23:00", true);
}

/* Whatever the outage was, nothing is issued early or twice, people are told
 * one thing at a time and never something milder than before, and a month
 * later they stand where an undisturbed daemon would have them. */
static void
check_outage(const struct calendar *calendar, const char *deadline,
    int64_t stop, int64_t start)
{
    struct ledger ledger = ledger_plan(calendar, deadline, SINCE_PLAN, NULL);
    int64_t end = zone_at(zone_date(start) + CALM_DAYS, 12 * 60);
    struct planned current = { .occurrence = 0 };
    const struct ledger_entry *last = NULL;

    ledger_run(&ledger, office_local("2021-09-01T00:00"), stop);
    ledger_run(&ledger, start, end);
    for (size_t i = 0; i < ledger.count; i++) {
        const struct ledger_entry *entry = &ledger.entries[i];

        if (entry->phase != ISSUED) {
            continue;
        }
        assert_true(entry->issued_at >= entry->row.nominal_at);
        assert_false(entry->issued_at > stop && entry->issued_at < start);
        if (entry->row.stage == STAGE_STATE) {
            continue;
        }
        assert_true(window_is_open(&office_window, calendar, entry->issued_at));
        assert_true(last == NULL || entry->issued_at > last->issued_at);
        last = entry;
    }
    assert_true(stage_current_overdue(&current, ledger.situation.deadline,
        zone_date(end), &office_window, calendar));
    assert_non_null(last);
    assert_int_equal(last->row.stage, current.stage);
    assert_int_equal(last->row.occurrence, current.occurrence);
    ledger_check_phase(&ledger, STAGE_STATE, ISSUED);
}

static void
no_outage_makes_a_notice_early_or_double_or_lost(void **state)
{
    static const char *const deadlines[] = { "2021-10-03", "2021-10-09",
        "2021-09-30" };
    int64_t stop = office_local("2021-09-26T07:13");

    for (int day = 0; day < 20; day++) {
        for (int length = 0; length < 40; length++) {
            int64_t from = stop + (int64_t)day * DAY_MS;
            int64_t to = from + (int64_t)length * (DAY_MS + DAY_MS / 7) + 1;

            for (size_t i = 0; i < 3; i++) {
                check_outage(*state, deadlines[i], from, to);
            }
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            a_daemon_that_always_ran_issues_each_stage_at_its_instant),
        cmocka_unit_test(a_deadline_on_a_holiday_has_one_notice_before_it),
        cmocka_unit_test(
            after_the_new_year_outage_only_the_overdue_stage_lives),
        cmocka_unit_test(the_same_start_twice_issues_nothing_the_second_time),
        cmocka_unit_test(after_a_returned_claim_the_stage_of_the_day_is_issued),
        cmocka_unit_test(
            the_state_leaves_at_midnight_though_the_window_is_shut),
        cmocka_unit_test(
            stages_before_a_deadline_that_is_past_give_way_to_the_state),
        cmocka_unit_test(a_long_outage_ends_with_the_occurrence_of_the_day),
        cmocka_unit_test(what_was_issued_worse_is_never_followed_by_less),
        cmocka_unit_test(
            late_begins_more_than_two_minutes_after_the_nominal_instant),
        cmocka_unit_test(a_window_that_goes_on_issues_what_else_would_wait),
        cmocka_unit_test(
            a_window_that_goes_on_past_midnight_issues_nothing_early),
        cmocka_unit_test(soon_expires_seven_days_after_its_instant),
        cmocka_unit_test(what_is_old_gives_way_to_what_lives_or_was_issued),
        cmocka_unit_test(past_the_deadline_nothing_expires),
        cmocka_unit_test(a_window_that_never_shuts_issues_at_any_hour),
        cmocka_unit_test(no_outage_makes_a_notice_early_or_double_or_lost),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
