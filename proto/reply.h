/* SPDX-License-Identifier: MIT */
/*
 * reply: answers as JSON-RPC text.  PROTOCOL.md, 2 and 3.
 *
 * Ownership  Appends to the caller's text.  id may be NULL: answered as null.
 */
#ifndef JP_REPLY_H
#define JP_REPLY_H

#include <jindu/json.h>

#include "fault.h"

void jp_reply_result(struct jindu_text *out, const struct jindu_json *id,
    const char *result, size_t length);

/* epoch is told with JINDU_RESET and JINDU_TRUNCATED, else NULL;
 * retry_after_ms with JINDU_BUSY, else 0. */
void jp_reply_error(struct jindu_text *out, const struct jindu_json *id,
    enum jindu_status status, const struct jp_fault *fault, const char *epoch,
    int64_t retry_after_ms);

#endif
