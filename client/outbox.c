/* SPDX-License-Identifier: MIT */
#include "outbox.h"

#include "language.h"
#include "outbox_entry.h"
#include "outbox_folder.h"

#include <jindu/json.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

void
outbox_put_fault(struct jindu_text *words, const struct outbox_fault *fault)
{
    char path[OUTBOX_PATH_SIZE];
    bool found = outbox_folder_find(path);
    if (fault->status == JINDU_REFUSED) {
        output_append(words, _("the outbox '%s' is full: %d requests"), path,
            OUTBOX_FILES_MAX);
    } else if (fault->status == JINDU_CONFLICT) {
        output_append(words, "%s",
            _("another request waits in the outbox under this key"));
    } else if (fault->status == JINDU_NO_MEMORY) {
        output_append(words, "%s", _(jindu_status_text(fault->status)));
    } else if (!found) {
        output_append(words, "%s",
            _("nothing says where the outbox is: HOME is not set"));
    } else {
        output_append(
            words, _("the outbox '%s': %s"), path, strerror(fault->cause));
    }
}

int
outbox_complain(
    struct context *context, const struct outbox_fault *fault, const char *key)
{
    struct jindu_text words = JINDU_TEXT_INIT;
    struct jindu_text error = JINDU_TEXT_INIT;
    bool own = fault->status == JINDU_REFUSED ||
               fault->status == JINDU_CONFLICT ||
               fault->status == JINDU_NO_MEMORY;
    enum jindu_status status = own ? fault->status : JINDU_STORAGE;
    outbox_put_fault(&words, fault);
    const char *text = words.bytes != NULL ? words.bytes : "";
    jindu_json_put_object(&error, NULL);
    jindu_json_put_object(&error, "data");
    if (key != NULL) {
        jindu_json_put_string(&error, "key", key);
    }
    jindu_json_put_string(&error, "status", jindu_status_token(status));
    jindu_json_end_object(&error);
    jindu_json_put_string(&error, "message", text);
    jindu_json_end_object(&error);
    (void)output_fail_raw(&context->output, jindu_status_exit(status),
        error.bytes != NULL ? error.bytes : "{}", text);
    jindu_text_free(&error);
    jindu_text_free(&words);
    if (status == JINDU_REFUSED) {
        output_hint(&context->output, "%s",
            _("'jindu flush' delivers them, 'jindu flush --forget' makes room "
              "of those that were refused"));
    }
    return jindu_status_exit(status);
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
    struct outbox_fault fault = { .status = status, .cause = errno };
    outbox_folder_close(&folder);
    jindu_text_free(&text);
    return fault;
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

/* What may still wait where the delivery failed.  What cannot be looked into
 * has to be thought of as one. */
static size_t
count_left(struct delivery *delivery)
{
    if (delivery->folder.waiting < 0 ||
        outbox_folder_list(&delivery->folder, false, &delivery->names) !=
            JINDU_OK) {
        return 1;
    }
    size_t elsewhere = delivery->tally->elsewhere;
    return delivery->names.count > elsewhere ? delivery->names.count - elsewhere
                                             : 0;
}

struct outbox_fault
outbox_deliver(struct context *context, struct outbox_tally *tally)
{
    memset(tally, 0, sizeof(*tally));
    struct delivery *delivery = calloc(1, sizeof(*delivery));
    if (delivery == NULL) {
        tally->left = 1;
        return (struct outbox_fault){ .status = JINDU_NO_MEMORY };
    }
    delivery->context = context;
    delivery->tally = tally;
    struct outbox_fault fault = { .status = JINDU_OK };
    enum jindu_status status = outbox_folder_open(&delivery->folder, false);
    bool none = status == JINDU_NOT_FOUND;
    if (status == JINDU_OK) {
        status = deliver_all(delivery);
    }
    if (!none && status != JINDU_OK) {
        fault.status = status;
        fault.cause = errno;
        tally->left = count_left(delivery);
    }
    outbox_folder_close(&delivery->folder);
    free(delivery);
    return fault;
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
    struct outbox_fault fault = { .status = status, .cause = errno };
    outbox_folder_close(&folder);
    free(names);
    return none || status == JINDU_OK ? 0
                                      : outbox_complain(context, &fault, NULL);
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
