/* SPDX-License-Identifier: MIT */
#include "outbox.h"

#include "language.h"
#include "outbox_entry.h"
#include "outbox_folder.h"

#include <jindu/json.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int
complain(struct context *context, const struct outbox_folder *folder,
    enum jindu_status status, int cause)
{
    struct output *output = &context->output;
    const char *token = jindu_status_token(status);
    int exit_status = jindu_status_exit(status);
    if (status == JINDU_REFUSED) {
        (void)output_fail(output, token, exit_status,
            _("the outbox '%s' is full: %d requests"), folder->path,
            OUTBOX_FILES_MAX);
        output_hint(output, "%s",
            _("'jindu flush' delivers them, 'jindu flush --forget' makes room "
              "of those that were refused"));
        return exit_status;
    }
    if (status == JINDU_CONFLICT) {
        return output_fail(output, token, exit_status,
            _("another request waits in the outbox under this key"));
    }
    if (status == JINDU_NO_MEMORY) {
        return output_fail(
            output, token, exit_status, "%s", _(jindu_status_text(status)));
    }
    token = jindu_status_token(JINDU_STORAGE);
    exit_status = jindu_status_exit(JINDU_STORAGE);
    if (folder->path[0] == '\0') {
        return output_fail(output, token, exit_status,
            _("nothing says where the outbox is: HOME is not set"));
    }
    return output_fail(output, token, exit_status, _("the outbox '%s': %s"),
        folder->path, strerror(cause));
}

bool
outbox_stays(enum jindu_status status)
{
    /* Closed: it is going.  Storage: what was stored is not known, or there is
     * no room just now.  Memory: nobody came as far as to look. */
    return status == JINDU_BUSY || status == JINDU_TIMEOUT ||
           status == JINDU_UNREACHABLE || status == JINDU_CLOSED ||
           status == JINDU_STORAGE || status == JINDU_NO_MEMORY;
}

int
outbox_put(struct context *context, const char *method, const char *key,
    const struct jindu_text *params, bool settled)
{
    struct outbox_folder folder;
    struct jindu_text text = JINDU_TEXT_INIT;
    outbox_entry_write(
        &text, method, params, context->settings.server, settled);
    enum jindu_status status = outbox_folder_open(&folder, true);
    if (status == JINDU_OK) {
        status = outbox_folder_add(&folder, key, &text);
    }
    int cause = errno;
    outbox_folder_close(&folder);
    jindu_text_free(&text);
    return status == JINDU_OK ? 0 : complain(context, &folder, status, cause);
}

struct delivery {
    struct context *context;
    struct outbox_folder folder;
    struct outbox_names names;
    struct outbox_tally *tally;
    size_t handled; /* in this round */
    bool stopped;
};

/* It was judged: written down with the reason first, then moved. */
static enum jindu_status
move_aside(struct delivery *delivery, const char *name,
    const struct jindu_json *entry, const char *error)
{
    enum jindu_status status = JINDU_OK;
    if (error != NULL) {
        struct jindu_text text = JINDU_TEXT_INIT;
        outbox_entry_write_error(&text, entry, error);
        status = outbox_folder_replace(&delivery->folder, name, &text);
        jindu_text_free(&text);
    }
    if (status == JINDU_OK) {
        status = outbox_folder_fail(&delivery->folder, name);
    }
    if (status == JINDU_OK) {
        delivery->tally->refused++;
        delivery->handled++;
    }
    return status;
}

/* On disk before it is first sent: a repeat must have the same bytes. */
static enum jindu_status
settle(struct delivery *delivery, const char *name, struct jindu_json **entry,
    struct outbox_answer *answer)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    enum jindu_status status = JINDU_OK;
    if (outbox_entry_is_settled(*entry)) {
        return JINDU_OK;
    }
    if (outbox_entry_settle(delivery->context, *entry, &text, answer)) {
        status = outbox_folder_replace(&delivery->folder, name, &text);
        struct jindu_json *settled = NULL;
        if (status == JINDU_OK) {
            status = jindu_json_parse(&settled, text.bytes, text.length);
        }
        if (status == JINDU_OK) {
            jindu_json_free(*entry);
            *entry = settled;
        }
    }
    jindu_text_free(&text);
    return status;
}

static enum jindu_status
deliver_entry(
    struct delivery *delivery, const char *name, struct jindu_json **entry)
{
    struct outbox_answer answer = { .status = JINDU_OK };
    enum jindu_status status = settle(delivery, name, entry, &answer);
    if (status == JINDU_OK && answer.status == JINDU_OK) {
        outbox_entry_send(delivery->context, *entry, &answer);
    }
    if (status != JINDU_OK) {
        return status;
    }
    if (outbox_stays(answer.status)) {
        delivery->stopped = true;
        delivery->tally->why = answer.status;
    } else if (answer.status == JINDU_OK) {
        status = outbox_folder_remove(&delivery->folder, false, name);
        delivery->tally->delivered++;
        delivery->handled++;
    } else {
        status = move_aside(delivery, name, *entry, answer.error.bytes);
    }
    jindu_text_free(&answer.error);
    return status;
}

