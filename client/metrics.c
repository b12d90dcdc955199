/* SPDX-License-Identifier: MIT */
#include "metrics.h"

#include "output.h"
#include "wording.h"

#include <string.h>

static const struct {
    const char *name;
    const char *help;
    bool gauge; /* goes down as well */
} known[] = {
    { "batches", "Transactions, with those rolled back.", false },
    { "beats", "Beats published.", false },
    { "busy", "Requests answered busy.", false },
    { "changes", "Requests and ticks given to transactions.", false },
    { "checkpoints", "Checkpoints of the database.", false },
    { "checkpoints_failed", "Checkpoints that failed.", false },
    { "checkpoints_hindered", "Checkpoints kept from the end by readers.",
        false },
    { "connections", "Connections that are open.", true },
    { "connections_refused", "Connections refused for want of permission.",
        false },
    { "floods", "Times all connections were cut: they were too many.", false },
    { "handshakes_failed", "Connections that ended in their handshake.",
        false },
    { "messages_dropped", "Messages that were no request.", false },
    { "published", "Events published.", false },
    { "refused", "Requests refused.", false },
    { "reloads", "Configurations taken over while running.", false },
    { "reloads_refused", "Configurations refused while running.", false },
    { "replies_dropped", "Replies whose peer was gone.", false },
    { "requests", "Requests read.", false },
    { "subscription_floods",
        "Times all subscribers were cut: they asked for too much.", false },
    { "subscriptions", "Subscriptions in force.", true },
};

/* Those that jindud answers with. */
static const enum jindu_status refusals[] = { JINDU_NO_MEMORY, JINDU_MALFORMED,
    JINDU_INVALID_REQUEST, JINDU_UNKNOWN_METHOD, JINDU_INVALID, JINDU_DENIED,
    JINDU_NOT_FOUND, JINDU_CONFLICT, JINDU_REFUSED, JINDU_BUSY, JINDU_TIMEOUT,
    JINDU_STORAGE, JINDU_CLOSED, JINDU_RESET, JINDU_TRUNCATED, JINDU_INTERNAL };

static const char *const states[] = { "active", "claimed", "returned", "done",
    "withdrawn" };

static void
put_value(struct jindu_text *text, const char *value)
{
    for (; *value != '\0'; value++) {
        if (*value == '\\' || *value == '"') {
            output_append(text, "\\%c", *value);
        } else if (*value == '\n') {
            output_append(text, "\\n");
        } else {
            jindu_text_append(text, value, 1);
        }
    }
}

static void
put_head(struct jindu_text *text, const char *name, const char *ending,
    const char *help, const char *type)
{
    output_append(text, "# HELP jindu_%s%s %s\n# TYPE jindu_%s%s %s\n", name,
        ending, help, name, ending, type);
}

static void
put_gauge(struct jindu_text *text, const char *name, const char *help,
    long long value)
{
    put_head(text, name, "", help, "gauge");
    output_append(text, "jindu_%s %lld\n", name, value);
}

/* In seconds with three digits; nothing when there is none. */
static void
put_instant(struct jindu_text *text, const char *name, const char *help,
    const struct jindu_json *instant)
{
    if (jindu_json_kind(instant) == JINDU_JSON_INTEGER) {
        long long at = (long long)jindu_json_integer(instant, 0);
        bool negative = at < 0;
        at = negative ? -at : at;
        put_head(text, name, "", help, "gauge");
        output_append(text, "jindu_%s %s%lld.%03lld\n", name,
            negative ? "-" : "", at / 1000, at % 1000);
    }
}

/* A name that could not be one of a metric is left out. */
static bool
is_name(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz_0123456789";
    return *name != '\0' && strspn(name, letters) == strlen(name);
}

static void
put_part(struct jindu_text *text, const char *name, const char *ending,
    const char *reason, int64_t value)
{
    output_append(text, "jindu_%s%s{reason=\"", name, ending);
    put_value(text, reason);
    output_append(text, "\"} %lld\n", (long long)value);
}

static void
put_parts(struct jindu_text *text, const char *name, const char *ending,
    const struct jindu_json *parts)
{
    const struct jindu_json *part = jindu_json_first(parts);
    for (; part != NULL; part = jindu_json_next(part)) {
        if (jindu_json_kind(part) == JINDU_JSON_INTEGER) {
            put_part(text, name, ending, jindu_json_name(part),
                jindu_json_integer(part, 0));
        }
    }
    if (strcmp(name, "refused") != 0) {
        return;
    }
    /* A series that begins with its first refusal shows no increase. */
    for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
        const char *token = jindu_status_token(refusals[i]);
        if (jindu_json_member(parts, token) == NULL) {
            put_part(text, name, ending, token, 0);
        }
    }
}

