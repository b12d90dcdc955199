/* SPDX-License-Identifier: MIT */
/*
 * metrics: server.status in Prometheus' text exposition format, version 0.0.4,
 * as node_exporter's textfile collector takes it.
 *
 * Counters end in _total; the members of a counter that is an object become
 * the label "reason".  Instants are seconds since 1970.  A counter that this
 * program does not know is told like the others.
 *
 * Threading  Pure function.
 */
#ifndef METRICS_H
#define METRICS_H

#include <jindu/json.h>

void metrics_write(struct jindu_text *text, const struct jindu_json *status);

#endif
