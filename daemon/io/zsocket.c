/* SPDX-License-Identifier: MIT */
#include "zsocket.h"

#include <errno.h>
#include <string.h>
#include <zmq.h>

#include "bounds.h"
#include "log.h"
#include "zap.h"

bool
zsocket_set(void *socket, int name, int64_t value)
{
    int number = (int)value;
    /* The one option that is not an int. */
    int result = name == ZMQ_MAXMSGSIZE
                     ? zmq_setsockopt(socket, name, &value, sizeof(value))
                     : zmq_setsockopt(socket, name, &number, sizeof(number));
    if (result != 0) {
        log_error(
            "cannot set option %d of a socket: %s", name, zmq_strerror(errno));
    }
    return result == 0;
}

/* The kernel finds out about a peer whose computer is gone, within a minute and
 * a half, and wakes nobody for it. */
static const struct zsocket_option remote_options[] = {
    { ZMQ_TCP_KEEPALIVE, 1 },
    { ZMQ_TCP_KEEPALIVE_IDLE, 30 },
    { ZMQ_TCP_KEEPALIVE_INTVL, 20 },
    { ZMQ_TCP_KEEPALIVE_CNT, 3 },
};
#define REMOTE_OPTIONS (sizeof(remote_options) / sizeof(remote_options[0]))

/* wrap: bytes that come around each message. */
static bool
set_options(void *socket, const struct zsocket_option *options, size_t count,
    int64_t wrap)
{
    for (size_t i = 0; i < count; i++) {
        int name = options[i].name;
        if (!zsocket_set(socket, name,
                options[i].value + (name == ZMQ_MAXMSGSIZE ? wrap : 0))) {
            return false;
        }
    }
    return true;
}

static bool
set_up(void *socket, const struct zsocket_terms *terms)
{
    bool bracketed = strchr(terms->endpoint, '[') != NULL;
    int64_t wrap = terms->secret_key == NULL ? 0 : JP_CURVE_BYTES;
    return set_options(socket, terms->options, terms->count, wrap) &&
           (terms->secret_key == NULL ||
               (set_options(socket, remote_options, REMOTE_OPTIONS, 0) &&
                   zsocket_set(socket, ZMQ_IPV6, bracketed))) &&
           zap_guard(socket, terms->secret_key) == JINDU_OK;
}

void *
zsocket_bind(const struct zsocket_terms *terms, char bound[ENDPOINT_SIZE])
{
    void *socket = zmq_socket(terms->context, terms->type);
    size_t size = ENDPOINT_SIZE;
    if (socket == NULL) {
        log_error("cannot make a socket: %s", zmq_strerror(errno));
        return NULL;
    }
    if (!set_up(socket, terms)) {
        goto err_close;
    }
    if (zmq_bind(socket, terms->endpoint) != 0 ||
        zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, bound, &size) != 0) {
        log_error("cannot bind '%s': %s", terms->endpoint, zmq_strerror(errno));
        goto err_close;
    }
    return socket;

err_close:
    zmq_close(socket);
    return NULL;
}
