/* SPDX-License-Identifier: MIT */
#include "scene.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "digest.h"
#include "store.h"

#define REPORTS 100
#define WRITES (REPORTS + 2) /* and the plan's */
#define ITEMS "[" ITEM("1", "20") "," ITEM("2", "22") "," ITEM("3", "30") "]"
#define ITEM(no, day)                                                       \
    "{\"category\":\"\",\"deadline\":\"2021-12-" day "\",\"leaders\":["     \
    "\"Fang\"],\"name\":\"work\",\"no\":" no ",\"persons\":[\"Li\",\"Wu\"]" \
    ",\"target\":\"all of it\",\"units\":[\"office\"]}"

/* Longer than a trouble lasts. */
#define TRIES_MAX 8

/* 2021-12-20 09:00 in Shanghai; a report every four hours. */
#define FIRST_AT 1639962000000
#define PAUSE_MS (4 * 60 * 60 * (int64_t)1000)

/* As long as a note may be: some pages each, so that the WAL asks for a
 * checkpoint on the way. */
#define NOTE_CHARACTERS 3900

struct scene {
    const char *directory;
    struct scene_figures *figures;
    struct store *store;
    struct batch batch;
    int64_t now;
    const char *wrong;
    struct {
        char *request;
        char *answer; /* NULL: none yet */
    } writes[WRITES];
    long events; /* that were emitted to stream "all" */
};

static bool
fail(struct scene *scene, const char *wrong)
{
    troubled.armed = false;
    if (scene->wrong == NULL) {
        scene->wrong = wrong;
    }
    return false;
}

static bool
open_store(struct scene *scene)
{
    const struct store_options options = { .directory = scene->directory,
        .window = { .open = 510, .close = 1050 } };

    for (int i = 0; i < TRIES_MAX; i++) {
        enum jindu_status status = store_open(&scene->store, &options);

        if (status == JINDU_OK) {
            return true;
        }
        scene->store = NULL;
        scene->figures->restarts++;
    }
    return fail(scene, "the store does not open again");
}

static bool
restart(struct scene *scene)
{
    scene->figures->restarts++;
    store_close(scene->store);
    scene->store = NULL;
    return open_store(scene);
}

static void
count_events(struct scene *scene)
{
    for (size_t i = 0; i < scene->batch.emission_count; i++) {
        if (strcmp(scene->batch.emissions[i].stream, "all") == 0) {
            scene->events++;
        }
    }
}

/* What a transaction may not say after what happened to it. */
static bool
is_honest(struct scene *scene, long failed_before)
{
    bool touched = troubled.failed > failed_before;
    bool committed = scene->batch.status == JINDU_OK;

    if (touched && committed && troubled.kind != TROUBLE_READ &&
        troubled.kind != TROUBLE_MEMORY) {
        return fail(scene, "it was answered, though the disk refused");
    }
    if (touched && troubled.kind == TROUBLE_SYNC && !scene->batch.fatal) {
        return fail(scene, "a sync failed, and the store goes on");
    }
    if (scene->batch.fatal && troubled.kind == TROUBLE_FULL) {
        return fail(scene, "a full disk stopped the store for good");
    }
    if (!touched && !committed) {
        return fail(scene, "it was refused, though nothing had happened");
    }
    return true;
}

/* False when the store has to be tried again. */
static bool
apply(struct scene *scene, struct change *change)
{
    long failed_before = troubled.failed;

    change->received_at = scene->now;
    batch_clear(&scene->batch);
    scene->batch.changes[0] = change;
    scene->batch.count = 1;
    store_apply(scene->store, &scene->batch, scene->now);
    if (!is_honest(scene, failed_before)) {
        return false;
    }
    if (scene->batch.status == JINDU_OK && change->status == JINDU_OK) {
        count_events(scene);
        store_maintain(scene->store);
        return true;
    }
    scene->figures->refused++;
    if (scene->batch.fatal && restart(scene)) {
        change->status = JINDU_STORAGE;
    }
    return false;
}

