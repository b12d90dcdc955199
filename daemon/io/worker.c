/* SPDX-License-Identifier: MIT */
#include "worker.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

#include <uv.h>

#include "log.h"

struct worker_list {
    struct worker_job *first;
    struct worker_job **end;
};

struct worker {
    uv_async_t async;
    pthread_t thread;
    pthread_mutex_t mutex; /* guards all below */
    pthread_cond_t changed;
    struct worker_list waiting;
    struct worker_list finished;
    bool ending;
    void (*rest)(void *cookie);
    void *cookie;
};

static void
list_clear(struct worker_list *list)
{
    list->first = NULL;
    list->end = &list->first;
}

static void
list_append(struct worker_list *list, struct worker_job *job)
{
    job->next = NULL;
    *list->end = job;
    list->end = &job->next;
}

static struct worker_job *
take_job(struct worker *worker)
{
    pthread_mutex_lock(&worker->mutex);
    while (worker->waiting.first == NULL && !worker->ending) {
        pthread_cond_wait(&worker->changed, &worker->mutex);
    }
    struct worker_job *job = worker->waiting.first;
    if (job != NULL) {
        worker->waiting.first = job->next;
        if (job->next == NULL) {
            list_clear(&worker->waiting);
        }
    }
    pthread_mutex_unlock(&worker->mutex);
    return job;
}

static void *
work(void *cookie)
{
    struct worker *worker = cookie;
    struct worker_job *job;
    while ((job = take_job(worker)) != NULL) {
        job->run(job);
        pthread_mutex_lock(&worker->mutex);
        list_append(&worker->finished, job);
        pthread_mutex_unlock(&worker->mutex);
        uv_async_send(&worker->async);
        if (worker->rest != NULL) {
            worker->rest(worker->cookie);
        }
    }
    return NULL;
}

/* Sends coalesce: one callback takes all that is finished. */
static void
give_back(uv_async_t *async)
{
    struct worker *worker = async->data;
    pthread_mutex_lock(&worker->mutex);
    struct worker_job *job = worker->finished.first;
    list_clear(&worker->finished);
    pthread_mutex_unlock(&worker->mutex);
    while (job != NULL) {
        struct worker_job *next = job->next;
        job->done(job);
        job = next;
    }
}

/* Signals are the loop's alone. */
static int
start_thread(struct worker *worker)
{
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    int error = pthread_create(&worker->thread, NULL, work, worker);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return error;
}

static void
free_worker(uv_handle_t *handle)
{
    free(handle->data);
}

enum jindu_status
worker_new(struct worker **worker, struct uv_loop_s *loop,
    void (*rest)(void *cookie), void *cookie)
{
    struct worker *made = calloc(1, sizeof(*made));
    if (made == NULL) {
        return JINDU_NO_MEMORY;
    }
    list_clear(&made->waiting);
    list_clear(&made->finished);
    made->rest = rest;
    made->cookie = cookie;
    pthread_mutex_init(&made->mutex, NULL);
    pthread_cond_init(&made->changed, NULL);
    if (uv_async_init(loop, &made->async, give_back) != 0) {
        log_error("cannot make a worker's handle");
        goto err_free;
    }
    made->async.data = made;
    if (start_thread(made) != 0) {
        log_error("cannot start a thread");
        uv_close((uv_handle_t *)&made->async, free_worker);
        return JINDU_INTERNAL;
    }
    *worker = made;
    return JINDU_OK;

err_free:
    free(made);
    return JINDU_INTERNAL;
}

void
worker_submit(struct worker *worker, struct worker_job *job)
{
    pthread_mutex_lock(&worker->mutex);
    bool wake = worker->waiting.first == NULL;
    list_append(&worker->waiting, job);
    pthread_mutex_unlock(&worker->mutex);
    if (wake) {
        pthread_cond_signal(&worker->changed);
    }
}

void
worker_free(struct worker *worker)
{
    if (worker == NULL) {
        return;
    }
    pthread_mutex_lock(&worker->mutex);
    worker->ending = true;
    pthread_mutex_unlock(&worker->mutex);
    pthread_cond_signal(&worker->changed);
    pthread_join(worker->thread, NULL);
    give_back(&worker->async);
    pthread_cond_destroy(&worker->changed);
    pthread_mutex_destroy(&worker->mutex);
    uv_close((uv_handle_t *)&worker->async, free_worker);
}
