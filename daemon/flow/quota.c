/* SPDX-License-Identifier: MIT */
#include "quota.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "front.h"

#define QUOTA_BUCKETS 1024 /* a quarter of the most entries there can be */

struct quota_peer {
    struct quota_peer *next; /* quota::buckets, or quota::spare */
    size_t count;
    const struct front *front;
    unsigned char size;
    unsigned char id[FRONT_ID_MAX];
};

struct quota {
    struct quota_peer *buckets[QUOTA_BUCKETS];
    struct quota_peer *spare;
    size_t total;
    struct quota_counters counters;
};

/* FNV-1a. */
static size_t
bucket_of(const unsigned char *id, size_t size)
{
    unsigned hash = 2166136261U;
    for (size_t i = 0; i < size; i++) {
        hash = (hash ^ id[i]) * 16777619U;
    }
    return hash % QUOTA_BUCKETS;
}

static void
free_list(struct quota_peer *peer)
{
    while (peer != NULL) {
        struct quota_peer *next = peer->next;
        free(peer);
        peer = next;
    }
}

enum jindu_status
quota_new(struct quota **quota)
{
    struct quota *made = calloc(1, sizeof(*made));
    if (made == NULL) {
        return JINDU_NO_MEMORY;
    }
    *quota = made;
    return JINDU_OK;
}

void
quota_free(struct quota *quota)
{
    if (quota == NULL) {
        return;
    }
    for (size_t i = 0; i < QUOTA_BUCKETS; i++) {
        free_list(quota->buckets[i]);
    }
    free_list(quota->spare);
    free(quota);
}

static struct quota_peer *
take_spare(struct quota *quota)
{
    struct quota_peer *peer = quota->spare;
    if (peer == NULL) {
        return malloc(sizeof(*peer));
    }
    quota->spare = peer->next;
    return peer;
}

static bool
is_of(const struct quota_peer *peer, const struct front_address *address)
{
    return peer->front == address->front && peer->size == address->size &&
           memcmp(peer->id, address->id, address->size) == 0;
}

enum jindu_status
quota_enter(struct quota *quota, const struct front_address *address,
    size_t count, struct quota_peer **peer)
{
    if (quota->total + count > JP_WAITING_MAX) {
        quota->counters.all++;
        return JINDU_BUSY;
    }
    struct quota_peer **bucket =
        &quota->buckets[bucket_of(address->id, address->size)];
    struct quota_peer *found = *bucket;
    while (found != NULL && !is_of(found, address)) {
        found = found->next;
    }
    if (found == NULL) {
        if (count > JP_IN_FLIGHT_MAX) {
            quota->counters.connection++;
            return JINDU_BUSY;
        }
        found = take_spare(quota);
        if (found == NULL) {
            return JINDU_NO_MEMORY;
        }
        found->count = 0;
        found->front = address->front;
        found->size = address->size;
        memcpy(found->id, address->id, address->size);
        found->next = *bucket;
        *bucket = found;
    } else if (found->count + count > JP_IN_FLIGHT_MAX) {
        quota->counters.connection++;
        return JINDU_BUSY;
    }
    found->count += count;
    quota->total += count;
    *peer = found;
    return JINDU_OK;
}

void
quota_leave(struct quota *quota, struct quota_peer *peer, size_t count)
{
    assert(peer->count >= count && quota->total >= count);
    peer->count -= count;
    quota->total -= count;
    if (peer->count > 0) {
        return;
    }
    struct quota_peer **link = &quota->buckets[bucket_of(peer->id, peer->size)];
    while (*link != peer) {
        link = &(*link)->next;
    }
    *link = peer->next;
    peer->next = quota->spare;
    quota->spare = peer;
}

size_t
quota_total(const struct quota *quota)
{
    return quota->total;
}

struct quota_counters
quota_counters(const struct quota *quota)
{
    return quota->counters;
}
