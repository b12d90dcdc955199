/* SPDX-License-Identifier: MIT */
#include "import_job.h"

#include "given.h"
#include "headings_files.h"
#include "import/import.h"
#include "import_findings.h"
#include "infile.h"
#include "typed.h"
#include "wording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define YEAR_MIN 1900
#define YEAR_MAX 9999

static int
read_plan(struct import_job *job)
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
choose_code(struct import_job *job)
{
    const struct settings *settings = &job->context->settings;
    int length =
        settings->plan_given
            ? snprintf(job->code, sizeof(job->code), "%s", settings->plan)
            : snprintf(job->code, sizeof(job->code), "%d", job->plan.year);
    if (length <= 0 || (size_t)length >= sizeof(job->code) ||
        !given_is_plan(job->code)) {
        return command_usage(job->context,
            _("'%s' is no plan code; 'jindu plan list' shows them"),
            settings->plan);
    }
    return 0;
}

int
import_job_read(struct import_job *job)
{
    int status = read_plan(job);
    return status != 0 ? status : choose_code(job);
}

int
import_job_check(const struct import_job *job)
{
    size_t errors = job->plan.levels[IMPORT_ERROR];
    if (errors == 0) {
        return 0;
    }
    return output_fail(&job->context->output, "import", COMMAND_EXIT_INPUT,
        ngettext("'%s' has %zu error; nothing was sent",
            "'%s' has %zu errors; nothing was sent", errors),
        typed_shown(job->context, job->context->operands[0]), errors);
}

/* The same bytes may then be another plan. */
static bool
is_read_in_another_way(const struct context *context)
{
    return context->list_count > 0 || command_flag(context, "year") ||
           command_flag(context, "format");
}

int
import_job_look(struct import_job *job)
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
    job->live_items = (size_t)wording_number(view, "items");
    job->equal = strcmp(wording_member(view, "source"), job->source) == 0 &&
                 !is_read_in_another_way(job->context);
    jindu_json_free(view);
    return 0;
}

void
import_job_free(struct import_job *job)
{
    import_plan_free(&job->plan);
}
