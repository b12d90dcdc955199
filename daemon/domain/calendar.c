/* SPDX-License-Identifier: MIT */
#include "calendar.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define SATURDAY 6
#define WEEK_DAYS 7
#define WEEK_WORKING_DAYS 5

/* A Monday before every date that can be written. */
#define MONDAY (-25567 - 7)

/* given is the place in the caller's list, by which the last row wins.  shift
 * is the sum, up to this day, of what the list changes in the count of
 * working days: +1 for a make-up day, -1 for a weekday off. */
struct entry {
    int32_t date;
    bool off;
    size_t given;
    int32_t shift;
};

struct calendar {
    struct entry *days;
    size_t day_count;
    struct calendar_year *years;
    size_t year_count;
};

static int
compare_entries(const void *a, const void *b)
{
    const struct entry *left = a;
    const struct entry *right = b;

    if (left->date != right->date) {
        return left->date < right->date ? -1 : 1;
    }
    return left->given < right->given ? -1 : left->given > right->given;
}

static bool
is_weekday(int32_t date)
{
    return jindu_date_weekday(date) < SATURDAY;
}

static void
build_days(struct calendar *calendar, const struct calendar_day *days,
    size_t day_count)
{
    struct entry *entries = calendar->days;
    size_t kept = 0;
    int32_t shift = 0;

    for (size_t i = 0; i < day_count; i++) {
        entries[i] = (struct entry){
            .date = days[i].date, .off = days[i].off, .given = i
        };
    }
    qsort(entries, day_count, sizeof(*entries), compare_entries);
    for (size_t i = 0; i < day_count; i++) {
        if (i + 1 == day_count || entries[i + 1].date != entries[i].date) {
            struct entry entry = entries[i];

            if (entry.off == is_weekday(entry.date)) {
                shift += entry.off ? -1 : 1;
            }
            entry.shift = shift;
            entries[kept++] = entry;
        }
    }
    calendar->day_count = kept;
}

enum jindu_status
calendar_new(struct calendar **calendar, const struct calendar_day *days,
    size_t day_count, const struct calendar_year *years, size_t year_count)
{
    struct calendar *made = calloc(1, sizeof(*made));

    if (made == NULL) {
        return JINDU_NO_MEMORY;
    }
    /* One more than asked for, because calloc(0) may be NULL. */
    made->days = calloc(day_count + 1, sizeof(*made->days));
    made->years = calloc(year_count + 1, sizeof(*made->years));
    if (made->days == NULL || made->years == NULL) {
        calendar_free(made);
        return JINDU_NO_MEMORY;
    }
    build_days(made, days, day_count);
    if (year_count > 0) {
        memcpy(made->years, years, year_count * sizeof(*years));
    }
    made->year_count = year_count;
    *calendar = made;
    return JINDU_OK;
}

void
calendar_free(struct calendar *calendar)
{
    if (calendar == NULL) {
        return;
    }
    free(calendar->days);
    free(calendar->years);
    free(calendar);
}

/* How many listed days are not after date. */
static size_t
listed_until(const struct calendar *calendar, int32_t date)
{
    size_t low = 0;
    size_t high = calendar->day_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (calendar->days[middle].date <= date) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

bool
calendar_is_working(const struct calendar *calendar, int32_t date)
{
    size_t listed = listed_until(calendar, date);

    if (listed > 0 && calendar->days[listed - 1].date == date) {
        return !calendar->days[listed - 1].off;
    }
    return is_weekday(date);
}

bool
calendar_is_announced(const struct calendar *calendar, int year)
{
    for (size_t i = calendar->year_count; i > 0; i--) {
        if (calendar->years[i - 1].year == year) {
            return calendar->years[i - 1].announced;
        }
    }
    return false;
}

int32_t
calendar_before(const struct calendar *calendar, int n, int32_t date)
{
    assert(n >= 1);
    while (n > 0) {
        date--;
        if (calendar_is_working(calendar, date)) {
            n--;
        }
    }
    return date;
}

int32_t
calendar_after(const struct calendar *calendar, int n, int32_t date)
{
    assert(n >= 1);
    while (n > 0) {
        date++;
        if (calendar_is_working(calendar, date)) {
            n--;
        }
    }
    return date;
}

/* Working days since MONDAY, date included.  Two of these make a count, so an
 * item that is years late costs no more than one of yesterday. */
static int32_t
working_until(const struct calendar *calendar, int32_t date)
{
    int32_t days = date - MONDAY + 1;
    int32_t rest = days % WEEK_DAYS;
    size_t listed = listed_until(calendar, date);
    int32_t shift = listed > 0 ? calendar->days[listed - 1].shift : 0;

    return days / WEEK_DAYS * WEEK_WORKING_DAYS +
           (rest < WEEK_WORKING_DAYS ? rest : WEEK_WORKING_DAYS) + shift;
}

int32_t
calendar_count(const struct calendar *calendar, int32_t from, int32_t to)
{
    if (to <= from) {
        return 0;
    }
    return working_until(calendar, to) - working_until(calendar, from);
}

bool
calendar_is_provisional(
    const struct calendar *calendar, int32_t from, int32_t to)
{
    int first = 0;
    int last = 0;
    int month = 0;
    int day = 0;

    jindu_date_to_civil(from < to ? from : to, &first, &month, &day);
    jindu_date_to_civil(from < to ? to : from, &last, &month, &day);
    for (int year = first; year <= last; year++) {
        if (!calendar_is_announced(calendar, year)) {
            return true;
        }
    }
    return false;
}
