/* SPDX-License-Identifier: MIT */
/*
 * Nothing is sent before yes:
 *
 *     read -> preview and findings -> (--dry-run ends) -> compare with what is
 *     live -> question -> plan.load ... -> (--draft ends) -> plan.confirm
 */
#include "ask.h"
#include "commands.h"
#include "given.h"
#include "headings_files.h"
#include "import/import.h"
#include "import_diff.h"
#include "import_findings.h"
#include "import_open.h"
#include "import_send.h"
#include "import_view.h"
#include "infile.h"
#include "language.h"
#include "wording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define YEAR_MIN 1900
#define YEAR_MAX 9999
#define CONFIRM_TIMEOUT_MS 120000 /* a million items become live at once */

static const struct command_option options[] = {
    { "format", 0, COMMAND_CHOICE, "text|csv",
        N_("the form of the file (seen from its content)") },
    { "year", 0, COMMAND_NUMBER, N_("YEAR"),
        N_("the year of the plan (from its title)") },
    { "map", 0, COMMAND_LIST, N_("WORD=COLUMN"),
        N_("what a heading of the table means; may be given several times") },
    { "dry-run", 0, COMMAND_FLAG, NULL,
        N_("only show what was read; needs no daemon") },
    { "draft", 0, COMMAND_FLAG, NULL, N_("send it, but do not make it live") },
    { "accept-guesses", 0, COMMAND_FLAG, NULL,
        N_("answer yes; what was inferred stays unconfirmed") },
    { "vanished", 0, COMMAND_CHOICE, "withdraw|keep",
        N_("what becomes of items that the file lacks") },
    { NULL, 0, COMMAND_FLAG, NULL, NULL },
};

struct job {
    struct context *context;
    struct import_plan plan;
    struct import_shipment shipment;
    struct import_diff diff;
    char code[ASK_PLAN_SIZE];
    char source[JINDU_DIGEST_SIZE];
    bool live;    /* there is such a plan */
    bool equal;   /* made from the same bytes */
    bool may_ask; /* a person can answer */
};

static int
read_plan(struct job *job)
{
    struct context *context = job->context;
    const char *file = context->operands[0];
    char *bytes = NULL;
    size_t length = 0;
    long long year = command_number(context, "year", 0);
    if (command_flag(context, "year") && (year < YEAR_MIN || year > YEAR_MAX)) {
        return command_usage(
            context, _("%lld is no year from 1900 to 9999"), year);
    }
    struct import_headings headings = { 0 };
    int status = headings_files_load(context, &headings);
    if (status == 0) {
        status = infile_read(context, file, IMPORT_FILE_MAX, &bytes, &length);
    }
    if (status != 0) {
        import_headings_free(&headings);
        return status;
    }
    const struct import_options how = { .format =
                                            command_text(context, "format"),
        .year = (int)year,
        .headings = &headings };
    struct import_error error;
    enum jindu_status read =
        import_read(&job->plan, bytes, length, &how, &error);
    import_headings_free(&headings);
    jindu_digest(bytes, length, job->source);
    free(bytes);
    if (read == JINDU_MALFORMED) {
        return import_findings_error(context, file, &error);
    }
    return read == JINDU_OK ? 0 : ask_complain(context, read);
}

static int
choose_code(struct job *job)
{
    const struct settings *settings = &job->context->settings;
    int length =
        settings->plan_given
            ? snprintf(job->code, sizeof(job->code), "%s", settings->plan)
            : snprintf(job->code, sizeof(job->code), "%d", job->plan.year);
    if (length <= 0 || (size_t)length >= sizeof(job->code) ||
        !given_is_plan(job->code)) {
        return command_usage(
            job->context, _("'%s' is no plan code"), settings->plan);
    }
    job->shipment.code = job->code;
    job->shipment.source = job->source;
    job->shipment.vanished = command_text(job->context, "vanished");
    return 0;
}

static int
preview(struct job *job)
{
    struct context *context = job->context;
    int status = 0;
    if (!context->settings.json) {
        status = import_view_rows(context, &job->plan);
        import_findings_print(context, &job->plan);
        import_view_totals(context, &job->plan);
    } else if (command_flag(context, "dry-run")) {
        status = import_view_json(context, &job->plan, job->code);
    }
    size_t errors = job->plan.levels[IMPORT_ERROR];
    if (status == 0 && errors > 0) {
        status = output_fail(&context->output, "import", COMMAND_EXIT_INPUT,
            ngettext("'%s' has %zu error; nothing was sent",
                "'%s' has %zu errors; nothing was sent", errors),
            context->operands[0], errors);
    }
    return status;
}

