/* SPDX-License-Identifier: MIT */
/* What is read once, at the start: epoch, hold, and the end of the chain. */
#include "store_parts.h"

#include <string.h>

#include "log.h"

/* Rows whose hashes are recomputed at every start: some milliseconds. */
#define CHAIN_CHECKED 1000

enum jindu_status
store_meta_get(struct store *store, const char *key, int64_t *value)
{
    struct statement s = statement_use(store, SQL_META_GET);

    statement_text(&s, key);
    if (statement_row(&s)) {
        *value = column_integer(&s, 0);
    }
    return statement_done(&s);
}

enum jindu_status
store_meta_set(struct store *store, const char *key, int64_t value)
{
    struct statement s = statement_use(store, SQL_META_SET);

    statement_text(&s, key);
    statement_integer(&s, value);
    return statement_run(&s);
}

static enum jindu_status
read_epoch(struct store *store, bool *found)
{
    struct statement s = statement_use(store, SQL_META_GET);

    *found = false;
    statement_text(&s, "epoch");
    if (statement_row(&s)) {
        const char *epoch = column_text(&s, 0);

        *found = epoch != NULL && strlen(epoch) == sizeof(store->epoch) - 1;
        if (*found) {
            memcpy(store->epoch, epoch, sizeof(store->epoch));
        }
    }
    return statement_done(&s);
}

static enum jindu_status
write_epoch(struct store *store, int64_t now)
{
    struct statement s = statement_use(store, SQL_META_SET);
    unsigned char uuid[JP_UUID_SIZE];
    enum jindu_status status;

    jp_uuid_make(uuid, now);
    (void)jp_uuid_format(uuid, store->epoch);
    statement_text(&s, "epoch");
    statement_text(&s, store->epoch);
    status = statement_run(&s);
    if (status == JINDU_OK) {
        status = store_meta_set(store, "restored", 0);
    }
    return status;
}

/* A backup carries restored = 1: its numbers go on from an older state than
 * followers may have seen, so it starts a new epoch. */
static enum jindu_status
load_epoch(struct store *store, int64_t now, char before[JP_UUID_TEXT_SIZE])
{
    int64_t restored = 0;
    bool found;
    enum jindu_status status = read_epoch(store, &found);

    if (status == JINDU_OK) {
        status = store_meta_get(store, "restored", &restored);
    }
    if (status == JINDU_OK && (!found || restored != 0)) {
        memcpy(before, store->epoch, sizeof(store->epoch));
        status = write_epoch(store, now);
    }
    return status;
}

/* Followers learn it from their reset; this is for the audit.  Nobody has
 * judged the clock yet, so the row says nothing of how late it is. */
static enum jindu_status
tell_restored(struct store *store, int64_t now, const char *before)
{
    struct work work = { .store = store, .now = now };
    struct store_state *state = &store->state;
    int64_t sequence = state->sequence;
    int64_t water = state->high_water;
    struct jindu_text *out = store_event_begin(&work);
    enum jindu_status status;

    log_notice("restored from a backup: epoch %s follows %s after event %lld",
        store->epoch, before, (long long)sequence);
    jindu_json_put_string(out, "origin", work.origin);
    jindu_json_put_object(out, "store");
    jindu_json_put_string(out, "epoch_before", before);
    jindu_json_put_integer(out, "sequence", sequence);
    jindu_json_end_object(out);
    status = store_event_end(
        &work, &(struct store_event){ .type = "jindu.system.restored" });
    state->high_water = water;
    state->water_kept = water;
    if (status == JINDU_OK) {
        status = store_meta_set(store, "high_water", water);
    }
    return status == JINDU_OK
               ? store_meta_set(store, "doubted", state->sequence)
               : status;
}

static enum jindu_status
load_hold(struct store *store)
{
    struct store_state *state = &store->state;
    int64_t hold = 0;
    enum jindu_status status = store_meta_get(store, "hold", &hold);

    state->hold = store_clock_reason(hold);
    if (status == JINDU_OK) {
        status = store_meta_get(store, "high_water", &state->high_water);
    }
    state->water_kept = state->high_water;
    return status;
}

/* The last row says how late it was, unless a hold lasted until then. */
static enum jindu_status
load_head(struct store *store)
{
    struct store_state *state = &store->state;
    int64_t doubted = 0;
    int64_t at = 0;
    enum jindu_status status = store_meta_get(store, "doubted", &doubted);
    struct statement s;

    if (status != JINDU_OK) {
        return status;
    }
    s = statement_use(store, SQL_JOURNAL_HEAD);
    if (statement_row(&s)) {
        state->sequence = column_integer(&s, 0);
        at = column_integer(&s, 1);
    }
    if (state->hold == NULL && state->sequence > doubted &&
        at > state->high_water) {
        state->high_water = at;
    }
    return statement_done(&s);
}

/* 0 when every link from first on holds, else the row that does not. */
static int64_t
find_bad_row(struct store *store, struct statement *s, int64_t first)
{
    unsigned char stored[JP_DIGEST_SIZE] = { 0 };
    unsigned char *hash = store->state.hash;
    int64_t expected = first;

    for (; statement_row(s); expected++) {
        int64_t sequence = column_integer(s, 0);
        const char *event = column_text(s, 1);

        if (sequence != expected ||
            !column_blob(s, 2, stored, sizeof(stored))) {
            return expected;
        }
        if (expected == first && first > 1) {
            memcpy(hash, stored, sizeof(stored)); /* where the check begins */
            continue;
        }
        jp_digest_chain(hash, hash, sequence, event, column_bytes(s, 1));
        if (memcmp(hash, stored, sizeof(stored)) != 0) {
            return sequence;
        }
    }
    return 0;
}

static enum jindu_status
check_chain(struct store *store)
{
    int64_t head = store->state.sequence;
    int64_t first = head > CHAIN_CHECKED ? head - CHAIN_CHECKED : 1;
    struct statement s = statement_use(store, SQL_JOURNAL_AFTER);
    enum jindu_status status;
    int64_t bad;

    statement_integer(&s, first);
    bad = find_bad_row(store, &s, first);
    status = statement_done(&s);
    if (status == JINDU_OK && bad != 0) {
        log_error("journal row %lld does not fit its hash; the database was "
                  "damaged or changed by another program",
            (long long)bad);
        status = JINDU_STORAGE;
    }
    return status;
}

enum jindu_status
store_meta_load(struct store *store, int64_t now)
{
    char before[JP_UUID_TEXT_SIZE] = "";
    enum jindu_status status = load_epoch(store, now, before);

    if (status == JINDU_OK) {
        status = load_hold(store);
    }
    if (status == JINDU_OK) {
        status = load_head(store);
    }
    if (status == JINDU_OK) {
        status = check_chain(store);
    }
    if (status == JINDU_OK && before[0] != '\0') {
        status = tell_restored(store, now, before);
    }
    return status;
}
