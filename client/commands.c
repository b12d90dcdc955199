/* SPDX-License-Identifier: MIT */
#include "commands.h"

#include "display.h"
#include "language.h"
#include "textdistance.h"

#include <stdio.h>
#include <string.h>

/* A group is a short word: with more wrong it is another word. */
#define GROUP_SLIPS 2

const struct command_option command_common[] = {
    { "server", 0, COMMAND_FILE, N_("ENDPOINT"),
        N_("where jindud answers, such as ipc:///run/jindu/requests") },
    { "context", 0, COMMAND_TEXT, N_("NAME"),
        N_("the server and keys of that name: 'jindu help context'") },
    { "certificate", 0, COMMAND_FILE, N_("FILE"),
        N_("the own secret key, for a server on another computer") },
    { "server-certificate", 0, COMMAND_FILE, N_("FILE"),
        N_("the public key of that server") },
    { "plan", 0, COMMAND_TEXT, N_("CODE"),
        N_("the plan; without it the only one there is") },
    { "json", 0, COMMAND_FLAG, NULL, N_("print the answer as JSON") },
    { "quiet", 'q', COMMAND_FLAG, NULL, N_("no remarks") },
    { "color", 0, COMMAND_CHOICE, "auto|always|never",
        N_("whether lights are colored") },
    { "plain", 0, COMMAND_FLAG, NULL,
        N_("tables for tools: a tab between cells, no column titles, no color") },
    { "no-pager", 0, COMMAND_FLAG, NULL,
        N_("never through a pager: 'jindu help environment'") },
    { "no-input", 0, COMMAND_FLAG, NULL, N_("ask no questions") },
    { "timeout", 0, COMMAND_NUMBER, N_("SECONDS"),
        N_("how long to wait for an answer (10; 2 where no socket is)") },
    { "help", 'h', COMMAND_FLAG, NULL, N_("tell about the command") },
    { NULL, 0, COMMAND_FLAG, NULL, NULL },
};

const struct command *const commands_all[] = { &cmd_report, &cmd_flush,
    &cmd_list, &cmd_show, &cmd_status, &cmd_watch, &cmd_history, &cmd_check,
    &cmd_plan_import, &cmd_plan_diff, &cmd_plan_confirm, &cmd_plan_list,
    &cmd_plan_show, &cmd_item_claim, &cmd_item_verify, &cmd_item_return,
    &cmd_item_update, &cmd_item_withdraw, &cmd_notice_list,
    &cmd_notice_acknowledge, &cmd_calendar_import, &cmd_calendar_show,
    &cmd_calendar_day, &cmd_calendar_list, &cmd_server_status,
    &cmd_server_metrics, &cmd_server_clock, &cmd_server_cursors,
    &cmd_server_check, &cmd_server_verify, &cmd_server_backup,
    &cmd_admin_permissions, &cmd_admin_principal_list, &cmd_principal_add,
    &cmd_principal_disable, &cmd_principal_enable, &cmd_principal_role,
    &cmd_key_new, &cmd_key_show, &cmd_doctor, &cmd_whoami, &cmd_context_add,
    &cmd_context_list, &cmd_context_select, &cmd_context_show,
    &cmd_context_remove, &cmd_completion, &cmd_help, &cmd_version, NULL };

const struct command *
commands_find(const char *name)
{
    for (size_t i = 0; commands_all[i] != NULL; i++) {
        const struct command *command = commands_all[i];
        if (strcmp(command->name, name) == 0 ||
            (command->alias != NULL && strcmp(command->alias, name) == 0)) {
            return command;
        }
    }
    return NULL;
}

bool
commands_is_group(const char *words)
{
    size_t length = strlen(words);
    for (size_t i = 0; commands_all[i] != NULL; i++) {
        const char *name = commands_all[i]->name;
        if (strncmp(name, words, length) == 0 && name[length] == ' ') {
            return true;
        }
    }
    return false;
}

void
commands_put_group(struct jindu_text *text, const char *words)
{
    size_t length = strlen(words);
    const char *gap = "";
    for (size_t i = 0; commands_all[i] != NULL; i++) {
        const char *name = commands_all[i]->name;
        if (strncmp(name, words, length) == 0 && name[length] == ' ') {
            output_append(text, "%s%s", gap, name + length + 1);
            gap = _(", ");
        }
    }
}

bool
commands_nearest(const char *typed, char near[COMMANDS_NAME_SIZE])
{
    size_t least = TEXTDISTANCE_FAR;
    for (size_t i = 0; commands_all[i] != NULL; i++) {
        char group[COMMANDS_NAME_SIZE];
        const char *name = commands_all[i]->name;
        size_t distance = textdistance(typed, name);
        const char *last = strrchr(name, ' ');
        int length = last != NULL ? (int)(last - name) : 0;
        (void)snprintf(group, sizeof(group), "%.*s", length, name);
        size_t of_group = length > 0 ? textdistance(typed, group) : distance;
        /* "jindu import": the second word alone is near, too. */
        if (last != NULL && strcmp(last + 1, typed) == 0) {
            distance = 1;
        }
        if (distance < least) {
            least = distance;
            (void)snprintf(near, COMMANDS_NAME_SIZE, "%s", name);
        }
        const char *alias = display_or_empty(commands_all[i]->alias);
        size_t of_alias = textdistance(typed, alias);
        if (*alias != '\0' && of_alias < least) {
            least = of_alias;
            (void)snprintf(near, COMMANDS_NAME_SIZE, "%s", alias);
        }
        if (of_group < least && of_group <= GROUP_SLIPS) {
            least = of_group;
            (void)snprintf(near, COMMANDS_NAME_SIZE, "%s", group);
        }
    }
    return least != TEXTDISTANCE_FAR;
}
