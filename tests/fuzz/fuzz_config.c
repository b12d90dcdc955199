/* SPDX-License-Identifier: MIT */
/*
 * fuzz_config: any bytes as jindud.conf.
 *
 * What is taken keeps every rule that jindud.conf(5) has; a refusal gives its
 * reason and leaves the config of the caller alone.
 */
#include "config.h"
#include "fuzz_target.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void
check_roster(const struct roster *roster)
{
    check(roster->count <= ROSTER_MAX);
    for (size_t i = 0; i < roster->count; i++) {
        const struct roster_entry *entry = &roster->entries[i];
        enum role role = entry->principal.role;

        check(entry->has_role);
        check(roster_find_user(roster, roster_user(entry)) == entry);
        check((role != ROLE_REPORTER && role != ROLE_LEADER) ||
              entry->principal.person[0] != '\0');
    }
}

static void
check_config(const struct config *config)
{
    const struct window *window = &config->window;

    check(config->state[0] == '\0' || config->state[0] == '/');
    check(config->sockets[0] == '\0' || config->sockets[0] == '/');
    check(config->calendar[0] == '/');
    check(config->zone[0] != '\0' && strlen(config->zone) < CONFIG_ZONE_SIZE);
    check(window->open >= 0 && window->open < window->close &&
          window->close <= 24 * 60);
    check_roster(&config->roster);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct config config;
    struct config untouched;
    struct config_fault fault = { .line = -1 };
    char *bytes = size == 0 ? NULL : malloc(size); /* fmemopen may write */
    FILE *file;

    if (bytes == NULL) {
        return 0;
    }
    memcpy(bytes, data, size);
    file = fmemopen(bytes, size, "r");
    if (file == NULL) {
        abort();
    }
    memset(&config, 0x5a, sizeof(config));
    memset(&untouched, 0x5a, sizeof(untouched));
    if (config_read(&config, file, &fault) == JINDU_OK) {
        check_config(&config);
        config_fini(&config);
    } else {
        check(fault.line >= 0 && fault.text[0] != '\0');
        check(memcmp(&config, &untouched, sizeof(config)) == 0);
    }
    (void)fclose(file);
    free(bytes);
    return 0;
}
