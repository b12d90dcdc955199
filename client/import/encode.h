/* SPDX-License-Identifier: MIT */
/*
 * encode: a plan -> the JSON pieces of plan.load.
 *
 * Members are written in the order of their names, so every piece is canonical
 * and its bytes are those that plan.confirm's digest is made of.
 *
 * Errors     What fails to allocate is remembered in the text.
 * Source     PROTOCOL.md, "plan.load" and "plan item".
 */
#ifndef IMPORT_ENCODE_H
#define IMPORT_ENCODE_H

#include <jindu/json.h>

#include "plan.h"

/* One part: the items' bytes and their number.  The request frame may be 64
 * KiB; key, draft and head take the rest of it. */
#define IMPORT_PART_BYTES 57344
#define IMPORT_PART_ITEMS 1000

/* The head; source: the hex digest of the file, or NULL. */
void import_encode_head(struct jindu_text *text, const char *name,
    const struct import_plan *plan, const char *source);

void import_encode_item(
    struct jindu_text *text, const char *name, const struct import_item *item);

/* The items from index from on that fit into one part, as an array; returns
 * the index after them.  A plan without findings of level IMPORT_ERROR always
 * gets on by at least one item. */
size_t import_encode_items(struct jindu_text *text, const char *name,
    const struct import_plan *plan, size_t from);

#endif
