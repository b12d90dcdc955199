/* SPDX-License-Identifier: MIT */
/*
 * more_files: a limit of descriptors that is told, not given; to be preloaded.
 *
 *     LD_PRELOAD=.../more_files.so MORE_FILES=84000 jindud
 *
 * jindud admits connections for a share of its descriptors only.  Where the
 * machine has enough for the connections but not for the share, this lets them
 * in; what the kernel gives stays as it is.
 *
 * Threading  Any thread.
 */
#define _GNU_SOURCE /* prlimit() */

#include <stdlib.h>
#include <sys/resource.h>

#define VISIBLE __attribute__((visibility("default")))

VISIBLE int
getrlimit(__rlimit_resource_t resource, struct rlimit *limits)
{
    const char *files = getenv("MORE_FILES");
    int result = prlimit(0, resource, NULL, limits);

    if (result == 0 && resource == RLIMIT_NOFILE && files != NULL) {
        limits->rlim_cur = (rlim_t)strtoull(files, NULL, 10);
        limits->rlim_max = limits->rlim_cur;
    }
    return result;
}
