/* SPDX-License-Identifier: MIT */
#include "moved.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "utf8.h"

#define MOVED_LOOKED_MAX 1024 /* of the items that share a word: looked at */
#define MOVED_COMPARED_MAX 64 /* and compared by the other word */
#define MOVED_PAIRS 256       /* places for pairs of characters */

/* Alike: at least half of the pairs of characters are common. */
#define MOVED_ALIKE_OF 2

#define MOVED_NONE SIZE_MAX

/* One list of items in the order of a word, and which are taken. */
struct side {
    const struct import_words_of *words;
    size_t count;
    size_t *by_name;
    size_t *by_target;
    size_t *other; /* index on the other side; MOVED_NONE: free */
};

struct matcher {
    struct side before;
    struct side now;
};

enum word {
    WORD_NAME,
    WORD_TARGET
};

static const char *
word_of(const struct import_words_of *words, enum word word)
{
    return word == WORD_NAME ? words->name : words->target;
}

static enum word
word_other(enum word word)
{
    return word == WORD_NAME ? WORD_TARGET : WORD_NAME;
}

/* For qsort(), which has no place for an argument. */
struct row {
    const char *word;
    const char *other;
    size_t index;
};

static int
row_compare(const void *one, const void *other)
{
    const struct row *a = one;
    const struct row *b = other;
    int order = strcmp(a->word, b->word);

    order = order ? order : strcmp(a->other, b->other);
    return order ? order : (a->index > b->index) - (a->index < b->index);
}

/* Indexes in the order of a word, then the other; NULL when memory is out. */
static size_t *
order_by(const struct import_words_of *words, size_t count, enum word word)
{
    struct row *rows = calloc(count + 1, sizeof(*rows));
    size_t *order = calloc(count + 1, sizeof(*order));
    size_t i = 0;

    if (rows && order) {
        for (i = 0; i < count; i++) {
            rows[i].word = word_of(&words[i], word);
            rows[i].other = word_of(&words[i], word_other(word));
            rows[i].index = i;
        }
        qsort(rows, count, sizeof(*rows), row_compare);
        for (i = 0; i < count; i++) {
            order[i] = rows[i].index;
        }
    } else {
        free(order);
        order = NULL;
    }
    free(rows);
    return order;
}

static bool
side_init(struct side *side, const struct import_words_of *words, size_t count)
{
    size_t i = 0;

    side->words = words;
    side->count = count;
    side->by_name = order_by(words, count, WORD_NAME);
    side->by_target = order_by(words, count, WORD_TARGET);
    side->other = calloc(count + 1, sizeof(*side->other));
    if (!side->by_name || !side->by_target || !side->other) {
        return false;
    }
    for (i = 0; i < count; i++) {
        side->other[i] = MOVED_NONE;
    }
    return true;
}

static void
side_free(struct side *side)
{
    free(side->by_name);
    free(side->by_target);
    free(side->other);
}

/* Counts the pairs of neighbouring characters by their place. */
static size_t
count_pairs(const char *text, unsigned short pairs[MOVED_PAIRS])
{
    uint32_t last = 0;
    uint32_t character = 0;
    size_t total = 0;
    size_t count = 0;

    memset(pairs, 0, MOVED_PAIRS * sizeof(*pairs));
    for (; (count = import_utf8_next(text, &character)) > 0; text += count) {
        if (import_utf8_is_blank(character)) {
            continue;
        }
        if (last != 0) {
            pairs[(last * 31 + character) % MOVED_PAIRS]++;
            total++;
        }
        last = character;
    }
    return total;
}

static bool
are_alike(const char *one, const char *other)
{
    unsigned short a[MOVED_PAIRS];
    unsigned short b[MOVED_PAIRS];
    const size_t total = count_pairs(one, a) + count_pairs(other, b);
    size_t common = 0;
    size_t i = 0;

    for (i = 0; i < MOVED_PAIRS; i++) {
        common += a[i] < b[i] ? a[i] : b[i];
    }
    return total > 0 && 2 * common * MOVED_ALIKE_OF >= total;
}

/* The first place in an order that is not before a word, and before the other
 * one when it is given. */
