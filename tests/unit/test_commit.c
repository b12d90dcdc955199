/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <uv.h>

#include "change.h"
#include "commit.h"
#include "store.h"
#include "worker.h"

#define CHANGES 3000

/* The store of this test: it counts, and fails when told to. */
static size_t apply_calls;
static size_t fatal_call; /* 0: none */
static size_t sizes[CHANGES];
static bool slow; /* each batch takes as long as a disk would */

void
store_apply(struct store *store, struct batch *batch, int64_t now)
{
    (void)store;
    (void)now;
    sizes[apply_calls++] = batch->count;
    if (slow) {
        uv_sleep(2 * COMMIT_SLOW_MS);
    }
    batch->fatal = apply_calls == fatal_call;
    batch->status = batch->fatal ? JINDU_STORAGE : JINDU_OK;
    for (size_t i = 0; i < batch->count; i++) {
        batch->changes[i]->status = batch->status;
    }
}

struct run {
    uv_loop_t loop;
    struct worker *worker;
    struct commit *commit;
    struct change changes[CHANGES];
    size_t released;
    size_t refused;
    size_t until; /* stop the loop after so many */
    size_t late;  /* changes that are submitted at the first release */
};

static void
release(void *cookie, struct batch *batch)
{
    struct run *run = cookie;
    for (size_t i = 0; i < batch->count; i++) {
        /* In the order of submission. */
        assert_ptr_equal(batch->changes[i], &run->changes[run->released]);
        run->refused += batch->changes[i]->status == JINDU_OK ? 0 : 1;
        run->released++;
    }
    for (; run->late > 0; run->late--) {
        assert_int_equal(
            commit_submit(run->commit, &run->changes[run->until - run->late]),
            JINDU_OK);
        commit_kick(run->commit);
    }
    if (run->released >= run->until) {
        uv_stop(&run->loop);
    }
}

static void
start(struct run *run, size_t until)
{
    *run = (struct run){ .until = until };
    apply_calls = 0;
    fatal_call = 0;
    slow = false;
    assert_int_equal(uv_loop_init(&run->loop), 0);
    assert_int_equal(
        worker_new(&run->worker, &run->loop, NULL, NULL), JINDU_OK);
    assert_int_equal(commit_new(&run->commit, &run->loop, run->worker, NULL,
                         (struct commit_sink){ release, run }),
        JINDU_OK);
}

static void
finish(struct run *run)
{
    assert_true(commit_is_idle(run->commit));
    worker_free(run->worker);
    commit_free(run->commit);
    uv_run(&run->loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&run->loop), 0);
}

static void
what_waits_is_one_batch_and_the_rest_the_next(void **state)
{
    (void)state;
    static struct run run;
    start(&run, CHANGES);
    for (size_t i = 0; i < CHANGES; i++) {
        assert_int_equal(commit_submit(run.commit, &run.changes[i]), JINDU_OK);
    }
    assert_int_equal(apply_calls, 0);
    assert_false(commit_is_idle(run.commit));
    commit_kick(run.commit);
    uv_run(&run.loop, UV_RUN_DEFAULT);
    assert_int_equal(run.released, CHANGES);
    assert_int_equal(run.refused, 0);
    assert_int_equal(apply_calls, 3);
    assert_int_equal(sizes[0], BATCH_MAX);
    assert_int_equal(sizes[1], BATCH_MAX);
    assert_int_equal(sizes[2], CHANGES - 2 * BATCH_MAX);
    assert_int_equal(commit_counters(run.commit).batches, 3);
    assert_int_equal(commit_counters(run.commit).changes, CHANGES);
    finish(&run);
}

static void
a_batch_is_bounded_in_bytes_but_holds_one_change(void **state)
{
    (void)state;
    static struct run run;
    start(&run, 4);
    static const size_t bytes[] = { BATCH_BYTES_MAX + 1, BATCH_BYTES_MAX / 2,
        BATCH_BYTES_MAX / 2, 1 };
    for (size_t i = 0; i < 4; i++) {
        run.changes[i].bytes = bytes[i];
        assert_int_equal(commit_submit(run.commit, &run.changes[i]), JINDU_OK);
    }
    commit_kick(run.commit);
    uv_run(&run.loop, UV_RUN_DEFAULT);
    assert_int_equal(apply_calls, 3);
    assert_int_equal(sizes[0], 1);
    assert_int_equal(sizes[1], 2);
    assert_int_equal(sizes[2], 1);
    finish(&run);
}

