/* SPDX-License-Identifier: MIT */
#include "query_upkeep.h"

#include <pthread.h>
#include <stdlib.h>

#include "leftover.h"
#include "query_task.h"

/* How far SQLite goes between two looks at the switch: well under 1 ms. */
#define PROGRESS_STEPS 1000

struct query_upkeep {
    const char *directory;
    pthread_mutex_t mutex; /* guards all below */
    bool stopped;
    sqlite3 *running; /* what a stop has to interrupt; NULL: nothing */
};

static const char sql_anchor[] = "SELECT key FROM meta";

enum jindu_status
query_upkeep_new(struct query_upkeep **upkeep, const char *directory)
{
    struct query_upkeep *made = calloc(1, sizeof(*made));

    if (made == NULL) {
        return JINDU_NO_MEMORY;
    }
    made->directory = directory;
    pthread_mutex_init(&made->mutex, NULL);
    leftover_remove(directory);
    *upkeep = made;
    return JINDU_OK;
}

void
query_upkeep_free(struct query_upkeep *upkeep)
{
    if (upkeep != NULL) {
        pthread_mutex_destroy(&upkeep->mutex);
        free(upkeep);
    }
}

bool
query_task_is_stopped(struct query_task *task)
{
    bool stopped;

    pthread_mutex_lock(&task->upkeep->mutex);
    stopped = task->upkeep->stopped;
    pthread_mutex_unlock(&task->upkeep->mutex);
    return stopped;
}

const char *
query_task_directory(const struct query_task *task)
{
    return task->upkeep->directory;
}

static int
look(void *cookie)
{
    return query_task_is_stopped(cookie) ? 1 : 0;
}

static void
set_running(struct query_upkeep *upkeep, sqlite3 *connection)
{
    pthread_mutex_lock(&upkeep->mutex);
    upkeep->running = connection;
    pthread_mutex_unlock(&upkeep->mutex);
}

void
query_upkeep_stop(struct query_upkeep *upkeep)
{
    pthread_mutex_lock(&upkeep->mutex);
    upkeep->stopped = true;
    if (upkeep->running != NULL) {
        sqlite3_interrupt(upkeep->running);
    }
    pthread_mutex_unlock(&upkeep->mutex);
}

/* The anchor stays on a row: as long as a statement runs SQLite forgets no
 * interrupt, so one that comes between two statements is not lost either. */
enum jindu_status
query_task_begin(struct query_task *task)
{
    sqlite3 *connection = task->query->connection;

    if (sqlite3_exec(connection, "BEGIN", NULL, NULL, NULL) != SQLITE_OK ||
        query_step(task->query, query_statement(task->query, sql_anchor)) !=
            SQLITE_ROW) {
        return JINDU_STORAGE;
    }
    return query_task_is_stopped(task) ? JINDU_CLOSED : JINDU_OK;
}

void
query_task_end(struct query_task *task)
{
    for (size_t i = 0; i < task->query->statement_count; i++) {
        (void)sqlite3_reset(task->query->statements[i].statement);
    }
    (void)sqlite3_exec(task->query->connection, "COMMIT", NULL, NULL, NULL);
}

static enum jindu_status
run_method(struct query_task *task)
{
    return task->request->method == JP_METHOD_ADMIN_BACKUP ? query_backup(task)
                                                           : query_check(task);
}

enum jindu_status
query_upkeep_run(struct query_upkeep *upkeep, const struct jp_request *request,
    struct jindu_text *result, struct jp_fault *fault)
{
    struct query_task task = { upkeep, NULL, request, result, fault };
    size_t before = result->length;
    enum jindu_status status = query_open(&task.query, upkeep->directory);

    if (status != JINDU_OK) {
        return status;
    }
    sqlite3_progress_handler(
        task.query->connection, PROGRESS_STEPS, look, &task);
    set_running(upkeep, task.query->connection);
    jindu_json_put_object(result, NULL);
    status = run_method(&task);
    jindu_json_end_object(result);
    set_running(upkeep, NULL);
    query_close(task.query);
    if (status != JINDU_OK && query_task_is_stopped(&task)) {
        status = JINDU_CLOSED;
        *fault = (struct jp_fault){ .rule = NULL };
    }
    if (status == JINDU_OK && result->failed) {
        status = JINDU_NO_MEMORY;
    }
    if (status != JINDU_OK && !result->failed) {
        result->length = before;
    }
    return status;
}
