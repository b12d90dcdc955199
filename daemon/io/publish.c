/* SPDX-License-Identifier: MIT */
#include "publish.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <zmq.h>

#include "clock.h"
#include "event.h"
#include "limit.h"
#include "log.h"
#include "name.h"
#include "stop_point.h"
#include "topics.h"
#include "zsocket.h"
#include "zwatch.h"

struct publish {
    void *socket;
    char endpoint[ENDPOINT_SIZE]; /* as bound */
    struct connections *connections;
    struct zwatch *zwatch;
    const char *epoch;
    bool doorbell;
    void (*want)(void *cookie, const char *stream);
    void *cookie;
    struct clock_timer *beat;  /* runs while anybody subscribes */
    struct clock_timer *debts; /* runs while a beat is owed */
    struct topics topics;
    size_t asked; /* messages since the bind */
    size_t asked_bytes;
    bool flooded; /* until the next bind: who asked is cut */
    bool drained; /* of what they had asked for */
    struct jindu_text text;
    uint64_t published;
    uint64_t beats;
    uint64_t floods;
};

static const struct zsocket_option socket_options[] = {
    { ZMQ_XPUB_VERBOSE, 1 },
    { ZMQ_MAXMSGSIZE, PUBLISH_MESSAGE_MAX },
    { ZMQ_SNDHWM, PUBLISH_HIGH_WATER },
    { ZMQ_RCVHWM, SUBSCRIPTIONS_AT_ONCE },
    { ZMQ_HANDSHAKE_IVL, HANDSHAKE_MS },
    { ZMQ_BACKLOG, BACKLOG },
    { ZMQ_LINGER, 0 },
};

static bool
send_part(struct publish *publish, const char *bytes, size_t length, int flags)
{
    while (zmq_send(publish->socket, bytes, length, flags | ZMQ_DONTWAIT) < 0) {
        if (errno != EINTR) {
            log_warning("cannot publish: %s", zmq_strerror(errno));
            return false;
        }
    }
    return true;
}

static void
send_text(struct publish *publish, const char *topic, size_t length)
{
    if (publish->text.failed) {
        log_warning("cannot publish: out of memory");
        jindu_text_free(&publish->text);
        publish->text = (struct jindu_text)JINDU_TEXT_INIT;
        return;
    }
    if (send_part(publish, topic, length, ZMQ_SNDMORE)) {
        (void)send_part(publish, publish->text.bytes, publish->text.length, 0);
    }
}

static void
send_beat(struct publish *publish, const char *kind, const struct topic *topic)
{
    char stream[JP_STREAM_MAX + 1];
    if (topic->head == 0 ||
        !jp_name_topic(topic->name, topic->length, stream)) {
        return;
    }
    jindu_text_clear(&publish->text);
    jp_beat_encode(&publish->text, kind, stream, publish->epoch, topic->head,
        topic->floor);
    send_text(publish, topic->name, topic->length);
    publish->beats++;
}

/* Sends what is owed on topic, or leaves it owed until the gap is over. */
static void
settle(void *cookie, struct topic *topic)
{
    struct publish *publish = cookie;
    if (!topic->pending || !topic->known) {
        return;
    }
    int64_t now = clock_monotonic();
    if (topic->beaten_at != 0 && now - topic->beaten_at < PUBLISH_BEAT_GAP_MS) {
        if (!clock_timer_is_running(publish->debts)) {
            clock_timer_start(publish->debts, PUBLISH_BEAT_GAP_MS, 0);
        }
        return;
    }
    topic->pending = false;
    topic->beaten_at = now;
    send_beat(publish, "beat", topic);
}

static void
owe(void *cookie, struct topic *topic)
{
    struct publish *publish = cookie;
    if (!topic->exact) {
        return;
    }
    topic->pending = true;
    char stream[JP_STREAM_MAX + 1];
    if (topic->known) {
        settle(publish, topic);
    } else if (!topic->asked &&
               jp_name_topic(topic->name, topic->length, stream)) {
        topic->asked = true;
        publish->want(publish->cookie, stream);
    }
}

