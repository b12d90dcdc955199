/* SPDX-License-Identifier: MIT */
#include "item.h"
#include "office_calendar.h"

#define STATES 5
#define CLAIM_AT "2021-12-31T23:59"

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
make(enum item_state state)
{
    struct item item = { .id = 3,
        .state = state,
        .percent = 40,
        .percent_at_claim = 40,
        .revision = 7,
        .deadline_revision = 1,
        .deadline = office_date("2021-12-31"),
        .effective = JINDU_DATE_NONE };

    if (state == ITEM_CLAIMED || state == ITEM_DONE) {
        item.percent = 100;
        item.claimed_at = office_local(CLAIM_AT);
    }
    if (state == ITEM_DONE) {
        item.done_at = item.claimed_at;
    }
    return item;
}

static struct item_report
report(int percent)
{
    return (struct item_report){ .percent = percent, .as_of = JINDU_DATE_NONE };
}

enum act {
    REPORT,
    DONE,
    CLAIM,
    VERIFY,
    RETURN,
    WITHDRAW,
    REDATE,
    CONFIRM
};
#define ACTS 8

static enum jindu_status
perform(enum act act, struct item *item, struct item_refusal *refusal)
{
    int64_t at = office_local(CLAIM_AT);
    int32_t today = office_date("2021-12-31");
    struct item_report said = report(act == DONE ? ITEM_PERCENT_NONE : 50);
    bool changed = false;

    said.done = act == DONE;
    switch (act) {
    case REPORT:
    case DONE:
        return item_report(item, &said, at, today, refusal);
    case CLAIM:
        return item_claim(item, at, refusal);
    case VERIFY:
        return item_verify(item, JINDU_DATE_NONE, refusal);
    case RETURN:
        return item_return(item, "two wells are missing", refusal);
    case WITHDRAW:
        return item_withdraw(item, "moved to next year", refusal);
    case REDATE:
        return item_redate(
            item, office_date("2022-03-31"), "rain", &changed, refusal);
    case CONFIRM:
        break;
    }
    return item_confirm_deadline(item, &changed, refusal);
}

static void
every_state_takes_what_it_may_and_refuses_the_rest_unchanged(void **state)
{
#define NO (-1)
    static const int after[STATES][ACTS] = {
        [ITEM_ACTIVE] = { ITEM_ACTIVE, ITEM_CLAIMED, ITEM_CLAIMED, NO, NO,
            ITEM_WITHDRAWN, ITEM_ACTIVE, ITEM_ACTIVE },
        [ITEM_CLAIMED] = { NO, NO, NO, ITEM_DONE, ITEM_RETURNED, ITEM_WITHDRAWN,
            NO, ITEM_CLAIMED },
        [ITEM_RETURNED] = { ITEM_ACTIVE, ITEM_CLAIMED, ITEM_CLAIMED, NO, NO,
            ITEM_WITHDRAWN, ITEM_RETURNED, ITEM_RETURNED },
        [ITEM_DONE] = { NO, NO, NO, NO, NO, NO, NO, NO },
        [ITEM_WITHDRAWN] = { NO, NO, NO, NO, NO, NO, NO, NO },
    };

    (void)state;
    for (int from = 0; from < STATES; from++) {
        for (int act = 0; act < ACTS; act++) {
            struct item before = make((enum item_state)from);
            struct item item = before;
            struct item_refusal refusal = { NULL, NULL };
            enum jindu_status status = perform((enum act)act, &item, &refusal);

            if (after[from][act] == NO) {
                assert_int_equal(status, JINDU_REFUSED);
                assert_string_equal(refusal.rule, "state");
                assert_memory_equal(&item, &before, sizeof(item));
            } else {
                assert_int_equal(status, JINDU_OK);
                assert_int_equal(item.state, after[from][act]);
                assert_int_equal(item.revision, before.revision + 1);
            }
        }
    }
#undef NO
}

