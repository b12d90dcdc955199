/* SPDX-License-Identifier: MIT */
#include "real.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "digest.h"

#define ROUNDS_MAX 100 /* of ticks at one instant */

/* The events of each sequence begin after those of the calendar of 2021. */
#define CALENDAR_AT 1609430400000 /* 2021-01-01 */

static const char *const suffixes[] = { "", "-wal", "-shm" };

static void
failed(struct real *real, const char *what, const char *why)
{
    lines_add(&real->heard, "failed: %s: %s", what, why);
}

static void
open_store(struct real *real)
{
    const struct store_options options = { .directory = real->directory,
        .window = { .open = WINDOW_OPEN,
            .close = WINDOW_CLOSE,
            .digest_count = 1,
            .digests = { WINDOW_SECOND } } };
    enum jindu_status status = store_open(&real->store, &options);

    if (status == JINDU_OK) {
        status = query_open(&real->query, real->directory);
    }
    if (status != JINDU_OK) {
        failed(real, "the store does not open", jindu_status_token(status));
        abort();
    }
}

static void
close_store(struct real *real)
{
    query_close(real->query);
    store_close(real->store);
    real->query = NULL;
    real->store = NULL;
}

void
real_init(struct real *real)
{
    const char *base = getenv("TMPDIR");

    memset(real, 0, sizeof(*real));
    (void)snprintf(real->directory, sizeof(real->directory),
        "%s/jindu-model-XXXXXX", base == NULL ? "/tmp" : base);
    if (jp_digest_start() != JINDU_OK ||
        setenv("TZ", "Asia/Shanghai", 1) != 0 ||
        mkdtemp(real->directory) == NULL) {
        perror("model");
        abort();
    }
    tzset();
}

void
real_stop(struct real *real)
{
    char path[REAL_PATH_MAX + 16];

    close_store(real);
    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        (void)snprintf(path, sizeof(path), "%s/" STORE_FILE "%s",
            real->directory, suffixes[i]);
        (void)unlink(path);
    }
}

void
real_fini(struct real *real)
{
    batch_fini(&real->batch);
    jindu_text_free(&real->text);
    (void)rmdir(real->directory);
}

static void
hear_emissions(struct real *real)
{
    const struct batch *batch = &real->batch;

    for (size_t i = 0; i < batch->emission_count; i++) {
        const struct emission *emission = &batch->emissions[i];
        struct jindu_json *event = NULL;

        if (strcmp(emission->stream, "all") != 0) {
            continue;
        }
        if (jindu_json_parse(&event, batch->events.bytes + emission->event_at,
                emission->event_length) == JINDU_OK) {
            real_hear(&real->heard, real->now, event);
        } else {
            failed(real, "an event", "no JSON");
        }
        jindu_json_free(event);
    }
}

static void
apply(struct real *real, struct change *change)
{
    struct batch *batch = &real->batch;

    change->received_at = real->now;
    change->offset = real->offset;
    batch_clear(batch);
    batch->changes[0] = change;
    batch->count = 1;
    store_apply(real->store, batch, real->now);
    if (batch->status != JINDU_OK) {
        failed(real, "a transaction", jindu_status_token(batch->status));
    }
    real->next_due = batch->next_due;
    hear_emissions(real);
}

static void
tick(struct real *real, enum change_kind kind)
{
    for (int i = 0; i < ROUNDS_MAX; i++) {
        struct change change = { .kind = kind };

        apply(real, &change);
        if (change.status != JINDU_OK) {
            failed(real, "a tick", jindu_status_token(change.status));
            return;
        }
        if (real->next_due > real->now) {
            return;
        }
        kind = CHANGE_TICK;
    }
    failed(real, "ticks", "they do not come to an end");
}