static void
on_beat(void *cookie)
{
    struct publish *publish = cookie;
    topics_age(&publish->topics);
    topics_each(&publish->topics, owe, publish);
    if (publish->topics.count == 0 && !publish->topics.overflowed) {
        /* Nobody listens: sleep. */
        clock_timer_stop(publish->beat);
        clock_timer_stop(publish->debts);
    }
}

static void
on_debts(void *cookie)
{
    struct publish *publish = cookie;
    topics_each(&publish->topics, settle, publish);
}

static void
subscribed(struct publish *publish, const char *bytes, size_t length)
{
    struct topic *topic = topics_add(&publish->topics, bytes, length);
    if (topic != NULL) {
        owe(publish, topic);
    }
    if (publish->topics.count > 0 && !clock_timer_is_running(publish->beat)) {
        clock_timer_start(publish->beat, PUBLISH_BEAT_MS, PUBLISH_BEAT_MS);
    }
}

static void
cut_flood(struct publish *publish)
{
    log_warning("%zu subscriptions at one socket, %zu bytes of new topics: all "
                "peers are cut",
        publish->asked, publish->asked_bytes);
    publish->floods++;
    publish->flooded = true;
    topics_doubt_all(&publish->topics);
    connections_cut(publish->connections);
}

/* Whether the peers have asked for more than they may.  A topic that others
 * asked for as well costs libzmq next to nothing. */
static bool
count_asked(struct publish *publish, const char *bytes, size_t length)
{
    publish->asked++;
    if (length > 0 && bytes[0] == 1 &&
        !topics_hold(&publish->topics, bytes + 1, length - 1)) {
        publish->asked_bytes += length - 1;
    }
    return publish->asked > SUBSCRIPTION_MESSAGES_MAX ||
           publish->asked_bytes > SUBSCRIPTION_BYTES_MAX;
}

/* Before the next bind. */
static bool
is_drained(void *cookie)
{
    struct publish *publish = cookie;
    if (publish->flooded && !publish->drained) {
        return false;
    }
    publish->flooded = false;
    publish->asked = 0;
    publish->asked_bytes = 0;
    return true;
}

/* A peer may push anything into an XPUB: what does not begin with 0 or 1 is
 * no subscription. */
static bool
receive(void *cookie)
{
    struct publish *publish = cookie;
    char bytes[PUBLISH_MESSAGE_MAX];
    int length = zmq_recv(publish->socket, bytes, sizeof(bytes), ZMQ_DONTWAIT);
    publish->drained = length < 0;
    if (length < 0) {
        return errno == EINTR;
    }
    if (publish->flooded || (size_t)length > sizeof(bytes)) {
        return true;
    }
    if (count_asked(publish, bytes, (size_t)length)) {
        cut_flood(publish);
    } else if (length > 0 && bytes[0] == 1) {
        subscribed(publish, bytes + 1, (size_t)length - 1);
    } else if (length > 0 && bytes[0] == 0) {
        topics_doubt(&publish->topics, bytes + 1, (size_t)length - 1);
    }
    return true;
}

