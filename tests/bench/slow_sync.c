/* SPDX-License-Identifier: MIT */
/*
 * slow_sync: a disk whose syncs take longer, to be preloaded.
 *
 *     LD_PRELOAD=.../slow_sync.so SLOW_SYNC_US=2000 SLOW_SYNC_COUNT=FILE jindud
 *
 * Every fsync() and fdatasync() sleeps so long after the real one, as an
 * office's disk would let it wait; FILE holds how many there were, one int64_t.
 *
 * Threading  Any thread.
 * Errors     Ends the process when it cannot count: a figure would be wrong.
 */
#define _GNU_SOURCE /* RTLD_NEXT */

#include <dlfcn.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define VISIBLE __attribute__((visibility("default")))
#define NS_PER_US 1000
#define NS_PER_S 1000000000

typedef int (*sync_function)(int descriptor);

static sync_function real_fsync;
static sync_function real_fdatasync;
static struct timespec delay;
static _Atomic int64_t *count;

static sync_function
find(const char *name)
{
    sync_function found;
    void *symbol = dlsym(RTLD_NEXT, name);

    if (symbol == NULL) {
        abort();
    }
    memcpy(&found, &symbol, sizeof(found)); /* as POSIX says of dlsym() */
    return found;
}

__attribute__((constructor)) static void
begin(void)
{
    const char *us = getenv("SLOW_SYNC_US");
    const char *path = getenv("SLOW_SYNC_COUNT");
    int64_t ns = us == NULL ? 0 : strtoll(us, NULL, 10) * NS_PER_US;
    int descriptor;

    delay = (struct timespec){ .tv_sec = (time_t)(ns / NS_PER_S),
        .tv_nsec = (long)(ns % NS_PER_S) };
    real_fsync = find("fsync");
    real_fdatasync = find("fdatasync");
    if (path == NULL) {
        return;
    }
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0 || ftruncate(descriptor, sizeof(*count)) != 0) {
        abort();
    }
    count = mmap(NULL, sizeof(*count), PROT_READ | PROT_WRITE, MAP_SHARED,
        descriptor, 0);
    if (count == MAP_FAILED) {
        abort();
    }
    (void)close(descriptor);
}

static int
sync_slowly(sync_function real, int descriptor)
{
    int result = real(descriptor);

    if (count != NULL) {
        atomic_fetch_add(count, 1);
    }
    if (delay.tv_sec > 0 || delay.tv_nsec > 0) {
        (void)clock_nanosleep(CLOCK_MONOTONIC, 0, &delay, NULL);
    }
    return result;
}

VISIBLE int
fsync(int descriptor)
{
    return sync_slowly(real_fsync, descriptor);
}

VISIBLE int
fdatasync(int descriptor)
{
    return sync_slowly(real_fdatasync, descriptor);
}
