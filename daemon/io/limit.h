/* SPDX-License-Identifier: MIT */
/*
 * limit: every bound of the daemon that is not on the wire, once, each with
 * its reason.  What is on the wire is in proto/bounds.h.
 */
#ifndef LIMIT_H
#define LIMIT_H

/* Requests of one principal in a second, and at once.  People make one now and
 * then and an import of 10,000 items some 15 messages; a program that follows
 * every stream of a township asks for a few hundred pages when it begins.  It
 * is a fifth of what the daemon serves on two cores, so whoever spends it all
 * leaves the others theirs.  admin is exempt: root and the daemon's own user
 * can do worse without asking. */
#define RATE_PER_SECOND 2000
#define RATE_BURST 2000
#define RATE_PRINCIPALS_MAX 4096 /* as ROSTER_MAX */

#endif
