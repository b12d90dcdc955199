/* SPDX-License-Identifier: MIT */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define FIRST_CAPACITY 65536

static int64_t
clock_ns(clockid_t clock)
{
    struct timespec now;

    (void)clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t
bench_now_ns(void)
{
    return clock_ns(CLOCK_MONOTONIC);
}

int64_t
bench_now_ms(void)
{
    return clock_ns(CLOCK_REALTIME) / 1000000;
}

void
bench_die(const char *what, const char *cause)
{
    (void)fprintf(stderr, "bench: %s: %s\n", what, cause);
    exit(1);
}

void
bench_record_add(struct bench_record *record, int64_t nanoseconds)
{
    if (record->count == record->capacity) {
        size_t wanted =
            record->capacity == 0 ? FIRST_CAPACITY : 2 * record->capacity;
        void *grown = realloc(
            record->microseconds, wanted * sizeof(*record->microseconds));

        if (grown == NULL) {
            bench_die("cannot record", "out of memory");
        }
        record->microseconds = grown;
        record->capacity = wanted;
    }
    record->microseconds[record->count++] = (uint32_t)(nanoseconds / 1000);
}

static int
compare(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

double
bench_record_quantile(struct bench_record *record, double q)
{
    size_t at;

    if (record->count == 0) {
        return 0;
    }
    qsort(record->microseconds, record->count, sizeof(*record->microseconds),
        compare);
    at = (size_t)(q * (double)(record->count - 1));
    return (double)record->microseconds[at];
}

void
bench_record_free(struct bench_record *record)
{
    free(record->microseconds);
    memset(record, 0, sizeof(*record));
}

/* splitmix64: the same keys for the same seed. */
static uint64_t
next_random(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15U);

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

size_t
bench_report_text(
    char text[BENCH_TEXT_SIZE], int64_t id, int items, uint64_t *random)
{
    uint64_t now = (uint64_t)bench_now_ms();
    uint64_t a = next_random(random);
    uint64_t b = next_random(random);
    int item = 1 + (int)(next_random(random) % (uint64_t)items);
    int length = snprintf(text, BENCH_TEXT_SIZE,
        "{\"id\":%lld,\"jsonrpc\":\"2.0\",\"method\":\"report.submit\","
        "\"params\":{\"client_time\":%llu,\"item\":%d,"
        "\"key\":\"%08llx-%04llx-7%03llx-%04llx-%012llx\",\"note\":\"%s\","
        "\"percent\":50,\"plan\":\"bench\"}}",
        (long long)id, (unsigned long long)now, item,
        (unsigned long long)(now >> 16), (unsigned long long)(now & 0xffff),
        (unsigned long long)(a & 0xfff),
        (unsigned long long)(0x8000 | (a >> 12 & 0x3fff)),
        (unsigned long long)(b & 0xffffffffffff), BENCH_NOTE);

    return (size_t)length;
}

size_t
bench_event_text(char text[BENCH_TEXT_SIZE], int item, const char *key,
    const char *note, int64_t sequence, int64_t now)
{
    int length = snprintf(text, BENCH_TEXT_SIZE,
        "{\"data\":{\"actor\":\"uid:0\",\"as_of\":\"2021-06-01\",\"backfilled"
        "\":false,\"blocked\":null,\"claims\":false,\"client_time\":%lld,"
        "\"corrects\":null,\"item\":{\"no\":%d,\"percent\":50,\"plan\":"
        "\"bench\",\"revision\":7,\"state\":\"active\"},\"no_change\":false,"
        "\"note\":\"%s\",\"percent_before\":50,\"person\":null,\"previous\":"
        "%lld,\"reason\":null,\"received_at\":%lld},\"datacontenttype\":"
        "\"application/json\",\"id\":\"%s-%lld\",\"source\":\"/jindu/bench\","
        "\"specversion\":\"1.0\",\"subject\":\"bench/%d\",\"time\":"
        "\"2021-06-01T00:00:00.000Z\",\"type\":\"jindu.report.submitted\"}",
        (long long)now, item, note, (long long)sequence - 1, (long long)now,
        key, (long long)sequence, item);

    return (size_t)length;
}

void
bench_print_row(const char *label, struct bench_record *record, double seconds)
{
    (void)printf("%-34s %9.0f/s   p50 %8.3f ms   p99 %8.3f ms   max %8.3f ms"
                 "   n %zu\n",
        label, (double)record->count / seconds,
        bench_record_quantile(record, 0.5) / 1000,
        bench_record_quantile(record, 0.99) / 1000,
        bench_record_quantile(record, 1.0) / 1000, record->count);
    (void)fflush(stdout);
}
