/* SPDX-License-Identifier: MIT */
#include "places.h"

#include "display.h"

#include <string.h>

/* As the texts and their translations have it. */
#define PACKAGED "/etc/jindu"

const char *
places_tell(struct jindu_text *text, const char *words)
{
    jindu_text_clear(text);
    const char *at = strstr(words, PACKAGED);
    for (; at != NULL; at = strstr(words, PACKAGED)) {
        jindu_text_append(text, words, (size_t)(at - words));
        jindu_text_append_string(text, JINDU_CONFIG_DIR);
        words = at + strlen(PACKAGED);
    }
    jindu_text_append_string(text, words);
    return display_or_empty(text->bytes);
}
