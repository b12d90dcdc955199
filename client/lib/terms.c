/* SPDX-License-Identifier: MIT */
#include "terms.h"

#include <string.h>

enum jindu_status
terms_read(const struct jindu_options *options, char **server, int *timeout_ms)
{
    struct jindu_options read = JINDU_OPTIONS_INIT;
    char *copy = NULL;

    if (options != NULL) {
        /* A larger one is from a later version: what is known of it counts. */
        if (options->size < sizeof(read)) {
            return JINDU_INVALID;
        }
        read = *options;
    }
    if (read.timeout_ms <= 0) {
        return JINDU_INVALID;
    }
    if (read.server != NULL) {
        copy = strdup(read.server);
        if (copy == NULL) {
            return JINDU_NO_MEMORY;
        }
    }
    *server = copy;
    *timeout_ms = read.timeout_ms;
    return JINDU_OK;
}
