/* SPDX-License-Identifier: MIT */
/*
 * when: instants as RFC 3339 UTC text with milliseconds.
 *
 * Shapes     An instant is int64_t, milliseconds since 1970-01-01T00:00:00Z.
 * Source     RFC 3339; PROTOCOL.md, section 4.
 */
#ifndef JP_WHEN_H
#define JP_WHEN_H

#include <jindu/api.h>

#include <stdbool.h>
#include <stdint.h>

#define JP_WHEN_SIZE 25 /* 2021-12-28T00:30:00.000Z and NUL */

const char *jp_when_format(int64_t instant, char text[JP_WHEN_SIZE]);
JINDU_CHECK bool jp_when_parse(const char *text, int64_t *instant);

#endif
