/* SPDX-License-Identifier: MIT */
/*
 * bench: what the programs that measure share: a clock, a record of latencies,
 * and the text of a report as a client tool would send it.
 *
 * Nothing here judges: figures are printed, never compared with a limit.
 *
 * Threading  A record belongs to one thread.
 */
#ifndef BENCH_H
#define BENCH_H

#include <stddef.h>
#include <stdint.h>

#define BENCH_TEXT_SIZE 1024
#define BENCH_NOTE \
    "已完成现场勘查与材料清点，正在等待第二批设备进场，预计下周恢复施工。"

struct bench_record {
    uint32_t *microseconds;
    size_t count;
    size_t capacity;
};

int64_t bench_now_ns(void); /* monotonic */
int64_t bench_now_ms(void); /* UTC */

/* Exits on failure: a bench without memory has nothing to say. */
void bench_record_add(struct bench_record *record, int64_t nanoseconds);
/* Sorts; q in 0..1.  0 when empty. */
double bench_record_quantile(struct bench_record *record, double q);
void bench_record_free(struct bench_record *record);

/* A report.submit with a fresh time-ordered key for item 1..items of plan
 * "bench", note of 34 characters; returns its length. */
size_t bench_report_text(
    char text[BENCH_TEXT_SIZE], int64_t id, int items, uint64_t *random);

/* The event of such a report as it is stored; returns its length. */
size_t bench_event_text(char text[BENCH_TEXT_SIZE], int item, const char *key,
    const char *note, int64_t sequence, int64_t now);

/* One row: label, acknowledged per second, p50, p99, max in milliseconds. */
void bench_print_row(
    const char *label, struct bench_record *record, double seconds);

_Noreturn void bench_die(const char *what, const char *cause);

#endif
