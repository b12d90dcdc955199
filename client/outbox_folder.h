/* SPDX-License-Identifier: MIT */
/*
 * outbox_folder: the files of the outbox, one a request.
 *
 *     $XDG_STATE_HOME/jindu/outbox/            ~/.local/state without it
 *         0000000007-0197f3a0-....json         waits: order, key
 *         failed/0000000007-0197f3a0-....json  was refused
 *         writing                              not whole; a crash leaves it
 *         lock                                 two bytes to lock, no content
 *
 * A file is whole and on disk before it has its name, so that a crash leaves
 * it or nothing.  Only the person's own: folders 0700, files 0600.
 *
 * Ownership  A folder is closed by its opener.  Texts are appended to.  A list
 *            lives until the next one, or the close.
 * Threading  One thread; other processes are kept apart by the lock.
 * Errors     JINDU_NOT_FOUND: no such folder or file.  JINDU_STORAGE and
 *            errno: anything else the system refuses.
 * Bounds     OUTBOX_FILES_MAX, and ownfile.h.
 */
#ifndef OUTBOX_FOLDER_H
#define OUTBOX_FOLDER_H

#include <jindu/json.h>

#include <stdbool.h>
#include <stddef.h>

/* Waiting and refused together: years of one person's reports, and still read
 * in a moment. */
#define OUTBOX_FILES_MAX 1000

/* Order, hyphen, a UUID in text, ".json", NUL; and room. */
#define OUTBOX_NAME_SIZE 64
#define OUTBOX_PATH_SIZE 4096

struct outbox_names {
    size_t count;
    char names[OUTBOX_FILES_MAX][OUTBOX_NAME_SIZE]; /* oldest first */
};

struct outbox_folder {
    char path[OUTBOX_PATH_SIZE];
    const char *odd; /* what lies in its place and must go, or "" */
    int waiting;     /* descriptors of the two folders and of the lock */
    int failed;
    int lock;
    struct outbox_names *names; /* of the last list; NULL: none yet */
};

/* Whether one file and the text for another mean one request. */
typedef bool outbox_same_cb(
    const struct jindu_text *there, const struct jindu_text *text);

/* False, and "": nothing says where the folder is. */
bool outbox_folder_find(char path[OUTBOX_PATH_SIZE]);

/* Makes the folder when it is not there. */
JINDU_CHECK enum jindu_status outbox_folder_open(
    struct outbox_folder *folder, bool make);
void outbox_folder_close(struct outbox_folder *folder);

/* False: another process delivers.  Ends with the folder's close. */
bool outbox_folder_claim(struct outbox_folder *folder);

/* Into folder->names. */
JINDU_CHECK enum jindu_status outbox_folder_list(
    struct outbox_folder *folder, bool failed);

/* Behind all others.  JINDU_REFUSED: OUTBOX_FILES_MAX are there.
 * JINDU_CONFLICT: the key waits already, for what is not the same.
 * JINDU_INVALID: what waits has the last of the order numbers. */
JINDU_CHECK enum jindu_status outbox_folder_add(struct outbox_folder *folder,
    const char *key, const struct jindu_text *text, outbox_same_cb *is_same);

/* JINDU_INVALID: it can be no request. */
JINDU_CHECK enum jindu_status outbox_folder_read(
    const struct outbox_folder *folder, bool failed, const char *name,
    struct jindu_text *text);

/* Of a file that waits: other bytes, or the move to the refused ones. */
JINDU_CHECK enum jindu_status outbox_folder_replace(
    struct outbox_folder *folder, const char *name,
    const struct jindu_text *text);
JINDU_CHECK enum jindu_status outbox_folder_fail(
    struct outbox_folder *folder, const char *name);

JINDU_CHECK enum jindu_status outbox_folder_remove(
    struct outbox_folder *folder, bool failed, const char *name);

#endif
