/* SPDX-License-Identifier: MIT */
/*
 * words: what a cell says about a deadline -> a date, or why not.
 *
 * Taken      2021年12月31日 2021-12-31 2021.12.31 2021/12/31 and 12月31日 (the
 *            plan's year): that day.  2021年12月底 12月底 2021年12月 12月: the
 *            last day of the month.  上半年: 30 June.  年底 年末 年内 全年,
 *            also after a year: 31 December, assumed.  前, 之前, 完成 and such
 *            may follow, 于, 力争, 今年 and such may come first; digits and
 *            signs may be of full width, and blanks stand anywhere.
 * No date    长期坚持 and other words without digits: kept as words.
 * Refused    A day that does not exist, two dates, 百日 and other counts from
 *            a start nobody gave, all else that looks like a date: a deadline
 *            is never guessed.
 * Threading  Pure functions.
 */
#ifndef IMPORT_WORDS_H
#define IMPORT_WORDS_H

#include <jindu/date.h>

#include <stdbool.h>

enum import_words_kind {
    IMPORT_WORDS_DATE,
    IMPORT_WORDS_NONE,       /* words without a date */
    IMPORT_WORDS_INVALID,    /* no such day */
    IMPORT_WORDS_TWO,        /* more than one date */
    IMPORT_WORDS_START,      /* counts from a start */
    IMPORT_WORDS_YEAR,       /* needs the plan's year, which is unknown */
    IMPORT_WORDS_UNREADABLE, /* looks like a date, and is none we know */
};

struct import_words {
    enum import_words_kind kind;
    int32_t date;     /* of IMPORT_WORDS_DATE */
    bool assumed;     /* the words name a time, not a day */
    const char *rule; /* static: day, month_end, half_year, year_end */
};

/* year: of the plan; 0 when unknown. */
struct import_words import_words_read(const char *text, int year);

#endif
