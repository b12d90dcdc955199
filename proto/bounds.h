/* SPDX-License-Identifier: MIT */
/*
 * bounds: every bound on the wire, once.
 *
 * Source     PROTOCOL.md, sections 2 and 4.
 */
#ifndef JP_BOUNDS_H
#define JP_BOUNDS_H

#define JP_MESSAGE_MAX 65536 /* a request frame: plenty for any form */
#define JP_REPLY_MAX 1048576 /* a reply frame */
#define JP_BATCH_MAX 64      /* requests in one frame */
#define JP_IN_FLIGHT_MAX 64  /* unanswered requests of one connection */
#define JP_WAITING_MAX 4096  /* unanswered requests of all connections */
#define JP_DEPTH_MAX 16      /* nesting of JSON; ours needs 6 */
#define JP_MEMBERS_MAX 256   /* of one object: the walk is quadratic in it */
#define JP_ID_MAX 64         /* bytes of a request id */
#define JP_PLAN_MAX 32       /* bytes of a plan code */
#define JP_NAME_MAX 120      /* bytes of a unit or person id */
#define JP_STREAM_MAX (JP_NAME_MAX + 7) /* "person/" and the id */
#define JP_TEXT_MAX 4000                /* characters of a text */
#define JP_SHORT_MAX 200                /* characters of a short text */
#define JP_CURSOR_MAX 300  /* of a list: a number, an id and a stream fit */
#define JP_CURSORS_MAX 256 /* named ones of one principal */
#define JP_FILE_MAX 1000   /* characters of a path: fewer bytes than PATH_MAX */
#define JP_PEOPLE_MAX 32   /* units, persons or leaders of one item */
#define JP_PAGE_MAX 200    /* rows or events of one page */
/* Of events in one page: a loop turn or two. */
#define JP_PAGE_BYTES_MAX 262144
#define JP_VERIFY_MAX 10000 /* journal rows of one audit.verify */
#define JP_PART_MAX 1000    /* items of one part; a message holds 700 */
#define JP_KINDS_MAX 32     /* event types in one filter */
#define JP_KIND_MAX 64      /* bytes of an event type */
#define JP_YEAR_MIN 2000    /* of plans and calendars */
#define JP_YEAR_MAX 2100
#define JP_DUE_WITHIN_MAX 3660 /* days: ten years */
#define JP_ITEM_NO_MAX 2147483647
#define JP_SAFE_INTEGER 9007199254740991 /* 2^53 - 1 */
#define JP_BACKFILL_MS 600000 /* received this much later is backfilled */

/* What CURVE adds to a frame (RFC 26); ZMQ_MAXMSGSIZE counts it in. */
#define JP_CURVE_BYTES 33

#endif