static void
a_claim_is_whole_and_a_return_gives_back_what_was_before(void **state)
{
    struct item item = make(ITEM_ACTIVE);
    struct item_report said = report(100);
    struct item_refusal refusal;
    int64_t at = office_local(CLAIM_AT);

    (void)state;
    said.done = true;
    assert_int_equal(
        item_report(&item, &said, at, office_date("2021-12-31"), &refusal),
        JINDU_OK);
    assert_int_equal(item.percent, 100);
    assert_int_equal(item.percent_at_claim, 40);
    assert_int_equal(item.claimed_at, at);
    assert_int_equal(item.done_at, 0);
    assert_int_equal(item_return(&item, NULL, &refusal), JINDU_INVALID);
    assert_string_equal(refusal.field, "reason");
    assert_string_equal(refusal.rule, "required");
    assert_int_equal(item_return(&item, "not yet", &refusal), JINDU_OK);
    assert_int_equal(item.percent, 40);
    assert_int_equal(item.claimed_at, 0);
}

/* Scenario 5 of the rules. */
static void
a_returned_claim_counts_as_if_it_had_never_been_made(void **state)
{
    struct item item = make(ITEM_ACTIVE);
    struct item_refusal refusal;
    int32_t today = office_date("2022-01-06");
    int32_t days = -1;
    int32_t working = -1;

    assert_int_equal(
        item_claim(&item, office_local(CLAIM_AT), &refusal), JINDU_OK);
    item_lateness(&item, *state, today, &days, &working);
    assert_int_equal(days, 0);
    assert_int_equal(working, 0);
    assert_int_equal(item_return(&item, "not yet", &refusal), JINDU_OK);
    item_lateness(&item, *state, today, &days, &working);
    assert_int_equal(days, 6);
    assert_int_equal(working, 3);
}

static void
receipt_in_the_last_second_is_in_time_and_a_second_later_is_not(void **state)
{
    int64_t midnight = office_local("2022-01-01T00:00");
    int32_t today = office_date("2022-02-01");

    for (int late = 0; late <= 1; late++) {
        struct item item = make(ITEM_ACTIVE);
        struct item_refusal refusal;
        int32_t days = -1;
        int32_t working = -1;

        assert_int_equal(
            item_claim(&item, midnight - 1 + late, &refusal), JINDU_OK);
        assert_int_equal(
            item_verify(&item, JINDU_DATE_NONE, &refusal), JINDU_OK);
        assert_int_equal(item.done_at, midnight - 1 + late);
        item_lateness(&item, *state, today, &days, &working);
        assert_int_equal(days, late);
        assert_int_equal(working, 0);
    }
}

static void
a_verifier_may_grant_an_earlier_day_but_no_later_one(void **state)
{
    struct item item = make(ITEM_ACTIVE);
    struct item same;
    struct item_refusal refusal;
    int32_t days = -1;
    int32_t working = -1;

    assert_int_equal(
        item_claim(&item, office_local("2022-01-05T09:00"), &refusal),
        JINDU_OK);
    assert_int_equal(
        item_verify(&item, office_date("2022-01-06"), &refusal), JINDU_INVALID);
    assert_string_equal(refusal.field, "effective");
    assert_int_equal(item.state, ITEM_CLAIMED);
    same = item;
    assert_int_equal(
        item_verify(&same, office_date("2022-01-05"), &refusal), JINDU_OK);
    assert_int_equal(
        item_verify(&item, office_date("2021-12-28"), &refusal), JINDU_OK);
    assert_int_equal(item.done_at, office_local("2022-01-05T09:00"));
    item_lateness(&item, *state, office_date("2022-02-01"), &days, &working);
    assert_int_equal(days, 0);
    assert_int_equal(working, 0);
}

static void
a_new_date_is_a_revision_and_the_same_date_is_none(void **state)
{
    struct item item = make(ITEM_ACTIVE);
    struct item before = item;
    struct item_refusal refusal;
    bool changed = true;

    (void)state;
    assert_int_equal(
        item_redate(&item, item.deadline, NULL, &changed, &refusal), JINDU_OK);
    assert_false(changed);
    assert_memory_equal(&item, &before, sizeof(item));
    assert_int_equal(
        item_redate(&item, office_date("2022-03-31"), NULL, &changed, &refusal),
        JINDU_INVALID);
    assert_string_equal(refusal.rule, "required");
    assert_int_equal(item_redate(&item, office_date("2022-03-31"), "rain",
                         &changed, &refusal),
        JINDU_OK);
    assert_true(changed);
    assert_true(item.deadline_confirmed);
    assert_int_equal(item.deadline_revision, 2);
    assert_int_equal(item.revision, 8);
    assert_int_equal(
        item_redate(&item, JINDU_DATE_NONE, "open", &changed, &refusal),
        JINDU_OK);
    assert_true(item.deadline_confirmed);
    assert_false(item_has_stages(&item));
}

