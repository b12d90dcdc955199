/* SPDX-License-Identifier: MIT */
#include "textdistance.h"

#include <string.h>

#define WORD_MAX 40 /* the longest command or option has half of it */

static size_t
least(size_t a, size_t b, size_t c)
{
    size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

size_t
textdistance(const char *typed, const char *word)
{
    size_t n = strlen(typed);
    size_t m = strlen(word);
    if (n > WORD_MAX || m > WORD_MAX) {
        return TEXTDISTANCE_FAR;
    }
    size_t cost[WORD_MAX + 1][WORD_MAX + 1];
    for (size_t i = 0; i <= n; i++) {
        cost[i][0] = i;
    }
    for (size_t j = 0; j <= m; j++) {
        cost[0][j] = j;
    }
    for (size_t i = 1; i <= n; i++) {
        for (size_t j = 1; j <= m; j++) {
            size_t change = typed[i - 1] == word[j - 1] ? 0 : 1;
            cost[i][j] = least(cost[i - 1][j] + 1, cost[i][j - 1] + 1,
                cost[i - 1][j - 1] + change);
            if (i > 1 && j > 1 && typed[i - 1] == word[j - 2] &&
                typed[i - 2] == word[j - 1] &&
                cost[i - 2][j - 2] + 1 < cost[i][j]) {
                cost[i][j] = cost[i - 2][j - 2] + 1;
            }
        }
    }
    /* A third of the word wrong is another word, but one slip is allowed. */
    size_t limit = 1 + m / 3;
    return cost[n][m] > limit ? TEXTDISTANCE_FAR : cost[n][m];
}

const char *
textdistance_nearer(const char *typed, const char *best, const char *word)
{
    size_t least = best != NULL ? textdistance(typed, best) : TEXTDISTANCE_FAR;
    return textdistance(typed, word) < least ? word : best;
}
