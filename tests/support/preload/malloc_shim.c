/* SPDX-License-Identifier: MIT */
/*
 * malloc_shim: LD_PRELOAD; refuses allocations of the program it is loaded
 * into, whoever makes them.
 *
 *     REFUSE_FIRST=N   the N-th from the start, and as many as
 *     REFUSE_COUNT=K   says (1)
 *     REFUSE_REPORT=F  at the end, how many there were is written to file F
 *
 * For the C library of GNU; not beside a sanitizer, which has an allocator of
 * its own.
 */
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *bytes, size_t size);

static atomic_long made;
static long first;
static long count = 1;

static long
number(const char *name, long otherwise)
{
    const char *text = getenv(name);

    return text == NULL ? otherwise : strtol(text, NULL, 10);
}

__attribute__((constructor)) static void
start(void)
{
    first = number("REFUSE_FIRST", 0);
    count = number("REFUSE_COUNT", 1);
}

__attribute__((destructor)) static void
report(void)
{
    const char *path = getenv("REFUSE_REPORT");
    long all = atomic_load(&made);
    FILE *file = path == NULL ? NULL : fopen(path, "w");

    if (file != NULL) {
        (void)fprintf(file, "%ld\n", all);
        (void)fclose(file);
    }
}

static int
refuses(void)
{
    long n = atomic_fetch_add(&made, 1) + 1;

    if (first == 0 || n < first || n >= first + count) {
        return 0;
    }
    errno = ENOMEM;
    return 1;
}

void *
malloc(size_t size)
{
    return refuses() ? NULL : __libc_malloc(size);
}

void *
calloc(size_t members, size_t size)
{
    return refuses() ? NULL : __libc_calloc(members, size);
}

void *
realloc(void *bytes, size_t size)
{
    return refuses() ? NULL : __libc_realloc(bytes, size);
}
