/* SPDX-License-Identifier: MIT */
/*
 * trouble: what a disk and a memory can refuse, counted, and refused when told.
 *
 * Every read, write and sync of SQLite's files is an operation of the disk,
 * every allocation of SQLite, cJSON and ours one of the memory.  Shared memory
 * and locks are left alone.
 *
 * Threading  One thread; all of it is global, as the VFS and the allocators
 * are.
 */
#ifndef TROUBLE_H
#define TROUBLE_H

#include <stdbool.h>

enum trouble {
    TROUBLE_NONE,
    TROUBLE_FULL,  /* a write: no space left */
    TROUBLE_WRITE, /* a write: I/O error */
    TROUBLE_SYNC,
    TROUBLE_READ,
    TROUBLE_MEMORY,
    TROUBLE_COUNT
};

struct troubled {
    long counts[TROUBLE_COUNT]; /* operations of each kind so far */
    enum trouble kind;          /* what fails */
    long first;                 /* the first that fails, from 1 */
    long last;                  /* and the last */
    long failed;                /* so far */
    bool armed;                 /* else nothing is counted */
};

extern struct troubled troubled;

/* Before SQLite is used at all. */
void trouble_install(void);

#endif
