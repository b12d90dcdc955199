/* SPDX-License-Identifier: MIT */
/*
 * json_sort: the members of an object in the order of their names, which is
 * the order of code points since UTF-8 keeps it.
 *
 * Ownership  The pointers live as long as the document.
 * Threading  Pure; sorted is the caller's.
 */
#ifndef JP_JSON_SORT_H
#define JP_JSON_SORT_H

#include <jindu/json.h>

#include "bounds.h"

/* Returns the count; jindu_json_parse() lets no object have more members. */
size_t jp_json_sort(const struct jindu_json *object,
    const struct jindu_json *sorted[JP_MEMBERS_MAX]);

#endif
