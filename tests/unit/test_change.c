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
    struct batch batch = { .count = 3, .fatal = true, .held = true };

    (void)state;
    jindu_text_append_string(&batch.results, "{}");
    assert_int_equal(batch_emit(&batch, 0, 0, "all", 1), JINDU_OK);
    batch_clear(&batch);
    assert_int_equal(batch.count, 0);
    assert_int_equal(batch.emission_count, 0);
    assert_true(batch.emission_capacity > 0);
    assert_int_equal(batch.results.length, 0);
    assert_non_null(batch.results.bytes);
    assert_false(batch.fatal);
    assert_false(batch.held);
    assert_int_equal(batch.next_due, INT64_MAX);
    batch_fini(&batch);
    assert_null(batch.emissions);
    assert_null(batch.results.bytes);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(emissions_keep_their_order_however_many),
        cmocka_unit_test(a_stream_of_the_longest_name_is_kept_whole),
        cmocka_unit_test(a_cleared_batch_forgets_all_but_its_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
