/* SPDX-License-Identifier: MIT */
/*
 * asked: what the two sides of the model test have in common: the office, the
 * requests, and lines of text as the only way to say what came of them.
 *
 * Bounds     Beyond ITEMS, KEYS and LINES the program aborts.
 */
#ifndef ASKED_H
#define ASKED_H

#include <jindu/date.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ITEMS 4
#define PERSONS 3 /* responsible; after them comes the one leader */
#define KEYS 64   /* writes of one sequence */
#define LINES 256
#define LINE_SIZE 160

#define MINUTE_MS (60 * (int64_t)1000)
#define DAY_MS (24 * 60 * MINUTE_MS)

/* The office: Asia/Shanghai, 08:30 to 17:30, digests at the opening and at
 * 14:00, its calendar of 2021 always there and that of 2022 when loaded. */
#define WINDOW_OPEN 510
#define WINDOW_CLOSE 1050
#define WINDOW_SECOND 840

struct lines {
    char text[LINES][LINE_SIZE];
    size_t count;
};

__attribute__((format(printf, 2, 3))) void lines_add(
    struct lines *lines, const char *format, ...);

enum act {
    ACT_REPORT,
    ACT_CLAIM,
    ACT_VERIFY,
    ACT_RETURN,
    ACT_WITHDRAW,
    ACT_UPDATE,
    ACT_CALENDAR, /* that of 2022 */
    ACT_CLOCK,    /* server.clock */
};

#define WHO_OFFICE (-1) /* else the person who reports */

/* What is asked; dates are NONE and numbers 0 where they are not sent. */
struct asked {
    enum act act;
    int who;
    int key;
    int no;      /* of the item; ITEMS + 1 is none */
    int percent; /* -1: not sent */
    bool done;
    bool no_change;
    bool blocked;
    bool note;
    bool reason;
    bool confirm; /* of the deadline, instead of another */
    int32_t date; /* as_of, effective or deadline */
    int64_t corrects;
};

struct first_item {
    int32_t deadline;
    bool confirmed;
    bool persons[PERSONS];
    bool leader;
};

#endif
