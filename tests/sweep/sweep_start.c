/* SPDX-License-Identifier: MIT */
/*
 * sweep_start: the whole daemon in one process, from its configuration until
 * it is ready, with each call to the outside refused once: memory, sockets,
 * threads, timers, modes.  Either it serves, or it ends with a status and a
 * word in the log; nothing is left behind, and the next start succeeds.
 *
 * Threading  Calls are counted in the main thread alone, up to "ready".
 */
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <cmocka.h>
#include <uv.h>
#include <zmq.h>

#include "config.h"
#include "digest.h"
#include "notify.h"
#include "server.h"
#include "setup.h"

#define PATH_SIZE 128

/* What is refused, and what it returns then. */
#define CALLS(X)                                                            \
    X(calloc, void *, (size_t count, size_t size), (count, size), NULL)     \
    X(realloc, void *, (void *bytes, size_t size), (bytes, size), NULL)     \
    X(zmq_ctx_new, void *, (void), (), NULL)                                \
    X(zmq_socket, void *, (void *context, int type), (context, type), NULL) \
    X(zmq_setsockopt, int,                                                  \
        (void *socket, int option, const void *value, size_t size),         \
        (socket, option, value, size), -1)                                  \
    X(zmq_getsockopt, int,                                                  \
        (void *socket, int option, void *value, size_t *size),              \
        (socket, option, value, size), -1)                                  \
    X(zmq_bind, int, (void *socket, const char *at), (socket, at), -1)      \
    X(zmq_connect, int, (void *socket, const char *at), (socket, at), -1)   \
    X(zmq_socket_monitor, int, (void *socket, const char *at, int events),  \
        (socket, at, events), -1)                                           \
    X(uv_loop_init, int, (uv_loop_t * loop), (loop), UV_ENOMEM)             \
    X(uv_poll_init, int, (uv_loop_t * loop, uv_poll_t * handle, int fd),    \
        (loop, handle, fd), UV_ENOMEM)                                      \
    X(uv_async_init, int,                                                   \
        (uv_loop_t * loop, uv_async_t * handle, uv_async_cb wake),          \
        (loop, handle, wake), UV_EMFILE)                                    \
    X(pthread_create, int,                                                  \
        (pthread_t * thread, const pthread_attr_t *attributes,              \
            void *(*main)(void *), void *cookie),                           \
        (thread, attributes, main, cookie), EAGAIN)                         \
    X(timerfd_create, int, (int clock, int flags), (clock, flags), -1)      \
    X(chmod, int, (const char *path, mode_t mode), (path, mode), -1)

enum call {
#define CALL_ENUM(name, type, parameters, arguments, refused) CALL_##name,
    CALLS(CALL_ENUM)
#undef CALL_ENUM
    CALL_COUNT
};

static const char *const names[] = {
#define CALL_NAME(name, type, parameters, arguments, refused) #name,
    CALLS(CALL_NAME)
#undef CALL_NAME
};

static _Thread_local bool counted; /* in the main thread, until ready */
static long counts[CALL_COUNT];
static enum call refused_call;
static long refused_place; /* 0: none */
static bool fired;
static int ready;
static int errors; /* of the log */

static bool
refuses(enum call call)
{
    if (!counted) {
        return false;
    }
    counts[call]++;
    if (call != refused_call || counts[call] != refused_place) {
        return false;
    }
    fired = true;
    errno = EMFILE;
    return true;
}

/* The linker's --wrap sends the daemon's calls here. */
#define CALL_WRAP(name, type, parameters, arguments, refused)            \
    type __real_##name parameters;                                       \
    type __wrap_##name parameters;                                       \
    type __wrap_##name parameters                                        \
    {                                                                    \
        return refuses(CALL_##name) ? refused : __real_##name arguments; \
    }
CALLS(CALL_WRAP)
#undef CALL_WRAP

void __wrap_notify_ready(const char *text);
void __wrap_log_error(const char *format, ...);

/* Its life is over as soon as it serves. */
void
__wrap_notify_ready(const char *text)
{
    (void)text;
    counted = false;
    ready++;
    (void)raise(SIGTERM);
}

void
__wrap_log_error(const char *format, ...)
{
    (void)format;
    errors++;
}

static char directory[PATH_SIZE];
static char state_directory[PATH_SIZE + 8];
static char config_file[PATH_SIZE + 8];

static int
setup(void **state)
{
    const char *base = getenv("TMPDIR");

    (void)state;
    (void)snprintf(directory, sizeof(directory), "%s/jindu-start-XXXXXX",
        base == NULL ? "/tmp" : base);
    assert_non_null(mkdtemp(directory));
    (void)snprintf(
        state_directory, sizeof(state_directory), "%s/state", directory);
    assert_int_equal(mkdir(state_directory, 0700), 0);
    (void)snprintf(config_file, sizeof(config_file), "%s/conf", directory);
    const char *source = getenv("JINDU_SOURCE");
    FILE *file = fopen(config_file, "w");
    assert_non_null(source);
    assert_non_null(file);
    assert_true(fprintf(file, "[calendar]\ndirectory = %s/packaging/calendar\n",
                    source) > 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(jp_digest_start(), JINDU_OK);
    return 0;
}

static void
remove_file(const char *folder, const char *name)
{
    char path[2 * PATH_SIZE];

    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    (void)unlink(path);
}

static int
teardown(void **state)
{
    (void)state;
    remove_file(state_directory, "jindu.db");
    remove_file(state_directory, "jindu.db-wal");
    remove_file(state_directory, "jindu.db-shm");
    remove_file(directory, "conf");
    remove_file(directory, "requests");
    remove_file(directory, "events");
    assert_int_equal(rmdir(state_directory), 0);
    assert_int_equal(rmdir(directory), 0);
    return 0;
}

/* One life of a daemon. */
static enum jindu_status
start(enum call call, long place)
{
    static const struct setup given = { .state = state_directory,
        .sockets = directory };
    struct config config;

    memset(counts, 0, sizeof(counts));
    refused_call = call;
    refused_place = place;
    fired = false;
    ready = 0;
    errors = 0;
    assert_int_equal(setup_read(&given, &config), JINDU_OK);
    assert_int_equal(setup_place(&given, &config), JINDU_OK);
    counted = true;
    enum jindu_status status = server_run(&config, &given);
    counted = false;
    config_fini(&config);
    return status;
}

static void
a_start_that_is_refused_something_serves_or_says_why_not(void **state)
{
    long refused = 0;

    (void)state;
    assert_int_equal(start(CALL_COUNT, 0), JINDU_OK);
    assert_int_equal(ready, 1);
    for (int call = 0; call < CALL_COUNT; call++) {
        fired = true;
        for (long place = 1; fired; place++) {
            enum jindu_status status = start((enum call)call, place);

            if (status == JINDU_OK
                    ? ready != 1
                    : ready != 0 ||
                          (errors == 0 && status != JINDU_NO_MEMORY)) {
                fail_msg("%s refused at place %ld: %s, ready %d, errors %d",
                    names[call], place, jindu_status_token(status), ready,
                    errors);
            }
            assert_true(fired || status == JINDU_OK);
            refused += status != JINDU_OK;
        }
    }
    assert_true(refused > CALL_COUNT);
    assert_int_equal(start(CALL_COUNT, 0), JINDU_OK);
    printf("{\"test\":\"sweep_start\",\"refused\":%ld}\n", refused);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            a_start_that_is_refused_something_serves_or_says_why_not),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
