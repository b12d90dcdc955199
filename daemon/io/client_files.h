/* SPDX-License-Identifier: MIT */
/*
 * client_files: DIRECTORY/NAME.key, the public certificate of each principal
 * that may come in from another computer, with role and person.
 *
 * Errors     JINDU_INVALID when a file is no such certificate, a key stands in
 *            two of them or there are too many; JINDU_NOT_FOUND when there is
 *            no such directory; JINDU_STORAGE; logged here.
 */
#ifndef CLIENT_FILES_H
#define CLIENT_FILES_H

#include <jindu/status.h>

struct roster;

/* Adds them to roster, which is not to be used after an error. */
JINDU_CHECK enum jindu_status client_files_read(
    struct roster *roster, const char *directory);

#endif
