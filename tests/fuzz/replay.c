/* SPDX-License-Identifier: MIT */
/* Hands every file of the folders that are named to the fuzz target. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "fuzz_target.h"

/* Larger than any input that is worth keeping. */
#define INPUT_MAX (1 << 20)

#define PATH_SIZE 4096

static int
replay_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = malloc(INPUT_MAX);
    uint8_t *exact = NULL;
    size_t size = 0;
    int ok = 0;

    if (file != NULL && bytes != NULL) {
        size = fread(bytes, 1, INPUT_MAX, file);
        /* Its own block, so that a byte too far is seen. */
        exact = realloc(bytes, size == 0 ? 1 : size);
    }
    if (exact != NULL) {
        bytes = exact;
        ok = LLVMFuzzerTestOneInput(bytes, size) == 0;
    }
    free(bytes);
    if (file != NULL) {
        (void)fclose(file);
    }
    if (!ok) {
        (void)fprintf(stderr, "replay: cannot run '%s'\n", path);
    }
    return ok;
}

/* The count of files; -1 when one did not run. */
static int
replay_folder(const char *folder)
{
    DIR *directory = opendir(folder);
    const struct dirent *entry;
    char path[PATH_SIZE];
    int count = 0;

    if (directory == NULL) {
        (void)fprintf(stderr, "replay: cannot open '%s'\n", folder);
        return -1;
    }
    while (count >= 0 && (entry = readdir(directory)) != NULL) {
        if (entry->d_name[0] == '.') {
            continue;
        }
        (void)snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        count = replay_file(path) ? count + 1 : -1;
    }
    (void)closedir(directory);
    return count;
}

int
main(int argc, char **argv)
{
    int total = 0;
    int i;

    for (i = 1; i < argc; i++) {
        int count = replay_folder(argv[i]);

        if (count < 0) {
            return EXIT_FAILURE;
        }
        total += count;
    }
    (void)printf("replay: %d inputs\n", total);
    return total > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
