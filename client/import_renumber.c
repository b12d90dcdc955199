/* SPDX-License-Identifier: MIT */
#include "import_renumber.h"

#include "import/moved.h"
#include "import_diff.h"

#include <stdlib.h>
#include <string.h>

/* The words before and now of all changes that have some, with the change of
 * each beside it. */
struct words {
    struct import_words_of *words;
    const struct import_change **of;
    size_t count;
};

static bool
words_init(struct words *words, size_t room)
{
    words->words = calloc(room + 1, sizeof(*words->words));
    words->of = calloc(room + 1, sizeof(*words->of));
    return words->words != NULL && words->of != NULL;
}

static void
words_add(struct words *words, const struct import_change *change,
    const char *name, const char *target)
{
    words->of[words->count] = change;
    words->words[words->count++] =
        (struct import_words_of){ change->no, name, target };
}

static void
words_free(struct words *words)
{
    free(words->words);
    free(words->of);
}

static void
collect_words(
    const struct import_diff *diff, struct words *before, struct words *now)
{
    for (size_t i = 0; i < diff->count; i++) {
        const struct import_change *change = &diff->changes[i];
        const char *target = change->item != NULL ? change->item->target : "";
        bool same = change->item != NULL && !change->back &&
                    strcmp(change->name, change->old_name) == 0 &&
                    strcmp(target, change->old_target) == 0;
        if (same) {
            continue;
        }
        if (change->kind != IMPORT_ADDED && !change->back) {
            words_add(before, change, change->old_name, change->old_target);
        }
        if (change->kind != IMPORT_VANISHED) {
            words_add(now, change, change->name, target);
        }
    }
}

enum jindu_status
import_renumber_find(struct import_diff *diff)
{
    struct words before = { 0 };
    struct words now = { 0 };
    struct import_moved *moved = calloc(diff->count + 1, sizeof(*moved));
    enum jindu_status status = JINDU_NO_MEMORY;
    if (words_init(&before, diff->count) && words_init(&now, diff->count) &&
        moved != NULL) {
        collect_words(diff, &before, &now);
        status = import_moved_find(before.words, before.count, now.words,
            now.count, moved, &diff->renumbered_count);
    }
    if (status == JINDU_OK) {
        diff->renumbered = import_arena_alloc(&diff->arena,
            diff->renumbered_count + 1, sizeof(*diff->renumbered));
    }
    if (diff->renumbered == NULL) {
        diff->renumbered_count = 0;
        status = JINDU_NO_MEMORY;
    }
    for (size_t i = 0; i < diff->renumbered_count; i++) {
        diff->renumbered[i] =
            (struct import_renumbered){ before.of[moved[i].from],
                now.of[moved[i].to] };
    }
    free(moved);
    words_free(&now);
    words_free(&before);
    return status;
}