static void
put_answer(const struct real *real, const struct change *change,
    char answer[LINE_SIZE])
{
    const struct jp_fault *fault = &change->fault;
    struct jindu_json *result = NULL;
    const struct jindu_json *item;
    int64_t sequence;

    if (change->status != JINDU_OK) {
        (void)snprintf(answer, LINE_SIZE, "%s %s %s%s%s",
            jindu_status_token(change->status),
            fault->field[0] == '\0' ? "-" : fault->field,
            fault->rule == NULL ? "-" : fault->rule,
            fault->state == NULL ? "" : " ",
            fault->state == NULL ? "" : fault->state);
        return;
    }
    if (jindu_json_parse(&result, real->batch.results.bytes + change->result_at,
            change->result_length) != JINDU_OK) {
        (void)snprintf(answer, LINE_SIZE, "the result is no JSON");
        return;
    }
    item = jindu_json_member(result, "item");
    sequence = jindu_json_integer(jindu_json_member(result, "sequence"), -1);
    if (item == NULL) {
        (void)snprintf(answer, LINE_SIZE, "ok %lld", (long long)sequence);
    } else {
        (void)snprintf(answer, LINE_SIZE,
            "ok %lld item %lld %lld%% %s revision %lld", (long long)sequence,
            (long long)jindu_json_integer(jindu_json_member(item, "no"), -1),
            (long long)jindu_json_integer(
                jindu_json_member(item, "percent"), -1),
            jindu_json_string(jindu_json_member(item, "state")),
            (long long)jindu_json_integer(
                jindu_json_member(item, "revision"), -1));
    }
    jindu_json_free(result);
}

/* real->text is one request; who reports, or the office. */
static void
send_text(struct real *real, int who, char answer[LINE_SIZE])
{
    struct change change = { .kind = CHANGE_REQUEST };
    struct jp_message message = { .document = NULL };
    struct jp_request request;

    change.status =
        jp_message_parse(&message, real->text.bytes, real->text.length);
    if (change.status == JINDU_OK) {
        change.status =
            jp_request_decode(&request, message.document, &change.fault);
    }
    if (change.status == JINDU_OK) {
        change.request = &request;
        change.principal.role = who == WHO_OFFICE ? ROLE_ADMIN : ROLE_REPORTER;
        (void)snprintf(change.principal.name, sizeof(change.principal.name),
            "uid:%d", who + 1);
        if (who != WHO_OFFICE) {
            (void)snprintf(change.principal.person,
                sizeof(change.principal.person), "P%d", who + 1);
        }
        apply(real, &change);
    }
    put_answer(real, &change, answer);
    jp_message_free(&message);
}

void
real_ask(struct real *real, const struct asked *asked, char answer[LINE_SIZE])
{
    jindu_text_clear(&real->text);
    real_put_request(&real->text, asked);
    send_text(real, asked->who, answer);
    if (real->next_due <= real->now) {
        tick(real, CHANGE_TICK);
    }
}

/* What plan.confirm names: of each item as it was sent. */
static void
digest_items(const char *items, char hex[JP_DIGEST_HEX_SIZE])
{
    unsigned char digest[JP_DIGEST_SIZE] = { 0 };
    struct jindu_text text = JINDU_TEXT_INIT;
    struct jindu_json *document = NULL;

    if (jindu_json_parse(&document, items, strlen(items)) != JINDU_OK) {
        abort();
    }
    for (const struct jindu_json *item = jindu_json_first(document);
         item != NULL; item = jindu_json_next(item)) {
        jindu_text_clear(&text);
        jindu_json_put_value(&text, NULL, item);
        jp_digest(digest, digest, sizeof(digest), text.bytes, text.length);
    }
    (void)jp_digest_hex(digest, hex);
    jindu_text_free(&text);
    jindu_json_free(document);
}

