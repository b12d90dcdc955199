/* SPDX-License-Identifier: MIT */
/*
 * Nothing is sent before yes:
 *
 *     read -> preview and findings -> (--dry-run ends) -> compare with what is
 *     live -> question -> plan.load ... -> (--draft ends) -> plan.confirm
 */
#include "ask.h"
#include "commands.h"
#include "import_changes.h"
#include "import_diff.h"
#include "import_findings.h"
#include "import_job.h"
#include "import_open.h"
#include "import_send.h"
#include "import_view.h"
#include "language.h"
#include "typed.h"
#include "wording.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define CONFIRM_TIMEOUT_MS 120000 /* a million items become live at once */

static const struct command_option options[] = {
    IMPORT_JOB_OPTIONS,
    { "dry-run", 0, COMMAND_FLAG, NULL,
        N_("only show what was read; needs no daemon") },
    { "draft", 0, COMMAND_FLAG, NULL, N_("send it, but do not make it live") },
    { "accept-guesses", 0, COMMAND_FLAG, NULL,
        N_("answer yes; what was inferred stays unconfirmed") },
    { "vanished", 0, COMMAND_CHOICE, "withdraw|keep",
        N_("what becomes of items that the file lacks") },
    { "accept-numbers", 0, COMMAND_FLAG, NULL,
        N_("the numbers of the file count, though items changed theirs") },
    { NULL, 0, COMMAND_FLAG, NULL, NULL },
};

struct job {
    struct context *context;
    struct import_job read;
    struct import_shipment shipment;
    struct import_diff diff;
    bool may_ask; /* a person can answer */
};

/* What a person reads before the question goes through the pager by itself. */
static void
page(struct context *context)
{
    if (!context->settings.no_pager) {
        output_page(&context->output);
    }
}

static int
preview(struct job *job)
{
    struct context *context = job->context;
    int status = 0;
    if (!context->settings.json) {
        page(context);
        status = import_view_rows(context, &job->read.plan);
        import_findings_print(context, &job->read.plan);
        output_end_page(&context->output);
        import_view_totals(context, &job->read.plan);
    } else if (command_flag(context, "dry-run")) {
        status = import_view_json(context, &job->read.plan, job->read.code);
    }
    return status != 0 ? status : import_job_check(&job->read);
}

/* The first letter of the answer; '\0' for none. */
static char
answer_to(struct context *context, const char *question)
{
    char line[64]; /* "yes" and what a hasty finger adds */
    output_ask(&context->output, question);
    if (fgets(line, sizeof(line), stdin) == NULL) {
        output_remark(&context->output, "%s", "");
        return '\0';
    }
    /* The rest of a longer line is no answer to the next question. */
    for (int c = 0; strchr(line, '\n') == NULL && c != '\n' && c != EOF;) {
        c = getc(stdin);
    }
    if (strncmp(typed_shown(context, line), "是", strlen("是")) == 0) {
        return 'y';
    }
    return line[0] >= 'A' && line[0] <= 'Z' ? (char)(line[0] - 'A' + 'a')
                                            : line[0];
}

static int
needs_answers(struct context *context, const char *what, const char *hint)
{
    int status = output_fail(&context->output, "needs_answers",
        COMMAND_EXIT_ANSWERS, _("%s; nothing was sent"), what);
    output_hint(&context->output, "%s", hint);
    return status;
}

/* A person's no, or nothing at all where a person sits. */
static int
refused(struct context *context)
{
    output_remark(&context->output, "%s", _("nothing was sent"));
    return COMMAND_EXIT_OTHER;
}

static int
ask_about_vanished(struct job *job)
{
    struct context *context = job->context;
    if (job->diff.vanished == 0 || job->shipment.vanished != NULL) {
        return 0;
    }
    if (!job->may_ask) {
        return needs_answers(context, _("items vanished from the plan"),
            _("say --vanished withdraw or --vanished keep"));
    }
    char answer = answer_to(
        context, _("Items vanished: withdraw them, keep them, or stop? "
                   "[w/k/N] "));
    if (answer == 'w') {
        job->shipment.vanished = "withdraw";
    } else if (answer == 'k') {
        job->shipment.vanished = "keep";
    } else {
        return refused(context);
    }
    return 0;
}

static int
ask_about_numbers(struct job *job)
{
    struct context *context = job->context;
    if (job->diff.renumbered_count == 0 ||
        command_flag(context, "accept-numbers")) {
        return 0;
    }
    if (!job->may_ask) {
        return needs_answers(context, _("items changed their numbers"),
            _("give them their old numbers, or say --accept-numbers"));
    }
    return answer_to(
               context, _("Numbers changed: go on all the same? [y/N] ")) == 'y'
               ? 0
               : refused(context);
}

static void
tell_intent(const struct job *job)
{
    struct output *output = &job->context->output;
    if (job->context->settings.json) {
        return;
    }
    if (job->read.live) {
        page(job->context);
        import_changes_print(job->context, &job->diff);
        output_end_page(output);
        import_changes_print_numbers(job->context, &job->diff);
        import_changes_print_totals(job->context, &job->diff, job->read.code);
    } else {
        output_print(output,
            ngettext("plan %s is new: %zu item\n",
                "plan %s is new: %zu items\n", job->read.plan.count),
            job->read.code, job->read.plan.count);
    }
}

