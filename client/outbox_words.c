/* SPDX-License-Identifier: MIT */
#include "outbox.h"

#include "language.h"
#include "outbox_folder.h"

#include <jindu/json.h>

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

struct outbox_fault
outbox_count(size_t *waiting, size_t *refused)
{
    struct outbox_folder folder;
    *waiting = 0;
    *refused = 0;
    enum jindu_status status = outbox_folder_open(&folder, false);
    /* Without a path there could not be one either. */
    bool none = status == JINDU_NOT_FOUND && folder.path[0] != '\0';
    if (status == JINDU_OK) {
        status = outbox_folder_list(&folder, false);
        *waiting = status == JINDU_OK ? folder.names->count : 0;
    }
    if (status == JINDU_OK) {
        status = outbox_folder_list(&folder, true);
        *refused = status == JINDU_OK ? folder.names->count : 0;
    }
    struct outbox_fault fault =
        outbox_fault_of(none ? JINDU_OK : status, &folder);
    outbox_folder_close(&folder);
    return fault;
}

void
outbox_remind(struct context *context)
{
    size_t waiting = 0;
    size_t refused = 0;
    (void)outbox_count(&waiting, &refused);
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
