/* SPDX-License-Identifier: MIT */
#include "outbox.h"

#include "language.h"
#include "outbox_entry.h"
#include "outbox_folder.h"

#include <jindu/json.h>

#include <errno.h>
#include <string.h>

bool
outbox_stays(enum jindu_status status)
{
    /* Closed: it is going.  Storage: what was stored is not known, or there is
     * no room just now.  Memory: nobody came as far as to look.  Internal: a
     * defect, or an answer that is none.  Wrong server, not admitted, no
     * key: the request was not even heard. */
    return status == JINDU_BUSY || status == JINDU_TIMEOUT ||
           status == JINDU_UNREACHABLE || status == JINDU_CLOSED ||
           status == JINDU_STORAGE || status == JINDU_NO_MEMORY ||
           status == JINDU_INTERNAL || status == JINDU_WRONG_SERVER ||
           status == JINDU_NOT_ADMITTED || status == JINDU_NO_KEY;
}

struct outbox_fault
outbox_fault_of(enum jindu_status status, const struct outbox_folder *folder)
{
    return (struct outbox_fault){
        .status = status, .cause = errno, .odd = folder->odd
    };
}

struct outbox_fault
outbox_put(struct context *context, const char *method, const char *key,
    const struct jindu_text *params, bool settled)
{
    struct outbox_folder folder;
    struct jindu_text text = JINDU_TEXT_INIT;
    outbox_entry_write(
        &text, method, params, context->settings.server, settled);
    enum jindu_status status = outbox_folder_open(&folder, true);
    if (status == JINDU_OK) {
        status = outbox_folder_add(&folder, key, &text, outbox_entry_is_same);
    }
    struct outbox_fault fault = outbox_fault_of(status, &folder);
    outbox_folder_close(&folder);
    jindu_text_free(&text);
    return fault;
}

struct delivery {
    struct context *context;
    struct outbox_folder folder;
    struct outbox_tally *tally;
    size_t handled; /* in this round */
    bool again;     /* not the first round */
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

/* No request, whatever it is: nothing waits for it, wherever it lies. */
static void
move_damaged(struct delivery *delivery, const char *name)
{
    enum jindu_status status = move_aside(delivery, name, NULL, NULL);
    if (status == JINDU_OK) {
        outbox_entry_tell_damaged(delivery->context, name, 0);
    } else if (!delivery->again && errno != ENOENT) { /* else it is gone */
        outbox_entry_tell_damaged(delivery->context, name, errno);
    }
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
    if (status == JINDU_OK) {
        status = outbox_entry_parse(&entry, &text);
    }
    jindu_text_free(&text);
    if (status == JINDU_INVALID) {
        move_damaged(delivery, name);
        return JINDU_OK;
    }
    if (status != JINDU_OK) {
        return status;
    }
    if (jindu_json_member(entry, "error") != NULL) {
        status = move_aside(delivery, name, entry, NULL);
    } else if (!outbox_entry_is_for(
                   entry, delivery->context->settings.server)) {
        outbox_note_elsewhere(&delivery->tally->elsewhere, entry, name);
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
        delivery->tally->elsewhere.count = 0;
        status = outbox_folder_list(&delivery->folder, false);
        const struct outbox_names *names = delivery->folder.names;
        for (size_t i = 0; status == JINDU_OK && i < names->count; i++) {
            status = deliver_file(delivery, names->names[i]);
            /* Another process may have delivered it. */
            status = status == JINDU_NOT_FOUND ? JINDU_OK : status;
        }
        delivery->again = true;
    } while (status == JINDU_OK && delivery->handled > 0 && !delivery->stopped);
    return status;
}

/* What may still wait where the delivery failed.  What cannot be looked into
 * has to be thought of as one. */
static size_t
count_left(struct delivery *delivery)
{
    if (delivery->folder.waiting < 0 ||
        outbox_folder_list(&delivery->folder, false) != JINDU_OK) {
        return 1;
    }
    size_t count = delivery->folder.names->count;
    size_t elsewhere = delivery->tally->elsewhere.count;
    return count > elsewhere ? count - elsewhere : 0;
}

struct outbox_fault
outbox_deliver(struct context *context, struct outbox_tally *tally)
{
    struct delivery delivery = { .context = context, .tally = tally };
    struct outbox_fault fault = { .status = JINDU_OK, .odd = "" };
    memset(tally, 0, sizeof(*tally));
    enum jindu_status status = outbox_folder_open(&delivery.folder, false);
    bool none = status == JINDU_NOT_FOUND;
    if (status == JINDU_OK) {
        status = deliver_all(&delivery);
    }
    if (!none && status != JINDU_OK) {
        fault = outbox_fault_of(status, &delivery.folder);
        tally->left = count_left(&delivery);
    }
    outbox_folder_close(&delivery.folder);
    return fault;
}

static enum jindu_status
take_refused(struct outbox_folder *folder,
    void (*take)(const struct jindu_json *entry, void *cookie), void *cookie)
{
    enum jindu_status status = outbox_folder_list(folder, true);
    const struct outbox_names *names = folder->names;
    for (size_t i = 0; status == JINDU_OK && i < names->count; i++) {
        struct jindu_text text = JINDU_TEXT_INIT;
        struct jindu_json *entry = NULL;
        status = outbox_folder_read(folder, true, names->names[i], &text);
        if (status == JINDU_OK) {
            status = outbox_entry_parse(&entry, &text);
        }
        jindu_text_free(&text);
        if (status == JINDU_OK || status == JINDU_INVALID) {
            take(entry, cookie);
            status = JINDU_OK;
        }
        /* Another process may have put it back. */
        status = status == JINDU_NOT_FOUND ? JINDU_OK : status;
        jindu_json_free(entry);
    }
    return status;
}

/* One that cannot be removed keeps none of the others. */
static enum jindu_status
forget_refused(struct context *context, struct outbox_folder *folder)
{
    const struct outbox_names *names = folder->names;
    enum jindu_status kept = JINDU_OK;
    size_t removed = 0;
    int cause = 0;
    for (size_t i = 0; i < names->count; i++) {
        const char *name = names->names[i];
        enum jindu_status status = outbox_folder_remove(folder, true, name);
        removed += status == JINDU_OK ? 1 : 0;
        if (status == JINDU_STORAGE) {
            kept = JINDU_STORAGE;
            cause = errno;
            output_remark(&context->output,
                _("outbox: 'failed/%s' cannot be removed: %s"), name,
                language_error(cause));
        }
    }
    if (removed > 0) {
        output_remark(&context->output,
            ngettext("%zu refused request was removed",
                "%zu refused requests were removed", (unsigned long)removed),
            removed);
    }
    errno = cause;
    return kept;
}

int
outbox_refused(struct context *context,
    void (*take)(const struct jindu_json *entry, void *cookie),
    bool (*told)(void *cookie), void *cookie)
{
    struct outbox_folder folder;
    enum jindu_status status = outbox_folder_open(&folder, false);
    bool none = status == JINDU_NOT_FOUND;
    if (status == JINDU_OK) {
        status = take_refused(&folder, take, cookie);
    }
    if ((none || status == JINDU_OK) && told(cookie) && !none) {
        status = forget_refused(context, &folder);
    }
    struct outbox_fault fault = outbox_fault_of(status, &folder);
    outbox_folder_close(&folder);
    return none || status == JINDU_OK ? 0
                                      : outbox_complain(context, &fault, NULL);
}
