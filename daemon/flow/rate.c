/* SPDX-License-Identifier: MIT */
#include "rate.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "limit.h"
#include "principal.h"

#define RATE_WAYS 8
#define RATE_SETS (RATE_PRINCIPALS_MAX / RATE_WAYS)
#define RATE_US_PER_MS 1000
/* One request, as time: its share of a second. */
#define RATE_COST_US (1000000 / RATE_PER_SECOND)
#define RATE_BURST_US (RATE_BURST * (int64_t)RATE_COST_US)

struct bucket {
    char principal[PRINCIPAL_NAME_SIZE];
    int64_t full_at; /* microseconds */
};

struct rate {
    struct bucket sets[RATE_SETS][RATE_WAYS];
};

enum jindu_status
rate_new(struct rate **rate)
{
    *rate = calloc(1, sizeof(**rate));
    return *rate == NULL ? JINDU_NO_MEMORY : JINDU_OK;
}

void
rate_free(struct rate *rate)
{
    free(rate);
}

/* FNV-1a. */
static size_t
set_of(const char *principal)
{
    uint32_t hash = 2166136261U;
    for (; *principal != '\0'; principal++) {
        hash = (hash ^ (unsigned char)*principal) * 16777619U;
    }
    return hash % RATE_SETS;
}

static struct bucket *
find(struct rate *rate, const char *principal)
{
    struct bucket *set = rate->sets[set_of(principal)];
    struct bucket *first = set; /* full before the others */
    for (size_t i = 0; i < RATE_WAYS; i++) {
        if (strcmp(set[i].principal, principal) == 0) {
            return &set[i];
        }
        first = set[i].full_at < first->full_at ? &set[i] : first;
    }
    (void)snprintf(first->principal, sizeof(first->principal), "%s", principal);
    first->full_at = 0;
    return first;
}

int64_t
rate_take(struct rate *rate, const char *principal, size_t count, int64_t now)
{
    struct bucket *bucket = find(rate, principal);
    int64_t now_us = now * RATE_US_PER_MS;
    int64_t begin = bucket->full_at > now_us ? bucket->full_at : now_us;
    int64_t full_at = begin + (int64_t)count * RATE_COST_US;
    int64_t over = full_at - now_us - RATE_BURST_US;
    assert(count <= RATE_BURST);
    if (over > 0) {
        return (over + RATE_US_PER_MS - 1) / RATE_US_PER_MS;
    }
    bucket->full_at = full_at;
    return 0;
}
