/* SPDX-License-Identifier: MIT */
/* A start, everything that can be read, a report and a tick. */
#include "damage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "calendar_files.h"
#include "config.h"
#include "query.h"
#include "setup.h"
#include "writer.h"

#define REPLY_MAX 1048576
#define PAGES_MAX 200

struct reading {
    struct query *query;
    struct damage_look *look;
    struct jindu_text text;
    struct jindu_json *answer; /* the last result; NULL: refused */
};

/* A worse end is not forgotten for a better one. */
static void
ends(struct damage_look *look, enum damage_end end)
{
    if (end > look->end) {
        look->end = end;
    }
}

static void
judge(struct reading *reading, enum jindu_status status, const char *method)
{
    if (status != JINDU_OK) {
        ends(reading->look, DAMAGE_TOLD);
    } else if (reading->text.length > REPLY_MAX ||
               jindu_json_parse(&reading->answer, reading->text.bytes,
                   reading->text.length) != JINDU_OK) {
        (void)fprintf(stderr, "%s: what it answers is no JSON\n", method);
        ends(reading->look, DAMAGE_LIE);
    }
}

/* params: a JSON object.  False when there is no answer to go on with. */
static bool
ask(struct reading *reading, const char *method, const char *params)
{
    static const struct principal office = { .name = "uid:0",
        .role = ROLE_OFFICE };
    const struct query_facts facts = {
        .principal = &office,
        .now = DAMAGE_NOW,
        .started_at = DAMAGE_NOW,
        .zone = "Asia/Shanghai",
        .counters = "{}",
    };
    struct jp_message message;
    struct jp_request request;
    struct jp_fault fault = { .rule = NULL };
    char text[512];
    int length = snprintf(text, sizeof(text),
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}",
        method, params);

    jindu_json_free(reading->answer);
    reading->answer = NULL;
    jindu_text_clear(&reading->text);
    assert_int_equal(
        jp_message_parse(&message, text, (size_t)length), JINDU_OK);
    assert_int_equal(
        jp_request_decode(&request, message.document, &fault), JINDU_OK);
    judge(reading,
        query_run(reading->query, &request, &facts, &reading->text, &fault),
        method);
    jp_message_free(&message);
    return reading->answer != NULL;
}

static void
count_in(struct reading *reading)
{
    jp_digest(reading->look->content, reading->look->content, JP_DIGEST_SIZE,
        reading->text.bytes, reading->text.length);
}

static void
read_once(struct reading *reading, const char *method, const char *params)
{
    if (ask(reading, method, params)) {
        count_in(reading);
    }
}

static void
read_events(struct reading *reading, const char *stream)
{
    int64_t after = 0;
    int64_t head = 1;

    for (int page = 0; page < PAGES_MAX && after < head; page++) {
        char params[256];
        int64_t next;

        (void)snprintf(params, sizeof(params),
            "{\"stream\":\"%s\",\"after\":%lld}", stream, (long long)after);
        if (!ask(reading, "stream.read", params)) {
            return;
        }
        count_in(reading);
        next =
            jindu_json_integer(jindu_json_member(reading->answer, "next"), 0);
        head =
            jindu_json_integer(jindu_json_member(reading->answer, "head"), 0);
        if (next <= after && after < head) {
            ends(reading->look, DAMAGE_TOLD);
            return;
        }
        after = next;
    }
}

/* The chain: as far as it holds, it is the one of before. */
static void
verify(struct reading *reading, const struct damage_base *base)
{
    struct damage_look *look = reading->look;
    char hex[JP_DIGEST_HEX_SIZE];

    if (!ask(reading, "audit.verify", "{\"limit\":10000}")) {
        return;
    }
    look->rows =
        jindu_json_integer(jindu_json_member(reading->answer, "checked"), 0);
    look->bad =
        jindu_json_integer(jindu_json_member(reading->answer, "bad"), 0);
    if (!jindu_json_boolean(jindu_json_member(reading->answer, "ok"), false)) {
        ends(look, DAMAGE_NAMED);
    } else if (look->rows > base->rows ||
               strcmp(jp_digest_hex(base->hash[look->rows], hex),
                   jindu_json_string(
                       jindu_json_member(reading->answer, "hash"))) != 0) {
        (void)fprintf(stderr, "audit.verify: another chain than before\n");
        ends(look, DAMAGE_LIE);
    }
}