enum jindu_status
publish_open(struct publish **publish, const struct publish_options *options)
{
    struct publish *made = calloc(1, sizeof(*made));
    if (made == NULL) {
        return JINDU_NO_MEMORY;
    }
    made->epoch = options->epoch;
    made->doorbell = options->doorbell;
    made->want = options->want;
    made->cookie = options->cookie;
    enum jindu_status status =
        clock_timer_new(&made->beat, options->loop, on_beat, made);
    if (status != JINDU_OK) {
        goto err_free;
    }
    status = clock_timer_new(&made->debts, options->loop, on_debts, made);
    if (status != JINDU_OK) {
        goto err_beat;
    }
    const struct zsocket_terms socket = { .context = options->context,
        .type = ZMQ_XPUB,
        .endpoint = options->endpoint,
        .secret_key = options->secret_key,
        .options = socket_options,
        .count = sizeof(socket_options) / sizeof(socket_options[0]) };
    made->socket = zsocket_bind(&socket, made->endpoint);
    if (made->socket == NULL) {
        status = JINDU_INTERNAL;
        goto err_debts;
    }
    const struct connections_options watched = { .context = options->context,
        .socket = made->socket,
        .endpoint = made->endpoint,
        .sockets = options->sockets,
        .ready = is_drained,
        .cookie = made };
    status = connections_open(&made->connections, &watched);
    if (status != JINDU_OK) {
        goto err_socket;
    }
    *publish = made;
    return JINDU_OK;

err_socket:
    zmq_close(made->socket);
err_debts:
    clock_timer_free(made->debts);
err_beat:
    clock_timer_free(made->beat);
err_free:
    free(made);
    return status;
}

enum jindu_status
publish_watch(struct publish *publish, struct zwatch *zwatch)
{
    enum jindu_status status =
        zwatch_add(zwatch, publish->socket, receive, publish);
    if (status == JINDU_OK) {
        publish->zwatch = zwatch;
        status = connections_watch(publish->connections, zwatch);
    }
    return status;
}

void
publish_event(struct publish *publish, const char *stored, size_t length,
    const char *stream, int64_t sequence)
{
    if (!topics_may_match(&publish->topics, stream)) {
        return;
    }
    struct topic *topic = topics_find(&publish->topics, stream);
    if (topic != NULL && sequence > topic->head) {
        topic->head = sequence;
    }
    if (publish->doorbell) {
        if (topic != NULL) {
            owe(publish, topic);
        }
        return;
    }
    char name[JP_STREAM_MAX + 2];
    size_t size = strlen(stream);
    memcpy(name, stream, size);
    name[size++] = '/';
    jindu_text_clear(&publish->text);
    jp_event_publish(
        &publish->text, stored, length, stream, sequence, publish->epoch);
    STOP_POINT("before_publish");
    send_text(publish, name, size);
    STOP_POINT("after_publish");
    publish->published++;
}

void
publish_head(struct publish *publish, const char *stream,
    enum jindu_status status, int64_t head, int64_t floor)
{
    struct topic *topic = topics_find(&publish->topics, stream);
    if (topic == NULL) {
        return; /* its last follower has gone */
    }
    topic->asked = false;
    if (status != JINDU_OK && status != JINDU_NOT_FOUND) {
        return; /* asked again with the next beat */
    }
    topic->known = true;
    if (status == JINDU_OK) {
        /* What was published meanwhile is newer than the answer. */
        topic->head = head > topic->head ? head : topic->head;
        topic->floor = floor;
    }
    settle(publish, topic);
}

void
publish_cut(struct publish *publish)
{
    connections_cut(publish->connections);
}

struct publish_counters
publish_counters(const struct publish *publish)
{
    return (struct publish_counters){ .connections = connections_counters(
                                          publish->connections),
        .beats = publish->beats,
        .published = publish->published,
        .subscriptions = publish->topics.count - publish->topics.doubted,
        .subscription_floods = publish->floods };
}

static void
say_bye(void *cookie, struct topic *topic)
{
    struct publish *publish = cookie;
    if (topic->exact && topic->known) {
        send_beat(publish, "bye", topic);
    }
}

void
publish_close(struct publish *publish, int linger_ms)
{
    if (publish == NULL) {
        return;
    }
    topics_each(&publish->topics, say_bye, publish);
    if (publish->zwatch != NULL) {
        zwatch_remove(publish->zwatch, publish->socket);
    }
    connections_close(publish->connections);
    (void)zsocket_set(publish->socket, ZMQ_LINGER, linger_ms);
    zmq_close(publish->socket);
    clock_timer_free(publish->beat);
    clock_timer_free(publish->debts);
    topics_fini(&publish->topics);
    jindu_text_free(&publish->text);
    free(publish);
}
