/* SPDX-License-Identifier: MIT */
#include "list_fields.h"

#include "dates.h"
#include "language.h"
#include "textdistance.h"
#include "wording.h"

#include <stdio.h>
#include <string.h>

/* A fifth is seen at a glance, and leaves room for the name. */
#define BAR_CELLS 5
/* Cells; a terminal with fewer shows no bar. */
#define NARROW 100
/* Cells of names; more of them are counted. */
#define NAMES_NARROW 10
#define NAMES_WIDE 20

struct list_field {
    const char *name;
    const char *title;
    void (*put)(struct jindu_text *text, const struct jindu_json *view,
        const struct output *output);
    bool right;
    int spare; /* columns.h */
};

static void
put_light(struct jindu_text *text, const struct jindu_json *view,
    const struct output *output)
{
    (void)output;
    output_append(text, "%s", wording_light(wording_member(view, "light")));
}

static void
put_number(struct jindu_text *text, const struct jindu_json *view,
    const struct output *output)
{
    (void)output;
    output_append(text, "%lld", (long long)wording_number(view, "no"));
}

static void
put_deadline(struct jindu_text *text, const struct jindu_json *view,
    const struct output *output)
{
    (void)output;
    dates_put_day(text, wording_member(view, "deadline"));
}

static void
put_left(struct jindu_text *text, const struct jindu_json *view,
    const struct output *output)
{
    wording_left(text, view, output->width < NARROW);
}

static void
put_percent(struct jindu_text *text, const struct jindu_json *view,
    const struct output *output)
{
    (void)output;
    output_append(text, "%lld%%", (long long)wording_number(view, "percent"));
}

static void
put_state(struct jindu_text *text, const struct jindu_json *view,
    const struct output *output)
{
    (void)output;
    output_append(text, "%s", wording_state(wording_member(view, "state")));
}

static void
put_names(struct jindu_text *text, const struct jindu_json *names,
    const struct output *output, bool of_units)
{
    wording_names_short(text, names, output,
        output->width < NARROW ? NAMES_NARROW : NAMES_WIDE, of_units);
}

static void
put_persons(struct jindu_text *text, const struct jindu_json *view,
    const struct output *output)
{
    put_names(text, jindu_json_member(view, "persons"), output, false);
}

static void
put_units(struct jindu_text *text, const struct jindu_json *view,
    const struct output *output)
{
    put_names(text, jindu_json_member(view, "units"), output, true);
}

static void
put_leaders(struct jindu_text *text, const struct jindu_json *view,
    const struct output *output)
{
    put_names(text, jindu_json_member(view, "leaders"), output, false);
}

static void
put_bar(struct jindu_text *text, const struct jindu_json *view,
    const struct output *output)
{
    wording_bar(text, output, wording_number(view, "percent"), BAR_CELLS);
}

static void
put_category(struct jindu_text *text, const struct jindu_json *view,
    const struct output *output)
{
    (void)output;
    output_append(text, "%s", wording_member(view, "category"));
}

static void
put_target(struct jindu_text *text, const struct jindu_json *view,
    const struct output *output)
{
    (void)output;
    output_append(text, "%s", wording_member(view, "target"));
}

static void
put_name(struct jindu_text *text, const struct jindu_json *view,
    const struct output *output)
{
    (void)output;
    const char *name = wording_member(view, "display_name");
    output_append(
        text, "%s", *name != '\0' ? name : wording_member(view, "name"));
}

static const struct list_field all[] = {
    { "light", N_("light"), put_light, false, 0 },
    { "no", N_("no"), put_number, true, 0 },
    { "deadline", N_("deadline"), put_deadline, false, 3 },
    { "left", N_("left"), put_left, false, 0 },
    { "percent", "%", put_percent, true, 0 },
    { "state", N_("state"), put_state, false, 2 },
    { "persons", N_("persons"), put_persons, false, 1 },
    { "bar", "", put_bar, false, 0 },
    { "name", N_("name"), put_name, false, 0 },
    { "category", N_("category"), put_category, false, 0 },
    { "target", N_("target"), put_target, false, 0 },
    { "units", N_("units"), put_units, false, 0 },
    { "leaders", N_("leaders"), put_leaders, false, 0 },
};

#define FIELD_COUNT (sizeof(all) / sizeof(all[0]))

static void
add(struct list_fields *fields, const struct list_field *field)
{
    const char *title = *field->title != '\0' ? _(field->title) : "";
    fields->titles[fields->count] = (struct column){
        .title = title, .right = field->right, .spare = field->spare
    };
    fields->fields[fields->count++] = field;
}

static const struct list_field *
find(const char *name, size_t length)
{
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        if (strlen(all[i].name) == length &&
            strncmp(all[i].name, name, length) == 0) {
            return &all[i];
        }
    }
    return NULL;
}

void
list_fields_usual(struct list_fields *fields, const struct output *output)
{
    static const char *const usual[] = { "light", "no", "deadline", "left",
        "percent", "state", "persons", "bar", "name" };
    bool narrow = output->width < NARROW;
    fields->count = 0;
    for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++) {
        const struct list_field *field = find(usual[i], strlen(usual[i]));
        if (field->put != put_bar || (!narrow && !output->tabs)) {
            add(fields, field);
        }
    }
}

bool
list_fields_choose(
    struct list_fields *fields, const char *words, char wrong[LIST_FIELDS_NAME])
{
    fields->count = 0;
    for (const char *at = words;;) {
        size_t length = strcspn(at, ",");
        const struct list_field *field = find(at, length);
        if (field == NULL || fields->count == LIST_FIELDS_MAX) {
            (void)snprintf(wrong, LIST_FIELDS_NAME, "%.*s", (int)length, at);
            return false;
        }
        add(fields, field);
        fields->titles[fields->count - 1].spare = 0; /* it was asked for */
        if (at[length] == '\0') {
            return true;
        }
        at += length + 1;
    }
}

void
list_fields_put_names(struct jindu_text *text)
{
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        output_append(text, "%s%s", i > 0 ? ", " : "", all[i].name);
    }
}

const char *
list_fields_nearest(const char *typed)
{
    const char *near = NULL;
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        near = textdistance_nearer(typed, near, all[i].name);
    }
    return near;
}

void
list_fields_add(const struct list_fields *fields, struct columns *columns,
    const struct output *output, const struct jindu_json *view)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    for (size_t i = 0; i < fields->count; i++) {
        const struct list_field *field = fields->fields[i];
        enum tint tint = field->put == put_light
                             ? wording_tint(wording_member(view, "light"))
                             : TINT_NONE;
        field->put(&text, view, output);
        output_check(&text);
        columns_add(columns, tint, text.length > 0 ? text.bytes : "");
        jindu_text_clear(&text);
    }
    jindu_text_free(&text);
}
