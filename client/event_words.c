/* SPDX-License-Identifier: MIT */
#include "event_words.h"

#include "dates.h"
#include "digest_words.h"
#include "display.h"
#include "language.h"
#include "wording.h"

#include <string.h>

#define DIGEST "jindu.digest"
#define MOMENT_CELLS 18 /* "2021-12-28 08:30  " */
#define DIGEST_HANG 4   /* its lines begin with two blanks */

static const struct jindu_json *
data_of(const struct jindu_json *event)
{
    return jindu_json_member(event, "data");
}

static void
put_clean(struct jindu_text *text, const char *before, const char *foreign)
{
    if (*foreign != '\0') {
        output_append(text, "%s", before);
        display_clean(text, foreign);
    }
}

const char *
event_words_who(const struct jindu_json *event)
{
    const char *person = wording_member(data_of(event), "person");
    return *person != '\0' ? person : wording_member(data_of(event), "actor");
}

const char *
event_words_number(const struct jindu_json *event)
{
    const char *dash = strrchr(wording_member(event, "id"), '-');
    return dash != NULL ? dash + 1 : "";
}

const char *
event_words_kind(const char *type)
{
    static const struct {
        const char *type;
        const char *text;
    } kinds[] = {
        { "jindu.report.submitted", N_("report") },
        { "jindu.item.claimed", N_("claim") },
        { "jindu.item.verified", N_("verified") },
        { "jindu.item.returned", N_("returned") },
        { "jindu.item.withdrawn", N_("withdrawn") },
        { "jindu.item.updated", N_("changed") },
        { "jindu.item.revised", N_("revised") },
        { "jindu.item.overdue", N_("overdue") },
        { "jindu.notice.soon", N_("notice: soon") },
        { "jindu.notice.today", N_("notice: today") },
        { "jindu.notice.overdue", N_("notice: overdue") },
        { "jindu.notice.acknowledged", N_("acknowledged") },
        { "jindu.plan.confirmed", N_("plan confirmed") },
        { "jindu.calendar.loaded", N_("calendar loaded") },
        { "jindu.digest", N_("digest") },
        { "jindu.system.clock_suspect", N_("clock suspect") },
        { "jindu.system.clock_confirmed", N_("clock confirmed") },
        { "jindu.system.restored", N_("restored from a backup") },
    };
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (strcmp(kinds[i].type, type) == 0) {
            return _(kinds[i].text);
        }
    }
    return type;
}

/* Who did it for that person; "uid:1000" and "key:wang" are nobody's name. */
static void
put_by(struct jindu_text *text, const struct jindu_json *event)
{
    const char *actor = wording_member(data_of(event), "actor");
    if (strncmp(actor, "uid:", 4) != 0 && strncmp(actor, "key:", 4) != 0 &&
        *actor != '\0' && strcmp(actor, event_words_who(event)) != 0) {
        output_append(
            text, text->length > 0 ? _(" (by %s)") : _("(by %s)"), actor);
    }
}

/* After what was said so far, or alone. */
static void
put_reason(struct jindu_text *text, const struct jindu_json *data)
{
    const char *reason = wording_member(data, "reason");
    put_clean(text, text->length > 0 ? _("; reason: ") : _("reason: "),
        strcmp(reason, "vanished") == 0 ? _("the new plan lacks it") : reason);
}

/* The day a report speaks of, unless it is the day it came. */
static void
put_as_of(struct jindu_text *text, const struct jindu_json *event)
{
    struct jindu_text moment = JINDU_TEXT_INIT;
    const char *as_of = wording_member(data_of(event), "as_of");
    wording_moment(&moment, wording_instant(wording_member(event, "time")));
    if (*as_of != '\0' && (moment.bytes == NULL || strncmp(moment.bytes, as_of,
                                                       strlen(as_of)) != 0)) {
        output_append(text, "%s", _(", as of "));
        dates_put_day(text, as_of);
    }
    jindu_text_free(&moment);
}

static void
put_report(struct jindu_text *text, const struct jindu_json *event)
{
    const struct jindu_json *data = data_of(event);
    int64_t percent =
        wording_number(jindu_json_member(data, "item"), "percent");
    int64_t before = wording_number(data, "percent_before");
    if (jindu_json_boolean(jindu_json_member(data, "no_change"), false)) {
        output_append(text, _("%lld%%, no change"), (long long)percent);
    } else if (percent == before) {
        output_append(text, "%lld%%", (long long)percent);
    } else {
        output_append(
            text, _("%lld%% -> %lld%%"), (long long)before, (long long)percent);
    }
    if (percent < before) {
        output_append(text, "%s", _(" (down)"));
    }
    put_by(text, event);
    if (jindu_json_boolean(jindu_json_member(data, "claims"), false)) {
        output_append(text, "%s", _(", claims completion"));
    }
    put_clean(text, _(", blocked: "), wording_member(data, "blocked"));
    put_as_of(text, event);
    int64_t corrects = wording_number(data, "corrects");
    if (corrects > 0) {
        output_append(text, _(", corrects %lld"), (long long)corrects);
    }
    if (jindu_json_boolean(jindu_json_member(data, "backfilled"), false)) {
        output_append(text, "%s", _(", sent later"));
    }
    put_reason(text, data);
    put_clean(text, "  ", wording_member(data, "note"));
}

