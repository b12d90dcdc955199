/* SPDX-License-Identifier: MIT */
#include "monitor.h"

#include <jindu/jindu.h>

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <zmq.h>

/* Beneath it a UUID, for no place may be used twice: libzmq gives one free some
 * time after its socket was closed, and then no other may be called so. */
#define PLACE "inproc://monitor-"
/* A number of 16 bits and one of 32, both as they lie in memory. */
#define EVENT_SIZE 6
#define EVENTS                                                \
    (ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_HANDSHAKE_SUCCEEDED | \
        ZMQ_EVENT_HANDSHAKE_FAILED_AUTH |                     \
        ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL |                 \
        ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL)
/* RFC 27 of rfc.zeromq.org: 400 to 499 judge the client, 300 and 500 say that
 * nobody could. */
#define ZAP_REFUSED_MIN 400
#define ZAP_REFUSED_MAX 499

bool
monitor_open(
    struct monitor *monitor, void *context, void *monitored, bool curve)
{
    char place[sizeof(PLACE) + JINDU_KEY_SIZE] = PLACE;
    int linger = 0;

    (void)memset(monitor, 0, sizeof(*monitor));
    monitor->monitored = monitored;
    monitor->curve = curve;
    (void)jindu_key(place + strlen(PLACE));
    if (zmq_socket_monitor(monitored, place, EVENTS) != 0) {
        return false;
    }
    monitor->pair = zmq_socket(context, ZMQ_PAIR);
    if (monitor->pair == NULL ||
        zmq_setsockopt(monitor->pair, ZMQ_LINGER, &linger, sizeof(linger)) !=
            0 ||
        zmq_connect(monitor->pair, place) != 0) {
        monitor_close(monitor);
        return false;
    }
    return true;
}

void
monitor_close(struct monitor *monitor)
{
    if (monitor->monitored != NULL) {
        (void)zmq_socket_monitor(monitor->monitored, NULL, 0);
        monitor->monitored = NULL;
    }
    if (monitor->pair != NULL) {
        (void)zmq_close(monitor->pair);
        monitor->pair = NULL;
    }
}

/* False when nothing waits.  The address, which follows, is read away. */
static bool
next(struct monitor *monitor, uint16_t *event, uint32_t *value)
{
    unsigned char bytes[EVENT_SIZE];
    int length = zmq_recv(monitor->pair, bytes, sizeof(bytes), ZMQ_DONTWAIT);

    if (length < 0) {
        return false;
    }
    (void)zmq_recv(monitor->pair, NULL, 0, ZMQ_DONTWAIT);
    *event = 0;
    *value = 0;
    if (length == EVENT_SIZE) {
        (void)memcpy(event, bytes, sizeof(*event));
        (void)memcpy(value, bytes + sizeof(*event), sizeof(*value));
    }
    return true;
}

static void
judge(struct monitor *monitor, uint16_t event, uint32_t value)
{
    if (event == ZMQ_EVENT_HANDSHAKE_SUCCEEDED) {
        monitor->broken = 0;
        return;
    }
    monitor->lost = true;
    if (event == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH) {
        if (value >= ZAP_REFUSED_MIN && value <= ZAP_REFUSED_MAX) {
            monitor->refusal = JINDU_NOT_ADMITTED;
        }
    } else if (!monitor->curve) {
        return; /* without a key there is no wrong one */
    } else if (event == ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL) {
        if (value == ZMQ_PROTOCOL_ERROR_ZMTP_MECHANISM_MISMATCH) {
            monitor->refusal = JINDU_WRONG_SERVER;
        }
    } else if (event == ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL) {
        monitor->broken = value == EPIPE ? monitor->broken + 1 : 0;
        if (monitor->broken == MONITOR_BROKEN_MAX) {
            monitor->refusal = JINDU_WRONG_SERVER;
        }
    }
}

void
monitor_note(struct monitor *monitor)
{
    uint16_t event;
    uint32_t value;

    while (monitor->pair != NULL && next(monitor, &event, &value)) {
        judge(monitor, event, value);
    }
}
