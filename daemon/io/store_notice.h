/* SPDX-License-Identifier: MIT */
/*
 * store_notice: one item as notices speak of it, and one notice of it issued.
 *
 * Ownership  A subject keeps its statement open, and its texts with it, until
 *            subject_close(); one at a time.
 */
#ifndef STORE_NOTICE_H
#define STORE_NOTICE_H

#include "light.h"
#include "stage.h"
#include "store_private.h"

struct subject {
    struct store_item row;
    struct statement statement;
    const char *name;
    const char *target;
    const char *units; /* arrays as JSON text */
    const char *persons;
    const char *leaders;
    int64_t deadline_from; /* 0: none */
    enum jp_source source;
    int64_t since; /* when this deadline began to count */
};

JINDU_CHECK enum jindu_status subject_open(
    struct work *work, int64_t item, struct subject *subject);
JINDU_CHECK enum jindu_status subject_close(struct subject *subject);

struct notice {
    int64_t id; /* of its row */
    struct planned planned;
    bool late;
};

/* Writes the event, names it on the streams of whom it is for, marks the row
 * published, and puts it into their next digest. */
JINDU_CHECK enum jindu_status notice_issue(
    struct work *work, struct subject *subject, const struct notice *notice);

/* What a digest says of a notice as it says itself. */
void notice_put_basis(struct jindu_text *out, const struct subject *subject);
int32_t notice_working_days_left(const struct timeliness_view *view);

JINDU_CHECK enum jindu_status notice_acknowledge(struct work *work);

#endif
