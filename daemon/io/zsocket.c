/* SPDX-License-Identifier: MIT */
#include "zsocket.h"

#include <errno.h>
#include <zmq.h>

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

static bool
set_all(void *socket, const struct zsocket_option *options, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!zsocket_set(socket, options[i].name, options[i].value)) {
            return false;
        }
    }
    return zap_guard(socket) == JINDU_OK;
}

void *
zsocket_bind(void *context, int type, const char *endpoint,
    const struct zsocket_option *options, size_t count)
{
    void *socket = zmq_socket(context, type);
    if (socket == NULL) {
        log_error("cannot make a socket: %s", zmq_strerror(errno));
        return NULL;
    }
    if (!set_all(socket, options, count)) {
        goto err_close;
    }
    if (zmq_bind(socket, endpoint) != 0) {
        log_error("cannot bind '%s': %s", endpoint, zmq_strerror(errno));
        goto err_close;
    }
    return socket;

err_close:
    zmq_close(socket);
    return NULL;
}
