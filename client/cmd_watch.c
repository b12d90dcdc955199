/* SPDX-License-Identifier: MIT */
#include "ask.h"
#include "commands.h"
#include "event_words.h"
#include "language.h"
#include "watch_filter.h"
#include "watch_start.h"
#include "wording.h"

#include <limits.h>
#include <string.h>
#include <time.h>

#define ONLY_NEW (-1)

static const struct command_option options[] = {
    { "stream", 0, COMMAND_TEXT, N_("STREAM"),
        N_("all, plan/CODE, unit/NAME or person/NAME") },
    { "kind", 0, COMMAND_TEXT, N_("KIND,.."),
        N_("such as overdue, soon, notice, report") },
    { "unit", 0, COMMAND_UNIT, N_("NAME"), N_("notices to this unit") },
    { "person", 0, COMMAND_PERSON, N_("NAME"), N_("notices to this person") },
    { "item", 0, COMMAND_NUMBER, N_("NO"), N_("of this item") },
    { "since", 0, COMMAND_NUMBER, N_("SEQUENCE"),
        N_("after this event of the stream; 0 for all there are") },
    { "count", 'n', COMMAND_NUMBER, N_("COUNT"),
        N_("end after so many events") },
    { "wait", 'W', COMMAND_NUMBER, N_("SECONDS"),
        N_("end after so many seconds") },
    { NULL, 0, COMMAND_FLAG, NULL, NULL },
};

struct watch {
    struct context *context;
    struct watch_filter filter;
    char stream[WATCH_STREAM_SIZE];
    long long left;    /* events still wanted; 0: no limit */
    long long ends_at; /* monotonic milliseconds; LLONG_MAX: never */
};

static long long
monotonic_ms(void)
{
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0) {
        return 0;
    }
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int
read_options(struct watch *watch)
{
    struct context *context = watch->context;
    const char *wrong = NULL;
    size_t length = 0;
    watch->filter = (struct watch_filter){
        .stream = command_text(context, "stream"),
        .kinds = command_text(context, "kind"),
        .unit = command_text(context, "unit"),
        .person = command_text(context, "person"),
        .plan = context->settings.plan,
        .item = command_number(context, "item", 0),
    };
    if (!watch_filter_knows(&watch->filter, &wrong, &length)) {
        return command_usage(context, _("no kind '%.*s'"), (int)length, wrong);
    }
    bool numbered = command_flag(context, "item");
    if (numbered &&
        (watch->filter.item < 1 || watch->filter.item > COMMAND_ITEM_MAX)) {
        return command_usage(context, _("'%s' is not the number of an item"),
            command_text(context, "item"));
    }
    if (!watch_filter_stream(&watch->filter, watch->stream)) {
        return command_usage(context,
            _("no stream can be called '%s'; there are all, plan/CODE, "
              "unit/NAME and person/NAME"),
            watch->filter.stream != NULL ? watch->filter.stream : "");
    }
    long long seconds = command_number(context, "wait", -1);
    watch->left = command_number(context, "count", 0);
    watch->ends_at = seconds < 0 || seconds > INT_MAX / 1000
                         ? LLONG_MAX
                         : monotonic_ms() + seconds * 1000;
    return 0;
}

static int
time_left(const struct watch *watch)
{
    if (watch->ends_at == LLONG_MAX) {
        return -1;
    }
    long long left = watch->ends_at - monotonic_ms();
    return left < 0 ? 0 : (int)left;
}

static void
show(struct watch *watch, const struct jindu_event *event)
{
    struct output *output = &watch->context->output;
    if (watch->context->settings.json) {
        output_print(output, "%s\n", event->json);
    } else {
        struct jindu_text line = JINDU_TEXT_INIT;
        event_words_line(&line, event->event);
        output_print(output, "%s\n", line.bytes != NULL ? line.bytes : "");
        jindu_text_free(&line);
    }
    output_flush(output);
}

/* What the follower says about the stream itself; the watch goes on. */
static void
tell_break(struct watch *watch, enum jindu_status status)
{
    (void)output_fail(&watch->context->output, jindu_status_token(status),
        jindu_status_exit(status), "%s",
        status == JINDU_RESET
            ? _("the daemon's store was restored: the stream begins anew")
            : _("older events are not kept: the stream goes on after them"));
}

static int
fail(struct watch *watch, struct jindu_subscriber *subscriber,
    enum jindu_status status)
{
    return output_fail(&watch->context->output, jindu_status_token(status),
        jindu_status_exit(status), _("cannot follow '%s': %s"), watch->stream,
        subscriber != NULL ? jindu_subscriber_detail(subscriber)
                           : _(jindu_status_text(status)));
}

static int
follow(struct watch *watch, struct jindu_subscriber *subscriber)
{
    for (;;) {
        const struct jindu_event *event = NULL;
        enum jindu_status status =
            jindu_subscriber_next(subscriber, time_left(watch), &event);
        if (status == JINDU_TIMEOUT) {
            if (time_left(watch) == 0) {
                return 0;
            }
            continue;
        }
        if (status == JINDU_RESET || status == JINDU_TRUNCATED) {
            tell_break(watch, status);
            continue;
        }
        if (status != JINDU_OK) {
            return fail(watch, subscriber, status);
        }
        if (!watch_filter_takes(&watch->filter, event->event)) {
            continue;
        }
        show(watch, event);
        bool last = watch->left > 0 && --watch->left == 0;
        if (last || watch->context->output.failed) {
            return 0;
        }
    }
}

static int
run(struct context *context)
{
    struct watch watch = { .context = context };
    struct jindu_subscriber *subscriber = NULL;
    int exit_status = read_options(&watch);
    if (exit_status == 0) {
        exit_status = ask_zone(context);
    }
    if (exit_status == 0) {
        exit_status = watch_start(context, &watch.filter, watch.stream,
            command_number(context, "since", ONLY_NEW));
    }
    if (exit_status != 0) {
        return exit_status;
    }
    ask_close(context);
    struct jindu_options opening = JINDU_OPTIONS_INIT;
    opening.server = context->settings.server;
    opening.timeout_ms = context->settings.timeout_ms;
    enum jindu_status status = jindu_subscriber_open(&subscriber, &opening);
    if (status == JINDU_OK) {
        status = jindu_subscriber_follow(subscriber, watch.stream,
            command_number(context, "since", ONLY_NEW), NULL);
    }
    exit_status = status == JINDU_OK ? follow(&watch, subscriber)
                                     : fail(&watch, subscriber, status);
    jindu_subscriber_close(subscriber);
    return exit_status;
}

const struct command cmd_watch = {
    .name = "watch",
    .alias = "关注",
    .operands = "",
    .summary = N_("show events as they happen, one a line"),
    .details = N_("Without --since only what is new. Goes on until Ctrl-C, "
                  "-n or -W. Nothing is missed while it runs, also when the "
                  "daemon is started again.\n"
                  "  jindu watch --kind overdue,soon\n"
                  "  jindu watch --json --since 0 -n 10"),
    .options = options,
    .run = run,
};
