/* SPDX-License-Identifier: MIT */
#include "outbox.h"

#include "language.h"
#include "outbox_entry.h"
#include "wording.h"

#include <stdio.h>
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
    } else if (fault->status == JINDU_INVALID) {
        output_append(words,
            _("the outbox '%s' has no order number left: deliver what waits "
              "with 'jindu flush', or remove it"),
            path);
    } else if (!found) {
        output_append(words, "%s",
            _("nothing says where the outbox is: HOME is not set"));
    } else if (*fault->odd != '\0') {
        output_append(words,
            _("the outbox '%s': remove '%s', which is in its way: %s"), path,
            fault->odd, language_error(fault->cause));
    } else {
        output_append(words, _("the outbox '%s': %s"), path,
            language_error(fault->cause));
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
    const char *text = display_or_empty(words.bytes);
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

void
outbox_note_elsewhere(struct outbox_elsewhere *elsewhere,
    const struct jindu_json *entry, const char *name)
{
    elsewhere->count++;
    if (elsewhere->count == 1) {
        (void)snprintf(elsewhere->server, sizeof(elsewhere->server), "%s",
            wording_member(entry, "server"));
        (void)snprintf(elsewhere->name, sizeof(elsewhere->name), "%s", name);
    }
}

void
outbox_put_elsewhere(
    struct jindu_text *words, const struct outbox_elsewhere *elsewhere)
{
    unsigned long count = (unsigned long)elsewhere->count;
    output_append(words,
        ngettext("%lu request waits for another server: ",
            "%lu requests wait for other servers, the oldest: ", count),
        count);
    if (*elsewhere->server != '\0') {
        output_append(words, "jindu flush --server %s", elsewhere->server);
    } else {
        output_append(
            words, "%s", _("jindu flush, with no server named anywhere"));
    }
}

/* What is no request waits as well: flush puts it aside. */
static void
count_file(const struct context *context, const struct outbox_folder *folder,
    const char *name, struct outbox_counts *counts)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    struct jindu_json *entry = NULL;
    if (outbox_folder_read(folder, false, name, &text) == JINDU_OK &&
        outbox_entry_parse(&entry, &text) == JINDU_OK &&
        jindu_json_member(entry, "error") == NULL &&
        !outbox_entry_is_for(entry, context->settings.server)) {
        outbox_note_elsewhere(&counts->elsewhere, entry, name);
    } else {
        counts->waiting++;
    }
    jindu_text_free(&text);
    jindu_json_free(entry);
}

struct outbox_fault
outbox_count(const struct context *context, struct outbox_counts *counts)
{
    struct outbox_folder folder;
    memset(counts, 0, sizeof(*counts));
    enum jindu_status status = outbox_folder_open(&folder, false);
    /* Without a path there could not be one either. */
    bool none = status == JINDU_NOT_FOUND && folder.path[0] != '\0';
    if (status == JINDU_OK) {
        status = outbox_folder_list(&folder, false);
    }
    for (size_t i = 0; status == JINDU_OK && i < folder.names->count; i++) {
        count_file(context, &folder, folder.names->names[i], counts);
    }
    if (status == JINDU_OK) {
        status = outbox_folder_list(&folder, true);
        counts->refused = status == JINDU_OK ? folder.names->count : 0;
    }
    struct outbox_fault fault =
        outbox_fault_of(none ? JINDU_OK : status, &folder);
    outbox_folder_close(&folder);
    return fault;
}

void
outbox_remind(struct context *context)
{
    struct outbox_counts counts;
    (void)outbox_count(context, &counts);
    if (counts.waiting > 0) {
        output_remark(&context->output,
            ngettext("%zu request waits in the outbox: jindu flush",
                "%zu requests wait in the outbox: jindu flush",
                (unsigned long)counts.waiting),
            counts.waiting);
    }
    if (counts.elsewhere.count > 0) {
        struct jindu_text words = JINDU_TEXT_INIT;
        outbox_put_elsewhere(&words, &counts.elsewhere);
        output_remark(&context->output, "%s", display_or_empty(words.bytes));
        jindu_text_free(&words);
    }
    if (counts.refused > 0) {
        output_remark(&context->output,
            ngettext("%zu request of the outbox was refused: "
                     "jindu flush --failed",
                "%zu requests of the outbox were refused: "
                "jindu flush --failed",
                (unsigned long)counts.refused),
            counts.refused);
    }
}
