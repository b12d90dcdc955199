/* SPDX-License-Identifier: MIT */
/* import_send: a plan -> plan.load and plan.confirm. */
#ifndef IMPORT_SEND_H
#define IMPORT_SEND_H

#include <jindu/jindu.h>

#include "command.h"
#include "import/plan.h"

struct import_shipment {
    const char *code;     /* of the plan */
    const char *source;   /* the digest of the file */
    const char *vanished; /* "withdraw", "keep", or NULL */
    char draft[JINDU_KEY_SIZE];
    char digest[JINDU_DIGEST_SIZE]; /* of the items as sent */
};

/* Sends all parts of a new draft; fills draft and digest. */
int import_send_draft(struct context *context, const struct import_plan *plan,
    struct import_shipment *shipment);

/* Makes the draft of plan live. */
int import_send_confirm(struct context *context, const struct import_plan *plan,
    const struct import_shipment *shipment, struct jindu_json **answer);

#endif
