/* SPDX-License-Identifier: MIT */
#include "names.h"

#include <stdint.h>
#include <string.h>

#include "utf8.h"

/* From so many blanks on, two names stand beside each other. */
#define NAMES_GAP 3

/* A cell with more is refused anyhow; it bounds the search for doubles. */
#define NAMES_MAX 64

/* A stretch of the cell. */
struct piece {
    const char *start;
    size_t length;
    size_t characters;
    bool han; /* has a Han character */
};

struct names {
    struct import_arena *arena;
    struct import_oddity *oddity;
    const char **names;
    size_t count;
    size_t capacity;
    bool failed;
};

static bool
is_separator(uint32_t character)
{
    switch (character) {
    case 0x3001: /* 、 */
    case 0xFF0C: /* ， */
    case ',':
    case ';':
    case 0xFF1B: /* ； */
    case '/':
    case 0xFF0F: /* ／ */
    case '\n':
    case '\r':
        return true;
    default:
        return false;
    }
}

static void
names_room(struct names *names)
{
    size_t capacity = names->capacity ? names->capacity * 2 : 4;
    const char **larger = NULL;

    if (names->count < names->capacity) {
        return;
    }
    larger = import_arena_alloc(names->arena, capacity, sizeof(*larger));
    if (!larger) {
        names->failed = true;
        return;
    }
    if (names->count > 0) {
        memcpy(larger, names->names, names->count * sizeof(*larger));
    }
    names->names = larger;
    names->capacity = capacity;
}

/* The name is the bytes of piece and tail, one behind the other. */
static void
names_add(
    struct names *names, const struct piece *piece, const struct piece *tail)
{
    char *name = NULL;
    size_t i = 0;

    if (names->count == NAMES_MAX) {
        return;
    }
    names_room(names);
    name = import_arena_alloc(names->arena,
        piece->length + (tail ? tail->length : 0) + 1, sizeof(*name));
    if (!name || names->failed) {
        names->failed = true;
        return;
    }
    memcpy(name, piece->start, piece->length);
    if (tail) {
        memcpy(name + piece->length, tail->start, tail->length);
    }
    for (i = 0; i < names->count; i++) {
        if (strcmp(names->names[i], name) == 0) {
            names->oddity->twice = names->names[i];
            return;
        }
    }
    names->names[names->count++] = name;
}

/* The next run without blanks before end; gap is how many came before it. */
static struct piece
next_piece(const char **at, const char *end, size_t *gap)
{
    struct piece piece = { .start = *at };
    uint32_t character = 0;
    size_t count = 0;

    *gap = 0;
    while (*at < end && (count = import_utf8_next(*at, &character)) > 0 &&
           import_utf8_is_blank(character)) {
        *gap += 1;
        *at += count;
    }
    piece.start = *at;
    while (*at < end && (count = import_utf8_next(*at, &character)) > 0 &&
           !import_utf8_is_blank(character)) {
        piece.han = piece.han || import_utf8_is_han(character);
        piece.characters++;
        *at += count;
    }
    piece.length = (size_t)(*at - piece.start);
    return piece;
}

static bool
is_single(const struct piece *piece)
{
    return piece->characters == 1 && piece->han;
}

/* Does next belong to the name that piece begins?  last: nothing follows it
 * before a wide gap or the end. */
static bool
pieces_join(const struct piece *piece, const struct piece *next, bool last)
{
    if (!is_single(next)) {
        return false;
    }
    return is_single(piece) || (last && piece->han && piece->characters == 2);
}

/* The names between two separators. */
static void
people_between(struct names *names, const char *at, const char *end)
{
    size_t gap = 0;
    struct piece piece = next_piece(&at, end, &gap);

    while (piece.length > 0 && !names->failed) {
        struct piece next = next_piece(&at, end, &gap);

        if (next.length > 0 && gap < NAMES_GAP) {
            const char *ahead = at;
            size_t ahead_gap = 0;
            struct piece after = next_piece(&ahead, end, &ahead_gap);
            bool last = after.length == 0 || ahead_gap >= NAMES_GAP;

            if (pieces_join(&piece, &next, last)) {
                names_add(names, &piece, &next);
                piece = next_piece(&at, end, &gap);
                continue;
            }
        }
        names_add(names, &piece, NULL);
        if (is_single(&piece) && names->count > 0) {
            names->oddity->single = names->names[names->count - 1];
        }
        piece = next;
    }
}

/* One name, blanks inside kept and those around it left out. */
static void
one_between(struct names *names, const char *at, const char *end)
{
    size_t gap = 0;
    struct piece whole = next_piece(&at, end, &gap);
    struct piece piece = whole;

    while (piece.length > 0) {
        whole.length = (size_t)(piece.start + piece.length - whole.start);
        piece = next_piece(&at, end, &gap);
    }
    if (whole.length > 0) {
        names_add(names, &whole, NULL);
    }
}

static bool
has_han(const char *at, const char *end)
{
    uint32_t character = 0;

    while (at < end) {
        at += import_utf8_next(at, &character);
        if (import_utf8_is_han(character)) {
            return true;
        }
    }
    return false;
}

static enum jindu_status
names_split(struct import_list *list, const char *cell, struct names *names,
    bool people)
{
    const char *start = cell;
    const char *at = cell;
    uint32_t character = 0;
    size_t count = 0;

    memset(names->oddity, 0, sizeof(*names->oddity));
    do {
        count = import_utf8_next(at, &character);
        if (count == 0 || is_separator(character)) {
            if (people && has_han(start, at)) {
                people_between(names, start, at);
            } else {
                one_between(names, start, at);
            }
            start = at + count;
        }
        at += count;
    } while (count > 0 && !names->failed);
    if (names->failed) {
        return JINDU_NO_MEMORY;
    }
    list->names = names->names;
    list->count = names->count;
    return JINDU_OK;
}

enum jindu_status
import_names_people(struct import_list *list, const char *cell,
    struct import_arena *arena, struct import_oddity *oddity)
{
    struct names names = { .arena = arena, .oddity = oddity };

    return names_split(list, cell, &names, true);
}

enum jindu_status
import_names_units(struct import_list *list, const char *cell,
    struct import_arena *arena, struct import_oddity *oddity)
{
    struct names names = { .arena = arena, .oddity = oddity };

    return names_split(list, cell, &names, false);
}

bool
import_names_equal(
    const struct import_list *one, const struct import_list *other)
{
    size_t i = 0;

    if (one->count != other->count) {
        return false;
    }
    for (i = 0; i < one->count; i++) {
        if (strcmp(one->names[i], other->names[i]) != 0) {
            return false;
        }
    }
    return true;
}