static void
after_a_fatal_batch_nothing_more_is_tried(void **state)
{
    (void)state;
    static struct run run;
    start(&run, CHANGES - 1);
    fatal_call = 1;
    for (size_t i = 0; i < CHANGES - 1; i++) {
        assert_int_equal(commit_submit(run.commit, &run.changes[i]), JINDU_OK);
    }
    commit_kick(run.commit);
    uv_run(&run.loop, UV_RUN_DEFAULT);
    assert_int_equal(run.released, CHANGES - 1);
    assert_int_equal(run.refused, CHANGES - 1);
    assert_int_equal(apply_calls, 1);
    assert_int_equal(
        commit_submit(run.commit, &run.changes[CHANGES - 1]), JINDU_STORAGE);
    finish(&run);
}

/* The first change is written; the second waits meanwhile; those after it come
 * when the first is answered. */
static void
answer_one_while_one_waits(struct run *run, bool disk_is_slow, size_t late)
{
    start(run, 2 + late);
    slow = disk_is_slow;
    run->late = late;
    assert_int_equal(commit_submit(run->commit, &run->changes[0]), JINDU_OK);
    commit_kick(run->commit);
    assert_int_equal(commit_submit(run->commit, &run->changes[1]), JINDU_OK);
    uv_run(&run->loop, UV_RUN_DEFAULT);
    assert_int_equal(run->released, 2 + late);
    finish(run);
}

static void
after_a_slow_batch_the_next_waits_for_who_was_answered(void **state)
{
    (void)state;
    static struct run run;
    answer_one_while_one_waits(&run, true, 1);
    assert_int_equal(apply_calls, 2);
    assert_int_equal(sizes[1], 2);
}

static void
after_a_slow_batch_of_all_the_next_waits_for_all(void **state)
{
    (void)state;
    static struct run run;
    start(&run, 4);
    slow = true;
    run.late = 2;
    assert_int_equal(commit_submit(run.commit, &run.changes[0]), JINDU_OK);
    assert_int_equal(commit_submit(run.commit, &run.changes[1]), JINDU_OK);
    commit_kick(run.commit);
    uv_run(&run.loop, UV_RUN_DEFAULT);
    assert_int_equal(apply_calls, 2);
    assert_int_equal(sizes[1], 2);
    finish(&run);
}

static void
who_does_not_come_back_is_not_waited_for_long(void **state)
{
    (void)state;
    static struct run run;
    answer_one_while_one_waits(&run, true, 0);
    assert_int_equal(apply_calls, 2);
    assert_int_equal(sizes[1], 1);
}

static void
many_do_not_wait_after_a_slow_batch(void **state)
{
    (void)state;
    static struct run run;
    start(&run, COMMIT_GATHER_MAX + 2);
    slow = true;
    run.late = 1;
    for (size_t i = 0; i < COMMIT_GATHER_MAX + 1; i++) {
        assert_int_equal(commit_submit(run.commit, &run.changes[i]), JINDU_OK);
        if (i == 0) {
            commit_kick(run.commit);
        }
    }
    uv_run(&run.loop, UV_RUN_DEFAULT);
    assert_int_equal(sizes[1], COMMIT_GATHER_MAX);
    assert_int_equal(apply_calls, 3);
    finish(&run);
}

static void
so_much_may_wait(void **state)
{
    (void)state;
    static struct run run;
    static struct change many[COMMIT_WAITING_MAX + 1];
    start(&run, 0);
    for (size_t i = 0; i < COMMIT_WAITING_MAX; i++) {
        assert_int_equal(commit_submit(run.commit, &many[i]), JINDU_OK);
    }
    assert_int_equal(
        commit_submit(run.commit, &many[COMMIT_WAITING_MAX]), JINDU_BUSY);
    worker_free(run.worker);
    commit_free(run.commit);
    uv_run(&run.loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&run.loop), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_waits_is_one_batch_and_the_rest_the_next),
        cmocka_unit_test(a_batch_is_bounded_in_bytes_but_holds_one_change),
        cmocka_unit_test(after_a_fatal_batch_nothing_more_is_tried),
        cmocka_unit_test(
            after_a_slow_batch_the_next_waits_for_who_was_answered),
        cmocka_unit_test(after_a_slow_batch_of_all_the_next_waits_for_all),
        cmocka_unit_test(who_does_not_come_back_is_not_waited_for_long),
        cmocka_unit_test(many_do_not_wait_after_a_slow_batch),
        cmocka_unit_test(so_much_may_wait),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
