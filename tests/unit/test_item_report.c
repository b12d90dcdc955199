/* SPDX-License-Identifier: MIT */
#include "item.h"
#include "office.h"

#define CLAIM_AT "2021-12-31T23:59"

static int
setup(void **state)
{
    (void)state;
    office_zone(NULL);
    return 0;
}

static struct item
make(void)
{
    return (struct item){ .id = 3,
        .state = ITEM_ACTIVE,
        .percent = 40,
        .revision = 7,
        .deadline_revision = 1,
        .deadline = office_date("2021-12-31"),
        .effective = JINDU_DATE_NONE };
}

static struct item_report
report(int percent)
{
    return (struct item_report){ .percent = percent, .as_of = JINDU_DATE_NONE };
}

static enum jindu_status
submit(struct item *item, const struct item_report *said,
    struct item_refusal *refusal)
{
    return item_report(item, said, office_local("2021-12-20T10:00"),
        office_date("2021-12-20"), refusal);
}

static void
a_report_that_breaks_a_rule_names_field_and_rule(void **state)
{
    static const struct {
        struct item_report said;
        const char *as_of;
        const char *field;
        const char *rule;
    } vectors[] = {
        { { .percent = 101 }, NULL, "percent", "range" },
        { { .percent = -2 }, NULL, "percent", "range" },
        { { .percent = 100 }, NULL, "percent", "percent_needs_done" },
        { { .percent = 90, .done = true }, NULL, "percent", "exclusive" },
        { { .percent = 50, .no_change = true }, NULL, "no_change",
            "exclusive" },
        { { .percent = -1, .no_change = true, .done = true }, NULL, "no_change",
            "exclusive" },
        { { .percent = -1, .no_change = true, .blocked = "rain" }, NULL,
            "no_change", "exclusive" },
        { { .percent = -1, .blocked = "" }, NULL, "blocked", "length" },
        { { .percent = -1, .blocked = "rain", .done = true }, NULL, "blocked",
            "exclusive" },
        { { .percent = -1 }, NULL, "percent", "empty" },
        { { .percent = -1, .note = "" }, NULL, "percent", "empty" },
        { { .percent = -1, .reason = "rain" }, NULL, "percent", "empty" },
        { { .percent = 39 }, NULL, "reason", "fall_needs_reason" },
        { { .percent = 39, .reason = "" }, NULL, "reason",
            "fall_needs_reason" },
        { { .percent = 50, .corrects = 12 }, NULL, "reason", "required" },
        { { .percent = 50 }, "2021-12-21", "as_of", "range" },
        { { .percent = 50 }, "2020-12-18", "as_of", "range" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
        struct item before = make();
        struct item item = before;
        struct item_report said = vectors[i].said;
        struct item_refusal refusal = { NULL, NULL };

        said.as_of = vectors[i].as_of != NULL ? office_date(vectors[i].as_of)
                                              : JINDU_DATE_NONE;
        assert_int_equal(submit(&item, &said, &refusal), JINDU_INVALID);
        assert_string_equal(refusal.field, vectors[i].field);
        assert_string_equal(refusal.rule, vectors[i].rule);
        assert_memory_equal(&item, &before, sizeof(item));
    }
}

static void
a_report_may_say_less_than_a_figure(void **state)
{
    static const struct item_report said[] = {
        { .percent = -1, .as_of = JINDU_DATE_NONE, .no_change = true },
        { .percent = -1, .as_of = JINDU_DATE_NONE, .note = "two of five" },
        { .percent = -1,
            .as_of = JINDU_DATE_NONE,
            .no_change = true,
            .note = "rain" },
        { .percent = 40, .as_of = JINDU_DATE_NONE },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++) {
        struct item item = make();
        struct item_refusal refusal;

        assert_int_equal(submit(&item, &said[i], &refusal), JINDU_OK);
        assert_int_equal(item.percent, 40);
        assert_int_equal(item.revision, 8);
    }
}

static void
a_fall_with_a_reason_and_a_figure_a_year_old_are_taken(void **state)
{
    struct item item = make();
    struct item_report said = report(0);
    struct item_refusal refusal;

    (void)state;
    said.reason = "measured again";
    said.corrects = 12;
    said.as_of = office_date("2020-12-20");
    assert_int_equal(submit(&item, &said, &refusal), JINDU_OK);
    assert_int_equal(item.percent, 0);
    said.as_of = office_date("2021-12-20");
    assert_int_equal(submit(&item, &said, &refusal), JINDU_OK);
}

static void
an_item_stays_blocked_until_a_figure_or_a_claim(void **state)
{
    struct item item = make();
    struct item_report said = report(ITEM_PERCENT_NONE);
    struct item_refusal refusal;

    (void)state;
    said.blocked = "the land is not cleared";
    assert_int_equal(submit(&item, &said, &refusal), JINDU_OK);
    assert_true(item.blocked);
    said = report(ITEM_PERCENT_NONE);
    said.no_change = true;
    assert_int_equal(submit(&item, &said, &refusal), JINDU_OK);
    assert_true(item.blocked);
    said = report(41);
    assert_int_equal(submit(&item, &said, &refusal), JINDU_OK);
    assert_false(item.blocked);
    said.blocked = "again";
    assert_int_equal(submit(&item, &said, &refusal), JINDU_OK);
    assert_true(item.blocked);
    assert_int_equal(
        item_claim(&item, office_local(CLAIM_AT), &refusal), JINDU_OK);
    assert_false(item.blocked);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_report_that_breaks_a_rule_names_field_and_rule),
        cmocka_unit_test(a_report_may_say_less_than_a_figure),
        cmocka_unit_test(
            a_fall_with_a_reason_and_a_figure_a_year_old_are_taken),
        cmocka_unit_test(an_item_stays_blocked_until_a_figure_or_a_claim),
    };

    return cmocka_run_group_tests(tests, setup, NULL);
}
