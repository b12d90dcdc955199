/* SPDX-License-Identifier: MIT */
#include "outbox.h"

#include "outbox_entry.h"
#include "outbox_folder.h"
#include "wording.h"

#include <stdio.h>
#include <string.h>

static const char *
key_of(const struct jindu_json *entry)
{
    return wording_member(jindu_json_member(entry, "params"), "key");
}

const char *
outbox_id(const struct jindu_json *entry, char id[OUTBOX_ID_SIZE])
{
    const char *key = key_of(entry);
    size_t length = strlen(key);
    size_t skip = length < OUTBOX_ID_SIZE ? 0 : length - (OUTBOX_ID_SIZE - 1);
    (void)snprintf(id, OUTBOX_ID_SIZE, "%s", key + skip);
    return id;
}

/* First where it goes to: a crash may leave both, and the next try finds the
 * same one waiting. */
static enum jindu_status
put_back(struct outbox_folder *folder, const char *name,
    const struct jindu_json *entry)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    outbox_entry_write_again(&text, entry);
    enum jindu_status status = text.failed
                                   ? JINDU_NO_MEMORY
                                   : outbox_folder_add(folder, key_of(entry),
                                         &text, outbox_entry_is_same);
    jindu_text_free(&text);
    return status == JINDU_OK ? outbox_folder_remove(folder, true, name)
                              : status;
}

static enum jindu_status
retry_file(struct outbox_folder *folder, const char *name, const char *wanted,
    size_t *count)
{
    char id[OUTBOX_ID_SIZE];
    struct jindu_text text = JINDU_TEXT_INIT;
    struct jindu_json *entry = NULL;
    enum jindu_status status = outbox_folder_read(folder, true, name, &text);
    if (status == JINDU_OK) {
        status = outbox_entry_parse(&entry, &text);
    }
    jindu_text_free(&text);
    if (status == JINDU_OK &&
        (wanted == NULL || strcmp(outbox_id(entry, id), wanted) == 0 ||
            strcmp(key_of(entry), wanted) == 0)) {
        status = put_back(folder, name, entry);
        *count += status == JINDU_OK ? 1 : 0;
    }
    jindu_json_free(entry);
    /* What is no request stays; what is gone another process took. */
    return status == JINDU_INVALID || status == JINDU_NOT_FOUND ? JINDU_OK
                                                                : status;
}

struct outbox_fault
outbox_retry(const char *id, size_t *count)
{
    struct outbox_folder folder;
    *count = 0;
    enum jindu_status status = outbox_folder_open(&folder, false);
    bool none = status == JINDU_NOT_FOUND;
    if (status == JINDU_OK) {
        status = outbox_folder_list(&folder, true);
    }
    for (size_t i = 0; status == JINDU_OK && i < folder.names->count; i++) {
        status = retry_file(&folder, folder.names->names[i], id, count);
    }
    struct outbox_fault fault =
        outbox_fault_of(none ? JINDU_OK : status, &folder);
    outbox_folder_close(&folder);
    return fault;
}
