/* SPDX-License-Identifier: MIT */
#include "office_calendar.h"

#include "stage.h"

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
check_plan(const struct calendar *calendar, const char *deadline,
    const char *const nominal[STAGE_PLAN_MAX])
{
    struct planned planned[STAGE_PLAN_MAX];

    assert_int_equal(
        stage_plan(planned, office_date(deadline), &office_window, calendar),
        STAGE_PLAN_MAX);
    for (size_t i = 0; i < STAGE_PLAN_MAX; i++) {
        assert_int_equal(planned[i].stage, i);
        assert_int_equal(planned[i].occurrence, 1);
        assert_int_equal(planned[i].nominal_at, office_local(nominal[i]));
        assert_int_equal(planned[i].day, zone_date(planned[i].nominal_at));
        assert_true(
            i == 0 || planned[i - 1].nominal_at <= planned[i].nominal_at);
    }
}

static void
a_deadline_at_the_end_of_the_year_has_its_seven_stages(void **state)
{
    static const char *const nominal[] = { "2021-12-28T08:30",
        "2021-12-30T08:30", "2021-12-31T08:30", "2022-01-01T00:00",
        "2022-01-04T08:30", "2022-01-06T08:30", "2022-01-10T08:30" };

    check_plan(*state, "2021-12-31", nominal);
}

static void
a_deadline_on_a_day_off_is_noticed_on_the_working_day_before(void **state)
{
    static const char *const nominal[] = { "2021-09-28T08:30",
        "2021-09-30T08:30", "2021-09-30T08:30", "2021-10-04T00:00",
        "2021-10-08T08:30", "2021-10-11T08:30", "2021-10-13T08:30" };

    check_plan(*state, "2021-10-03", nominal);
}

static void
a_deadline_on_a_make_up_day_has_its_stage_on_that_day(void **state)
{
    static const char *const nominal[] = { "2021-09-29T08:30",
        "2021-10-08T08:30", "2021-10-09T08:30", "2021-10-10T00:00",
        "2021-10-11T08:30", "2021-10-13T08:30", "2021-10-15T08:30" };

    check_plan(*state, "2021-10-09", nominal);
}

static void
an_undated_item_has_no_stages(void **state)
{
    struct planned planned[STAGE_PLAN_MAX];

    assert_int_equal(
        stage_plan(planned, JINDU_DATE_NONE, &office_window, *state), 0);
    assert_false(stage_current_overdue(&planned[0], JINDU_DATE_NONE,
        office_date("2021-12-31"), &office_window, *state));
}

static void
overdue_is_the_first_instant_after_the_day_whatever_the_window(void **state)
{
    struct planned planned = stage_one(
        STAGE_STATE, 1, office_date("2021-10-03"), &office_window, *state);

    assert_int_equal(planned.nominal_at, office_utc("2021-10-03T16:00"));
    assert_false(planned.provisional);
}

static void
trap28_overdue_follows_a_missing_midnight(void **state)
{
    struct planned planned;

    office_zone("America/Sao_Paulo");
    planned = stage_one(
        STAGE_STATE, 1, office_date("2018-11-03"), &office_window, *state);
    assert_int_equal(planned.nominal_at, office_utc("2018-11-04T03:00"));
    office_zone(NULL);
}

static void
the_fifth_working_day_comes_again_every_five(void **state)
{
    int32_t deadline = office_date("2021-12-31");

    for (int n = 1; n <= 60; n++) {
        struct planned planned =
            stage_one(STAGE_O_5WD, n, deadline, &office_window, *state);

        assert_int_equal(calendar_count(*state, deadline, planned.day), 5 * n);
        assert_true(calendar_is_working(*state, planned.day));
    }
}

