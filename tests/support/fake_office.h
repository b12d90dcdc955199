/* SPDX-License-Identifier: MIT */
/*
 * fake_office: a fake daemon with a journal of one stream, which serves
 * server.hello and stream.read as PROTOCOL.md says, or as badly as told.
 *
 * Ownership  The subscriber is opened and closed by the test.
 * Threading  One thread.
 */
#ifndef FAKE_OFFICE_H
#define FAKE_OFFICE_H

#include <jindu/jindu.h>

#include "fake_daemon.h"

#define FAKE_STREAM "plan/2021"

/* A journal of one stream, and how the daemon behaves. */
struct fake_office {
    struct fake_daemon fake;
    struct jindu_subscriber *subscriber;
    const char *epoch;
    int64_t head;
    int64_t floor;
    int hellos;
    int reads;
    int silent;      /* requests to leave unanswered from now on */
    bool no_beats;   /* subscriptions are not answered */
    int ignored;     /* how many were */
    int subscribed;  /* how often */
    int64_t publish; /* this many events, one at each step of the office */
};

/* An event with this number, whether the journal has it or not. */
void fake_office_publish(struct fake_office *office, int64_t sequence);
void fake_office_beat(struct fake_office *office);

/* Does what there is to do, or waits until the subscriber or its requests are
 * readable; a long silence fails the test. */
void fake_office_work(struct fake_office *office);

#endif
