/* SPDX-License-Identifier: MIT */
#include "infile.h"

#include "ask.h"
#include "language.h"
#include "typed.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROOM_FIRST 65536

static int
fail(struct context *context, const char *name, int cause)
{
    enum jindu_status status = JINDU_STORAGE;
    if (cause == ENOENT || cause == ENOTDIR || cause == EISDIR) {
        status = JINDU_NOT_FOUND;
    } else if (cause == EACCES || cause == EPERM) {
        status = JINDU_DENIED;
    }
    return output_fail(&context->output, jindu_status_token(status),
        jindu_status_exit(status), _("cannot read '%s': %s"),
        typed_shown(context, name), language_error(cause));
}

static int
read_all(FILE *file, size_t limit, char **bytes, size_t *length)
{
    size_t room = 0;
    size_t used = 0;
    char *all = NULL;
    while (used <= limit) {
        if (used == room) {
            room = room == 0 ? ROOM_FIRST : room * 2;
            char *more = realloc(all, room);
            if (more == NULL) {
                free(all);
                return ENOMEM;
            }
            all = more;
        }
        size_t wanted = room - used;
        if (wanted > limit + 1 - used) {
            wanted = limit + 1 - used;
        }
        size_t got = fread(all + used, 1, wanted, file);
        used += got;
        if (got < wanted) {
            break;
        }
    }
    if (ferror(file) != 0) {
        int cause = errno;
        free(all);
        return cause != 0 ? cause : EIO;
    }
    *bytes = all;
    *length = used;
    return 0;
}

int
infile_read(struct context *context, const char *name, size_t limit,
    char **bytes, size_t *length)
{
    bool is_stdin = strcmp(name, "-") == 0;
    FILE *file = is_stdin ? stdin : fopen(name, "rb");
    if (file == NULL) {
        return fail(context, name, errno);
    }
    errno = 0;
    int cause = read_all(file, limit, bytes, length);
    if (!is_stdin) {
        (void)fclose(file);
    }
    return cause == 0 ? 0 : fail(context, name, cause);
}