static void
read_all(struct damage_look *look, const struct damage_base *base,
    const char *directory)
{
    static const char *const asked[][2] = {
        { "plan.list", "{}" },
        { "item.list", "{\"plan\":\"2021\",\"limit\":200}" },
        { "item.list", "{\"plan\":\"2021\",\"person\":\"Li\"}" },
        { "item.show", "{\"plan\":\"2021\",\"item\":7}" },
        { "item.show", "{\"plan\":\"2021\",\"item\":190}" },
        { "report.list", "{\"plan\":\"2021\",\"item\":7}" },
        { "report.list", "{}" },
        { "notice.list", "{\"limit\":200}" },
        { "notice.list", "{\"phase\":\"planned\",\"limit\":200}" },
        { "calendar.show", "{\"year\":2021}" },
        { "stream.list", "{}" },
    };
    struct reading reading = { .look = look, .text = JINDU_TEXT_INIT };

    if (query_open(&reading.query, directory) != JINDU_OK) {
        ends(look, DAMAGE_TOLD);
        return;
    }
    (void)ask(&reading, "server.status", "{}");
    for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
        read_once(&reading, asked[i][0], asked[i][1]);
    }
    read_events(&reading, "person/Li");
    read_events(&reading, "all");
    verify(&reading, base);
    jindu_json_free(reading.answer);
    jindu_text_free(&reading.text);
    query_close(reading.query);
}

/* What the writer says to a report, and to what is due. */
static void
write_some(struct writer *writer, struct damage_look *look)
{
    const struct writer_call *call;

    writer->now = DAMAGE_NOW;
    call = writer_add_tick(writer, CHANGE_CLOCK);
    writer_apply(writer);
    if (call->change.status != JINDU_OK) {
        ends(look, DAMAGE_TOLD);
    }
    writer->keys = 1000000; /* not used before */
    call = writer_add(writer, "office", "report.submit",
        "{\"plan\":\"2021\",\"item\":7,\"note\":\"after it\"}", NULL);
    writer_apply(writer);
    if (call->change.status == JINDU_STORAGE ||
        call->change.status == JINDU_INTERNAL) {
        ends(look, DAMAGE_TOLD);
    }
}

/* Whether the log names file, which is where it does not start. */
static void
refused(struct damage_look *look, const char *directory, const char *file)
{
    static char log[65536];
    char path[DAMAGE_PATH_MAX + 8];
    FILE *stream;
    size_t length = 0;

    (void)fflush(stderr);
    (void)snprintf(path, sizeof(path), "%s/log", directory);
    stream = fopen(path, "rb");
    if (stream != NULL) {
        length = fread(log, 1, sizeof(log) - 1, stream);
        (void)fclose(stream);
    }
    log[length] = '\0';
    ends(look, strstr(log, file) != NULL ? DAMAGE_REFUSED : DAMAGE_MUTE);
}

/* As main() does before it opens the store. */
static bool
read_setup(struct damage_look *look, const char *directory,
    struct calendar_files *files)
{
    char path[DAMAGE_PATH_MAX + 16];
    char calendars[DAMAGE_PATH_MAX + 16];
    const struct setup setup = { .config = path };
    struct config config;

    (void)snprintf(path, sizeof(path), "%s/conf", directory);
    (void)snprintf(calendars, sizeof(calendars), "%s/calendar", directory);
    if (setup_read(&setup, &config) != JINDU_OK) {
        refused(look, directory, path);
        return false;
    }
    config_fini(&config);
    if (calendar_files_read(files, calendars, true) != JINDU_OK) {
        refused(look, directory, "2021.json");
        return false;
    }
    return true;
}

void
damage_look(struct damage_look *look, const struct damage_base *base,
    const char *directory, bool has_store)
{
    static struct writer writer;
    struct calendar_files files;

    memset(look, 0, sizeof(*look));
    memset(&writer, 0, sizeof(writer));
    (void)snprintf(writer.directory, sizeof(writer.directory), "%s", directory);
    writer.options.directory = writer.directory;
    writer.options.window =
        (struct window){ .open = 8 * 60 + 30, .close = 17 * 60 + 30 };
    if (!read_setup(look, directory, &files)) {
        return;
    }
    if (store_open(&writer.store, &writer.options) != JINDU_OK) {
        refused(look, directory, STORE_FILE);
    } else if (store_fill_calendar(writer.store, files.documents, files.count,
                   DAMAGE_NOW) != JINDU_OK) {
        ends(look, DAMAGE_TOLD);
    } else if (has_store) {
        read_all(look, base, directory);
        write_some(&writer, look);
    }
    store_close(writer.store);
    for (size_t i = 0; i < writer.count; i++) {
        jp_message_free(&writer.calls[i].message);
    }
    batch_fini(&writer.batch);
    calendar_files_free(&files);
}
