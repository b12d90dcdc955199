/* SPDX-License-Identifier: MIT */
/* notice_table: rows of the notice ledger as a table. */
#ifndef NOTICE_TABLE_H
#define NOTICE_TABLE_H

#include "columns.h"
#include "command.h"

struct jindu_json;

#define NOTICE_TABLE_COLUMNS 8

void notice_table_titles(struct column titles[NOTICE_TABLE_COLUMNS]);
void notice_table_add(struct columns *columns, const struct jindu_json *notice);

/* The member notices of an item view, under a heading. */
int notice_table_of_item(
    struct context *context, const struct jindu_json *view);

#endif