static void
the_current_overdue_stage_is_a_function_of_the_calendar(void **state)
{
    static const struct {
        const char *today;
        const char *token; /* NULL: none */
        int occurrence;
    } vectors[] = {
        { "2021-12-31", NULL, 0 },
        { "2022-01-03", NULL, 0 },
        { "2022-01-04", "O+1wd", 1 },
        { "2022-01-05", "O+1wd", 1 },
        { "2022-01-06", "O+3wd", 1 },
        { "2022-01-09", "O+3wd", 1 },
        { "2022-01-10", "O+5wd", 1 },
        { "2022-01-16", "O+5wd", 1 },
        { "2022-01-17", "O+5wd", 2 },
        { "2022-01-29", "O+5wd", 4 }, /* the 20th: a make-up Saturday */
        { "2022-02-09", "O+5wd", 4 },
        { "2022-02-10", "O+5wd", 5 },
    };

    for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
        struct planned planned = { .occurrence = -1 };
        bool found = stage_current_overdue(&planned, office_date("2021-12-31"),
            office_date(vectors[i].today), &office_window, *state);

        assert_int_equal(found, vectors[i].token != NULL);
        if (found) {
            assert_string_equal(stage_token(planned.stage), vectors[i].token);
            assert_int_equal(planned.occurrence, vectors[i].occurrence);
            assert_true(planned.day <= office_date(vectors[i].today));
        } else {
            assert_int_equal(planned.occurrence, -1);
        }
    }
}

static void
a_stage_in_a_year_not_announced_is_provisional(void **state)
{
    struct planned planned[STAGE_PLAN_MAX];

    (void)stage_plan(
        planned, office_date("2026-12-31"), &office_window, *state);
    assert_false(planned[STAGE_T_3WD].provisional);
    assert_false(planned[STAGE_T].provisional);
    assert_false(planned[STAGE_STATE].provisional);
    assert_true(planned[STAGE_O_1WD].provisional);
    assert_true(planned[STAGE_O_5WD].provisional);
    (void)stage_plan(
        planned, office_date("2027-01-04"), &office_window, *state);
    assert_true(planned[STAGE_T_3WD].provisional);
    assert_true(planned[STAGE_T].provisional);
}

static void
every_token_names_one_stage_and_its_event(void **state)
{
    static const struct {
        const char *token;
        const char *kind;
        const char *type;
    } names[STAGE_PLAN_MAX] = {
        { "T-3wd", "soon", "jindu.notice.soon" },
        { "T-1wd", "soon", "jindu.notice.soon" },
        { "T", "today", "jindu.notice.today" },
        { "overdue", "state", "jindu.item.overdue" },
        { "O+1wd", "overdue", "jindu.notice.overdue" },
        { "O+3wd", "overdue", "jindu.notice.overdue" },
        { "O+5wd", "overdue", "jindu.notice.overdue" },
    };
    enum stage stage = STAGE_T;

    (void)state;
    for (int i = 0; i < STAGE_PLAN_MAX; i++) {
        assert_string_equal(stage_token((enum stage)i), names[i].token);
        assert_string_equal(
            stage_kind_token(stage_kind((enum stage)i)), names[i].kind);
        assert_string_equal(stage_type((enum stage)i), names[i].type);
        assert_true(stage_from_token(names[i].token, &stage));
        assert_int_equal(stage, i);
    }
    assert_false(stage_from_token("O+2wd", &stage));
    assert_int_equal(stage, STAGE_O_5WD);
}

static void
severity_rises_with_the_stage_and_then_the_occurrence(void **state)
{
    (void)state;
    assert_true(stage_compare(STAGE_T, 1, STAGE_T_1WD, 1) > 0);
    assert_true(stage_compare(STAGE_T, 1, STAGE_O_1WD, 1) < 0);
    assert_true(stage_compare(STAGE_O_5WD, 2, STAGE_O_5WD, 3) < 0);
    assert_true(stage_compare(STAGE_O_5WD, 1, STAGE_O_3WD, 1) > 0);
    assert_int_equal(stage_compare(STAGE_O_5WD, 4, STAGE_O_5WD, 4), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            a_deadline_at_the_end_of_the_year_has_its_seven_stages),
        cmocka_unit_test(
            a_deadline_on_a_day_off_is_noticed_on_the_working_day_before),
        cmocka_unit_test(a_deadline_on_a_make_up_day_has_its_stage_on_that_day),
        cmocka_unit_test(an_undated_item_has_no_stages),
        cmocka_unit_test(
            overdue_is_the_first_instant_after_the_day_whatever_the_window),
        cmocka_unit_test(trap28_overdue_follows_a_missing_midnight),
        cmocka_unit_test(the_fifth_working_day_comes_again_every_five),
        cmocka_unit_test(
            the_current_overdue_stage_is_a_function_of_the_calendar),
        cmocka_unit_test(a_stage_in_a_year_not_announced_is_provisional),
        cmocka_unit_test(every_token_names_one_stage_and_its_event),
        cmocka_unit_test(severity_rises_with_the_stage_and_then_the_occurrence),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
