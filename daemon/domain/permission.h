/* SPDX-License-Identifier: MIT */
/*
 * permission: which role may call which method, and for whom: the one table.
 *
 *     none  never
 *     own   items whose persons name the one who asks, notices addressed to
 *           them, their own cursors, the streams they are told by; and never
 *           in another's name
 *     all   everybody's, and on behalf of anybody
 *
 * The table says what a role may; what is somebody's own, the store and the
 * query know.
 *
 * Threading  Pure functions.
 * Source     PROTOCOL.md, section 5.
 */
#ifndef PERMISSION_H
#define PERMISSION_H

#include <stdbool.h>

#include "method.h"
#include "principal.h"

enum permission {
    PERMISSION_NONE,
    PERMISSION_OWN,
    PERMISSION_ALL
};

/* doorbell: events are read, not heard (publish = doorbell), so that who reads
 * them can be judged. */
enum permission permission_of(
    enum role role, enum jp_method method, bool doorbell);

const char *permission_token(enum permission permission);

/* The word of the configuration: "full", "doorbell". */
const char *permission_publish(bool doorbell);

#endif
