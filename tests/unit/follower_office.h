/* SPDX-License-Identifier: MIT */
/*
 * follower_office: one subscriber of the library beside a fake office, in one
 * thread and in the library's own time.
 */
#ifndef FOLLOWER_OFFICE_H
#define FOLLOWER_OFFICE_H

#include <jindu/jindu.h>

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

/* cmocka.h needs what stands above. */
#include <cmocka.h>

#include "fake_office.h"
#include "tick.h"

#define TRY_MS 1000 /* the client's first */

/* The time of the library, set by the tests. */
static int64_t the_time = 1000;

int64_t
tick_now(void)
{
    return the_time;
}

static enum jindu_status
next(struct fake_office *office, const struct jindu_event **event)
{
    enum jindu_status status;

    while ((status = jindu_subscriber_next(office->subscriber, 0, event)) ==
           JINDU_TIMEOUT) {
        int ignored = office->ignored;

        fake_office_work(office);
        the_time += (office->ignored - ignored) * TRY_MS; /* it gives up */
    }
    return status;
}

static void
hear_nothing(struct fake_office *office)
{
    const struct jindu_event *event;

    assert_int_equal(
        jindu_subscriber_next(office->subscriber, 0, &event), JINDU_TIMEOUT);
}

static void
expect(struct fake_office *office, int64_t first, int64_t last)
{
    const struct jindu_event *event = NULL;

    for (; first <= last; first++) {
        assert_int_equal(next(office, &event), JINDU_OK);
        assert_int_equal(event->sequence, first);
        assert_string_equal(event->type, "jindu.notice.soon");
        assert_null(event->subject);
        assert_string_equal(
            jindu_json_string(jindu_json_member(event->event, "stream")),
            FAKE_STREAM);
    }
}

static inline void
follow(
    struct fake_office *office, int64_t head, int64_t after, const char *epoch)
{
    memset(office, 0, sizeof(*office));
    fake_open(&office->fake);
    office->epoch = "epoch-1";
    office->head = head;
    office->floor = 1;
    assert_int_equal(jindu_subscriber_open(&office->subscriber,
                         &(struct jindu_options){ sizeof(struct jindu_options),
                             office->fake.requests, 5000, NULL, NULL }),
        JINDU_OK);
    assert_int_equal(
        jindu_subscriber_follow(office->subscriber, FAKE_STREAM, after, epoch),
        JINDU_OK);
}

static inline void
leave(struct fake_office *office)
{
    jindu_subscriber_close(office->subscriber);
    fake_close(&office->fake);
}

/* Until the subscription is in force. */
static void
join(struct fake_office *office)
{
    while (office->subscribed == 0) {
        hear_nothing(office);
        fake_office_work(office);
    }
}

#endif
