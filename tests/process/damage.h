/* SPDX-License-Identifier: MIT */
/*
 * damage: what a daemon says of its files, whole or damaged.
 *
 *     damage_look.c  opens the files of a directory as jindud does, reads all
 *                    that can be asked for, writes a little
 *     damage_base.c  the files before they are damaged: an office's year
 *     damage.c       damages them, in a process each, and judges
 *
 * Threading  One thread.
 */
#ifndef DAMAGE_H
#define DAMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "digest.h"

#define DAMAGE_PATH_MAX 256
#define DAMAGE_FILE_MAX (16 * 1048576)
#define DAMAGE_ROWS_MAX 8192     /* of the journal */
#define DAMAGE_NOW 1640050000000 /* after the last report: 2021-12-21 */

/* The files of an office: where they lie in its directory. */
enum damage_file {
    DAMAGE_DATABASE, /* of a daemon that was killed: its newest rows are ... */
    DAMAGE_WAL,      /* ... here */
    DAMAGE_STOPPED,  /* the database of one that was stopped: no WAL */
    DAMAGE_CONFIG,
    DAMAGE_CALENDAR,
    DAMAGE_FILES
};

struct damage_base {
    unsigned char *bytes[DAMAGE_FILES];
    size_t size[DAMAGE_FILES];
    int64_t rows; /* of the journal */
    unsigned char hash[DAMAGE_ROWS_MAX + 1][JP_DIGEST_SIZE]; /* the chain */
};

/* What came of a start on some files. */
enum damage_end {
    DAMAGE_SOUND,   /* started, and all it serves holds together */
    DAMAGE_REFUSED, /* did not start, and said of which file */
    DAMAGE_TOLD,    /* started; a request was answered with storage, internal */
    DAMAGE_NAMED,   /* started; audit.verify named a row */
    DAMAGE_MUTE,    /* did not start, and did not say why: a defect */
    DAMAGE_LIE,     /* served what is no answer, or another journal: a defect */
    DAMAGE_ENDS
};

struct damage_look {
    enum damage_end end;
    int64_t rows; /* of the journal, verified */
    int64_t bad;  /* the row that audit.verify named; 0: none */
    unsigned char content[JP_DIGEST_SIZE]; /* of all that was read */
};

/* The files as they lie in directory, which has a log of them as "log". */
void damage_look(struct damage_look *look, const struct damage_base *base,
    const char *directory, bool has_store);

void damage_base_make(struct damage_base *base);
/* Where the id of the event of a row begins in the stopped database; the
 * length of it, 0 when it is not in one piece. */
size_t damage_base_find(
    const struct damage_base *base, int64_t row, size_t *at);

#endif
