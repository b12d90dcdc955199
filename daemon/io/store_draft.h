/* SPDX-License-Identifier: MIT */
/*
 * store_draft: a plan on its way in (PROTOCOL.md, plan.load), and the rows of
 * its items.
 *
 * Ownership  Values; a draft's head is in store->scratch until that is used
 *            again.
 */
#ifndef STORE_DRAFT_H
#define STORE_DRAFT_H

#include "store_private.h"

struct draft {
    int64_t id;       /* 0: there is none; also its batch of notices */
    int64_t plan;     /* 0: no such plan yet */
    int64_t revision; /* that the plan gets by it */
    int64_t part;     /* the last that came */
    bool complete;
    int64_t items; /* as sent; of them new to the plan; of them changed */
    int64_t added;
    int64_t changed;
    unsigned char digest[JP_DIGEST_SIZE];
    char uuid[JP_UUID_TEXT_SIZE];
};

/* Of the plan; id is 0 when it has none. */
JINDU_CHECK enum jindu_status draft_find(
    struct work *work, int64_t plan, struct draft *draft);
JINDU_CHECK enum jindu_status draft_begin(
    struct work *work, struct draft *draft);
JINDU_CHECK enum jindu_status draft_save(
    struct work *work, const struct draft *draft);
/* The row alone: what it brought has become the plan. */
JINDU_CHECK enum jindu_status draft_end(struct work *work, int64_t id);
/* With everything it brought. */
JINDU_CHECK enum jindu_status draft_drop(
    struct work *work, int64_t id, int64_t plan, int64_t revision);
JINDU_CHECK enum jindu_status draft_drop_stale(struct work *work);

/* store_content.c: the texts of an item, and who is responsible for it. */
struct content_key {
    int64_t id;
    int64_t item;
    int64_t revision;
    unsigned char hash[JP_DIGEST_SIZE];
    bool pending;
};
JINDU_CHECK enum jindu_status content_insert(struct work *work,
    const struct content_key *key, const struct jp_plan_item *item);
JINDU_CHECK enum jindu_status content_responsible(struct work *work,
    enum sql sql, enum schema_role role, const struct jindu_json *names,
    int64_t item);

/* store_revise.c: every pending content of the plan becomes its item's. */
JINDU_CHECK enum jindu_status revise_items(
    struct work *work, const struct draft *draft);
/* And then every other withdrawn item that it names is active again. */
JINDU_CHECK enum jindu_status revise_withdrawn(
    struct work *work, const struct draft *draft, int64_t *resumed);
/* Before each event of an item: so many are published, the others kept. */
void revise_keep_bounded(struct work *work);

#endif
