/* SPDX-License-Identifier: MIT */
#include "parts.h"

#include <stdio.h>
#include <stdlib.h>

#include "calendar_files.h"
#include "call.h"
#include "clock.h"
#include "commit.h"
#include "config.h"
#include "counters.h"
#include "endpoint.h"
#include "front.h"
#include "intake.h"
#include "log.h"
#include "lookup.h"
#include "publish.h"
#include "query.h"
#include "release.h"
#include "reload.h"
#include "store.h"
#include "ticker.h"
#include "upkeep.h"
#include "uuid.h"
#include "worker.h"
#include "zap.h"
#include "zwatch.h"

#define PARTS_SOCKETS 2 /* that peers connect to */

struct parts {
    struct parts_options options;
    struct store *store;
    struct query *query;
    struct worker *writer;
    struct worker *reader;
    struct zap *zap;
    struct zwatch *zwatch;
    struct front *front;
    struct publish *publish;
    struct calls *calls;
    struct commit *commit;
    struct lookup *lookup;
    struct upkeep *upkeep;
    struct intake *intake;
    struct ticker *ticker;
    struct reload *reload;

    char epoch[JP_UUID_TEXT_SIZE];
    char requests[ENDPOINT_SIZE];
    char events[ENDPOINT_SIZE];
};

static void
on_reply(void *cookie, const struct front_address *address, const char *bytes,
    size_t length)
{
    struct parts *parts = cookie;
    if (parts->front != NULL) {
        front_reply(parts->front, address, bytes, length);
    }
}

static void
on_want(void *cookie, const char *stream)
{
    struct parts *parts = cookie;
    lookup_head(parts->lookup, stream);
}

static void
on_head(void *cookie, const char *stream, enum jindu_status status,
    int64_t head, int64_t floor)
{
    struct parts *parts = cookie;
    if (parts->publish != NULL) {
        publish_head(parts->publish, stream, status, head, floor);
    }
}

static void
on_count(void *cookie, struct jindu_text *out)
{
    const struct parts *parts = cookie;
    const struct counters_from from = { .calls = parts->calls,
        .commit = parts->commit,
        .front = parts->front,
        .intake = parts->intake,
        .publish = parts->publish,
        .reload = parts->reload,
        .store = parts->store,
        .zap = parts->zap };
    counters_put(&from, out);
}

static void
on_release(void *cookie, struct batch *batch)
{
    struct parts *parts = cookie;
    const struct release release = { .calls = parts->calls,
        .publish = parts->publish,
        .ticker = parts->ticker };
    release_batch(&release, batch);
    lookup_released(parts->lookup, batch);
    reload_released(parts->reload, batch);
    parts->options.released(parts->options.cookie, batch->fatal);
}

/* Requests are judged one by one; a subscription only ends with its
 * connection. */
static void
on_expel(void *cookie)
{
    struct parts *parts = cookie;
    publish_cut(parts->publish);
}

static void
on_turned(void *cookie)
{
    struct parts *parts = cookie;
    if (parts->commit != NULL) {
        commit_kick(parts->commit);
        parts->options.turned(parts->options.cookie);
    }
}

/* Between batches, on the writer's thread. */
static void
on_rest(void *cookie)
{
    store_maintain(cookie);
}

static enum jindu_status
fill_calendar(struct parts *parts)
{
    const struct config *config = parts->options.config;
    struct calendar_files files;
    enum jindu_status status =
        calendar_files_read(&files, config->calendar, config->has_calendar);
    if (status == JINDU_OK) {
        status = store_fill_calendar(
            parts->store, files.documents, files.count, clock_now());
        calendar_files_free(&files);
    }
    return status;
}

static enum jindu_status
open_store(struct parts *parts)
{
    const struct config *config = parts->options.config;
    const struct store_options options = { .directory = config->state,
        .window = config->window };
    enum jindu_status status = store_open(&parts->store, &options);
    if (status != JINDU_OK) {
        return status;
    }
    (void)snprintf(
        parts->epoch, sizeof(parts->epoch), "%s", store_epoch(parts->store));
    status = fill_calendar(parts);
    return status == JINDU_OK ? query_open(&parts->query, config->state)
                              : status;
}

static enum jindu_status
start_threads(struct parts *parts)
{
    enum jindu_status status =
        worker_new(&parts->writer, parts->options.loop, on_rest, parts->store);
    if (status == JINDU_OK) {
        status = worker_new(&parts->reader, parts->options.loop, NULL, NULL);
    }
    if (status == JINDU_OK) {
        status = zap_start(&parts->zap, &parts->options.config->roster);
    }
    if (status == JINDU_OK) {
        status =
            zwatch_new(&parts->zwatch, parts->options.loop, on_turned, parts);
    }
    return status;
}

