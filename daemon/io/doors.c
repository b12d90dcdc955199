/* SPDX-License-Identifier: MIT */
#include "doors.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "zwatch.h"

static_assert(4 * DOORS_MAX <= ZWATCH_SOCKETS, "all of them are watched");

struct door {
    struct front *front;
    struct publish *publish;
    char told[ENDPOINT_SIZE]; /* where its peers hear events */
    char requests[ENDPOINT_SIZE];
    char events[ENDPOINT_SIZE];
};

struct doors {
    size_t count;
    struct door each[DOORS_MAX];
};

static enum jindu_status
open_door(struct door *door, const struct doors_options *options,
    const struct door_place *place)
{
    const struct front_options front = { .context = options->publish.context,
        .endpoint = place->requests,
        .secret_key = place->secret_key,
        .sockets = 2 * (unsigned)options->count,
        .events = door->told,
        .sink = options->sink };
    struct publish_options publish = options->publish;
    publish.endpoint = place->events;
    publish.secret_key = place->secret_key;
    publish.sockets = 2 * (unsigned)options->count;
    endpoint_tell(door->told, place->events);
    enum jindu_status status = front_open(&door->front, &front);
    if (status == JINDU_OK) {
        memcpy(door->requests, place->requests, ENDPOINT_SIZE);
        status = publish_open(&door->publish, &publish);
    }
    if (status == JINDU_OK) {
        memcpy(door->events, place->events, ENDPOINT_SIZE);
        status = endpoint_share(door->requests);
    }
    return status == JINDU_OK ? endpoint_share(door->events) : status;
}

enum jindu_status
doors_open(struct doors **doors, const struct doors_options *options)
{
    assert(options->count <= DOORS_MAX);
    struct doors *made = calloc(1, sizeof(*made));
    enum jindu_status status = made == NULL ? JINDU_NO_MEMORY : JINDU_OK;
    for (size_t i = 0; status == JINDU_OK && i < options->count; i++) {
        made->count++;
        status = open_door(&made->each[i], options, &options->places[i]);
    }
    if (status != JINDU_OK) {
        doors_close(made, 0);
        return status;
    }
    *doors = made;
    return JINDU_OK;
}

enum jindu_status
doors_watch(struct doors *doors, struct zwatch *zwatch)
{
    enum jindu_status status = JINDU_OK;
    for (size_t i = 0; status == JINDU_OK && i < doors->count; i++) {
        status = front_watch(doors->each[i].front, zwatch);
        if (status == JINDU_OK) {
            status = publish_watch(doors->each[i].publish, zwatch);
        }
    }
    return status;
}

void
doors_event(struct doors *doors, const char *stored, size_t length,
    const char *stream, int64_t sequence)
{
    for (size_t i = 0; i < doors->count; i++) {
        publish_event(doors->each[i].publish, stored, length, stream, sequence);
    }
}

void
doors_head(struct doors *doors, const char *stream, enum jindu_status status,
    int64_t head, int64_t floor)
{
    for (size_t i = 0; i < doors->count; i++) {
        publish_head(doors->each[i].publish, stream, status, head, floor);
    }
}

void
doors_cut(struct doors *doors)
{
    for (size_t i = 0; i < doors->count; i++) {
        publish_cut(doors->each[i].publish);
    }
}

static void
add_connections(
    struct connections_counters *sum, struct connections_counters counters)
{
    sum->open += counters.open;
    sum->floods += counters.floods;
    sum->handshakes_failed += counters.handshakes_failed;
}

struct front_counters
doors_front_counters(const struct doors *doors)
{
    struct front_counters sum = { .messages_dropped = 0 };
    for (size_t i = 0; i < doors->count; i++) {
        struct front_counters counters = front_counters(doors->each[i].front);
        add_connections(&sum.connections, counters.connections);
        sum.messages_dropped += counters.messages_dropped;
        sum.replies_dropped += counters.replies_dropped;
    }
    return sum;
}

struct publish_counters
doors_publish_counters(const struct doors *doors)
{
    struct publish_counters sum = { .beats = 0 };
    for (size_t i = 0; i < doors->count; i++) {
        struct publish_counters counters =
            publish_counters(doors->each[i].publish);
        add_connections(&sum.connections, counters.connections);
        sum.beats += counters.beats;
        sum.published += counters.published;
        sum.subscription_floods += counters.subscription_floods;
        sum.subscriptions += counters.subscriptions;
    }
    return sum;
}

void
doors_close(struct doors *doors, int linger_ms)
{
    if (doors == NULL) {
        return;
    }
    for (size_t i = 0; i < doors->count; i++) {
        struct door *door = &doors->each[i];
        front_close(door->front, linger_ms);
        publish_close(door->publish, linger_ms);
        /* Only what was bound is ours to remove. */
        if (door->requests[0] != '\0') {
            endpoint_remove(door->requests);
        }
        if (door->events[0] != '\0') {
            endpoint_remove(door->events);
        }
    }
    free(doors);
}
