/* SPDX-License-Identifier: MIT */
/*
 * zsocket: a bound ZeroMQ socket with its limits set and its peers known.
 *
 * Every option is checked, and so is the guard: a socket without its limits,
 * or without ZAP, is never bound.
 *
 * Ownership  The socket is the caller's, who closes it.
 * Threading  The caller's thread owns it from then on.
 */
#ifndef ZSOCKET_H
#define ZSOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "endpoint.h"

struct zsocket_option {
    int name; /* ZMQ_... */
    int64_t value;
};

struct zsocket_terms {
    void *context;
    int type; /* ZMQ_... */
    const char *endpoint;
    const char *secret_key; /* NULL: a local socket */
    const struct zsocket_option *options;
    size_t count;
};

/* bound is the endpoint in the words that unbind it.  NULL when anything
 * failed; logged. */
void *zsocket_bind(
    const struct zsocket_terms *terms, char bound[ENDPOINT_SIZE]);

/* False when it was not set; logged. */
bool zsocket_set(void *socket, int name, int64_t value);

#endif