static int
ask_for_yes(struct job *job)
{
    struct context *context = job->context;
    if (command_flag(context, "accept-guesses")) {
        return 0;
    }
    if (job->may_ask) {
        return answer_to(context, _("Import? [y/N] ")) == 'y'
                   ? 0
                   : refused(context);
    }
    if (job->read.plan.levels[IMPORT_ASK] > 0) {
        return needs_answers(context, _("the plan has questions for a person"),
            _("answer them at a terminal, or say --accept-guesses"));
    }
    return needs_answers(context, _("nobody answered whether to import"),
        _("answer at a terminal, or say yes with --accept-guesses"));
}

static void
tell_draft(struct job *job)
{
    struct output *output = &job->context->output;
    if (job->context->settings.json) {
        output_print(output,
            "{\"digest\":\"%s\",\"draft\":\"%s\",\"plan\":\"%s\"}\n",
            job->shipment.digest, job->shipment.draft, job->read.code);
        return;
    }
    output_print(output, _("draft %s of plan %s; make it live with\n"),
        job->shipment.draft, job->read.code);
    /* To be copied: in one piece, however long. */
    struct jindu_text line = JINDU_TEXT_INIT;
    output_append(&line, "  jindu plan confirm %s --draft %s --digest %s%s%s\n",
        job->read.code, job->shipment.draft, job->shipment.digest,
        job->shipment.vanished != NULL ? " --vanished " : "",
        display_or_empty(job->shipment.vanished));
    output_write(output, display_or_empty(line.bytes), line.length);
    jindu_text_free(&line);
}

static bool
has_guesses(const struct import_plan *plan)
{
    for (size_t i = 0; i < plan->count; i++) {
        if (plan->items[i].deadline_unconfirmed ||
            plan->items[i].unit_unconfirmed) {
            return true;
        }
    }
    return false;
}

static int
tell_live(struct job *job, const struct jindu_json *answer)
{
    struct context *context = job->context;
    const struct jindu_json *plan = jindu_json_member(answer, "plan");
    if (context->settings.json) {
        ask_print_result(context);
        return 0;
    }
    int64_t items = wording_number(plan, "items");
    output_print(&context->output,
        ngettext("plan %s is live: revision %lld, %lld item\n",
            "plan %s is live: revision %lld, %lld items\n",
            (unsigned long)items),
        job->read.code, (long long)wording_number(plan, "revision"),
        (long long)items);
    bool quiet = context->settings.quiet || !has_guesses(&job->read.plan);
    return quiet ? 0 : import_open(context, job->read.code);
}

static int
ship(struct job *job)
{
    struct context *context = job->context;
    struct jindu_json *answer = NULL;
    /* The first question was answered, so somebody is there: wait longer. */
    ask_close(context);
    if (context->settings.timeout_ms < CONFIRM_TIMEOUT_MS) {
        context->settings.timeout_ms = CONFIRM_TIMEOUT_MS;
    }
    int status = import_send_draft(context, &job->read.plan, &job->shipment);
    if (status != 0) {
        return status;
    }
    if (command_flag(context, "draft")) {
        tell_draft(job);
        return 0;
    }
    status =
        import_send_confirm(context, &job->read.plan, &job->shipment, &answer);
    if (status == 0) {
        status = tell_live(job, answer);
        jindu_json_free(answer);
    }
    return status;
}

/* What is live, and how the file differs from it. */
static int
compare(struct job *job)
{
    if (!job->read.live) {
        return 0;
    }
    return import_diff_make(job->context, &job->read.plan, job->read.code,
        job->read.live_items, &job->diff);
}

static int
import(struct job *job)
{
    struct context *context = job->context;
    bool errors = job->read.plan.levels[IMPORT_ERROR] > 0;
    if (errors || command_flag(context, "dry-run")) {
        return preview(job);
    }
    int status = import_job_look(&job->read);
    if (status == 0 && job->read.equal) {
        output_remark(&context->output,
            _("plan %s was made from this very file: nothing changed"),
            job->read.code);
        if (context->settings.json) {
            output_print(&context->output, "{\"plan\":%s}\n", context->result);
        }
        return 0;
    }
    status = status != 0 ? status : preview(job);
    status = status != 0 ? status : compare(job);
    if (status != 0) {
        return status;
    }
    tell_intent(job);
    status = ask_about_numbers(job);
    status = status != 0 ? status : ask_about_vanished(job);
    status = status != 0 ? status : ask_for_yes(job);
    return status != 0 ? status : ship(job);
}

static int
run(struct context *context)
{
    struct job job = { .context = context, .read = { .context = context } };
    job.may_ask = isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 &&
                  !context->settings.no_input && !context->settings.json &&
                  strcmp(context->operands[0], "-") != 0;
    int status = import_job_read(&job.read);
    if (status == 0) {
        job.shipment.code = job.read.code;
        job.shipment.source = job.read.source;
        job.shipment.vanished = command_text(context, "vanished");
        status = import(&job);
    }
    import_diff_free(&job.diff);
    import_job_free(&job.read);
    return status;
}

const struct command cmd_plan_import = {
    .name = "plan import",
    .operands = N_("FILE|-"),
    .least = 1,
    .most = 1,
    .file = 1,
    .summary = N_("read the office's plan file and make it live"),
    .details = N_("Reads the table as it is copied out of a document, and CSV "
                  "with commas, tabs or semicolons, in UTF-8, UTF-16, GB18030 "
                  "or GBK. Shows the rows and what is doubtful, and asks "
                  "before anything is sent. The plan's code is its year unless "
                  "--plan says otherwise."),
    .options = options,
    .run = run,
};
