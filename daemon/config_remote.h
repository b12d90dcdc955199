/* SPDX-License-Identifier: MIT */
/*
 * config_remote: the sections [remote], [remote.next] and [access] of
 * jindud.conf: where peers from other computers come in, and who they are.
 *
 * Threading  Pure functions.
 */
#ifndef CONFIG_REMOTE_H
#define CONFIG_REMOTE_H

#include "config.h"

/* Setters of single keys, for config_key.c.  False: the value breaks the rule
 * beside it. */
#define CONFIG_REMOTE_ENDPOINT \
    "tcp://ADDRESS:PORT with a numeric address, an IPv6 one in [], or *"
#define CONFIG_REMOTE_KEY "an absolute path, or a credential of systemd"

bool config_remote_requests(struct config *config, const char *value);
bool config_remote_events(struct config *config, const char *value);
bool config_remote_key(struct config *config, const char *value);
bool config_remote_next_requests(struct config *config, const char *value);
bool config_remote_next_events(struct config *config, const char *value);
bool config_remote_next_key(struct config *config, const char *value);
bool config_remote_clients(struct config *config, const char *value);

/* How many remote doors there are: 0, nobody comes in from elsewhere. */
size_t config_remote_count(const struct config *config);

/* What can only be judged of whole sections.  JINDU_INVALID with text. */
JINDU_CHECK enum jindu_status config_remote_check(
    const struct config *config, char text[CONFIG_TEXT_SIZE]);

#endif
