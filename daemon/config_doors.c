/* SPDX-License-Identifier: MIT */
#include "config_doors.h"

#include <stdlib.h>
#include <string.h>

#include "config_remote.h"
#include "digest.h"
#include "log.h"
#include "server_key.h"

struct keys {
    char secret[DOORS_REMOTE_MAX][JP_CURVE_KEY_SIZE];
};

static enum jindu_status
read_keys(struct keys *keys, const struct config *config)
{
    enum jindu_status status = JINDU_OK;
    size_t count = config_remote_count(config);
    for (size_t i = 0; status == JINDU_OK && i < count; i++) {
        status = server_key_read(keys->secret[i], config->remotes[i].key);
    }
    return status;
}

enum jindu_status
config_doors_check(const struct config *config)
{
    size_t count = config_remote_count(config);
    enum jindu_status status = JINDU_OK;
    for (size_t i = 0; status == JINDU_OK && i < count; i++) {
        const char *path = config->remotes[i].key;
        if (path[0] != '/' && getenv("CREDENTIALS_DIRECTORY") == NULL) {
            log_notice("the key '%s' is a credential of systemd, which only "
                       "the service is given: it was not looked at",
                path);
            continue;
        }
        char key[JP_CURVE_KEY_SIZE];
        status = server_key_read(key, path);
        jp_wipe(key, sizeof(key));
    }
    return status;
}

static void
set_place(struct door_place *place, const struct config_remote *remote,
    const char *secret_key)
{
    memcpy(place->requests, remote->requests, ENDPOINT_SIZE);
    memcpy(place->events, remote->events, ENDPOINT_SIZE);
    place->secret_key = secret_key;
}

enum jindu_status
config_doors_open(struct doors **doors, const struct config *config,
    const struct door_place *local, struct doors_options options)
{
    struct keys keys;
    struct door_place places[DOORS_MAX];
    size_t count = config_remote_count(config);
    enum jindu_status status = read_keys(&keys, config);
    if (status == JINDU_OK) {
        places[0] = *local;
        for (size_t i = 0; i < count; i++) {
            set_place(&places[1 + i], &config->remotes[i], keys.secret[i]);
        }
        options.places = places;
        options.count = 1 + count;
        status = doors_open(doors, &options);
    }
    jp_wipe(&keys, sizeof(keys));
    for (size_t i = 0; status == JINDU_OK && i < options.count; i++) {
        log_info("ready at '%s'", places[i].requests);
    }
    return status;
}
