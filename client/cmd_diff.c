/* SPDX-License-Identifier: MIT */
/* plan diff: what an import of the file would change; nothing is sent. */
#include "commands.h"
#include "import_changes.h"
#include "import_findings.h"
#include "import_job.h"

static const struct command_option options[] = {
    IMPORT_JOB_OPTIONS,
    { NULL, 0, COMMAND_FLAG, NULL, NULL },
};

static int
not_live(struct import_job *job)
{
    return output_fail(&job->context->output,
        jindu_status_token(JINDU_NOT_FOUND), jindu_status_exit(JINDU_NOT_FOUND),
        _("no plan '%s' is live: an import would bring it in"), job->code);
}

static int
show(struct import_job *job, const struct import_diff *diff)
{
    struct context *context = job->context;
    int status = 0;
    if (context->settings.json) {
        status = import_changes_print_json(context, diff, job->code);
    } else {
        import_changes_print(context, diff);
        import_changes_print_numbers(context, diff);
        import_changes_print_totals(context, diff, job->code);
    }
    bool same = import_diff_is_empty(diff);
    return status != 0 || same ? status : COMMAND_EXIT_FOUND;
}

static int
compare(struct import_job *job)
{
    struct context *context = job->context;
    struct import_diff diff = { 0 };
    if (job->plan.levels[IMPORT_ERROR] > 0 && !context->settings.json) {
        import_findings_print(context, &job->plan);
    }
    int status = import_job_check(job);
    status = status != 0 ? status : import_job_look(job);
    if (status == 0 && !job->live) {
        return not_live(job);
    }
    if (status == 0 && job->equal) {
        diff.unchanged = job->plan.count;
    } else if (status == 0) {
        status = import_diff_make(
            context, &job->plan, job->code, job->live_items, &diff);
    }
    status = status != 0 ? status : show(job, &diff);
    import_diff_free(&diff);
    return status;
}

static int
run(struct context *context)
{
    struct import_job job = { .context = context };
    int status = import_job_read(&job);
    status = status != 0 ? status : compare(&job);
    import_job_free(&job);
    return status;
}

const struct command cmd_plan_diff = {
    .name = "plan diff",
    .operands = N_("FILE|-"),
    .least = 1,
    .most = 1,
    .file = 1,
    .summary = N_("tell what an import of the file would change"),
    .details = N_("Nothing is sent and nothing asked. Exits 0 when nothing "
                  "would change, and 10 when something would."),
    .options = options,
    .run = run,
    .paged = true,
};