static enum jindu_status
deliver_file(struct delivery *delivery, const char *name)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    struct jindu_json *entry = NULL;
    enum jindu_status status =
        outbox_folder_read(&delivery->folder, false, name, &text);
    if (status != JINDU_OK) {
        jindu_text_free(&text);
        return status;
    }
    status = outbox_entry_parse(&entry, &text);
    jindu_text_free(&text);
    if (status == JINDU_NO_MEMORY) {
        return status;
    }
    if (status != JINDU_OK || jindu_json_member(entry, "error") != NULL) {
        if (status != JINDU_OK) {
            outbox_entry_tell_damaged(delivery->context, name);
        }
        status = move_aside(delivery, name, entry, NULL);
    } else if (!outbox_entry_is_for(
                   entry, delivery->context->settings.server)) {
        delivery->tally->elsewhere++;
    } else if (delivery->stopped) {
        delivery->tally->left++;
    } else {
        status = deliver_entry(delivery, name, &entry);
        delivery->tally->left += delivery->stopped ? 1 : 0;
    }
    jindu_json_free(entry);
    return status;
}

/* Until a round finds nothing to do: what was put meanwhile goes as well. */
static enum jindu_status
deliver_all(struct delivery *delivery)
{
    enum jindu_status status;
    delivery->stopped = !outbox_folder_claim(&delivery->folder);
    delivery->tally->taken = delivery->stopped;
    delivery->tally->why = delivery->stopped ? JINDU_BUSY : JINDU_OK;
    do {
        delivery->handled = 0;
        delivery->tally->left = 0;
        delivery->tally->elsewhere = 0;
        status = outbox_folder_list(&delivery->folder, false, &delivery->names);
        for (size_t i = 0; status == JINDU_OK && i < delivery->names.count;
             i++) {
            status = deliver_file(delivery, delivery->names.names[i]);
            /* Another process may have delivered it. */
            status = status == JINDU_NOT_FOUND ? JINDU_OK : status;
        }
    } while (status == JINDU_OK && delivery->handled > 0 && !delivery->stopped);
    return status;
}

int
outbox_deliver(struct context *context, struct outbox_tally *tally)
{
    memset(tally, 0, sizeof(*tally));
    struct delivery *delivery = calloc(1, sizeof(*delivery));
    if (delivery == NULL) {
        return complain(
            context, &(struct outbox_folder){ .path = "" }, JINDU_NO_MEMORY, 0);
    }
    delivery->context = context;
    delivery->tally = tally;
    enum jindu_status status = outbox_folder_open(&delivery->folder, false);
    bool none = status == JINDU_NOT_FOUND;
    if (status == JINDU_OK) {
        status = deliver_all(delivery);
    }
    int cause = errno;
    outbox_folder_close(&delivery->folder);
    int exit_status = none || status == JINDU_OK
                          ? 0
                          : complain(context, &delivery->folder, status, cause);
    free(delivery);
    return exit_status;
}

static enum jindu_status
walk_refused(struct outbox_folder *folder, struct outbox_names *names,
    bool forget, void (*take)(const struct jindu_json *entry, void *cookie),
    void *cookie)
{
    enum jindu_status status = outbox_folder_list(folder, true, names);
    for (size_t i = 0; status == JINDU_OK && i < names->count; i++) {
        struct jindu_text text = JINDU_TEXT_INIT;
        struct jindu_json *entry = NULL;
        status = outbox_folder_read(folder, true, names->names[i], &text);
        if (status == JINDU_OK) {
            if (outbox_entry_parse(&entry, &text) != JINDU_OK) {
                entry = NULL;
            }
            take(entry, cookie);
            jindu_json_free(entry);
        }
        if (status == JINDU_OK && forget) {
            status = outbox_folder_remove(folder, true, names->names[i]);
        }
        jindu_text_free(&text);
    }
    return status;
}

int
outbox_refused(struct context *context, bool forget,
    void (*take)(const struct jindu_json *entry, void *cookie), void *cookie)
{
    struct outbox_folder folder;
    struct outbox_names *names = calloc(1, sizeof(*names));
    enum jindu_status status = outbox_folder_open(&folder, false);
    bool none = status == JINDU_NOT_FOUND;
    if (status == JINDU_OK) {
        status = names == NULL
                     ? JINDU_NO_MEMORY
                     : walk_refused(&folder, names, forget, take, cookie);
    }
    int cause = errno;
    outbox_folder_close(&folder);
    free(names);
    return none || status == JINDU_OK
               ? 0
               : complain(context, &folder, status, cause);
}

void
outbox_remind(struct context *context)
{
    struct outbox_folder folder;
    struct outbox_names *names = calloc(1, sizeof(*names));
    size_t waiting = 0;
    size_t refused = 0;
    if (names != NULL && outbox_folder_open(&folder, false) == JINDU_OK) {
        if (outbox_folder_list(&folder, false, names) == JINDU_OK) {
            waiting = names->count;
        }
        if (outbox_folder_list(&folder, true, names) == JINDU_OK) {
            refused = names->count;
        }
    }
    if (names != NULL) {
        outbox_folder_close(&folder);
    }
    free(names);
    if (waiting > 0) {
        output_remark(&context->output,
            ngettext("%zu request waits in the outbox: jindu flush",
                "%zu requests wait in the outbox: jindu flush",
                (unsigned long)waiting),
            waiting);
    }
    if (refused > 0) {
        output_remark(&context->output,
            ngettext("%zu request of the outbox was refused: "
                     "jindu flush --failed",
                "%zu requests of the outbox were refused: "
                "jindu flush --failed",
                (unsigned long)refused),
            refused);
    }
}
