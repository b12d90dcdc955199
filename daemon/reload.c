/* SPDX-License-Identifier: MIT */
#include "reload.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendar_files.h"
#include "change.h"
#include "clock.h"
#include "commit.h"
#include "config.h"
#include "log.h"
#include "notify.h"
#include "permission.h"
#include "setup.h"
#include "zap.h"

struct reload {
    struct reload_options options;
    struct change change;
    struct change_reload order;
    struct config fresh;         /* while under way */
    struct calendar_files files; /* while under way */
    bool under_way;              /* the change is with commit */
    bool again;                  /* asked for meanwhile */
    bool stopped;
    struct reload_counters counters;
};

enum jindu_status
reload_new(struct reload **reload, const struct reload_options *options)
{
    struct reload *made = calloc(1, sizeof(*made));
    if (made == NULL) {
        return JINDU_NO_MEMORY;
    }
    made->options = *options;
    *reload = made;
    return JINDU_OK;
}

static bool
is_same(const char *key, const char *before, const char *after)
{
    if (strcmp(before, after) == 0) {
        return true;
    }
    log_error("'%s' was '%s' at the start and is '%s' now: that needs a "
              "restart",
        key, before, after);
    return false;
}

/* What a remote door is: all of its section in one text. */
#define REMOTE_SIZE (2 * ENDPOINT_SIZE + FOLDER_PATH_SIZE)

static const char *
remote_of(const struct config *config, size_t i, char text[REMOTE_SIZE])
{
    const struct config_remote *remote = &config->remotes[i];
    (void)snprintf(text, REMOTE_SIZE, "%s %s %s", remote->requests,
        remote->events, remote->key);
    return text;
}

/* Everything that differs is named, not the first alone. */
static enum jindu_status
compare(const struct config *before, const struct config *after)
{
    bool same = is_same("state", before->state, after->state);
    same &= is_same("sockets", before->sockets, after->sockets);
    same &= is_same("zone", before->zone, after->zone);
    same &= is_same("publish", permission_publish(before->doorbell),
        permission_publish(after->doorbell));
    for (size_t i = 0; i < DOORS_REMOTE_MAX; i++) {
        char texts[2][REMOTE_SIZE];
        same &= is_same(i == 0 ? "remote" : "remote.next",
            remote_of(before, i, texts[0]), remote_of(after, i, texts[1]));
    }
    return same ? JINDU_OK : JINDU_REFUSED;
}

/* On JINDU_OK fresh and files are the caller's to free. */
static enum jindu_status
read_again(struct reload *reload)
{
    struct config *fresh = &reload->fresh;
    enum jindu_status status = setup_read(reload->options.setup, fresh);
    if (status != JINDU_OK) {
        return status;
    }
    status = setup_place(reload->options.setup, fresh);
    if (status == JINDU_OK) {
        status = compare(reload->options.config, fresh);
    }
    if (status == JINDU_OK) {
        status = config_add_others(fresh);
    }
    if (status == JINDU_OK) {
        status = calendar_files_read(
            &reload->files, fresh->calendar, fresh->has_calendar);
    }
    if (status != JINDU_OK) {
        config_fini(fresh);
    }
    return status;
}

static enum jindu_status
submit(struct reload *reload)
{
    reload->order = (struct change_reload){
        .window = reload->fresh.window,
        .calendars = reload->files.documents,
        .calendar_count = reload->files.count,
    };
    reload->change = (struct change){
        .kind = CHANGE_RELOAD,
        .reload = &reload->order,
        .received_at = clock_now(),
        .offset = clock_offset(),
    };
    return commit_submit(reload->options.commit, &reload->change);
}

static void
forget(struct reload *reload)
{
    calendar_files_free(&reload->files);
    config_fini(&reload->fresh);
}

static void
finish(struct reload *reload, enum jindu_status status)
{
    if (status == JINDU_OK) {
        reload->counters.done++;
        log_notice("the configuration was read again and is in use");
    } else {
        reload->counters.refused++;
        log_error("the configuration was not taken (%s); what is in use stays",
            jindu_status_token(status));
    }
    if (!reload->stopped) {
        notify_ready("serving");
    }
}

void
reload_begin(struct reload *reload)
{
    if (reload->stopped || reload->under_way) {
        reload->again = true;
        return;
    }
    notify_reloading();
    enum jindu_status status = read_again(reload);
    if (status != JINDU_OK) {
        finish(reload, status);
        return;
    }
    status = submit(reload);
    if (status != JINDU_OK) {
        forget(reload);
        finish(reload, status);
        return;
    }
    reload->under_way = true;
    commit_kick(reload->options.commit);
}

static void
adopt(struct reload *reload)
{
    struct config *config = reload->options.config;
    struct config *fresh = &reload->fresh;
    zap_swap_roster(reload->options.zap, &fresh->roster);
    config->window = fresh->window;
    config->has_calendar = fresh->has_calendar;
    memcpy(config->calendar, fresh->calendar, sizeof(config->calendar));
    if (roster_lacks(&config->roster, &fresh->roster)) {
        reload->options.expel(reload->options.cookie);
    }
}

void
reload_released(struct reload *reload, const struct batch *batch)
{
    if (!reload->under_way || !batch_holds(batch, &reload->change)) {
        return;
    }
    enum jindu_status status = reload->change.status;
    reload->under_way = false;
    if (status == JINDU_OK) {
        adopt(reload);
    }
    forget(reload);
    finish(reload, status);
    if (reload->again && !reload->stopped) {
        reload->again = false;
        reload_begin(reload);
    }
}

void
reload_stop(struct reload *reload)
{
    reload->stopped = true;
}

struct reload_counters
reload_counters(const struct reload *reload)
{
    return reload->counters;
}

void
reload_free(struct reload *reload)
{
    if (reload == NULL) {
        return;
    }
    if (reload->under_way) {
        forget(reload);
    }
    free(reload);
}
