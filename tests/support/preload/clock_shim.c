/* SPDX-License-Identifier: MIT */
/*
 * clock_shim: moves the wall clock of one process from outside, while it runs.
 *
 *     LD_PRELOAD=clock_shim.so CLOCK_SHIM=FILE program
 *
 * FILE holds int64, in nanoseconds: slept is added to CLOCK_REALTIME and
 * CLOCK_BOOTTIME, as when a machine was suspended; set is added to
 * CLOCK_REALTIME alone, as when somebody sets the clock; still, where FILE has
 * it and it is not 0, is the instant at which CLOCK_REALTIME stands still, and
 * CLOCK_BOOTTIME with it.  CLOCK_MONOTONIC, and with it every time limit, stays
 * what it is.  FILE is mapped: a change is seen by the next reading.  A
 * write(2) to it also moves the absolute timers: they ring when their instant
 * is past, and a change of set cancels them as the kernel does
 * (TFD_TIMER_CANCEL_ON_SET).
 *
 * Ownership  One mapping, one inotify descriptor and one thread, until the end.
 * Threading  Any thread; the table of timers is under one mutex.
 * Errors     A file that cannot be used ends the process with 99.
 * Bounds     CLOCK_SHIM_TIMERS timers at a time; more are left to real time.
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_S INT64_C(1000000000)
#define CLOCK_SHIM_TIMERS 8
#define CLOCK_SHIM_FAILED 99
/* When a machine with a still clock was started: 2020-01-01, UTC. */
#define STILL_BOOT_NS (INT64_C(1577836800) * NS_PER_S)

struct offsets {
    _Atomic int64_t slept;
    _Atomic int64_t set;
    _Atomic int64_t still; /* 0 beyond the end of a shorter FILE */
};

struct timer {
    int descriptor; /* -1: free */
    bool cancellable;
    bool cancelled;  /* the clock was set since it was armed */
    int64_t instant; /* by the moved clock; 0: not armed */
};

static const struct offsets *offsets;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct timer timers[CLOCK_SHIM_TIMERS];

static ssize_t (*real_read)(int, void *, size_t);
static int (*real_close)(int);
static int (*real_create)(int, int);
static int (*real_settime)(
    int, int, const struct itimerspec *, struct itimerspec *);

static int64_t
real_ns(clockid_t id)
{
    struct timespec now;

    (void)syscall(SYS_clock_gettime, id, &now);
    return (int64_t)now.tv_sec * NS_PER_S + now.tv_nsec;
}

/* What the clock shows when it really is ns. */
static int64_t
moved(clockid_t id, int64_t ns)
{
    if (offsets == NULL) {
        return ns;
    }
    int64_t still = offsets->still;
    switch (id) {
    case CLOCK_REALTIME:
    case CLOCK_REALTIME_COARSE:
        return still != 0 ? still : ns + offsets->slept + offsets->set;
    case CLOCK_BOOTTIME:
        return still != 0 ? still - STILL_BOOT_NS : ns + offsets->slept;
    default:
        return ns;
    }
}

int
clock_gettime(clockid_t id, struct timespec *now)
{
    long rc = syscall(SYS_clock_gettime, id, now);

    if (rc == 0 && offsets != NULL) {
        int64_t ns = moved(id, (int64_t)now->tv_sec * NS_PER_S + now->tv_nsec);

        now->tv_sec = (time_t)(ns / NS_PER_S);
        now->tv_nsec = (long)(ns % NS_PER_S);
    }
    return (int)rc;
}

time_t
time(time_t *result)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_REALTIME, &now);
    if (result != NULL) {
        *result = now.tv_sec;
    }
    return now.tv_sec;
}

static struct timer *
find(int descriptor)
{
    for (size_t i = 0; i < CLOCK_SHIM_TIMERS; i++) {
        if (timers[i].descriptor == descriptor) {
            return &timers[i];
        }
    }
    return NULL;
}

/* Arms the kernel's timer for the instant, by the kernel's clock. */
static int
arm(const struct timer *timer, bool at_once)
{
    struct itimerspec when = { .it_value.tv_nsec = 1 };
    int64_t now = real_ns(CLOCK_REALTIME);
    int64_t instant = timer->instant - (moved(CLOCK_REALTIME, now) - now);

    if (!at_once && timer->instant == 0) {
        when.it_value.tv_nsec = 0;
    } else if (!at_once && instant > 0) {
        when.it_value.tv_sec = (time_t)(instant / NS_PER_S);
        when.it_value.tv_nsec = (long)(instant % NS_PER_S);
    }
    return real_settime(timer->descriptor, TFD_TIMER_ABSTIME, &when, NULL);
}

