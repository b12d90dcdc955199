/* SPDX-License-Identifier: MIT */
/*
 * fault: what is wrong with a request, in the words of PROTOCOL.md, section 3.
 *
 * Ownership  A value; rule, state and message are static strings.
 */
#ifndef JP_FAULT_H
#define JP_FAULT_H

#include <jindu/status.h>

#include <stdint.h>

#define JP_FIELD_SIZE 96

struct jp_fault {
    char field[JP_FIELD_SIZE]; /* "" when no member is to blame */
    const char *rule;          /* NULL when none is named */
    const char *state;         /* of the item, when that refused; else NULL */
    const char *message;       /* NULL: the sentence of the status */
    int64_t count;             /* with rule "vanished"; 0 otherwise */
    int64_t head;              /* with JINDU_RESET and JINDU_TRUNCATED */
    int64_t floor;
};

/* Fills fault and returns status, so that a refusal is one line.  rule and
 * field are copied or static; field may be NULL. */
enum jindu_status jp_refuse(struct jp_fault *fault, enum jindu_status status,
    const char *field, const char *rule);

#endif
