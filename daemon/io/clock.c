/* SPDX-License-Identifier: MIT */
#include "clock.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include <uv.h>

#include "log.h"

#define CLOCK_MS_PER_S 1000
#define CLOCK_NS_PER_MS 1000000
/* 2200-01-01, in seconds: "never" must still be armed, or the kernel would not
 * tell that the clock was set. */
#define CLOCK_FAR_S 7258118400

struct clock {
    uv_poll_t poll;
    int descriptor;
    bool stepped; /* as clock_arm() found, and ring does not know yet */
    void (*ring)(void *cookie, bool stepped);
    void *cookie;
};

struct clock_timer {
    uv_timer_t timer;
    void (*expire)(void *cookie);
    void *cookie;
};

static int64_t
read_clock(clockid_t id)
{
    struct timespec now;
    clock_gettime(id, &now); /* cannot fail for these three */
    return (int64_t)now.tv_sec * CLOCK_MS_PER_S + now.tv_nsec / CLOCK_NS_PER_MS;
}

int64_t
clock_now(void)
{
    return read_clock(CLOCK_REALTIME);
}

int64_t
clock_monotonic(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

int64_t
clock_offset(void)
{
    return read_clock(CLOCK_REALTIME) - read_clock(CLOCK_BOOTTIME);
}

static void
on_readable(uv_poll_t *poll, int status, int events)
{
    (void)status;
    (void)events;
    struct clock *clock = poll->data;
    uint64_t count;
    ssize_t length = read(clock->descriptor, &count, sizeof(count));
    if (length == (ssize_t)sizeof(count)) {
        bool stepped = clock->stepped;
        clock->stepped = false;
        clock->ring(clock->cookie, stepped);
    } else if (length == 0 || (length < 0 && errno == ECANCELED)) {
        /* A step backwards may also show as a read of nothing. */
        clock->ring(clock->cookie, true);
    }
}

enum jindu_status
clock_new(struct clock **clock, struct uv_loop_s *loop,
    void (*ring)(void *cookie, bool stepped), void *cookie)
{
    struct clock *made = calloc(1, sizeof(*made));
    if (made == NULL) {
        return JINDU_NO_MEMORY;
    }
    made->ring = ring;
    made->cookie = cookie;
    made->descriptor =
        timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
    if (made->descriptor < 0) {
        log_error("cannot make a timer: %s", strerror(errno));
        goto err_free;
    }
    if (uv_poll_init(loop, &made->poll, made->descriptor) != 0) {
        log_error("cannot watch the clock");
        goto err_close;
    }
    made->poll.data = made;
    uv_poll_start(&made->poll, UV_READABLE, on_readable);
    *clock = made;
    return JINDU_OK;

err_close:
    close(made->descriptor);
err_free:
    free(made);
    return JINDU_INTERNAL;
}

static int
set_timer(const struct clock *clock, time_t seconds, long nanoseconds)
{
    const struct itimerspec when = { .it_value = { .tv_sec = seconds,
                                         .tv_nsec = nanoseconds } };
    return timerfd_settime(clock->descriptor,
        TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &when, NULL);
}

enum jindu_status
clock_arm(struct clock *clock, int64_t instant)
{
    /* An instant of 0 would disarm it. */
    int64_t safe = instant > 0 ? instant : 1;
    time_t seconds = (time_t)CLOCK_FAR_S;
    long nanoseconds = 0;
    if (instant < CLOCK_FAR_S * CLOCK_MS_PER_S) {
        seconds = (time_t)(safe / CLOCK_MS_PER_S);
        nanoseconds = (long)(safe % CLOCK_MS_PER_S) * CLOCK_NS_PER_MS;
    }
    int rc = clock->stepped ? set_timer(clock, 0, 1)
                            : set_timer(clock, seconds, nanoseconds);
    if (rc != 0 && errno == ECANCELED) {
        /* The clock was set since the last read, and that is told here and
         * nowhere else: let it ring at once. */
        clock->stepped = true;
        rc = set_timer(clock, 0, 1);
    }
    if (rc != 0) {
        log_error("cannot arm the clock: %s", strerror(errno));
        return JINDU_INTERNAL;
    }
    return JINDU_OK;
}

static void
free_clock(uv_handle_t *handle)
{
    struct clock *clock = handle->data;
    close(clock->descriptor);
    free(clock);
}

void
clock_free(struct clock *clock)
{
    if (clock != NULL) {
        uv_close((uv_handle_t *)&clock->poll, free_clock);
    }
}

static void
on_timer(uv_timer_t *timer)
{
    struct clock_timer *own = timer->data;
    own->expire(own->cookie);
}

enum jindu_status
clock_timer_new(struct clock_timer **timer, struct uv_loop_s *loop,
    void (*expire)(void *cookie), void *cookie)
{
    struct clock_timer *made = calloc(1, sizeof(*made));
    if (made == NULL) {
        return JINDU_NO_MEMORY;
    }
    made->expire = expire;
    made->cookie = cookie;
    uv_timer_init(loop, &made->timer);
    made->timer.data = made;
    *timer = made;
    return JINDU_OK;
}

void
clock_timer_start(
    struct clock_timer *timer, int64_t delay_ms, int64_t repeat_ms)
{
    /* The loop's idea of now is as old as this turn. */
    uv_update_time(timer->timer.loop);
    uv_timer_start(
        &timer->timer, on_timer, (uint64_t)delay_ms, (uint64_t)repeat_ms);
}

void
clock_timer_stop(struct clock_timer *timer)
{
    uv_timer_stop(&timer->timer);
}

bool
clock_timer_is_running(const struct clock_timer *timer)
{
    return uv_is_active((const uv_handle_t *)&timer->timer) != 0;
}

static void
free_timer(uv_handle_t *handle)
{
    free(handle->data);
}

void
clock_timer_free(struct clock_timer *timer)
{
    if (timer != NULL) {
        uv_close((uv_handle_t *)&timer->timer, free_timer);
    }
}
