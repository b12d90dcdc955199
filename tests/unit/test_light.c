/* SPDX-License-Identifier: MIT */
#include "item.h"
#include "light.h"
#include "office_calendar.h"

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

static struct item
make(const char *deadline)
{
    return (struct item){ .state = ITEM_ACTIVE,
        .deadline = deadline != NULL ? office_date(deadline) : JINDU_DATE_NONE,
        .effective = JINDU_DATE_NONE,
        .deadline_confirmed = true };
}

static struct timeliness_view
view(
    const struct item *item, const char *today, const struct calendar *calendar)
{
    return light_view(item, office_date(today), calendar);
}

static void
a_deadline_is_inclusive_and_soon_is_three_working_days(void **state)
{
    static const struct {
        const char *deadline;
        const char *today;
        const char *timeliness;
        const char *light;
        int days_left;
        int working_days_left;
    } vectors[] = {
        { "2021-12-31", "2021-12-27", "normal", "green", 4, 4 },
        { "2021-12-31", "2021-12-28", "soon", "blue", 3, 3 },
        { "2021-12-31", "2021-12-30", "soon", "blue", 1, 1 },
        { "2021-12-31", "2021-12-31", "today", "blue", 0, 0 },
        { "2021-12-31", "2022-01-01", "overdue", "red", -1, 0 },
        { "2021-12-31", "2022-01-04", "overdue", "red", -4, -1 },
        { "2021-12-31", "2022-01-06", "overdue", "red", -6, -3 },
        { "2021-10-03", "2021-09-27", "normal", "green", 6, 3 },
        { "2021-10-03", "2021-09-28", "soon", "blue", 5, 2 },
        { "2021-10-03", "2021-09-30", "soon", "blue", 3, 0 },
        { "2021-10-03", "2021-10-03", "today", "blue", 0, 0 },
        { "2021-10-03", "2021-10-04", "overdue", "red", -1, 0 },
        { "2021-10-03", "2021-10-08", "overdue", "red", -5, -1 },
        { "2021-10-09", "2021-09-29", "soon", "blue", 10, 3 },
    };

    for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
        struct item item = make(vectors[i].deadline);
        struct timeliness_view seen = view(&item, vectors[i].today, *state);
        int late = vectors[i].days_left < 0 ? -vectors[i].days_left : 0;

        assert_string_equal(
            light_timeliness_token(seen.timeliness), vectors[i].timeliness);
        assert_string_equal(light_token(seen.light), vectors[i].light);
        assert_int_equal(seen.days_left, vectors[i].days_left);
        assert_int_equal(seen.working_days_left, vectors[i].working_days_left);
        assert_int_equal(seen.overdue_days, late);
        assert_int_equal(seen.overdue_working_days,
            late > 0 ? -vectors[i].working_days_left : 0);
        assert_false(seen.provisional);
        assert_false(seen.late_done);
    }
}

static void
a_date_that_nobody_confirmed_gives_no_red_light(void **state)
{
    struct item item = make("2021-12-31");
    struct timeliness_view seen;

    item.deadline_confirmed = false;
    seen = view(&item, "2022-01-10", *state);
    assert_int_equal(seen.light, LIGHT_YELLOW);
    assert_int_equal(seen.timeliness, TIMELINESS_OVERDUE);
    assert_int_equal(seen.overdue_working_days, 5);
    seen = view(&item, "2021-12-31", *state);
    assert_int_equal(seen.light, LIGHT_BLUE);
}

static void
an_undated_item_is_grey_and_never_overdue(void **state)
{
    struct item item = make(NULL);
    struct timeliness_view seen = view(&item, "2022-01-10", *state);

    assert_int_equal(seen.timeliness, TIMELINESS_UNDATED);
    assert_int_equal(seen.light, LIGHT_GREY);
    assert_int_equal(seen.days_left, 0);
    assert_int_equal(seen.overdue_days, 0);
}

static void
a_claimed_item_keeps_the_light_of_the_day_of_its_claim(void **state)
{
    struct item item = make("2021-12-31");
    struct timeliness_view seen;

    item.state = ITEM_CLAIMED;
    item.claimed_at = office_local("2021-12-31T23:59");
    seen = view(&item, "2022-01-10", *state);
    assert_int_equal(seen.light, LIGHT_BLUE);
    assert_int_equal(seen.timeliness, TIMELINESS_TODAY);
    item.claimed_at = office_local("2022-01-04T08:00");
    seen = view(&item, "2022-01-10", *state);
    assert_int_equal(seen.light, LIGHT_RED);
    assert_int_equal(seen.overdue_days, 4);
    assert_int_equal(seen.overdue_working_days, 1);
}

static void
a_done_item_is_green_and_for_ever_late_when_it_was(void **state)
{
    struct item item = make("2021-12-31");
    struct timeliness_view seen;

    item.state = ITEM_DONE;
    item.claimed_at = office_local("2022-01-05T09:00");
    item.done_at = item.claimed_at;
    seen = view(&item, "2022-03-01", *state);
    assert_int_equal(seen.light, LIGHT_GREEN);
    assert_true(seen.late_done);
    assert_int_equal(seen.overdue_days, 5);
    assert_int_equal(seen.overdue_working_days, 2);
    item.effective = office_date("2021-12-28");
    seen = view(&item, "2022-03-01", *state);
    assert_int_equal(seen.light, LIGHT_GREEN);
    assert_false(seen.late_done);
    assert_int_equal(seen.overdue_days, 0);
}

static void
a_withdrawn_item_is_grey(void **state)
{
    struct item item = make("2021-12-31");
    struct timeliness_view seen;

    item.state = ITEM_WITHDRAWN;
    seen = view(&item, "2022-03-01", *state);
    assert_int_equal(seen.light, LIGHT_GREY);
    assert_int_equal(seen.overdue_days, 0);
}

static void
figures_that_need_a_year_not_announced_are_provisional(void **state)
{
    struct item item = make("2026-12-31");

    assert_false(view(&item, "2026-12-30", *state).provisional);
    assert_true(view(&item, "2027-01-05", *state).provisional);
    item.deadline = office_date("2027-01-05");
    assert_true(view(&item, "2026-12-30", *state).provisional);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            a_deadline_is_inclusive_and_soon_is_three_working_days),
        cmocka_unit_test(a_date_that_nobody_confirmed_gives_no_red_light),
        cmocka_unit_test(an_undated_item_is_grey_and_never_overdue),
        cmocka_unit_test(
            a_claimed_item_keeps_the_light_of_the_day_of_its_claim),
        cmocka_unit_test(a_done_item_is_green_and_for_ever_late_when_it_was),
        cmocka_unit_test(a_withdrawn_item_is_grey),
        cmocka_unit_test(
            figures_that_need_a_year_not_announced_are_provisional),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
