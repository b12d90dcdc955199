/* SPDX-License-Identifier: MIT */
/*
 * list_fields: the columns that a list of items may have.
 *
 * Threading  Reads static data.
 */
#ifndef LIST_FIELDS_H
#define LIST_FIELDS_H

#include <jindu/json.h>

#include <stdbool.h>

#include "columns.h"

#define LIST_FIELDS_MAX 16 /* all of them, and room for a repeated one */
#define LIST_FIELDS_NAME 32

struct list_field;

struct list_fields {
    size_t count;
    const struct list_field *fields[LIST_FIELDS_MAX];
    struct column titles[LIST_FIELDS_MAX];
};

/* Of a terminal of this width, or for tools. */
void list_fields_usual(struct list_fields *fields, const struct output *output);

/* "no,name": false with the word that names none, or has no room any more. */
bool list_fields_choose(struct list_fields *fields, const char *words,
    char wrong[LIST_FIELDS_NAME]);

/* Appends "light, no, ..". */
void list_fields_put_names(struct jindu_text *text);

/* The one that was probably meant; NULL: none. */
const char *list_fields_nearest(const char *typed);

/* A row of an item view. */
void list_fields_add(const struct list_fields *fields, struct columns *columns,
    const struct output *output, const struct jindu_json *view);

#endif
