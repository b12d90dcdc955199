/* SPDX-License-Identifier: MIT */
/*
 * subscriber: what a subscriber consists of, and its half that asks jindud;
 * the half that hears is in subscriber.c.
 *
 *     hello --> read --> page handed out --> read ... --> live
 *       ^        |  no answer                  ^           |
 *       +--------+                             +-----------+ gap, beat, epoch
 *       +--------------------------------------------------+ sub is lost, or
 *                                                            silent too long
 *
 * While a page is awaited or handed out, sub keeps what is published; before
 * the next read it is thrown away, for that page will have it.
 *
 * Ownership  All of it belongs to the subscriber.
 * Threading  One thread at a time.
 */
#ifndef SUBSCRIBER_H
#define SUBSCRIBER_H

#include <jindu/jindu.h>

#include <stdbool.h>

#include "exchange.h"
#include "follower.h"
#include "terms.h"

/* After an error that passes by itself, such as a full disk. */
#define SUBSCRIBER_RETRY_MS 500
/* After a refused handshake: what a person has to mend does not need more, and
 * the other side counts each. */
#define SUBSCRIBER_REFUSED_MS 5000

struct socket;
struct socket_hub;

enum phase {
    PHASE_HELLO,
    PHASE_READ,
    PHASE_LIVE
};

enum step {
    STEP_AGAIN, /* something changed: look once more */
    STEP_EVENT, /* subscriber::event is the next one */
    STEP_IDLE,  /* nothing to do before there is input */
    STEP_TELL,  /* subscriber::told is for the caller */
};

struct jindu_subscriber {
    struct socket_hub *hub;
    struct exchange exchange;
    struct exchange commit; /* beside the page that is handed out */
    struct follower follower;
    struct socket *sub;
    struct terms terms; /* the time of one call is not of interest */
    bool following;
    enum phase phase;
    char events[ADDRESS_SIZE];     /* where sub is connected */
    int64_t heard_at;              /* the last of sub, or its opening */
    bool proven;                   /* sub heard something */
    int64_t rest_until;            /* no request before this instant */
    bool restarted;                /* the last answer was a reset */
    enum jindu_status refused;     /* and was told; JINDU_OK: it is not */
    int64_t head;                  /* as the page told it */
    int64_t committed;             /* what the cursor was moved to; -1: not */
    const struct jindu_json *page; /* its next event, in exchange::document */
    struct jindu_json *message;    /* the event that came by sub */
    struct jindu_text text;
    struct jindu_text json;
    struct jindu_event event;
    enum jindu_status told;
    const char *detail; /* NULL: that of the exchange */
};

/* Says hello, or reads the next page. */
enum step subscriber_ask(struct jindu_subscriber *subscriber, int64_t now);

/* Remembers what the caller is to be told.  detail is static; NULL: what the
 * exchange says. */
enum step subscriber_tell(struct jindu_subscriber *subscriber,
    enum jindu_status status, const char *detail);

/* The handshake came to nothing: told once, tried again. */
enum step subscriber_refused(struct jindu_subscriber *subscriber,
    enum jindu_status refusal, int64_t now);

#endif
