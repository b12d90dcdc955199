/* SPDX-License-Identifier: MIT */
/*
 * config_key: the keys of jindud.conf, and what each does to a struct config.
 *
 * Errors     JINDU_INVALID with the reason in text, JINDU_NO_MEMORY.
 */
#ifndef CONFIG_KEY_H
#define CONFIG_KEY_H

#include <stdint.h>

#include "config.h"

/* seen: one bit a key, so that none is given twice; 0 at first. */
JINDU_CHECK enum jindu_status config_key_set(struct config *config,
    uint32_t *seen, const char *section, const char *name, const char *value,
    char text[CONFIG_TEXT_SIZE]);

/* "[uid.N]" */
#define CONFIG_KEY_PEOPLE "uid."

#endif