static enum jindu_status
connect_flow(struct parts *parts)
{
    const struct config *config = parts->options.config;
    const char *publish = config->doorbell ? "doorbell" : "full";
    const struct calls_options calls = {
        .reply = on_reply, .cookie = parts, .epoch = parts->epoch
    };
    const struct commit_sink sink = { on_release, parts };
    enum jindu_status status = calls_new(&parts->calls, &calls);
    if (status == JINDU_OK) {
        status = commit_new(&parts->commit, parts->options.loop, parts->writer,
            parts->store, sink);
    }
    if (status == JINDU_OK) {
        status = ticker_new(&parts->ticker, parts->options.loop, parts->commit);
    }
    const struct reload_options reload = { .setup = parts->options.setup,
        .config = parts->options.config,
        .commit = parts->commit,
        .zap = parts->zap,
        .expel = on_expel,
        .cookie = parts };
    if (status == JINDU_OK) {
        status = reload_new(&parts->reload, &reload);
    }
    if (status != JINDU_OK) {
        return status;
    }
    const struct lookup_options lookup = {
        .worker = parts->reader,
        .query = parts->query,
        .calls = parts->calls,
        .started_at = clock_now(),
        .zone = config->zone,
        .publish = publish,
        .count = on_count,
        .head = on_head,
        .cookie = parts,
    };
    status = lookup_new(&parts->lookup, &lookup);
    if (status != JINDU_OK) {
        return status;
    }
    const struct upkeep_options upkeep = { .loop = parts->options.loop,
        .calls = parts->calls,
        .directory = config->state };
    status = upkeep_new(&parts->upkeep, &upkeep);
    if (status != JINDU_OK) {
        return status;
    }
    const struct intake_options intake = {
        .calls = parts->calls,
        .commit = parts->commit,
        .lookup = parts->lookup,
        .upkeep = parts->upkeep,
        .roster = &config->roster,
        .events = parts->events,
        .epoch = parts->epoch,
        .publish = publish,
        .zone = config->zone,
    };
    return intake_new(&parts->intake, &intake);
}

enum jindu_status
parts_new(struct parts **parts, const struct parts_options *options)
{
    struct parts *made = calloc(1, sizeof(*made));
    if (made == NULL) {
        return JINDU_NO_MEMORY;
    }
    made->options = *options;
    const char *sockets = options->config->sockets;
    enum jindu_status status =
        endpoint_prepare(made->requests, sockets, ENDPOINT_REQUESTS);
    if (status == JINDU_OK) {
        status = endpoint_prepare(made->events, sockets, ENDPOINT_EVENTS);
    }
    if (status == JINDU_OK) {
        status = open_store(made);
    }
    if (status == JINDU_OK) {
        status = start_threads(made);
    }
    if (status == JINDU_OK) {
        status = connect_flow(made);
    }
    if (status != JINDU_OK) {
        parts_free(made);
        return status;
    }
    *parts = made;
    return JINDU_OK;
}

enum jindu_status
parts_start(struct parts *parts)
{
    return ticker_start(parts->ticker);
}

enum jindu_status
parts_serve(struct parts *parts)
{
    void *context = zap_context(parts->zap);
    const struct front_sink sink = { intake_receive, parts->intake };
    enum jindu_status status = front_open(
        &parts->front, context, parts->requests, PARTS_SOCKETS, sink);
    if (status != JINDU_OK) {
        return status;
    }
    const struct publish_options options = {
        .context = context,
        .loop = parts->options.loop,
        .endpoint = parts->events,
        .sockets = PARTS_SOCKETS,
        .epoch = parts->epoch,
        .doorbell = parts->options.config->doorbell,
        .want = on_want,
        .cookie = parts,
    };
    status = publish_open(&parts->publish, &options);
    if (status == JINDU_OK) {
        status = endpoint_share(parts->requests);
    }
    if (status == JINDU_OK) {
        status = endpoint_share(parts->events);
    }
    if (status == JINDU_OK) {
        status = front_watch(parts->front, parts->zwatch);
    }
    if (status == JINDU_OK) {
        status = publish_watch(parts->publish, parts->zwatch);
    }
    if (status == JINDU_OK) {
        log_info("ready at '%s'", parts->requests);
    }
    return status;
}

void
parts_reload(struct parts *parts)
{
    reload_begin(parts->reload);
}

void
parts_stop(struct parts *parts)
{
    intake_stop(parts->intake);
    upkeep_stop(parts->upkeep);
    ticker_stop(parts->ticker);
    reload_stop(parts->reload);
}

bool
parts_are_drained(const struct parts *parts)
{
    return commit_is_idle(parts->commit) && calls_waiting(parts->calls) == 0;
}

struct worker *
parts_writer(const struct parts *parts)
{
    return parts->writer;
}

/* The order matters: sockets, their handler, then what they led to. */
void
parts_free(struct parts *parts)
{
    if (parts == NULL) {
        return;
    }
    bool bound = parts->front != NULL;
    front_close(parts->front, PARTS_LINGER_MS);
    parts->front = NULL;
    publish_close(parts->publish, PARTS_LINGER_MS);
    parts->publish = NULL;
    zwatch_free(parts->zwatch);
    zap_stop(parts->zap);
    upkeep_free(parts->upkeep);
    worker_free(parts->reader);
    query_close(parts->query);
    worker_free(parts->writer);
    store_close(parts->store);
    intake_free(parts->intake);
    lookup_free(parts->lookup);
    ticker_free(parts->ticker);
    reload_free(parts->reload);
    commit_free(parts->commit);
    calls_free(parts->calls);
    if (bound) {
        endpoint_remove(parts->requests);
        endpoint_remove(parts->events);
    }
    free(parts);
}
