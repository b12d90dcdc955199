/* SPDX-License-Identifier: MIT */
/*
 * sweep_writes: every write there is, with a memory or a read of the disk
 * refused in the middle of it.  What is refused leaves no trace; what is asked
 * again with the same key gives the answer, and the journal, that an
 * undisturbed write would have given, hash for hash.
 *
 *     sweep_writes [PLACES]     of each kind in each step; 0: every one
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "digest.h"
#include "story.h"
#include "trouble.h"

#define PLACES_DEFAULT 15
#define ROUNDS_MAX 100 /* of one tick, until nothing is due */
#define STATE                                                             \
    "SELECT sequence, hex(hash), (SELECT group_concat(hex(kind || '.' ||" \
    " phase || '.' || due_at)) FROM notice), (SELECT count(*) FROM"       \
    " digest_line), (SELECT group_concat(sequence) FROM cursor) FROM"     \
    " journal ORDER BY sequence DESC LIMIT 1"

static struct writer writer;
static long places = PLACES_DEFAULT;
static long refusals;

/* The database as a file, which nobody has open. */
struct copy {
    char *bytes;
    size_t length;
};

struct reference {
    struct copy before;
    char *answer;
    char *state;
    long counts[TROUBLE_COUNT];
};

static struct copy
take_copy(void)
{
    struct copy copy = { .bytes = NULL };
    char path[WRITER_PATH_MAX];

    writer_path(&writer, path);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    copy.length = (size_t)ftell(file);
    copy.bytes = malloc(copy.length);
    rewind(file);
    assert_int_equal(fread(copy.bytes, 1, copy.length, file), copy.length);
    (void)fclose(file);
    return copy;
}

static void
open_store(void)
{
    assert_int_equal(store_open(&writer.store, &writer.options), JINDU_OK);
}

static void
restore(const struct copy *copy)
{
    static const char *const suffixes[] = { "-wal", "-shm", "-journal" };
    char path[WRITER_PATH_MAX];
    char name[WRITER_PATH_MAX + 16];

    store_close(writer.store);
    writer_path(&writer, path);
    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        (void)snprintf(name, sizeof(name), "%s%s", path, suffixes[i]);
        (void)unlink(name);
    }
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(copy->bytes, 1, copy->length, file), copy->length);
    assert_int_equal(fclose(file), 0);
    open_store();
}

/* Once; false when it was refused. */
static bool
apply(int step)
{
    struct writer_call *call = story_add(&writer, step);
    int64_t sequence = store_sequence(writer.store);

    writer.batch.fatal = false;
    troubled.armed = troubled.kind != TROUBLE_NONE || troubled.first < 0;
    writer_apply(&writer);
    troubled.armed = false;
    if (call->change.status == JINDU_OK) {
        return true;
    }
    if (call->change.status != JINDU_NO_MEMORY &&
        call->change.status != JINDU_STORAGE) {
        fail_msg("step %d, %s: %s", step, story_name(step),
            jindu_status_token(call->change.status));
    }
    assert_int_equal(store_sequence(writer.store), sequence);
    assert_int_equal(writer.batch.emission_count, 0);
    assert_int_equal(call->change.result_length, 0);
    return false;
}

/* Until it is done, with no trouble; the answer is the caller's to free. */
static char *
finish(int step, bool is_done)
{
    for (int i = 0; i < ROUNDS_MAX; i++) {
        if (is_done && story_is_complete(&writer, step)) {
            return strdup(writer_result(&writer, &writer.calls[0]));
        }
        if (!is_done && writer.batch.fatal) {
            writer_restart(&writer);
        }
        troubled.kind = TROUBLE_NONE;
        troubled.first = 0;
        is_done = apply(step);
        assert_true(is_done);
    }
    fail_msg("step %d does not come to an end", step);
    return NULL;
}

static void
play_undisturbed(int step, struct reference *reference)
{
    store_close(writer.store);
    reference->before = take_copy();
    open_store();
    memset(&troubled, 0, sizeof(troubled));
    troubled.first = -1; /* count, and refuse nothing */
    bool done = apply(step);
    memcpy(reference->counts, troubled.counts, sizeof(reference->counts));
    assert_true(done);
    reference->answer = finish(step, done);
    writer_restart(&writer);
    reference->state = writer_text(&writer, STATE);
}

static void
play_disturbed(
    int step, const struct reference *reference, enum trouble kind, long place)
{
    restore(&reference->before);
    memset(&troubled, 0, sizeof(troubled));
    troubled.kind = kind;
    troubled.first = place;
    troubled.last = place;
    bool done = apply(step);
    refusals += !done;
    char *answer = finish(step, done);
    writer_restart(&writer); /* the chain holds */
    char *state = writer_text(&writer, STATE);
    if (strcmp(answer, reference->answer) != 0 ||
        strcmp(state, reference->state) != 0) {
        fail_msg("step %d, %s, place %ld: '%s' and %s, not '%s' and %s", step,
            story_name(step), place, answer, state, reference->answer,
            reference->state);
    }
    free(answer);
    free(state);
}

static void
a_write_refused_in_the_middle_is_as_if_it_had_not_been_asked(void **state)
{
    static const enum trouble kinds[] = { TROUBLE_MEMORY, TROUBLE_READ };

    (void)state;
    writer_open(&writer);
    for (int step = 0; step < story_length(); step++) {
        struct reference reference = { .answer = NULL };

        play_undisturbed(step, &reference);
        for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
            long count = reference.counts[kinds[i]];
            long wanted = places == 0 || places > count ? count : places;

            for (long n = 0; n < wanted; n++) {
                play_disturbed(
                    step, &reference, kinds[i], 1 + n * count / wanted);
            }
        }
        free(reference.before.bytes);
        free(reference.answer);
        free(reference.state);
    }
    writer_close(&writer);
    /* Or nothing was tested. */
    assert_true(refusals > story_length());
    printf("{\"test\":\"sweep_writes\",\"steps\":%d,\"refused\":%ld}\n",
        story_length(), refusals);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            a_write_refused_in_the_middle_is_as_if_it_had_not_been_asked),
    };

    if (argc > 1) {
        places = strtol(argv[1], NULL, 10);
    }
    trouble_install();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
