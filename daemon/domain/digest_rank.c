/* SPDX-License-Identifier: MIT */
#include "digest_rank.h"

#include <string.h>

enum light
digest_light(enum light light)
{
    return light == LIGHT_RED || light == LIGHT_YELLOW ? light : LIGHT_BLUE;
}

static bool
is_before(const struct digest_line *a, const struct digest_line *b)
{
    int order;

    if (a->light != b->light) {
        return a->light < b->light;
    }
    if (a->overdue_days != b->overdue_days) {
        return a->overdue_days > b->overdue_days;
    }
    order = strcmp(a->plan, b->plan);
    return order != 0 ? order < 0 : a->no < b->no;
}

void
digest_rank_add(struct digest_rank *rank, const struct digest_line *line)
{
    size_t kept = rank->total < DIGEST_LINES ? rank->total : DIGEST_LINES;
    size_t at = kept;

    rank->total++;
    rank->counts[line->light]++;
    while (at > 0 && is_before(line, &rank->lines[at - 1])) {
        at--;
    }
    if (at == DIGEST_LINES) {
        return;
    }
    if (kept == DIGEST_LINES) {
        kept--;
    }
    memmove(&rank->lines[at + 1], &rank->lines[at],
        (kept - at) * sizeof(rank->lines[0]));
    rank->lines[at] = *line;
}

size_t
digest_rank_shown(const struct digest_rank *rank)
{
    size_t reds = rank->counts[LIGHT_RED];

    if (rank->total <= DIGEST_LINES) {
        return rank->total;
    }
    return reds < DIGEST_REDS ? reds : DIGEST_REDS;
}
