/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "change.h"

static void
emissions_keep_their_order_however_many(void **state)
{
    struct batch batch = { .count = 0 };

    (void)state;
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(
            batch_emit(&batch, (size_t)i, 1, "plan/2021", i + 1), JINDU_OK);
    }
    assert_int_equal(batch.emission_count, 1000);
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(batch.emissions[i].event_at, i);
        assert_int_equal(batch.emissions[i].sequence, i + 1);
        assert_string_equal(batch.emissions[i].stream, "plan/2021");
    }
    batch_fini(&batch);
}

static void
a_stream_of_the_longest_name_is_kept_whole(void **state)
{
    struct batch batch = { .count = 0 };
    char name[JP_STREAM_MAX + 1];

    (void)state;
    memset(name, 'x', JP_STREAM_MAX);
    name[JP_STREAM_MAX] = '\0';
    assert_int_equal(batch_emit(&batch, 0, 0, name, 1), JINDU_OK);
    assert_string_equal(batch.emissions[0].stream, name);
    batch_fini(&batch);
}

static void
a_cleared_batch_forgets_all_but_its_memory(void **state)
{
    struct batch batch = {
        .count = 3,
        .status = JINDU_STORAGE,
        .fatal = true,
        .held = true,
        .sequence = 9,
    };

    (void)state;
    jindu_text_append_string(&batch.results, "{}");
    jindu_text_append_string(&batch.events, "{}");
    assert_int_equal(batch_emit(&batch, 0, 0, "all", 1), JINDU_OK);
    batch_clear(&batch);
    assert_int_equal(batch.count, 0);
    assert_int_equal(batch.emission_count, 0);
    assert_true(batch.emission_capacity > 0);
    assert_int_equal(batch.results.length, 0);
    assert_non_null(batch.results.bytes);
    assert_int_equal(batch.events.length, 0);
    assert_non_null(batch.events.bytes);
    assert_int_equal(batch.status, JINDU_OK);
    assert_int_equal(batch.sequence, 0);
    assert_false(batch.fatal);
    assert_false(batch.held);
    assert_int_equal(batch.next_due, INT64_MAX);
    batch_fini(&batch);
    assert_null(batch.emissions);
    assert_null(batch.results.bytes);
    assert_null(batch.events.bytes);
}

/* Its memory is given back, and it may be used again. */
static void
a_finished_batch_is_empty(void **state)
{
    struct batch batch = { .count = 2 };

    (void)state;
    assert_int_equal(batch_emit(&batch, 0, 0, "all", 1), JINDU_OK);
    batch_fini(&batch);
    assert_int_equal(batch.count, 0);
    assert_int_equal(batch.emission_count, 0);
    assert_int_equal(batch.emission_capacity, 0);
    assert_int_equal(batch_emit(&batch, 0, 0, "all", 1), JINDU_OK);
    assert_int_equal(batch.emission_count, 1);
    batch_fini(&batch);
}

static void
a_batch_holds_the_changes_in_it_and_no_other(void **state)
{
    static struct change first, second, other;
    struct batch batch = { .count = 2, .changes = { &first, &second, &other } };

    (void)state;
    assert_true(batch_holds(&batch, &first));
    assert_true(batch_holds(&batch, &second));
    assert_false(batch_holds(&batch, &other));
    batch.count = 0;
    assert_false(batch_holds(&batch, &first));
}

/* What failed for want of memory before the mark is no longer there, and what
 * comes next starts sound. */
static void
a_batch_cut_back_is_as_it_was_at_the_mark(void **state)
{
    struct batch batch = { .count = 1 };
    struct batch_mark mark;

    (void)state;
    jindu_text_append_string(&batch.results, "{}");
    jindu_text_append_string(&batch.events, "[1]");
    assert_int_equal(batch_emit(&batch, 0, 3, "all", 1), JINDU_OK);
    mark = batch_mark(&batch);
    jindu_text_append_string(&batch.results, "{\"more\":1}");
    jindu_text_append_string(&batch.events, "[2]");
    assert_int_equal(batch_emit(&batch, 3, 3, "all", 2), JINDU_OK);
    batch.results.failed = true;
    batch.events.failed = true;
    batch_cut_back(&batch, &mark);
    assert_int_equal(batch.results.length, 2);
    assert_int_equal(batch.events.length, 3);
    assert_int_equal(batch.emission_count, 1);
    assert_false(batch.results.failed);
    assert_false(batch.events.failed);
    batch_fini(&batch);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(emissions_keep_their_order_however_many),
        cmocka_unit_test(a_stream_of_the_longest_name_is_kept_whole),
        cmocka_unit_test(a_cleared_batch_forgets_all_but_its_memory),
        cmocka_unit_test(a_finished_batch_is_empty),
        cmocka_unit_test(a_batch_holds_the_changes_in_it_and_no_other),
        cmocka_unit_test(a_batch_cut_back_is_as_it_was_at_the_mark),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