static void
a_confirmation_is_made_once_and_not_of_a_missing_date(void **state)
{
    struct item item = make(ITEM_ACTIVE);
    struct item_refusal refusal;
    bool changed = false;

    (void)state;
    assert_int_equal(
        item_confirm_deadline(&item, &changed, &refusal), JINDU_OK);
    assert_true(changed);
    assert_true(item.deadline_confirmed);
    assert_int_equal(
        item_confirm_deadline(&item, &changed, &refusal), JINDU_OK);
    assert_false(changed);
    assert_int_equal(item.revision, 8);
    assert_int_equal(item_confirm_unit(&item, &changed, &refusal), JINDU_OK);
    assert_true(changed && item.unit_confirmed);
    item.deadline = JINDU_DATE_NONE;
    assert_int_equal(
        item_confirm_deadline(&item, &changed, &refusal), JINDU_REFUSED);
    assert_string_equal(refusal.rule, "undated");
}

static void
only_active_and_returned_items_with_a_date_have_stages(void **state)
{
    (void)state;
    for (int i = 0; i < STATES; i++) {
        struct item item = make((enum item_state)i);

        assert_int_equal(
            item_has_stages(&item), i == ITEM_ACTIVE || i == ITEM_RETURNED);
        item.deadline = JINDU_DATE_NONE;
        assert_false(item_has_stages(&item));
    }
}

static void
every_state_has_a_token_that_leads_back(void **state)
{
    static const char *const tokens[STATES] = { "active", "claimed", "returned",
        "done", "withdrawn" };
    enum item_state read = ITEM_ACTIVE;

    (void)state;
    for (int i = 0; i < STATES; i++) {
        assert_string_equal(item_state_token((enum item_state)i), tokens[i]);
        assert_true(item_state_from_token(tokens[i], &read));
        assert_int_equal(read, i);
    }
    assert_false(item_state_from_token("closed", &read));
    assert_int_equal(read, ITEM_WITHDRAWN);
}

static void
a_withdrawn_item_comes_back_as_far_as_it_had_come(void **state)
{
    struct item item = make(ITEM_WITHDRAWN);
    int revision = item.revision;
    int deadline_revision = item.deadline_revision;

    (void)state;
    item.percent = 70;
    item_resume(&item);
    assert_int_equal(item.state, ITEM_ACTIVE);
    assert_int_equal(item.percent, 70);
    assert_int_equal(item.revision, revision + 1);
    assert_int_equal(item.deadline_revision, deadline_revision + 1);
    item.state = ITEM_WITHDRAWN;
    item.percent = 100;
    item.percent_at_claim = 60;
    item_resume(&item);
    assert_int_equal(item.percent, 60);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            every_state_takes_what_it_may_and_refuses_the_rest_unchanged),
        cmocka_unit_test(
            a_claim_is_whole_and_a_return_gives_back_what_was_before),
        cmocka_unit_test(a_returned_claim_counts_as_if_it_had_never_been_made),
        cmocka_unit_test(
            receipt_in_the_last_second_is_in_time_and_a_second_later_is_not),
        cmocka_unit_test(a_verifier_may_grant_an_earlier_day_but_no_later_one),
        cmocka_unit_test(a_new_date_is_a_revision_and_the_same_date_is_none),
        cmocka_unit_test(a_confirmation_is_made_once_and_not_of_a_missing_date),
        cmocka_unit_test(
            only_active_and_returned_items_with_a_date_have_stages),
        cmocka_unit_test(every_state_has_a_token_that_leads_back),
        cmocka_unit_test(a_withdrawn_item_comes_back_as_far_as_it_had_come),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