int
timerfd_create(int id, int flags)
{
    int descriptor = real_create(id, flags);
    struct timer *slot;

    (void)pthread_mutex_lock(&mutex);
    slot = find(-1);
    if (descriptor >= 0 && id == CLOCK_REALTIME && slot != NULL) {
        *slot = (struct timer){ .descriptor = descriptor };
    }
    (void)pthread_mutex_unlock(&mutex);
    return descriptor;
}

/* As in the kernel, a timer armed after the clock was set forgets that it was,
 * and says so with ECANCELED. */
int
timerfd_settime(int descriptor, int flags, const struct itimerspec *when,
    struct itimerspec *before)
{
    struct timer *timer;
    int rc;

    (void)pthread_mutex_lock(&mutex);
    timer = find(descriptor);
    if (timer == NULL || (flags & TFD_TIMER_ABSTIME) == 0) {
        rc = real_settime(descriptor, flags, when, before);
    } else {
        bool cancelled = timer->cancelled;

        timer->cancelled = false;
        timer->cancellable = (flags & TFD_TIMER_CANCEL_ON_SET) != 0;
        timer->instant =
            (int64_t)when->it_value.tv_sec * NS_PER_S + when->it_value.tv_nsec;
        rc = arm(timer, false);
        if (rc == 0 && cancelled) {
            errno = ECANCELED;
            rc = -1;
        }
    }
    (void)pthread_mutex_unlock(&mutex);
    return rc;
}

ssize_t
read(int descriptor, void *buffer, size_t size)
{
    ssize_t length;
    struct timer *timer;

    if (real_read == NULL || offsets == NULL) {
        return syscall(SYS_read, descriptor, buffer, size);
    }
    length = real_read(descriptor, buffer, size);
    if (length != (ssize_t)sizeof(uint64_t)) {
        return length;
    }
    (void)pthread_mutex_lock(&mutex);
    timer = find(descriptor);
    if (timer != NULL && timer->cancelled) {
        timer->cancelled = false;
        (void)arm(timer, false);
        errno = ECANCELED;
        length = -1;
    }
    (void)pthread_mutex_unlock(&mutex);
    return length;
}

int
close(int descriptor)
{
    struct timer *timer;

    if (real_close == NULL || offsets == NULL) {
        return (int)syscall(SYS_close, descriptor);
    }
    (void)pthread_mutex_lock(&mutex);
    timer = descriptor < 0 ? NULL : find(descriptor);
    if (timer != NULL) {
        timer->descriptor = -1;
    }
    (void)pthread_mutex_unlock(&mutex);
    return real_close(descriptor);
}

static void *
watch(void *cookie)
{
    int inotify = *(const int *)cookie;
    int64_t set = offsets->set;
    char events[4096];

    while (real_read(inotify, events, sizeof(events)) > 0) {
        (void)pthread_mutex_lock(&mutex);
        bool stepped = offsets->set != set;

        set = offsets->set;
        for (size_t i = 0; i < CLOCK_SHIM_TIMERS; i++) {
            struct timer *timer = &timers[i];

            if (timer->descriptor >= 0) {
                timer->cancelled |= stepped && timer->cancellable;
                (void)arm(timer, timer->cancelled);
            }
        }
        (void)pthread_mutex_unlock(&mutex);
    }
    return NULL;
}

static void
fail(const char *what)
{
    perror(what);
    _exit(CLOCK_SHIM_FAILED);
}

static void
find_symbols(void)
{
    *(void **)&real_read = dlsym(RTLD_NEXT, "read");
    *(void **)&real_close = dlsym(RTLD_NEXT, "close");
    *(void **)&real_create = dlsym(RTLD_NEXT, "timerfd_create");
    *(void **)&real_settime = dlsym(RTLD_NEXT, "timerfd_settime");
    for (size_t i = 0; i < CLOCK_SHIM_TIMERS; i++) {
        timers[i].descriptor = -1;
    }
}

/* The program's signals are the program's: the thread takes none. */
static void
start_thread(int *inotify)
{
    sigset_t all;
    sigset_t before;
    pthread_t thread;

    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    errno = pthread_create(&thread, NULL, watch, inotify);
    if (errno != 0) {
        fail("clock_shim: thread");
    }
    (void)pthread_detach(thread);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
}

__attribute__((constructor)) static void
begin(void)
{
    static int inotify;
    const char *path = getenv("CLOCK_SHIM");
    int file;

    find_symbols();
    if (path == NULL) {
        return;
    }
    file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        fail(path);
    }
    offsets = mmap(NULL, sizeof(*offsets), PROT_READ, MAP_SHARED, file, 0);
    if (offsets == MAP_FAILED) {
        fail(path);
    }
    inotify = inotify_init1(IN_CLOEXEC);
    if (inotify < 0 || inotify_add_watch(inotify, path, IN_MODIFY) < 0) {
        fail(path);
    }
    (void)real_close(file);
    start_thread(&inotify);
}
