/* SPDX-License-Identifier: MIT */
/*
 * store_parts: what the store_*.c files do for each other, file by file.
 * Errors as store_private.h has them.
 */
#ifndef STORE_PARTS_H
#define STORE_PARTS_H

#include "stage.h"
#include "store_private.h"
#include "store_time.h"

/* store_meta.c */
JINDU_CHECK enum jindu_status store_meta_load(struct store *store, int64_t now);
/* *value stays when there is none. */
JINDU_CHECK enum jindu_status store_meta_get(
    struct store *store, const char *key, int64_t *value);
JINDU_CHECK enum jindu_status store_meta_set(
    struct store *store, const char *key, int64_t value);

/* store_key.c: who asks, as state.principal; 0: never wrote anything.  found
 * means that the result is there already. */
JINDU_CHECK enum jindu_status store_principal_find(struct work *work);
JINDU_CHECK enum jindu_status store_principal_make(struct work *work);
JINDU_CHECK enum jindu_status store_key_find(struct work *work, bool *found);
JINDU_CHECK enum jindu_status store_key_remember(struct work *work);
JINDU_CHECK enum jindu_status store_key_result(struct work *work);

/* store_journal.c: begin leaves the text after "actor", inside data; the
 * caller puts the other members in the order of their names, "origin" among
 * them. */
struct store_event {
    const char *type;
    const char *plan; /* NULL: of no plan */
    int64_t no;       /* 0: of no item; then so are these */
    int64_t item;
    int64_t previous;
};
struct jindu_text *store_event_begin(struct work *work);
JINDU_CHECK enum jindu_status store_event_end(
    struct work *work, const struct store_event *event);
/* The event that was just written, also on this stream. */
JINDU_CHECK enum jindu_status store_event_stream(
    struct work *work, const char *prefix, const char *id);

/* store_cursor.c */
JINDU_CHECK enum jindu_status store_cursor_commit(struct work *work);
JINDU_CHECK enum jindu_status store_cursor_forget(struct work *work);

/* store_item.c */
JINDU_CHECK enum jindu_status store_plan_find(
    struct work *work, const char *code, int64_t *plan, int64_t *revision);
JINDU_CHECK enum jindu_status store_item_open(
    struct work *work, struct store_item *row);
JINDU_CHECK enum jindu_status store_item_get(
    struct work *work, int64_t id, const char *code, struct store_item *row);
void store_item_read(struct statement *s, struct store_item *row);
JINDU_CHECK enum jindu_status store_item_save(
    struct work *work, const struct store_item *row);
JINDU_CHECK enum jindu_status store_item_person(struct work *work);
JINDU_CHECK enum jindu_status store_item_owner(
    struct work *work, const struct store_item *row);
enum jindu_status store_item_refuse(struct work *work,
    const struct store_item *row, enum jindu_status status,
    const struct item_refusal *refusal);
void store_put_brief(struct jindu_text *out, const struct store_item *row);
void store_put_date(struct jindu_text *out, const char *name, int32_t date);
void store_put_instant(
    struct jindu_text *out, const char *name, int64_t instant);
/* "jindu.item.<word>" and the item's own columns; sets row->last_event. */
JINDU_CHECK enum jindu_status store_item_event_end(
    struct work *work, struct store_item *row, const char *type);

/* store_report.c, store_verdict.c, store_update.c */
JINDU_CHECK enum jindu_status store_report_submit(struct work *work);
JINDU_CHECK enum jindu_status store_item_claim(struct work *work);
JINDU_CHECK enum jindu_status store_item_verify(struct work *work);
JINDU_CHECK enum jindu_status store_item_return(struct work *work);
JINDU_CHECK enum jindu_status store_item_withdraw(struct work *work);
JINDU_CHECK enum jindu_status store_withdraw(
    struct work *work, struct store_item *row, const char *reason);
JINDU_CHECK enum jindu_status store_item_update(struct work *work);
/* After item has its new deadline: what it had planned, and what comes. */
JINDU_CHECK enum jindu_status store_redate(struct work *work,
    const struct item *item, enum jp_source source, const char *reason);
void store_put_redate(struct jindu_text *out, bool redated, int32_t before,
    const struct item *item);

/* store_plan.c, store_draft.c, store_confirm.c, store_revise.c */
JINDU_CHECK enum jindu_status store_plan_load(struct work *work);
JINDU_CHECK enum jindu_status store_plan_confirm(struct work *work);

/* store_ledger.c: read takes stage and occurrence from two columns. */
void store_stage_read(struct statement *s, int column, int64_t notice,
    enum stage *stage, int *occurrence);
JINDU_CHECK enum jindu_status store_ledger_plan(
    struct store *store, const struct item *item, int64_t batch);
JINDU_CHECK enum jindu_status store_ledger_add(struct store *store,
    const struct item *item, const struct planned *planned);
JINDU_CHECK enum jindu_status store_ledger_cancel(
    struct store *store, int64_t item, const char *reason);
JINDU_CHECK enum jindu_status store_ledger_restore(
    struct store *store, const struct item *item, int64_t now);
JINDU_CHECK enum jindu_status store_ledger_next_due(
    struct store *store, int64_t *next_due);

/* store_transaction.c: commit writes nothing when nothing was changed. */
JINDU_CHECK enum jindu_status store_begin(struct store *store);
JINDU_CHECK enum jindu_status store_commit(struct store *store);
void store_rollback(struct store *store);
/* All that act does with id, or nothing of it: what ends in JINDU_INTERNAL is
 * taken back, told in undone, and the transaction goes on.  act leaves the
 * calendar alone, and no statement open. */
JINDU_CHECK enum jindu_status store_apart(struct work *work,
    enum jindu_status (*act)(struct work *work, int64_t id), int64_t id,
    bool *undone);

#endif