/* False when the event moves no deadline. */
static bool
put_dates(struct jindu_text *text, const struct jindu_json *data)
{
    const struct jindu_json *deadline = jindu_json_member(data, "deadline");
    if (jindu_json_kind(deadline) != JINDU_JSON_OBJECT) {
        return false;
    }
    const char *before = wording_member(deadline, "before");
    const char *after = wording_member(deadline, "after");
    struct jindu_text old = JINDU_TEXT_INIT;
    struct jindu_text new = JINDU_TEXT_INIT;
    dates_put_day(&old, *before != '\0' ? before : _("none"));
    dates_put_day(&new, *after != '\0' ? after : _("none"));
    output_append(text, _("deadline %s -> %s"), display_or_empty(old.bytes),
        display_or_empty(new.bytes));
    jindu_text_free(&old);
    jindu_text_free(&new);
    return true;
}

static void
put_deadline_change(struct jindu_text *text, const struct jindu_json *data)
{
    (void)put_dates(text, data);
    const struct jindu_json *name =
        jindu_json_first(jindu_json_member(data, "confirmed"));
    for (; name != NULL; name = jindu_json_next(name)) {
        output_append(text, _("%s%s confirmed"), text->length > 0 ? " " : "",
            wording_field(display_or_empty(jindu_json_string(name))));
    }
}

/* Who has seen which notice. */
static void
put_acknowledged(struct jindu_text *text, const struct jindu_json *notice)
{
    if (jindu_json_kind(notice) == JINDU_JSON_OBJECT) {
        put_clean(text, "", wording_member(notice, "person"));
        output_append(
            text, "  #%lld", (long long)wording_number(notice, "sequence"));
    }
}

static void
put_fields(struct jindu_text *text, const struct jindu_json *data)
{
    const struct jindu_json *field =
        jindu_json_first(jindu_json_member(data, "fields"));
    const char *gap = "";
    for (; field != NULL; field = jindu_json_next(field)) {
        const char *token = jindu_json_string(field);
        /* The cells as written change with what was made of them. */
        if (token == NULL || strcmp(token, "raw") == 0) {
            continue;
        }
        output_append(text, "%s", gap);
        gap = _(", ");
        if (strcmp(token, "deadline") != 0 || !put_dates(text, data)) {
            output_append(text, "%s", wording_field(token));
        }
    }
}

static void
put_notice(struct jindu_text *text, const struct jindu_json *data)
{
    display_clean(text, wording_member(data, "name"));
    if (*wording_member(data, "deadline") != '\0') {
        output_append(text, "%s", _("  deadline "));
        dates_put_day(text, wording_member(data, "deadline"));
    }
    const char *stage = wording_member(data, "stage");
    if (*stage != '\0') {
        output_append(text, "  ");
        wording_days(text, wording_number(data, "days_left"),
            wording_number(data, "working_days_left"));
        output_append(text, "  [%s", wording_stage(stage));
        int64_t occurrence = wording_number(data, "occurrence");
        if (occurrence > 1) {
            output_append(text, _(" #%lld"), (long long)occurrence);
        }
        output_append(text, "]");
    }
    if (jindu_json_boolean(jindu_json_member(data, "late"), false)) {
        output_append(text, "%s", _(" (sent late)"));
    }
}

static void
put_to(struct jindu_text *text, const struct jindu_json *data)
{
    static const char *const roles[] = { "persons", "units", "leaders" };
    const struct jindu_json *to = jindu_json_member(data, "to");
    const char *gap = _("  to: ");
    if (jindu_json_kind(to) != JINDU_JSON_OBJECT) {
        return;
    }
    struct jindu_text names = JINDU_TEXT_INIT;
    for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
        const struct jindu_json *array = jindu_json_member(to, roles[i]);
        if (jindu_json_count(array) > 0) {
            output_append(&names, "%s", gap);
            wording_names(&names, array);
            gap = _(", ");
        }
    }
    display_clean(text, names.bytes);
    jindu_text_free(&names);
}

static void
put_plan(struct jindu_text *text, const struct jindu_json *plan)
{
    int64_t items = wording_number(plan, "items");
    output_append(text,
        ngettext("revision %lld, %lld item (%lld added, %lld changed, "
                 "%lld vanished)",
            "revision %lld, %lld items (%lld added, %lld changed, "
            "%lld vanished)",
            (unsigned long)items),
        (long long)wording_number(plan, "revision"), (long long)items,
        (long long)wording_number(plan, "added"),
        (long long)wording_number(plan, "changed"),
        (long long)wording_number(plan, "vanished"));
    int64_t confirmed = wording_number(plan, "confirmed");
    if (confirmed > 0) {
        output_append(text, _(", %lld confirmed"), (long long)confirmed);
    }
}

