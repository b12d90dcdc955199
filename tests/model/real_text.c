/* SPDX-License-Identifier: MIT */
/* Requests and events of PROTOCOL.md as text. */
#include "real.h"

#include <stdio.h>
#include <string.h>

static const struct {
    int year;
    const char *days;
} calendars[] = {
    { 2021, "09-18+ 09-19 09-20 09-21 09-26+ 10-01 10-02 10-03 10-04 10-05 "
            "10-06 10-07 10-09+ " },
    { 2022, "01-01 01-02 01-03 01-29+ 01-30+ 01-31 02-01 02-02 02-03 02-04 "
            "02-05 02-06 " },
};

void
real_put_calendar(struct jindu_text *text, int year)
{
    jindu_json_put_object(text, "calendar");
    jindu_json_put_array(text, "days");
    for (const char *day = calendars[year - 2021].days; *day != '\0';
         day = strchr(day, ' ') + 1) {
        char date[16];

        (void)snprintf(date, sizeof(date), "%d-%.5s", year, day);
        jindu_json_put_object(text, NULL);
        jindu_json_put_string(text, "date", date);
        jindu_json_put_boolean(text, "isOffDay", day[5] != '+');
        jindu_json_put_string(text, "name", "rest");
        jindu_json_end_object(text);
    }
    jindu_json_end_array(text);
    jindu_json_put_array(text, "papers");
    jindu_json_put_string(text, NULL, "no. 1");
    jindu_json_end_array(text);
    jindu_json_put_integer(text, "year", year);
    jindu_json_end_object(text);
}

static void
put_names(struct jindu_text *text, const char *name, const bool *named,
    int count, int first)
{
    jindu_json_put_array(text, name);
    for (int i = 0; i < count; i++) {
        char person[8];

        (void)snprintf(person, sizeof(person), "P%d", first + i);
        if (named[i]) {
            jindu_json_put_string(text, NULL, person);
        }
    }
    jindu_json_end_array(text);
}

static void
put_date(struct jindu_text *text, const char *name, int32_t date)
{
    char digits[JINDU_DATE_SIZE];

    jindu_json_put_string(text, name,
        date == JINDU_DATE_NONE ? NULL : jindu_date_format(date, digits));
}

void
real_put_plan(struct jindu_text *text, const struct first_item *first)
{
    jindu_text_append_string(text, "[");
    for (int i = 0; i < ITEMS; i++) {
        jindu_json_put_object(text, NULL);
        jindu_json_put_string(text, "category", "roads");
        put_date(text, "deadline", first[i].deadline);
        put_names(text, "leaders", &first[i].leader, 1, PERSONS + 1);
        jindu_json_put_string(text, "name", "work");
        jindu_json_put_integer(text, "no", i + 1);
        put_names(text, "persons", first[i].persons, PERSONS, 1);
        jindu_json_put_string(text, "target", "all of it");
        if (!first[i].confirmed && first[i].deadline != JINDU_DATE_NONE) {
            jindu_json_put_array(text, "unconfirmed");
            jindu_json_put_string(text, NULL, "deadline");
            jindu_json_end_array(text);
        }
        jindu_json_put_raw(text, "units", "[\"U\"]", 5);
        jindu_json_end_object(text);
    }
    jindu_text_append_string(text, "]");
}

static void
put_report(struct jindu_text *text, const struct asked *asked)
{
    if (asked->percent >= 0) {
        jindu_json_put_integer(text, "percent", asked->percent);
    }
    if (asked->done) {
        jindu_json_put_boolean(text, "done", true);
    }
    if (asked->no_change) {
        jindu_json_put_boolean(text, "no_change", true);
    }
    if (asked->blocked) {
        jindu_json_put_string(text, "blocked", "no stones");
    }
    if (asked->reason) {
        jindu_json_put_string(text, "reason", "measured again");
    }
    if (asked->corrects > 0) {
        jindu_json_put_integer(text, "corrects", asked->corrects);
    }
    if (asked->date != JINDU_DATE_NONE) {
        put_date(text, "as_of", asked->date);
    }
}

static void
put_params(struct jindu_text *text, const struct asked *asked)
{
    if (asked->act == ACT_CALENDAR) {
        real_put_calendar(text, 2022);
        return;
    }
    if (asked->act == ACT_CLOCK) {
        jindu_json_put_boolean(text, "confirm", true);
        return;
    }
    jindu_json_put_string(text, "plan", "m");
    jindu_json_put_integer(text, "item", asked->no);
    if (asked->note && asked->act <= ACT_VERIFY) {
        jindu_json_put_string(text, "note", "so it is");
    }
    if (asked->act == ACT_REPORT) {
        put_report(text, asked);
    } else if (asked->act == ACT_VERIFY) {
        if (asked->date != JINDU_DATE_NONE) {
            put_date(text, "effective", asked->date);
        }
    } else if (asked->act == ACT_UPDATE && asked->confirm) {
        jindu_json_put_string(text, "confirm", "deadline");
    } else if (asked->act != ACT_CLAIM) {
        jindu_json_put_string(
            text, "reason", asked->note ? "as agreed" : "for a reason");
        if (asked->act == ACT_UPDATE) {
            put_date(text, "deadline", asked->date);
        }
    }
}

