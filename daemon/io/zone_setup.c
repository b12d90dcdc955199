/* SPDX-License-Identifier: MIT */
#include "zone_setup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "folder.h"
#include "log.h"
#include "zone.h"

#define ZONE_SETUP_DIRECTORY "/usr/share/zoneinfo"
#define ZONE_SETUP_MAGIC "TZif" /* RFC 8536 */

bool
zone_setup_exists(const char *name)
{
    char path[FOLDER_PATH_SIZE];
    if (!zone_name_is_valid(name) ||
        !folder_join(path, sizeof(path), ZONE_SETUP_DIRECTORY, name)) {
        return false;
    }
    char magic[sizeof(ZONE_SETUP_MAGIC) - 1];
    FILE *file = fopen(path, "rbe");
    size_t length = file == NULL ? 0 : fread(magic, 1, sizeof(magic), file);
    if (file != NULL) {
        fclose(file);
    }
    return length == sizeof(magic) &&
           memcmp(magic, ZONE_SETUP_MAGIC, sizeof(magic)) == 0;
}

enum jindu_status
zone_setup_check(const char *name)
{
    if (zone_setup_exists(name)) {
        return JINDU_OK;
    }
    log_error("no time zone '%s' in '%s'", name, ZONE_SETUP_DIRECTORY);
    return JINDU_INVALID;
}

enum jindu_status
zone_setup_use(const char *name)
{
    enum jindu_status status = zone_setup_check(name);
    if (status != JINDU_OK) {
        return status;
    }
    if (setenv("TZ", name, 1) != 0) {
        return JINDU_NO_MEMORY;
    }
    tzset();
    return JINDU_OK;
}
