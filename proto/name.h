/* SPDX-License-Identifier: MIT */
/*
 * name: the grammar of plan codes, ids, streams and texts.
 *
 * Threading  Pure functions.
 * Source     PROTOCOL.md, sections 4 and 7.
 */
#ifndef JP_NAME_H
#define JP_NAME_H

#include <stdbool.h>
#include <stddef.h>

bool jp_name_is_plan(const char *text);
bool jp_name_is_id(const char *text); /* of a unit or a person */
/* Whether a plan could name a person so; text is an id. */
bool jp_name_is_person(const char *text);
bool jp_name_is_stream(const char *text); /* all, plan/, unit/, person/ */

/* "<stream>/" in exactly length bytes, as a SUB socket subscribes; copies the
 * stream without its slash.  stream has room for JP_STREAM_MAX + 1. */
bool jp_name_topic(const char *bytes, size_t length, char *stream);

/* UTF-8 without control characters (line feed and tab allowed when lines is
 * true) of at most max characters; text is already known to be UTF-8. */
bool jp_name_is_text(const char *text, size_t max, bool lines);

bool jp_name_is_utf8(const char *bytes, size_t length);

#endif
