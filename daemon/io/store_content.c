/* SPDX-License-Identifier: MIT */
#include "store_draft.h"

/* Where a JSON text stands in the scratch text, which may move as it grows. */
struct piece {
    size_t at;
    size_t length;
};

static struct piece
put_piece(struct jindu_text *text, const struct jindu_json *value)
{
    struct piece piece = { .at = text->length };

    jindu_json_put_value(text, NULL, value);
    piece.length = text->length - piece.at;
    jindu_text_append(text, "\n", 1); /* after it no comma is due */
    return piece;
}

static void
bind_piece(
    struct statement *s, const struct jindu_text *text, struct piece piece)
{
    statement_bytes(s, text->bytes + piece.at, piece.length);
}

static void
bind_raw(struct statement *s, const struct jindu_text *text,
    const struct jp_plan_item *item, struct piece raw)
{
    if (item->raw == NULL) {
        statement_text(s, NULL);
    } else {
        bind_piece(s, text, raw);
    }
}

enum jindu_status
content_insert(struct work *work, const struct content_key *key,
    const struct jp_plan_item *item)
{
    struct jindu_text *text = &work->store->scratch;
    struct statement s = statement_use(work->store, SQL_CONTENT_INSERT);
    struct piece units;
    struct piece persons;
    struct piece leaders;
    struct piece inherited;
    struct piece raw;

    jindu_text_clear(text);
    units = put_piece(text, item->units);
    persons = put_piece(text, item->persons);
    leaders = put_piece(text, item->leaders);
    inherited = put_piece(text, item->inherited);
    raw = put_piece(text, item->raw);
    if (text->failed) {
        return JINDU_NO_MEMORY;
    }
    statement_integer(&s, key->id);
    statement_integer(&s, key->item);
    statement_integer(&s, key->revision);
    statement_blob(&s, key->hash, sizeof(key->hash));
    statement_integer(&s, key->pending);
    statement_text(&s, item->category);
    statement_text(&s, item->name);
    statement_text(&s, item->target);
    bind_piece(&s, text, units);
    bind_piece(&s, text, persons);
    bind_piece(&s, text, leaders);
    statement_date(&s, item->deadline);
    statement_integer(&s, item->deadline_source);
    statement_positive(&s, item->deadline_from);
    statement_text(&s, item->deadline_words);
    statement_integer(&s, item->deadline_confirmed);
    statement_integer(&s, item->unit_confirmed);
    if (item->inherited == NULL) {
        statement_text(&s, "[]");
    } else {
        bind_piece(&s, text, inherited);
    }
    bind_raw(&s, text, item, raw);
    return statement_run(&s);
}

enum jindu_status
content_responsible(struct work *work, enum sql sql, enum schema_role role,
    const struct jindu_json *names, int64_t item)
{
    enum jindu_status status = JINDU_OK;

    for (const struct jindu_json *name = jindu_json_first(names);
         status == JINDU_OK && name != NULL; name = jindu_json_next(name)) {
        struct statement s = statement_use(work->store, sql);

        statement_integer(&s, role);
        statement_text(&s, jindu_json_string(name));
        statement_integer(&s, item);
        status = statement_run(&s);
    }
    return status;
}
