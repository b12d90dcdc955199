/* SPDX-License-Identifier: MIT */
#include "ask.h"
#include "commands.h"
#include "event_words.h"
#include "given.h"
#include "language.h"
#include "outbox.h"
#include "watch_exec.h"
#include "watch_filter.h"
#include "watch_start.h"
#include "wording.h"

#include <limits.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define ONLY_NEW (-1)

/* The cursor follows the printed lines when there is nothing else to do, and
 * after so many at the latest: a page. */
#define COMMIT_EVENTS 200

/* A commit that failed for now is tried again, when nothing happens. */
#define COMMIT_AGAIN_MS 1000

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
    { "name", 0, COMMAND_TEXT, N_("NAME"),
        N_("go on where this name stopped; a new one hears all there is") },
    { "exec", 0, COMMAND_FILE, N_("COMMAND"),
        N_("give each event to this command instead of printing it") },
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
    struct jindu_subscriber *subscriber;
    const char *name;  /* of the cursor; NULL: none */
    const char *exec;  /* NULL: the events are printed */
    int uncommitted;   /* events that had their effect since the commit */
    long long left;    /* events still wanted; 0: no limit */
    long long ends_at; /* monotonic milliseconds; LLONG_MAX: never */
    bool executed;     /* the command ran for the last event */
    bool ended;
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
complain_kind(struct context *context, int length, const char *wrong)
{
    struct jindu_text kinds = JINDU_TEXT_INIT;
    watch_filter_put_kinds(&kinds);
    int status = command_usage(context, _("no kind '%.*s'; there are %s"),
        length, wrong, display_or_empty(kinds.bytes));
    jindu_text_free(&kinds);
    return status;
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
        return complain_kind(context, (int)length, wrong);
    }
    bool numbered = command_flag(context, "item");
    if (numbered &&
        (watch->filter.item < 1 || watch->filter.item > COMMAND_ITEM_MAX)) {
        return command_usage(context,
            _("'%s' is not the number of an item; 'jindu list' shows them"),
            command_text(context, "item"));
    }
    if (!watch_filter_stream(&watch->filter, watch->stream)) {
        return command_usage(context,
            _("no stream can be called '%s'; there are all, plan/CODE, "
              "unit/NAME and person/NAME"),
            display_or_empty(watch->filter.stream));
    }
    watch->name = command_text(context, "name");
    watch->exec = command_text(context, "exec");
    if (watch->name != NULL && command_flag(context, "since")) {
        return command_usage(context, "%s",
            _("--since and --name: the name knows where it stopped"));
    }
    if (watch->name != NULL && !given_is_cursor(watch->name)) {
        return command_usage(context,
            _("'%s' is no name: 1 to 120 bytes without '/'"), watch->name);
    }
    if (watch->exec != NULL && watch->exec[0] == '\0') {
        return command_usage(context, "%s",
            _("--exec: no command is given; it would do nothing with the "
              "events"));
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
        event_words_print(output, event->event, (int64_t)time(NULL) * 1000);
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
fail(struct watch *watch, enum jindu_status status)
{
    /* That somebody may not, any more, needs no detail. */
    bool detailed = watch->subscriber != NULL && status != JINDU_DENIED;
    return output_fail(&watch->context->output, jindu_status_token(status),
        jindu_status_exit(status), _("cannot follow '%s': %s"), watch->stream,
        detailed ? jindu_subscriber_detail(watch->subscriber)
                 : _(jindu_status_text(status)));
}

/* Moves the cursor over what had its effect.  Where it cannot be moved just
 * now, that is told at the end only. */
static int
commit(struct watch *watch, bool at_end)
{
    if (watch->name == NULL || watch->uncommitted == 0) {
        return 0;
    }
    enum jindu_status status = jindu_subscriber_commit(
        watch->subscriber, watch->context->settings.timeout_ms);
    bool passes = outbox_stays(status) && !at_end;
    if (status == JINDU_OK || status == JINDU_RESET) {
        watch->uncommitted = 0; /* after a reset they come again */
    } else if (!passes) {
        return fail(watch, status);
    }
    return 0;
}

/* Hands the event to whoever it is for.  Returns an exit status. */
static int
handle(struct watch *watch, const struct jindu_event *event)
{
    watch->executed = false;
    if (!watch_filter_takes(&watch->filter, event->event)) {
        return 0;
    }
    if (watch->left > 0) {
        watch->left--;
        watch->ended = watch->left == 0;
    }
    if (watch->exec == NULL) {
        show(watch, event);
        watch->ended = watch->ended || watch->context->output.failed;
        return 0;
    }
    watch->executed = true;
    return watch_exec(&watch->context->output, watch->exec, watch->stream,
        jindu_subscriber_epoch(watch->subscriber), event);
}

/* How long the next event may be waited for: not at all while the cursor is
 * behind, so that it follows when there is nothing else to do. */
static int
patience(const struct watch *watch, bool idle)
{
    int left = time_left(watch);
    if (watch->name == NULL || watch->uncommitted == 0) {
        return left;
    }
    int most = idle ? COMMIT_AGAIN_MS : 0;
    return left >= 0 && left < most ? left : most;
}

static int
take(struct watch *watch, const struct jindu_event *event)
{
    int exit_status = handle(watch, event);
    watch->ended = watch->ended || time_left(watch) == 0;
    /* What could not be written is not heard. */
    if (exit_status != 0 || watch->context->output.failed) {
        return exit_status;
    }
    watch->uncommitted++;
    bool due = watch->executed || watch->uncommitted >= COMMIT_EVENTS;
    return due || watch->ended ? commit(watch, watch->ended) : 0;
}

static int
follow(struct watch *watch)
{
    bool idle = false;
    int exit_status = 0;
    while (exit_status == 0 && !watch->ended) {
        const struct jindu_event *event = NULL;
        enum jindu_status status = jindu_subscriber_next(
            watch->subscriber, patience(watch, idle), &event);
        idle = status == JINDU_TIMEOUT;
        if (idle) {
            watch->ended = time_left(watch) == 0;
            exit_status = commit(watch, watch->ended);
        } else if (status == JINDU_RESET || status == JINDU_TRUNCATED) {
            tell_break(watch, status);
        } else if (status == JINDU_WRONG_SERVER ||
                   status == JINDU_NOT_ADMITTED || status == JINDU_NO_KEY) {
            (void)fail(watch, status); /* and waits until it is mended */
        } else if (status != JINDU_OK) {
            exit_status = fail(watch, status);
        } else if (watch->exec == NULL) {
            exit_status = take(watch, event);
        } else {
            watch_exec_hold();
            exit_status = take(watch, event);
            watch_exec_release();
        }
    }
    return exit_status;
}

static enum jindu_status
begin(struct watch *watch)
{
    struct jindu_options opening =
        ask_options(watch->context, watch->context->settings.timeout_ms);
    enum jindu_status status =
        jindu_subscriber_open(&watch->subscriber, &opening);
    if (status != JINDU_OK) {
        return status;
    }
    return watch->name != NULL
               ? jindu_subscriber_follow_as(
                     watch->subscriber, watch->stream, watch->name)
               : jindu_subscriber_follow(watch->subscriber, watch->stream,
                     command_number(watch->context, "since", ONLY_NEW), NULL);
}

static int
run(struct context *context)
{
    struct watch watch = { .context = context };
    int exit_status = read_options(&watch);
    if (exit_status == 0) {
        exit_status = ask_zone(context);
    }
    if (exit_status == 0) {
        exit_status = watch_start(context, &watch.filter, watch.stream,
            command_number(context, "since", ONLY_NEW));
    }
    if (exit_status == 0 && watch.name != NULL) {
        exit_status = watch_claim(context, watch.stream, watch.name);
    }
    if (exit_status != 0) {
        return exit_status;
    }
    ask_close(context);
    enum jindu_status status = begin(&watch);
    /* Nothing may happen for hours. */
    if (status == JINDU_OK && watch.exec == NULL &&
        isatty(STDOUT_FILENO) == 1 && isatty(STDERR_FILENO) == 1) {
        output_remark(&context->output, "%s",
            _("what happens is shown here; Ctrl-C ends it"));
    }
    exit_status = status == JINDU_OK ? follow(&watch) : fail(&watch, status);
    jindu_subscriber_close(watch.subscriber);
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
                  "With --name the daemon keeps the position: who was away "
                  "hears what was missed. A name is for one watch at a time, "
                  "and of 256 at most; 'jindu server cursors' shows and "
                  "removes them. The command of --exec has the event "
                  "as JSON on its standard input, and JINDU_STREAM, "
                  "JINDU_EPOCH, JINDU_SEQUENCE and JINDU_TYPE in its "
                  "environment; when it fails, watch ends with 1 and the same "
                  "event comes again next time. While it runs, -W and the "
                  "first SIGTERM wait for its end.\n"
                  "  jindu watch --kind overdue,soon\n"
                  "  jindu watch --json --since 0 -n 10\n"
                  "  jindu watch --name mail --kind digest --exec ./send.sh"),
    .options = options,
    .run = run,
};
