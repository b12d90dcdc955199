/* SPDX-License-Identifier: MIT */
/*
 * commands: the list of all commands, and what is told about them.
 *
 * Threading  Reads static data.
 */
#ifndef COMMANDS_H
#define COMMANDS_H

#include "command.h"

/* In the order of the help; NULL ends it. */
extern const struct command *const commands_all[];

/* By name ("plan import") or alias; NULL: none. */
const struct command *commands_find(const char *name);

/* "plan", "admin", "admin principal": several commands begin so. */
bool commands_is_group(const char *words);

/* Appends what follows it in its commands: "claim, verify". */
void commands_put_group(struct jindu_text *text, const char *words);

#define COMMANDS_NAME_SIZE 32 /* three words and NUL */

/* The name or group that was probably meant; false when none is near. */
bool commands_nearest(const char *typed, char near[COMMANDS_NAME_SIZE]);

extern const struct command cmd_admin_permissions;
extern const struct command cmd_admin_principal_list;
extern const struct command cmd_calendar_day;
extern const struct command cmd_calendar_import;
extern const struct command cmd_calendar_list;
extern const struct command cmd_calendar_show;
extern const struct command cmd_check;
extern const struct command cmd_completion;
extern const struct command cmd_context_add;
extern const struct command cmd_context_list;
extern const struct command cmd_context_remove;
extern const struct command cmd_context_select;
extern const struct command cmd_context_show;
extern const struct command cmd_doctor;
extern const struct command cmd_flush;
extern const struct command cmd_help;
extern const struct command cmd_history;
extern const struct command cmd_item_claim;
extern const struct command cmd_item_return;
extern const struct command cmd_item_update;
extern const struct command cmd_item_verify;
extern const struct command cmd_item_withdraw;
extern const struct command cmd_key_new;
extern const struct command cmd_key_show;
extern const struct command cmd_list;
extern const struct command cmd_notice_acknowledge;
extern const struct command cmd_notice_list;
extern const struct command cmd_plan_confirm;
extern const struct command cmd_plan_diff;
extern const struct command cmd_plan_import;
extern const struct command cmd_plan_list;
extern const struct command cmd_plan_show;
extern const struct command cmd_principal_add;
extern const struct command cmd_principal_disable;
extern const struct command cmd_principal_enable;
extern const struct command cmd_principal_role;
extern const struct command cmd_report;
extern const struct command cmd_server_backup;
extern const struct command cmd_server_check;
extern const struct command cmd_server_clock;
extern const struct command cmd_server_cursors;
extern const struct command cmd_server_metrics;
extern const struct command cmd_server_status;
extern const struct command cmd_server_verify;
extern const struct command cmd_show;
extern const struct command cmd_status;
extern const struct command cmd_version;
extern const struct command cmd_watch;
extern const struct command cmd_whoami;

#endif