/* What is live under this code, if anything. */
static int
look_at_live(struct job *job)
{
    struct jindu_text params = JINDU_TEXT_INIT;
    struct jindu_json *view = NULL;
    enum jindu_status status = JINDU_OK;
    ask_begin(&params);
    jindu_json_put_string(&params, "plan", job->code);
    int exit_status =
        ask_quietly(job->context, "plan.show", &params, &view, &status);
    if (exit_status != 0) {
        return exit_status;
    }
    if (status == JINDU_NOT_FOUND) {
        return 0;
    }
    if (status != JINDU_OK) {
        return ask_complain(job->context, status);
    }
    job->live = true;
    job->equal = strcmp(wording_member(view, "source"), job->source) == 0;
    jindu_json_free(view);
    return 0;
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
    if (strncmp(line, "是", strlen("是")) == 0) {
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

static int
ask_about_vanished(struct job *job)
{
    struct context *context = job->context;
    if (job->diff.vanished == 0 || job->shipment.vanished != NULL) {
        return 0;
    }
    char answer = '\0';
    if (job->may_ask) {
        answer = answer_to(
            context, _("Items vanished: withdraw them, keep them, or stop? "
                       "[w/k/N] "));
    }
    if (answer == 'w') {
        job->shipment.vanished = "withdraw";
    } else if (answer == 'k') {
        job->shipment.vanished = "keep";
    } else {
        return needs_answers(context, _("items vanished from the plan"),
            _("say --vanished withdraw or --vanished keep"));
    }
    return 0;
}

static void
tell_intent(const struct job *job)
{
    struct output *output = &job->context->output;
    if (job->context->settings.json) {
        return;
    }
    if (job->live) {
        output_print(output,
            _("plan %s is live: %zu added, %zu changed, %zu vanished, "
              "%zu as they were; progress stays with the numbers\n"),
            job->code, job->diff.added, job->diff.changed, job->diff.vanished,
            job->diff.unchanged);
    } else {
        output_print(output,
            ngettext("plan %s is new: %zu item\n",
                "plan %s is new: %zu items\n", job->plan.count),
            job->code, job->plan.count);
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
        if (answer_to(context, _("Import? [y/N] ")) == 'y') {
            return 0;
        }
        output_remark(&context->output, "%s", _("nothing was sent"));
        return COMMAND_EXIT_OTHER;
    }
    if (job->plan.levels[IMPORT_ASK] == 0) {
        return 0;
    }
    return needs_answers(context, _("the plan has questions for a person"),
        _("answer them at a terminal, or say --accept-guesses"));
}

static void
tell_draft(struct job *job)
{
    struct output *output = &job->context->output;
    if (job->context->settings.json) {
        output_print(output,
            "{\"digest\":\"%s\",\"draft\":\"%s\",\"plan\":\"%s\"}\n",
            job->shipment.digest, job->shipment.draft, job->code);
        return;
    }
    output_print(output, _("draft %s of plan %s; make it live with\n"),
        job->shipment.draft, job->code);
    output_print(output, "  jindu plan confirm %s --draft %s --digest %s%s%s\n",
        job->code, job->shipment.draft, job->shipment.digest,
        job->shipment.vanished != NULL ? " --vanished " : "",
        job->shipment.vanished != NULL ? job->shipment.vanished : "");
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
        job->code, (long long)wording_number(plan, "revision"),
        (long long)items);
    bool quiet = context->settings.quiet || !has_guesses(&job->plan);
    return quiet ? 0 : import_open(context, job->code);
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
    int status = import_send_draft(context, &job->plan, &job->shipment);
    if (status != 0) {
        return status;
    }
    if (command_flag(context, "draft")) {
        tell_draft(job);
        return 0;
    }
    status = import_send_confirm(context, &job->shipment, &answer);
    if (status == 0) {
        status = tell_live(job, answer);
        jindu_json_free(answer);
    }
    return status;
}

static int
import(struct job *job)
{
    struct context *context = job->context;
    bool errors = job->plan.levels[IMPORT_ERROR] > 0;
    int status = choose_code(job);
    if (status != 0 || errors || command_flag(context, "dry-run")) {
        return status != 0 ? status : preview(job);
    }
    status = look_at_live(job);
    if (status == 0 && job->equal) {
        output_remark(&context->output,
            _("plan %s was made from this very file: nothing changed"),
            job->code);
        if (context->settings.json) {
            output_print(&context->output, "{\"plan\":%s}\n", context->result);
        }
        return 0;
    }
    status = status != 0 ? status : preview(job);
    if (status == 0 && job->live) {
        status = import_diff(context, &job->plan, job->code, &job->diff);
    }
    if (status != 0) {
        return status;
    }
    tell_intent(job);
    status = ask_about_vanished(job);
    status = status != 0 ? status : ask_for_yes(job);
    return status != 0 ? status : ship(job);
}

static int
run(struct context *context)
{
    struct job job = { .context = context };
    job.may_ask = isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 &&
                  !context->settings.no_input && !context->settings.json &&
                  strcmp(context->operands[0], "-") != 0;
    int status = read_plan(&job);
    if (status == 0) {
        status = import(&job);
    }
    import_plan_free(&job.plan);
    return status;
}

const struct command cmd_plan_import = {
    .name = "plan import",
    .operands = N_("FILE|-"),
    .least = 1,
    .most = 1,
    .summary = N_("read the office's plan file and make it live"),
    .details = N_("Reads the table as it is copied out of a document, and CSV "
                  "with commas, tabs or semicolons, in UTF-8, UTF-16, GB18030 "
                  "or GBK. Shows the rows and what is doubtful, and asks "
                  "before anything is sent. The plan's code is its year unless "
                  "--plan says otherwise."),
    .options = options,
    .run = run,
};