void
event_words_what(struct jindu_text *text, const struct jindu_json *event)
{
    const char *type = wording_member(event, "type");
    const struct jindu_json *data = data_of(event);
    struct jindu_text what = JINDU_TEXT_INIT;
    if (strcmp(type, "jindu.report.submitted") == 0) {
        put_report(&what, event);
    } else if (strcmp(type, "jindu.item.overdue") == 0 ||
               jindu_json_member(data, "stage") != NULL) {
        put_notice(&what, data);
    } else if (strcmp(type, "jindu.item.revised") == 0) {
        put_fields(&what, data);
    } else if (strcmp(type, "jindu.plan.confirmed") == 0) {
        put_plan(&what, jindu_json_member(data, "plan"));
    } else if (strcmp(type, DIGEST) == 0) {
        digest_words_head(&what, data);
    } else if (strcmp(type, "jindu.calendar.loaded") == 0) {
        output_append(&what, "%lld",
            (long long)wording_number(
                jindu_json_member(data, "calendar"), "year"));
    } else if (strcmp(type, "jindu.system.clock_suspect") == 0) {
        const struct jindu_json *clock = jindu_json_member(data, "clock");
        put_clean(&what, "", wording_doubt(wording_member(clock, "reason")));
    } else {
        if (strcmp(type, "jindu.item.verified") == 0 &&
            wording_number(data, "late_days") > 0) {
            output_append(&what, _("done %lld d (%lld wd) late"),
                (long long)wording_number(data, "late_days"),
                (long long)wording_number(data, "late_working_days"));
        }
        put_by(&what, event);
        put_acknowledged(&what, jindu_json_member(data, "notice"));
        put_deadline_change(&what, data);
        put_reason(&what, data);
        put_clean(
            &what, what.length > 0 ? "  " : "", wording_member(data, "note"));
    }
    output_check(&what);
    display_clean(text, what.bytes);
    output_check(text);
    jindu_text_free(&what);
}

/* "Soon" is of no use once it is late. */
static void
put_stale(struct jindu_text *text, const struct jindu_json *event, int64_t now)
{
    const char *type = wording_member(event, "type");
    const char *deadline = wording_member(data_of(event), "deadline");
    struct jindu_text today = JINDU_TEXT_INIT;
    if (now == 0 || *deadline == '\0' ||
        (strcmp(type, "jindu.notice.soon") != 0 &&
            strcmp(type, "jindu.notice.today") != 0)) {
        return;
    }
    wording_moment(&today, now);
    if (today.bytes != NULL &&
        strncmp(deadline, today.bytes, strlen(deadline)) < 0) {
        output_append(text, "%s", _(" (its deadline has passed)"));
    }
    jindu_text_free(&today);
}

static void
put_line(struct jindu_text *text, const struct jindu_json *event, int64_t now)
{
    const struct jindu_json *data = data_of(event);
    const char *type = wording_member(event, "type");
    dates_put_moment(text, wording_instant(wording_member(event, "time")));
    put_clean(text, "  ", wording_member(event, "subject"));
    output_append(text, "  %s  ", event_words_kind(type));
    if (jindu_json_member(data, "stage") == NULL) {
        const char *who = event_words_who(event);
        display_clean(text, who);
        output_append(text, "%s", *who != '\0' ? "  " : "");
    }
    event_words_what(text, event);
    put_stale(text, event, now);
    put_to(text, data);
    if (jindu_json_member(data, "stage") != NULL) {
        /* 'notice acknowledge' wants to hear it. */
        put_clean(text, "  #", event_words_number(event));
    }
}

void
event_words_line(
    struct jindu_text *text, const struct jindu_json *event, int64_t now)
{
    struct jindu_text line = JINDU_TEXT_INIT;
    put_line(&line, event, now);
    output_check(&line);
    /* All of it: an unknown type or token is told as it came. */
    display_clean(text, line.bytes);
    if (strcmp(wording_member(event, "type"), DIGEST) == 0) {
        digest_words_lines(text, data_of(event));
    }
    output_check(text);
    jindu_text_free(&line);
}

void
event_words_print(
    struct output *output, const struct jindu_json *event, int64_t now)
{
    struct jindu_text lines = JINDU_TEXT_INIT;
    event_words_line(&lines, event, now);
    jindu_text_append(&lines, "\n", 1);
    char *rest = lines.bytes != NULL ? strchr(lines.bytes, '\n') : NULL;
    if (rest != NULL) {
        *rest = '\0';
        output_lines(output, MOMENT_CELLS, lines.bytes);
        *rest = '\n';
        output_lines(output, DIGEST_HANG, rest);
    }
    jindu_text_free(&lines);
}
