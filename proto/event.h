/* SPDX-License-Identifier: MIT */
/*
 * event: CloudEvents as stored and as published.  PROTOCOL.md, 6 and 7.
 *
 * Stored     The canonical bytes: members sorted, without stream, sequence and
 *            epoch.  jp_event_begin() leaves the text inside "data", which the
 *            caller fills in the order of names; jp_event_end() closes it.
 * Published  The stored bytes with the three members added at the end.
 */
#ifndef JP_EVENT_H
#define JP_EVENT_H

#include <jindu/json.h>

struct jp_event {
    const char *type;
    const char *epoch; /* of the moment it is stored in: part of its id */
    int64_t sequence;  /* in "all" */
    const char *plan;  /* NULL: source is /jindu */
    int64_t item;      /* 0: no subject */
    int64_t at;
};

void jp_event_begin(struct jindu_text *out);
void jp_event_end(struct jindu_text *out, const struct jp_event *event);

/* One event as it travels: appended as a JSON value (a comma first where one
 * is due). */
void jp_event_publish(struct jindu_text *out, const char *stored, size_t length,
    const char *stream, int64_t sequence, const char *epoch);

/* kind: "beat" or "bye". */
void jp_beat_encode(struct jindu_text *out, const char *kind,
    const char *stream, const char *epoch, int64_t head, int64_t floor);

/* The result of a write, made from the stored event: PROTOCOL.md, "Writes". */
JINDU_CHECK enum jindu_status jp_event_result(struct jindu_text *out,
    const char *stored, size_t length, int64_t sequence);

/* True when kinds is NULL or names type, or a prefix of it ending in '.'. */
bool jp_event_is_of(const struct jindu_json *kinds, const char *type);

#endif
