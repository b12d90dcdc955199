/* SPDX-License-Identifier: MIT */
#include "bench_socket.h"

#include <stdlib.h>
#include <string.h>
#include <zmq.h>

#include "bench.h"

static void
set_key(void *socket, int option, const char *name)
{
    const char *key = getenv(name);

    if (key == NULL || zmq_setsockopt(socket, option, key, strlen(key)) != 0) {
        bench_die(name, "no key of 40 characters of Z85");
    }
}

void *
bench_socket(void *context, int type, const char *endpoint)
{
    int linger = 0;
    void *socket = zmq_socket(context, type);

    if (socket == NULL ||
        zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof(linger)) != 0) {
        bench_die("cannot make a socket", zmq_strerror(zmq_errno()));
    }
    if (getenv("BENCH_SERVER_KEY") != NULL) {
        set_key(socket, ZMQ_CURVE_SERVERKEY, "BENCH_SERVER_KEY");
        set_key(socket, ZMQ_CURVE_PUBLICKEY, "BENCH_PUBLIC_KEY");
        set_key(socket, ZMQ_CURVE_SECRETKEY, "BENCH_SECRET_KEY");
    }
    if (zmq_connect(socket, endpoint) != 0) {
        bench_die(endpoint, zmq_strerror(zmq_errno()));
    }
    return socket;
}
