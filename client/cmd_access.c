/* SPDX-License-Identifier: MIT */
#include "ask.h"
#include "columns.h"
#include "commands.h"
#include "language.h"
#include "wording.h"

#include <string.h>

/* As the configuration and the certificates write them. */
static const char *const roles[] = { "admin", "office", "leader", "reporter",
    "observer" };

#define ROLE_COUNT (sizeof(roles) / sizeof(roles[0]))

static const char *
permission_word(const char *permission)
{
    if (strcmp(permission, "all") == 0) {
        return _("all");
    }
    return strcmp(permission, "own") == 0 ? _("own") : "-";
}

static int
print_permissions(struct context *context, const struct jindu_json *rows)
{
    struct column titles[1 + ROLE_COUNT] = { { .title = _("method") } };
    for (size_t i = 0; i < ROLE_COUNT; i++) {
        titles[1 + i].title = roles[i];
    }
    struct columns *columns = columns_new(titles, 1 + ROLE_COUNT);
    const struct jindu_json *row = jindu_json_first(rows);
    for (; row != NULL; row = jindu_json_next(row)) {
        columns_add(columns, TINT_NONE, wording_member(row, "method"));
        for (size_t i = 0; i < ROLE_COUNT; i++) {
            columns_add(columns, TINT_NONE,
                permission_word(wording_member(row, roles[i])));
        }
    }
    return ask_print_columns(context, columns);
}

static int
run_permissions(struct context *context)
{
    struct jindu_json *answer = NULL;
    int status = ask(context, "admin.permissions", NULL, &answer);
    if (status != 0) {
        return status;
    }
    if (context->settings.json) {
        ask_print_result(context);
    } else {
        status = print_permissions(
            context, jindu_json_member(answer, "permissions"));
    }
    jindu_json_free(answer);
    return status;
}

static void
begin_principals(struct jindu_text *params, void *cookie)
{
    (void)params;
    (void)cookie;
}

static int
take_principal(const struct jindu_json *principal, void *cookie)
{
    struct columns *columns = cookie;
    bool disabled =
        jindu_json_boolean(jindu_json_member(principal, "disabled"), false);
    columns_add(columns, TINT_NONE, wording_member(principal, "name"));
    columns_add(columns, TINT_NONE, wording_member(principal, "role"));
    columns_add(columns, TINT_NONE, wording_member(principal, "person"));
    columns_add(columns, disabled ? TINT_GREY : TINT_NONE,
        disabled ? _("disabled") : _("let in"));
    columns_add(columns, TINT_NONE, wording_member(principal, "key"));
    return 0;
}

static int
run_principals(struct context *context)
{
    struct ask_pages pages = { .method = "admin.principals",
        .member = "principals",
        .cursor = "after",
        .begin = begin_principals,
        .take = take_principal };
    if (context->settings.json) {
        return ask_pages_json(context, &pages);
    }
    const struct column titles[] = { { .title = _("principal") },
        { .title = _("role") }, { .title = _("person") },
        { .title = _("state") }, { .title = _("public key") } };
    struct columns *columns =
        columns_new(titles, sizeof(titles) / sizeof(titles[0]));
    pages.cookie = columns;
    int status = ask_pages(context, &pages);
    if (status != 0) {
        columns_free(columns);
        return status;
    }
    return ask_print_columns(context, columns);
}

const struct command cmd_admin_permissions = {
    .name = "admin permissions",
    .operands = "",
    .summary = N_("tell which role may do what"),
    .details = N_("A row for each method of the protocol. own: for items whose "
                  "persons name you, notices addressed to you, your own "
                  "cursors and streams, and never in another's name."),
    .run = run_permissions,
    .paged = true,
};

const struct command cmd_admin_principal_list = {
    .name = "admin principal list",
    .operands = "",
    .summary = N_("tell who may connect, and in which role"),
    .details = N_("uid:N is a user of the daemon's computer, key:NAME somebody "
                  "on another computer. For an admin only."),
    .run = run_principals,
    .paged = true,
};