/* Once: decoded, applied; false when it was refused. */
static bool
ask_once(struct scene *scene, const char *request, char **answer)
{
    struct change change = { .kind = CHANGE_REQUEST,
        .principal = { .name = "uid:0", .role = ROLE_ADMIN } };
    struct jp_message message = { .document = NULL };
    struct jp_request decoded;
    bool applied = false;

    change.status = jp_message_parse(&message, request, strlen(request));
    if (change.status == JINDU_OK) {
        change.status =
            jp_request_decode(&decoded, message.document, &change.fault);
    }
    if (change.status == JINDU_OK) {
        change.request = &decoded;
        applied = apply(scene, &change);
    } else if (change.status != JINDU_NO_MEMORY) {
        (void)fail(scene, "a sound request is refused before the store");
    }
    jp_message_free(&message);
    if (applied) {
        bool armed = troubled.armed;

        troubled.armed = false; /* this memory is the test's */
        *answer = strndup(scene->batch.results.bytes + change.result_at,
            change.result_length);
        troubled.armed = armed;
    }
    return applied;
}

static bool
ask(struct scene *scene, const char *request, char **answer)
{
    for (int i = 0; i < TRIES_MAX && scene->wrong == NULL; i++) {
        if (ask_once(scene, request, answer)) {
            return true;
        }
    }
    return fail(scene, "a write is refused again and again");
}

static bool
tick(struct scene *scene)
{
    for (int i = 0; i < 4 * TRIES_MAX && scene->wrong == NULL; i++) {
        struct change change = { .kind = CHANGE_TICK };

        if (apply(scene, &change) && scene->batch.next_due > scene->now) {
            return true;
        }
    }
    return fail(scene, "ticks do not come to an end");
}

static char *
make_plan_request(bool confirms)
{
    unsigned char digest[JP_DIGEST_SIZE] = { 0 };
    char hex[JP_DIGEST_HEX_SIZE];
    struct jindu_text text = JINDU_TEXT_INIT;
    struct jindu_json *items = NULL;

    if (jindu_json_parse(&items, ITEMS, strlen(ITEMS)) != JINDU_OK) {
        abort();
    }
    for (const struct jindu_json *item = jindu_json_first(items); item != NULL;
         item = jindu_json_next(item)) {
        jindu_text_clear(&text);
        jindu_json_put_value(&text, NULL, item);
        jp_digest(digest, digest, sizeof(digest), text.bytes, text.length);
    }
    jindu_json_free(items);
    jindu_text_clear(&text);
    jindu_text_append_string(&text,
        confirms ? "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"plan.confirm\","
                   "\"params\":{\"key\":\"01900000-0000-7000-8000-0000000000b1"
                   "\",\"plan\":\"s\",\"draft\":\"01900000-0000-7000-9000-"
                   "000000000001\",\"digest\":\""
                 : "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"plan.load\","
                   "\"params\":{\"key\":\"01900000-0000-7000-8000-0000000000b0"
                   "\",\"plan\":\"s\",\"draft\":\"01900000-0000-7000-9000-"
                   "000000000001\",\"part\":1,\"last\":true,\"head\":{"
                   "\"title\":\"s\",\"year\":2021},\"items\":");
    jindu_text_append_string(
        &text, confirms ? jp_digest_hex(digest, hex) : ITEMS);
    jindu_text_append_string(&text, confirms ? "\"}}" : "}}");
    return text.bytes;
}

static char *
make_report(int n)
{
    static const size_t size = NOTE_CHARACTERS + 256;
    char *text = malloc(size);
    char note[NOTE_CHARACTERS + 1];

    if (text == NULL) {
        abort();
    }
    memset(note, 'a' + n % 26, sizeof(note));
    note[NOTE_CHARACTERS] = '\0';
    (void)snprintf(text, size,
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"report.submit\",\"params\":"
        "{\"key\":\"01900000-0000-7000-8000-%012x\",\"plan\":\"s\",\"item\":%d,"
        "\"percent\":%d,\"note\":\"%s\"}}",
        n + 1, n % 3 + 1, n, note);
    return text;
}

