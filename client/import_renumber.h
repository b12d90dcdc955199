/* SPDX-License-Identifier: MIT */
/* import_renumber: which differences of a plan are numbers that changed. */
#ifndef IMPORT_RENUMBER_H
#define IMPORT_RENUMBER_H

#include <jindu/status.h>

struct import_diff;

/* Fills renumbered of a diff that has all its changes, in the diff's memory. */
JINDU_CHECK enum jindu_status import_renumber_find(struct import_diff *diff);

#endif