static void
put_counter(struct jindu_text *text, const struct jindu_json *counter)
{
    enum jindu_json_kind kind = jindu_json_kind(counter);
    const char *name = jindu_json_name(counter);
    const char *help = "Counted by jindud.";
    bool gauge = false;
    if ((kind != JINDU_JSON_INTEGER && kind != JINDU_JSON_OBJECT) ||
        !is_name(name)) {
        return;
    }
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (strcmp(known[i].name, name) == 0) {
            help = known[i].help;
            gauge = known[i].gauge;
        }
    }
    const char *ending = gauge ? "" : "_total";
    put_head(text, name, ending, help, gauge ? "gauge" : "counter");
    if (kind == JINDU_JSON_INTEGER) {
        output_append(text, "jindu_%s%s %lld\n", name, ending,
            (long long)jindu_json_integer(counter, 0));
    } else {
        put_parts(text, name, ending, counter);
    }
}

static void
put_of_plan(struct jindu_text *text, const struct jindu_json *plans,
    const char *name, const char *member, const char *help)
{
    const struct jindu_json *plan = jindu_json_first(plans);
    if (plan == NULL) {
        return;
    }
    put_head(text, name, "", help, "gauge");
    for (; plan != NULL; plan = jindu_json_next(plan)) {
        output_append(text, "jindu_%s{plan=\"", name);
        put_value(text, wording_member(plan, "code"));
        output_append(
            text, "\"} %lld\n", (long long)wording_number(plan, member));
    }
}

static void
put_state(struct jindu_text *text, const struct jindu_json *plan,
    const char *state, int64_t value)
{
    output_append(text, "jindu_items{plan=\"");
    put_value(text, wording_member(plan, "code"));
    output_append(text, "\",state=\"");
    put_value(text, state);
    output_append(text, "\"} %lld\n", (long long)value);
}

static void
put_states_of(struct jindu_text *text, const struct jindu_json *plan)
{
    const struct jindu_json *counts = jindu_json_member(plan, "states");
    for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
        if (jindu_json_member(counts, states[i]) == NULL) {
            put_state(text, plan, states[i], 0);
        }
    }
    if (jindu_json_kind(counts) != JINDU_JSON_OBJECT) {
        return;
    }
    const struct jindu_json *count = jindu_json_first(counts);
    for (; count != NULL; count = jindu_json_next(count)) {
        put_state(
            text, plan, jindu_json_name(count), jindu_json_integer(count, 0));
    }
}

static void
put_states(struct jindu_text *text, const struct jindu_json *plans)
{
    const struct jindu_json *plan = jindu_json_first(plans);
    if (plan == NULL) {
        return;
    }
    put_head(text, "items", "", "Items of a plan by their state.", "gauge");
    for (; plan != NULL; plan = jindu_json_next(plan)) {
        put_states_of(text, plan);
    }
}

void
metrics_write(struct jindu_text *text, const struct jindu_json *status)
{
    const struct jindu_json *clock = jindu_json_member(status, "clock");
    const struct jindu_json *store = jindu_json_member(status, "store");
    const struct jindu_json *plans = jindu_json_member(status, "plans");
    put_head(text, "info", "", "The version of jindud.", "gauge");
    output_append(text, "jindu_info{version=\"");
    put_value(text, wording_member(status, "version"));
    output_append(text, "\"} 1\n");
    put_instant(text, "start_time_seconds", "When jindud started.",
        jindu_json_member(status, "started_at"));
    put_instant(text, "now_seconds", "The clock of jindud.",
        jindu_json_member(clock, "now"));
    put_instant(text, "caught_up_seconds",
        "Up to here everything due was judged.",
        jindu_json_member(clock, "caught_up"));
    put_instant(text, "next_due_seconds", "When the next notice is due.",
        jindu_json_member(status, "next_due"));
    put_gauge(text, "clock_held", "1: the clock is in doubt, no notice leaves.",
        jindu_json_boolean(jindu_json_member(clock, "held"), false) ? 1 : 0);
    put_head(text, "events", "_total", "Events in the journal.", "counter");
    output_append(text, "jindu_events_total %lld\n",
        (long long)wording_number(status, "sequence"));
    if (store != NULL) {
        put_gauge(text, "store_database_bytes", "Size of the database.",
            (long long)wording_number(store, "database"));
        put_gauge(text, "store_wal_bytes", "Size of the write-ahead log.",
            (long long)wording_number(store, "wal"));
    }
    put_states(text, plans);
    put_of_plan(
        text, plans, "items_overdue", "overdue", "Items that are overdue.");
    put_of_plan(
        text, plans, "items_soon", "soon", "Items whose deadline is near.");
    const struct jindu_json *counters = jindu_json_member(status, "counters");
    const struct jindu_json *counter =
        jindu_json_kind(counters) == JINDU_JSON_OBJECT
            ? jindu_json_first(counters)
            : NULL;
    for (; counter != NULL; counter = jindu_json_next(counter)) {
        put_counter(text, counter);
    }
}