static void
play_writes(struct scene *scene)
{
    for (int i = 0; i < WRITES && scene->wrong == NULL; i++) {
        if (i >= 2) {
            scene->now += PAUSE_MS;
        }
        if (ask(scene, scene->writes[i].request, &scene->writes[i].answer)) {
            (void)tick(scene);
        }
    }
}

static long
ask_database(struct scene *scene, const char *sql)
{
    char path[256];
    sqlite3 *connection = NULL;
    sqlite3_stmt *statement = NULL;
    long value = -1;

    (void)snprintf(path, sizeof(path), "%s/" STORE_FILE, scene->directory);
    if (sqlite3_open_v2(path, &connection, SQLITE_OPEN_READONLY, NULL) ==
            SQLITE_OK &&
        sqlite3_prepare_v2(connection, sql, -1, &statement, NULL) ==
            SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW) {
        value = sqlite3_column_int(statement, 0);
    }
    (void)sqlite3_finalize(statement);
    (void)sqlite3_close(connection);
    return value;
}

/* Opened again on a sound disk: each answer comes again, byte for byte, and
 * that alone adds nothing. */
static void
check(struct scene *scene)
{
    int64_t sequence;

    if (!open_store(scene)) {
        return;
    }
    sequence = store_sequence(scene->store);
    for (int i = 0; i < WRITES && scene->wrong == NULL; i++) {
        char *again = NULL;

        if (ask(scene, scene->writes[i].request, &again) &&
            strcmp(again, scene->writes[i].answer) != 0) {
            (void)fail(scene, "an answer does not come again");
        }
        free(again);
    }
    if (scene->wrong == NULL && store_sequence(scene->store) != sequence) {
        (void)fail(scene, "a repeat was written twice");
    }
    store_close(scene->store);
    scene->store = NULL;
    if (scene->wrong != NULL) {
        return;
    }
    if (ask_database(scene,
            "SELECT count(*) FROM journal"
            " WHERE type = 'jindu.report.submitted'") != REPORTS) {
        (void)fail(scene, "reports are missing, or there twice");
    } else if (ask_database(scene,
                   "SELECT count(*) FROM (SELECT item, deadline_revision, kind,"
                   " stage, occurrence FROM notice WHERE phase = 1"
                   " GROUP BY 1, 2, 3, 4, 5 HAVING count(DISTINCT sequence)"
                   " <> 1)") != 0 ||
               ask_database(scene, "SELECT count(*) FROM journal"
                                   " WHERE type LIKE 'jindu.notice.%'") !=
                   ask_database(scene, "SELECT count(*) FROM notice"
                                       " WHERE phase = 1 AND kind <> 3")) {
        (void)fail(scene, "a notice is missing, or there twice");
    } else if (ask_database(scene, "SELECT count(*) FROM"
                                   " pragma_integrity_check"
                                   " WHERE integrity_check = 'ok'") != 1) {
        (void)fail(scene, "the database is damaged");
    }
}

static void
remove_files(const char *directory)
{
    static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };
    char path[256];

    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        (void)snprintf(
            path, sizeof(path), "%s/" STORE_FILE "%s", directory, suffixes[i]);
        (void)unlink(path);
    }
}

const char *
scene_play(const char *directory, struct scene_figures *figures)
{
    static struct scene scene;

    scene = (struct scene){
        .directory = directory, .figures = figures, .now = FIRST_AT
    };
    for (int i = 0; i < WRITES; i++) {
        scene.writes[i].request =
            i < 2 ? make_plan_request(i == 1) : make_report(i - 2);
    }
    troubled.armed = true;
    if (open_store(&scene)) {
        play_writes(&scene);
    }
    if (scene.store != NULL) {
        store_close(scene.store);
        scene.store = NULL;
    }
    batch_fini(&scene.batch);
    troubled.armed = false;
    if (scene.wrong == NULL) {
        check(&scene);
    }
    batch_fini(&scene.batch);
    for (int i = 0; i < WRITES; i++) {
        free(scene.writes[i].request);
        free(scene.writes[i].answer);
    }
    remove_files(directory);
    return scene.wrong;
}
