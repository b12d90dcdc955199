/* SPDX-License-Identifier: MIT */
#include "server.h"

#include <assert.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#include <uv.h>

#include "clock.h"
#include "log.h"
#include "notify.h"
#include "parts.h"
#include "worker.h"

#define SERVER_SIGNALS 3

enum server_phase {
    SERVER_STARTING,
    SERVER_SERVING,
    SERVER_STOPPING
};

struct server {
    enum server_phase phase;
    enum jindu_status status; /* why it ends */
    uv_loop_t loop;
    uv_signal_t signals[SERVER_SIGNALS];
    struct parts *parts;
    struct clock_timer *limit;   /* of the stop */
    struct clock_timer *alive;   /* for the watchdog, when there is one */
    struct worker_job alive_job; /* answered by the writer */
    bool alive_asked;
    bool hung_up; /* before it served */
};

static void
stop(struct server *server, enum jindu_status status)
{
    if (server->phase == SERVER_STOPPING) {
        return;
    }
    server->phase = SERVER_STOPPING;
    server->status = status;
    notify_stopping();
    parts_stop(server->parts);
    clock_timer_start(server->limit, SERVER_STOP_MS, 0);
}

static void
on_limit(void *cookie)
{
    (void)cookie;
    log_error("the stop took longer than %d ms", SERVER_STOP_MS);
    _exit(jindu_status_exit(JINDU_TIMEOUT));
}

static void
on_signal(uv_signal_t *handle, int number)
{
    struct server *server = handle->data;
    if (number == SIGHUP) {
        if (server->phase == SERVER_SERVING) {
            parts_reload(server->parts);
        } else {
            server->hung_up = true;
        }
        return;
    }
    if (server->phase == SERVER_STOPPING) {
        log_warning("stopped at once by a second signal");
        _exit(jindu_status_exit(JINDU_TIMEOUT));
    }
    log_info("stopping");
    stop(server, JINDU_OK);
}

static void
on_turned(void *cookie)
{
    struct server *server = cookie;
    if (server->phase == SERVER_STOPPING && parts_are_drained(server->parts)) {
        uv_stop(&server->loop);
    }
}

/* The first batch is the first tick: what was due while nobody ran has been
 * judged before anybody can ask. */
static void
serve(struct server *server)
{
    enum jindu_status status = parts_serve(server->parts);
    if (status != JINDU_OK) {
        stop(server, status);
        return;
    }
    server->phase = SERVER_SERVING;
    notify_ready("serving");
    if (server->hung_up) {
        parts_reload(server->parts);
    }
}

static void
on_released(void *cookie, bool fatal)
{
    struct server *server = cookie;
    if (fatal) {
        log_error("the store failed at a commit; whether it is on disk is "
                  "unknown");
        stop(server, JINDU_STORAGE);
    } else if (server->phase == SERVER_STARTING) {
        serve(server);
    }
}

static void
run_alive(struct worker_job *job)
{
    (void)job;
}

static void
done_alive(struct worker_job *job)
{
    struct server *server =
        (struct server *)(void *)((char *)job -
                                  offsetof(struct server, alive_job));
    server->alive_asked = false;
    notify_alive();
}

/* Only an answer of the writer proves that the daemon works. */
static void
on_alive(void *cookie)
{
    struct server *server = cookie;
    if (!server->alive_asked) {
        server->alive_asked = true;
        worker_submit(parts_writer(server->parts), &server->alive_job);
    }
}

static void
watch_signals(struct server *server)
{
    const int numbers[SERVER_SIGNALS] = { SIGTERM, SIGINT, SIGHUP };
    for (int i = 0; i < SERVER_SIGNALS; i++) {
        uv_signal_init(&server->loop, &server->signals[i]);
        server->signals[i].data = server;
        uv_signal_start(&server->signals[i], on_signal, numbers[i]);
    }
}

static enum jindu_status
start_timers(struct server *server)
{
    server->alive_job.run = run_alive;
    server->alive_job.done = done_alive;
    enum jindu_status status =
        clock_timer_new(&server->limit, &server->loop, on_limit, server);
    if (status == JINDU_OK) {
        status =
            clock_timer_new(&server->alive, &server->loop, on_alive, server);
    }
    int64_t alive_ms = notify_alive_ms();
    if (status == JINDU_OK && alive_ms > 0) {
        clock_timer_start(server->alive, alive_ms, alive_ms);
    }
    return status;
}

static enum jindu_status
start(struct server *server, struct config *config, const struct setup *setup)
{
    const struct parts_options options = { .config = config,
        .setup = setup,
        .loop = &server->loop,
        .turned = on_turned,
        .released = on_released,
        .cookie = server };
    enum jindu_status status = parts_new(&server->parts, &options);
    if (status == JINDU_OK) {
        status = start_timers(server);
    }
    if (status == JINDU_OK) {
        watch_signals(server);
        status = parts_start(server->parts);
    }
    return status;
}

static void
close_loop(struct server *server)
{
    clock_timer_free(server->limit);
    clock_timer_free(server->alive);
    for (int i = 0; i < SERVER_SIGNALS; i++) {
        if (server->signals[i].data != NULL) {
            uv_close((uv_handle_t *)&server->signals[i], NULL);
        }
    }
    uv_run(&server->loop, UV_RUN_DEFAULT);
    int error = uv_loop_close(&server->loop);
    assert(error == 0);
    (void)error;
}

enum jindu_status
server_run(struct config *config, const struct setup *setup)
{
    struct server *server = calloc(1, sizeof(*server));
    if (server == NULL) {
        return JINDU_NO_MEMORY;
    }
    if (uv_loop_init(&server->loop) != 0) {
        log_error("cannot make a loop");
        free(server);
        return JINDU_INTERNAL;
    }
    enum jindu_status status = start(server, config, setup);
    if (status == JINDU_OK) {
        uv_run(&server->loop, UV_RUN_DEFAULT);
        status = server->status;
    }
    parts_free(server->parts);
    close_loop(server);
    free(server);
    return status;
}
