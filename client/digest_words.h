/* SPDX-License-Identifier: MIT */
/*
 * digest_words: the digest of a window as a text that fits a message.
 *
 *     red
 *     3 name｜deadline｜how late｜percent｜what the deadline rests on
 *
 * Ownership  Texts are appended to; what comes from others is cleaned.
 * Source     PROTOCOL.md, section 6: jindu.digest.
 */
#ifndef DIGEST_WORDS_H
#define DIGEST_WORDS_H

#include <jindu/json.h>

/* "red 2, yellow 1", and the outage before it. */
void digest_words_head(struct jindu_text *text, const struct jindu_json *data);

/* Each line begins with a line break. */
void digest_words_lines(struct jindu_text *text, const struct jindu_json *data);

#endif
