/* SPDX-License-Identifier: MIT */
#include "writer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "digest.h"
#include "permission.h"

#define REQUEST_MAX 70000

static void
open_store(struct writer *writer)
{
    writer->options.directory = writer->directory;
    assert_int_equal(store_open(&writer->store, &writer->options), JINDU_OK);
}

void
writer_open(struct writer *writer)
{
    const char *base = getenv("TMPDIR");

    memset(writer, 0, sizeof(*writer));
    assert_int_equal(jp_digest_start(), JINDU_OK);
    assert_int_equal(setenv("TZ", "Asia/Shanghai", 1), 0);
    tzset();
    (void)snprintf(writer->directory, sizeof(writer->directory),
        "%s/jindu-writer-XXXXXX", base == NULL ? "/tmp" : base);
    assert_non_null(mkdtemp(writer->directory));
    writer->options.window = (struct window){ .open = 8 * 60 + 30,
        .close = 17 * 60 + 30,
        .digest_count = 1,
        .digests = { 14 * 60 } };
    writer->now = WRITER_START;
    open_store(writer);
}

static void
forget_calls(struct writer *writer)
{
    for (size_t i = 0; i < writer->count; i++) {
        jp_message_free(&writer->calls[i].message);
    }
    writer->count = 0;
}

void
writer_restart(struct writer *writer)
{
    store_close(writer->store);
    open_store(writer);
}

void
writer_path(const struct writer *writer, char path[WRITER_PATH_MAX])
{
    assert_true(snprintf(path, WRITER_PATH_MAX, "%s/" STORE_FILE,
                    writer->directory) < WRITER_PATH_MAX);
}

void
writer_close(struct writer *writer)
{
    static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };
    char path[WRITER_PATH_MAX + 16];

    store_close(writer->store);
    forget_calls(writer);
    batch_fini(&writer->batch);
    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        (void)snprintf(path, sizeof(path), "%s/" STORE_FILE "%s",
            writer->directory, suffixes[i]);
        (void)unlink(path);
    }
    (void)rmdir(writer->directory);
}

void
writer_principal(struct principal *principal, const char *who)
{
    char role[16] = "";
    char person[JP_NAME_MAX + 1] = "";

    assert_true(sscanf(who, "%15s %120s", role, person) >= 1);
    assert_true(role_from_token(role, &principal->role));
    (void)snprintf(principal->person, sizeof(principal->person), "%s", person);
    /* Not the whole name: two people are told apart by their first bytes. */
    (void)snprintf(principal->name, sizeof(principal->name), "uid:%.12s%.12s",
        role, person);
}

static struct writer_call *
next_call(struct writer *writer)
{
    struct writer_call *call;

    if (writer->count == 0 || writer->batch.count == writer->count) {
        forget_calls(writer);
        batch_clear(&writer->batch);
    }
    assert_true(writer->count < WRITER_CALLS_MAX);
    call = &writer->calls[writer->count++];
    memset(call, 0, sizeof(*call));
    call->change.received_at = writer->now;
    return call;
}

struct writer_call *
writer_add(struct writer *writer, const char *who, const char *method,
    const char *params, const char *key)
{
    static char text[REQUEST_MAX];
    bool keyed = strcmp(method, "stream.commit") != 0 &&
                 strcmp(method, "stream.forget") != 0;
    char made[64];
    struct writer_call *call = next_call(writer);
    struct jp_fault fault = { .rule = NULL };
    enum jindu_status status;
    int length;

    (void)snprintf(made, sizeof(made), "01900000-0000-7000-8000-%012llx",
        (long long)++writer->keys);
    length = snprintf(text, sizeof(text),
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":"
        "{%s%s%s%s%s}",
        method, keyed ? "\"key\":\"" : "",
        !keyed        ? ""
        : key == NULL ? made
                      : key,
        keyed ? "\"" : "", !keyed || strcmp(params, "{}") == 0 ? "" : ",",
        params + 1);
    assert_true(length > 0 && (size_t)length < sizeof(text));
    assert_int_equal(
        jp_message_parse(&call->message, text, (size_t)length), JINDU_OK);
    status = jp_request_decode(&call->request, call->message.document, &fault);
    if (status != JINDU_OK) {
        fail_msg("'%s' is refused: %s %s", text, fault.field, fault.rule);
    }
    call->change.kind = CHANGE_REQUEST;
    call->change.request = &call->request;
    writer_principal(&call->change.principal, who);
    (void)snprintf(call->change.origin, sizeof(call->change.origin), "%s",
        call->change.principal.name);
    return call;
}

struct writer_call *
writer_add_tick(struct writer *writer, enum change_kind kind)
{
    struct writer_call *call = next_call(writer);

    call->change.kind = kind;
    return call;
}

void
writer_apply(struct writer *writer)
{
    batch_clear(&writer->batch);
    for (size_t i = 0; i < writer->count; i++) {
        writer->batch.changes[i] = &writer->calls[i].change;
    }
    writer->batch.count = writer->count;
    store_apply(writer->store, &writer->batch, writer->now);
    store_maintain(writer->store);
}

enum jindu_status
writer_call(struct writer *writer, const char *who, const char *method,
    const char *params)
{
    struct writer_call *call = writer_add(writer, who, method, params, NULL);

    if (permission_of(call->change.principal.role, call->request.method,
            writer->options.doorbell) == PERMISSION_NONE) {
        fail_msg("'%s' may not call '%s'", who, method);
    }
    writer_apply(writer);
    return call->change.status;
}

const char *
writer_result(const struct writer *writer, const struct writer_call *call)
{
    static char text[4096];

    assert_true(call->change.result_length < sizeof(text));
    memcpy(text, writer->batch.results.bytes + call->change.result_at,
        call->change.result_length);
    text[call->change.result_length] = '\0';
    return text;
}

const char *
writer_ok(struct writer *writer, const char *who, const char *method,
    const char *params)
{
    enum jindu_status status = writer_call(writer, who, method, params);
    const struct jp_fault *fault = &writer->calls[0].change.fault;

    if (status != JINDU_OK) {
        fail_msg("%s %s: %s %s %s", method, params, jindu_status_token(status),
            fault->field, fault->rule == NULL ? "" : fault->rule);
    }
    return writer_result(writer, &writer->calls[0]);
}

size_t
writer_tick(struct writer *writer, int64_t instant)
{
    size_t events = 0;

    writer->now = instant;
    for (int round = 0; round < 100; round++) {
        int64_t before = store_sequence(writer->store);
        struct writer_call *call = writer_add_tick(writer, CHANGE_TICK);

        writer_apply(writer);
        assert_int_equal(call->change.status, JINDU_OK);
        events += (size_t)(store_sequence(writer->store) - before);
        if (writer->batch.next_due > instant) {
            return events;
        }
    }
    fail_msg("something stays due for ever");
    return events;
}

size_t
writer_advance(struct writer *writer, int64_t instant)
{
    size_t events = writer_tick(writer, writer->now);

    while (writer->batch.next_due <= instant) {
        events += writer_tick(writer, writer->batch.next_due);
    }
    return events + writer_tick(writer, instant);
}
