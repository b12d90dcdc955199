/* SPDX-License-Identifier: MIT */
/*
 * The directory of one run, and what a killed process leaves in it.  Within one
 * process a connection cannot be dropped without its orderly end, so the files
 * are copied before it and put back after it.
 */
#include "player.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define COPY_SIZE 65536
#define FILE_NAME_MAX 255 /* what any file system here allows */
#define NAMES_SIZE (PLAYER_PATH_MAX + FILE_NAME_MAX + 16)

static const char *const kept[] = { STORE_FILE, STORE_FILE "-wal" };

#define KEPT_COUNT (sizeof(kept) / sizeof(kept[0]))

static void
name_file(const struct player *player, char path[NAMES_SIZE], const char *name,
    const char *suffix)
{
    (void)snprintf(
        path, NAMES_SIZE, "%s/%s%s", player->directory, name, suffix);
}

bool
player_make_directory(struct player *player)
{
    const char *parent = getenv("TMPDIR");

    (void)snprintf(player->directory, sizeof(player->directory),
        "%s/jindu-scenario-XXXXXX", parent == NULL ? "/tmp" : parent);
    if (mkdtemp(player->directory) == NULL) {
        player->directory[0] = '\0';
        return player_fail(player, "cannot make a directory");
    }
    return true;
}

void
player_remove_directory(struct player *player)
{
    char path[NAMES_SIZE];
    struct dirent *entry;
    DIR *folder;

    if (player->directory[0] == '\0') {
        return;
    }
    folder = opendir(player->directory);
    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        name_file(player, path, entry->d_name, "");
        if (entry->d_name[0] != '.') {
            (void)unlink(path);
        }
    }
    if (folder != NULL) {
        (void)closedir(folder);
    }
    (void)rmdir(player->directory);
}

static bool
copy(FILE *from, FILE *to)
{
    static char buffer[COPY_SIZE];
    size_t length;

    while ((length = fread(buffer, 1, sizeof(buffer), from)) > 0) {
        if (fwrite(buffer, 1, length, to) != length) {
            return false;
        }
    }
    return ferror(from) == 0;
}

static bool
copy_file(struct player *player, const char *name)
{
    char path[NAMES_SIZE];
    FILE *from;
    FILE *to;
    bool copied;

    name_file(player, path, name, "");
    from = fopen(path, "rb");
    if (from == NULL) {
        return true; /* there is no WAL right after an orderly end */
    }
    name_file(player, path, name, ".kept");
    to = fopen(path, "wb");
    copied = to != NULL && copy(from, to);
    copied = to != NULL && fclose(to) == 0 && copied;
    (void)fclose(from);
    return copied || player_fail(player, "cannot copy '%s'", name);
}

bool
player_save_files(struct player *player)
{
    for (size_t i = 0; i < KEPT_COUNT; i++) {
        if (!copy_file(player, kept[i])) {
            return false;
        }
    }
    return true;
}

bool
player_restore_files(struct player *player)
{
    char from[NAMES_SIZE];
    char to[NAMES_SIZE];

    name_file(player, to, STORE_FILE, "-shm");
    (void)unlink(to);
    for (size_t i = 0; i < KEPT_COUNT; i++) {
        name_file(player, from, kept[i], ".kept");
        name_file(player, to, kept[i], "");
        (void)unlink(to);
        if (access(from, F_OK) == 0 && rename(from, to) != 0) {
            return player_fail(player, "cannot put '%s' back", kept[i]);
        }
    }
    return true;
}