static void
load_plan(struct real *real, const char *items)
{
    static const char draft[] = "01900000-0000-7000-9000-000000000001";
    static char text[8192];
    char hex[JP_DIGEST_HEX_SIZE];
    char answer[LINE_SIZE];

    digest_items(items, hex);
    (void)snprintf(text, sizeof(text),
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"plan.load\",\"params\":{"
        "\"key\":\"01900000-0000-7000-8000-aaaaaaaaaaa2\",\"plan\":\"m\","
        "\"draft\":\"%s\",\"part\":1,\"last\":true,\"head\":{\"title\":\"m\","
        "\"year\":2021},\"items\":%s}}",
        draft, items);
    jindu_text_clear(&real->text);
    jindu_text_append_string(&real->text, text);
    send_text(real, WHO_OFFICE, answer);
    (void)snprintf(text, sizeof(text),
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"plan.confirm\",\"params\":{"
        "\"key\":\"01900000-0000-7000-8000-aaaaaaaaaaa3\",\"plan\":\"m\","
        "\"draft\":\"%s\",\"digest\":\"%s\"}}",
        draft, hex);
    jindu_text_clear(&real->text);
    jindu_text_append_string(&real->text, text);
    send_text(real, WHO_OFFICE, answer);
    if (strncmp(answer, "ok", 2) != 0) {
        failed(real, "the plan", answer);
    }
}

void
real_start(struct real *real, int64_t now, const struct first_item *first)
{
    struct jindu_text items = JINDU_TEXT_INIT;
    char answer[LINE_SIZE];

    real->heard.count = 0;
    real->now = CALENDAR_AT;
    real->offset = 0;
    open_store(real);
    jindu_text_clear(&real->text);
    jindu_text_append_string(&real->text,
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"calendar.load\",\"params\":"
        "{\"key\":\"01900000-0000-7000-8000-aaaaaaaaaaa1\"");
    real_put_calendar(&real->text, 2021);
    jindu_text_append_string(&real->text, "}}");
    send_text(real, WHO_OFFICE, answer);
    real->heard.count = 0;
    if (strncmp(answer, "ok", 2) != 0) {
        failed(real, "the calendar", answer);
    }

    real->now = now;
    real_put_plan(&items, first);
    load_plan(real, items.bytes);
    jindu_text_free(&items);
    tick(real, CHANGE_TICK);
}

void
real_run(struct real *real, int64_t then)
{
    while (real->next_due <= then) {
        if (real->next_due > real->now) {
            real->now = real->next_due;
        }
        tick(real, CHANGE_TICK);
        if (real->heard.count >= LINES / 2) {
            failed(real, "time", "it does not pass");
            return;
        }
    }
    real->now = then;
    tick(real, CHANGE_TICK);
}

void
real_jump(struct real *real, int64_t then, enum jump jump)
{
    real->offset += jump == JUMP_STEP ? then - real->now : 0;
    real->now = then;
    if (jump == JUMP_OUTAGE) {
        close_store(real);
        open_store(real);
    }
    tick(real, CHANGE_CLOCK);
}

void
real_items(struct real *real, struct lines *lines)
{
    static const char ask[] = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":"
                              "\"item.list\",\"params\":{\"plan\":\"m\"}}";
    static const struct principal principal = { .role = ROLE_ADMIN };
    const struct query_facts facts = {
        .principal = &principal, .now = real->now, .counters = "{}"
    };
    struct jp_message message;
    struct jp_request request;
    struct jp_fault fault = { .rule = NULL };
    struct jindu_json *page = NULL;

    jindu_text_clear(&real->text);
    if (jp_message_parse(&message, ask, sizeof(ask) - 1) != JINDU_OK ||
        jp_request_decode(&request, message.document, &fault) != JINDU_OK ||
        query_run(real->query, &request, &facts, &real->text, &fault) !=
            JINDU_OK ||
        jindu_json_parse(&page, real->text.bytes, real->text.length) !=
            JINDU_OK) {
        lines_add(lines, "failed: item.list");
    }
    real_put_items(lines, jindu_json_member(page, "items"));
    jindu_json_free(page);
    jp_message_free(&message);
}
