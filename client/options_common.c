/* SPDX-License-Identifier: MIT */
#include "options_common.h"

#include "language.h"

#include <stdlib.h>
#include <string.h>

#define TIMEOUT_MAX_S 3600 /* nobody waits longer for one answer */

/* Common options that are nothing but kept. */
static const struct {
    const char *name;
    bool flag;
    size_t place;
} kept[] = {
    { "server", false, offsetof(struct settings, server) },
    { "context", false, offsetof(struct settings, context) },
    { "certificate", false, offsetof(struct settings, certificate) },
    { "server-certificate", false,
        offsetof(struct settings, server_certificate) },
    { "plan", false, offsetof(struct settings, plan) },
    { "json", true, offsetof(struct settings, json) },
    { "quiet", true, offsetof(struct settings, quiet) },
    { "no-input", true, offsetof(struct settings, no_input) },
    { "no-pager", true, offsetof(struct settings, no_pager) },
    { "plain", true, offsetof(struct settings, plain) },
};

static void
keep(struct settings *settings, const char *name, const char *value)
{
    for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
        void *place = (char *)settings + kept[i].place;
        if (strcmp(kept[i].name, name) != 0) {
            continue;
        }
        if (kept[i].flag) {
            *(bool *)place = true;
        } else {
            *(const char **)place = value;
        }
    }
}

int
options_take_common(
    struct context *context, const char *name, const char *value)
{
    struct settings *settings = &context->settings;
    keep(settings, name, value);
    if (strcmp(name, "plan") == 0) {
        settings->plan_given = true;
    } else if (strcmp(name, "help") == 0) {
        context->help = true;
    } else if (strcmp(name, "color") == 0) {
        settings->color = strcmp(value, "always") == 0  ? OUTPUT_COLOR_ALWAYS
                          : strcmp(value, "never") == 0 ? OUTPUT_COLOR_NEVER
                                                        : OUTPUT_COLOR_AUTO;
    } else if (strcmp(name, "timeout") == 0) {
        long long seconds = strtoll(value, NULL, 10);
        if (seconds < 1 || seconds > TIMEOUT_MAX_S) {
            return command_usage(context,
                _("--timeout is a number of seconds from 1 to %d"),
                TIMEOUT_MAX_S);
        }
        settings->timeout_ms = (int)seconds * 1000;
        settings->timeout_given = true;
    }
    context->output.quiet = settings->quiet;
    return 0;
}
