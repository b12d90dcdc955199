/* SPDX-License-Identifier: MIT */
#include "terms.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* Before there were certificates. */
#define FIRST_SIZE offsetof(struct jindu_options, certificate)

static bool
copy(char **out, const char *text)
{
    *out = text == NULL ? NULL : strdup(text);
    return text == NULL || *out != NULL;
}

enum jindu_status
terms_read(struct terms *terms, const struct jindu_options *options)
{
    struct jindu_options read = JINDU_OPTIONS_INIT;

    if (options != NULL) {
        if (options->size < FIRST_SIZE) {
            return JINDU_INVALID;
        }
        /* A larger one is from a later version: what is known of it counts. */
        (void)memcpy(&read, options,
            options->size < sizeof(read) ? FIRST_SIZE : sizeof(read));
    }
    if (read.timeout_ms <= 0) {
        return JINDU_INVALID;
    }
    (void)memset(terms, 0, sizeof(*terms));
    terms->timeout_ms = read.timeout_ms;
    if (!copy(&terms->server, read.server) ||
        !copy(&terms->certificate, read.certificate) ||
        !copy(&terms->server_certificate, read.server_certificate)) {
        terms_free(terms);
        return JINDU_NO_MEMORY;
    }
    return JINDU_OK;
}

void
terms_free(struct terms *terms)
{
    free(terms->server);
    free(terms->certificate);
    free(terms->server_certificate);
    (void)memset(terms, 0, sizeof(*terms));
}