static size_t
find_first(const struct side *side, enum word word, const char *wanted,
    const char *other)
{
    const size_t *order = word == WORD_NAME ? side->by_name : side->by_target;
    size_t low = 0;
    size_t high = side->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct import_words_of *words = &side->words[order[middle]];
        int way = strcmp(word_of(words, word), wanted);

        if (way == 0 && other) {
            way = strcmp(word_of(words, word_other(word)), other);
        }
        if (way < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* A free item of now that has this word of words, under another number, and
 * whose other word is the same, or alike; MOVED_NONE when there is none. */
static size_t
find_other(const struct side *now, const struct import_words_of *words,
    enum word word, bool same)
{
    const size_t *order = word == WORD_NAME ? now->by_name : now->by_target;
    const char *wanted = word_of(words, word);
    const char *other = word_of(words, word_other(word));
    const size_t first = find_first(now, word, wanted, same ? other : NULL);
    size_t compared = 0;
    size_t i = 0;

    for (i = first; i < now->count && i - first < MOVED_LOOKED_MAX &&
                    compared < MOVED_COMPARED_MAX;
         i++) {
        const struct import_words_of *found = &now->words[order[i]];
        const char *others = word_of(found, word_other(word));

        if (strcmp(word_of(found, word), wanted) != 0 ||
            (same && strcmp(others, other) != 0)) {
            break;
        }
        if (now->other[order[i]] != MOVED_NONE || found->no == words->no) {
            continue;
        }
        if (same || are_alike(other, others)) {
            return order[i];
        }
        compared++;
    }
    return MOVED_NONE;
}

static void
pair(struct matcher *matcher, bool same)
{
    struct side *before = &matcher->before;
    struct side *now = &matcher->now;
    size_t i = 0;

    for (i = 0; i < before->count; i++) {
        size_t other = MOVED_NONE;

        if (before->other[i] != MOVED_NONE) {
            continue;
        }
        other = find_other(now, &before->words[i], WORD_NAME, same);
        if (other == MOVED_NONE && !same) {
            other = find_other(now, &before->words[i], WORD_TARGET, same);
        }
        if (other != MOVED_NONE) {
            before->other[i] = other;
            now->other[other] = i;
        }
    }
}

static int
number_compare(const void *one, const void *other)
{
    const struct import_words_of *a =
        *(const struct import_words_of *const *)one;
    const struct import_words_of *b =
        *(const struct import_words_of *const *)other;

    return (a->no > b->no) - (a->no < b->no);
}

/* Items reworded under their own number are out of the search for others that
 * are alike: they are taken by themselves. */
static enum jindu_status
keep_reworded(struct matcher *matcher)
{
    struct side *before = &matcher->before;
    struct side *now = &matcher->now;
    const struct import_words_of **sorted =
        calloc(now->count + 1, sizeof(*sorted));
    size_t i = 0;

    if (!sorted) {
        return JINDU_NO_MEMORY;
    }
    for (i = 0; i < now->count; i++) {
        sorted[i] = &now->words[i];
    }
    qsort(sorted, now->count, sizeof(*sorted), number_compare);
    for (i = 0; i < before->count; i++) {
        const struct import_words_of *words = &before->words[i];
        const struct import_words_of **found = bsearch(
            &words, sorted, now->count, sizeof(*sorted), number_compare);
        size_t other = found ? (size_t)(*found - now->words) : MOVED_NONE;

        if (found && before->other[i] == MOVED_NONE &&
            now->other[other] == MOVED_NONE &&
            (are_alike(words->name, (*found)->name) ||
                are_alike(words->target, (*found)->target))) {
            before->other[i] = other;
            now->other[other] = i;
        }
    }
    free(sorted);
    return JINDU_OK;
}

enum jindu_status
import_moved_find(const struct import_words_of *before, size_t before_count,
    const struct import_words_of *now, size_t now_count,
    struct import_moved *moved, size_t *count)
{
    struct matcher matcher = { 0 };
    enum jindu_status status = JINDU_NO_MEMORY;
    size_t i = 0;

    *count = 0;
    if (side_init(&matcher.before, before, before_count) &&
        side_init(&matcher.now, now, now_count)) {
        pair(&matcher, true);
        status = keep_reworded(&matcher);
        pair(&matcher, false);
    }
    for (i = 0; !status && i < before_count; i++) {
        size_t other = matcher.before.other[i];

        if (other != MOVED_NONE && before[i].no != now[other].no) {
            moved[(*count)++] = (struct import_moved){ i, other };
        }
    }
    side_free(&matcher.before);
    side_free(&matcher.now);
    return status;
}
