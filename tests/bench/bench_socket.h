/* SPDX-License-Identifier: MIT */
/*
 * bench_socket: how the programs that measure reach a daemon.
 *
 * CURVE when the environment has BENCH_SERVER_KEY, BENCH_PUBLIC_KEY and
 * BENCH_SECRET_KEY, each 40 characters of Z85; else as a local peer.
 */
#ifndef BENCH_SOCKET_H
#define BENCH_SOCKET_H

/* Lingers not.  Exits on failure. */
void *bench_socket(void *context, int type, const char *endpoint);

#endif
