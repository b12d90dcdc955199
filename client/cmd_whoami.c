/* SPDX-License-Identifier: MIT */
#include "ask.h"
#include "commands.h"
#include "language.h"
#include "wording.h"

static int
run(struct context *context)
{
    struct output *output = &context->output;
    struct jindu_json *hello = NULL;
    int status = ask_hello(context, &hello);
    if (status != 0) {
        return status;
    }
    const struct jindu_json *principal = jindu_json_member(hello, "principal");
    const char *person = wording_member(principal, "person");
    if (context->settings.json) {
        ask_print_result(context);
    } else {
        output_print(output, _("%s, %s (%s) at %s\n"),
            *person != '\0' ? person : _("nobody by name"),
            wording_role(wording_member(principal, "role")),
            wording_member(principal, "name"),
            jindu_client_server(context->client));
    }
    jindu_json_free(hello);
    return 0;
}

const struct command cmd_whoami = {
    .name = "whoami",
    .alias = "我是谁",
    .operands = "",
    .summary = N_("tell who you are for the daemon, and what you may"),
    .details = N_("The role is one of admin, office, leader, reporter and "
                  "observer; 'jindu admin permissions' tells what each may."),
    .run = run,
};
