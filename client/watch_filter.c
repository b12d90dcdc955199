/* SPDX-License-Identifier: MIT */
#include "watch_filter.h"

#include "wording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Words of the types of PROTOCOL.md, section 6; below the reserved ones. */
static const char *const words[] = { "report", "submitted", "item", "claimed",
    "verified", "returned", "withdrawn", "updated", "revised", "overdue",
    "notice", "soon", "today", "acknowledged", "plan", "confirmed", "calendar",
    "loaded", "system", "clock_suspect", "clock_confirmed", "restored",
    "digest" };
static const char *const reserved[] = { "behind", "silent", "missed",
    "escalated", "urged", "signed", "closed", "reopened", "suspended",
    "extended", "transferred", "silence", "duty" };

/* "all", or a kind and one more word. */
static bool
is_stream(const char *stream)
{
    static const char *const kinds[] = { "plan", "unit", "person" };
    const char *slash = strchr(stream, '/');
    if (slash == NULL || slash[1] == '\0' || strchr(slash + 1, '/') != NULL) {
        return strcmp(stream, "all") == 0;
    }
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        size_t length = strlen(kinds[i]);
        if ((size_t)(slash - stream) == length &&
            strncmp(stream, kinds[i], length) == 0) {
            return true;
        }
    }
    return false;
}

bool
watch_filter_stream(
    const struct watch_filter *filter, char stream[WATCH_STREAM_SIZE])
{
    int length = 0;
    if (filter->stream != NULL) {
        length = snprintf(stream, WATCH_STREAM_SIZE, "%s", filter->stream);
    } else if (filter->person != NULL) {
        length =
            snprintf(stream, WATCH_STREAM_SIZE, "person/%s", filter->person);
    } else if (filter->unit != NULL) {
        length = snprintf(stream, WATCH_STREAM_SIZE, "unit/%s", filter->unit);
    } else {
        /* plan/ carries notices only; reports are in all. */
        length = snprintf(stream, WATCH_STREAM_SIZE, "all");
    }
    return length > 0 && length < WATCH_STREAM_SIZE && is_stream(stream);
}

static bool
is_word_of(const char *type, const char *word, size_t length)
{
    for (const char *at = type; at != NULL;) {
        size_t own = strcspn(at, ".");
        if (own == length && strncmp(at, word, length) == 0) {
            return true;
        }
        at = at[own] == '.' ? at + own + 1 : NULL;
    }
    return false;
}

static bool
is_kind_of(const char *type, const char *kind, size_t length)
{
    if (memchr(kind, '.', length) == NULL) {
        return is_word_of(type, kind, length);
    }
    return kind[length - 1] == '.'
               ? strncmp(type, kind, length) == 0
               : strlen(type) == length && strncmp(type, kind, length) == 0;
}

static bool
takes_kind(const char *kinds, const char *type)
{
    for (const char *at = kinds; at != NULL;) {
        size_t length = strcspn(at, ",");
        if (length > 0 && is_kind_of(type, at, length)) {
            return true;
        }
        at = at[length] == ',' ? at + length + 1 : NULL;
    }
    return kinds == NULL;
}

static bool
holds(const struct jindu_json *array, const char *name)
{
    const struct jindu_json *member = jindu_json_first(array);
    for (; member != NULL; member = jindu_json_next(member)) {
        const char *text = jindu_json_string(member);
        if (text != NULL && strcmp(text, name) == 0) {
            return true;
        }
    }
    return false;
}

/* Named in data itself, or addressed by data.to; a report names its person. */
static bool
concerns(const struct jindu_json *data, const char *name, const char *member)
{
    const struct jindu_json *to = jindu_json_member(data, "to");
    return name == NULL || holds(jindu_json_member(data, member), name) ||
           holds(jindu_json_member(to, member), name) ||
           (strcmp(member, "persons") == 0 &&
               (holds(jindu_json_member(to, "leaders"), name) ||
                   strcmp(wording_member(data, "person"), name) == 0));
}

static bool
takes_subject(
    const struct watch_filter *filter, const char *subject, const char *source)
{
    const char *slash = strrchr(subject, '/');
    if (filter->item > 0 &&
        (slash == NULL || strtoll(slash + 1, NULL, 10) != filter->item)) {
        return false;
    }
    const char *home = strncmp(source, "/jindu/", strlen("/jindu/")) == 0
                           ? source + strlen("/jindu/")
                           : "";
    return filter->plan == NULL || strcmp(home, filter->plan) == 0;
}

bool
watch_filter_takes(
    const struct watch_filter *filter, const struct jindu_json *event)
{
    const struct jindu_json *data = jindu_json_member(event, "data");
    const char *stream = wording_member(event, "stream");
    /* The stream of a person or unit carries what concerns them. */
    bool of_unit = strncmp(stream, "unit/", strlen("unit/")) == 0;
    bool of_person = strncmp(stream, "person/", strlen("person/")) == 0;
    return takes_kind(filter->kinds, wording_member(event, "type")) &&
           (of_unit || concerns(data, filter->unit, "units")) &&
           (of_person || concerns(data, filter->person, "persons")) &&
           takes_subject(filter, wording_member(event, "subject"),
               wording_member(event, "source"));
}

static bool
is_among(const char *const *list, size_t count, const char *kind, size_t length)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(list[i]) == length && strncmp(list[i], kind, length) == 0) {
            return true;
        }
    }
    return false;
}

static bool
is_known(const char *kind, size_t length)
{
    return memchr(kind, '.', length) != NULL ||
           is_among(words, sizeof(words) / sizeof(words[0]), kind, length) ||
           is_among(
               reserved, sizeof(reserved) / sizeof(reserved[0]), kind, length);
}

void
watch_filter_put_kinds(struct jindu_text *text)
{
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        output_append(text, "%s%s", i > 0 ? ", " : "", words[i]);
    }
}

bool
watch_filter_knows(
    const struct watch_filter *filter, const char **wrong, size_t *length)
{
    for (const char *at = filter->kinds; at != NULL;) {
        size_t own = strcspn(at, ",");
        if (!is_known(at, own)) {
            *wrong = at;
            *length = own;
            return false;
        }
        at = at[own] == ',' ? at + own + 1 : NULL;
    }
    return true;
}