void
real_put_request(struct jindu_text *text, const struct asked *asked)
{
    static const char *const methods[] = { "report.submit", "item.claim",
        "item.verify", "item.return", "item.withdraw", "item.update",
        "calendar.load", "server.clock" };
    char key[40];

    (void)snprintf(
        key, sizeof(key), "01900000-0000-7000-8000-%012x", asked->key + 1);
    jindu_json_put_object(text, NULL);
    jindu_json_put_integer(text, "id", 1);
    jindu_json_put_string(text, "jsonrpc", "2.0");
    jindu_json_put_string(text, "method", methods[asked->act]);
    jindu_json_put_object(text, "params");
    jindu_json_put_string(text, "key", key);
    put_params(text, asked);
    jindu_json_end_object(text);
    jindu_json_end_object(text);
}

static int64_t
integer(const struct jindu_json *object, const char *name)
{
    return jindu_json_integer(jindu_json_member(object, name), -1);
}

static const char *
string(const struct jindu_json *object, const char *name)
{
    const char *text = jindu_json_string(jindu_json_member(object, name));

    return text == NULL ? "-" : text;
}

static void
hear_notice(struct lines *heard, const char *at, const char *type,
    const struct jindu_json *data)
{
    const struct jindu_json *leaders =
        jindu_json_member(jindu_json_member(data, "to"), "leaders");

    lines_add(heard, "%s %s %s %lld #%lld r%lld at %lld left %lld %lld%s%s%s",
        at, type, string(data, "stage"),
        (long long)integer(jindu_json_member(data, "item"), "no"),
        (long long)integer(data, "occurrence"),
        (long long)integer(data, "deadline_revision"),
        (long long)integer(data, "nominal_at"),
        (long long)integer(data, "days_left"),
        (long long)integer(data, "working_days_left"),
        jindu_json_boolean(jindu_json_member(data, "late"), false) ? " late"
                                                                   : "",
        jindu_json_count(leaders) > 0 ? " leaders" : "",
        jindu_json_boolean(jindu_json_member(data, "provisional"), false)
            ? " provisional"
            : "");
}

static void
hear_digest(struct lines *heard, const char *at, const struct jindu_json *data)
{
    const struct jindu_json *counts = jindu_json_member(data, "counts");
    int64_t red = integer(counts, "red");
    int64_t yellow = integer(counts, "yellow");
    int64_t blue = integer(counts, "blue");
    const struct jindu_json *lines = jindu_json_member(data, "lines");
    bool whole = integer(data, "total") == red + yellow + blue &&
                 jindu_json_count(lines) == (size_t)(red + yellow + blue);

    lines_add(heard, "%s digest %s of %lld: %lld %lld %lld%s", at,
        string(data, "person"), (long long)integer(data, "window"),
        (long long)red, (long long)yellow, (long long)blue,
        whole ? "" : " not whole");
}

void
real_hear(struct lines *heard, int64_t now, const struct jindu_json *event)
{
    const struct jindu_json *data = jindu_json_member(event, "data");
    const struct jindu_json *clock = jindu_json_member(data, "clock");
    const char *type = string(event, "type") + strlen("jindu.");
    int64_t no = integer(jindu_json_member(data, "item"), "no");
    char at[24];

    (void)snprintf(at, sizeof(at), "%lld", (long long)now);
    if (strncmp(type, "notice.", 7) == 0) {
        hear_notice(heard, at, type, data);
    } else if (strcmp(type, "digest") == 0) {
        hear_digest(heard, at, data);
    } else if (strcmp(type, "item.overdue") == 0) {
        lines_add(heard, "%s %s %lld r%lld at %lld%s", at, type, (long long)no,
            (long long)integer(data, "deadline_revision"),
            (long long)integer(data, "nominal_at"),
            jindu_json_boolean(jindu_json_member(data, "late"), false) ? " late"
                                                                       : "");
    } else if (strcmp(type, "system.clock_suspect") == 0) {
        lines_add(heard, "%s %s %s %lld", at, type, string(clock, "reason"),
            (long long)integer(clock, "high_water"));
    } else if (strcmp(type, "item.verified") == 0 &&
               integer(data, "late_days") > 0) {
        lines_add(heard, "%s %s %lld late %lld %lld", at, type, (long long)no,
            (long long)integer(data, "late_days"),
            (long long)integer(data, "late_working_days"));
    } else if (no > 0) {
        lines_add(heard, "%s %s %lld", at, type, (long long)no);
    } else {
        lines_add(heard, "%s %s", at, type);
    }
}

void
real_put_items(struct lines *lines, const struct jindu_json *views)
{
    for (const struct jindu_json *view = jindu_json_first(views); view != NULL;
         view = jindu_json_next(view)) {
        bool dated = jindu_json_member(view, "days_left") != NULL;

        lines_add(lines,
            "item %lld %lld%% %s revision %lld r%lld %s %s left %lld %lld",
            (long long)integer(view, "no"), (long long)integer(view, "percent"),
            string(view, "state"), (long long)integer(view, "revision"),
            (long long)integer(view, "deadline_revision"),
            string(view, "timeliness"), string(view, "light"),
            dated ? (long long)integer(view, "days_left") : 0,
            dated ? (long long)integer(view, "working_days_left") : 0);
    }
}
