/* SPDX-License-Identifier: MIT */
/*
 * sweep: the scene again and again, each time with another operation refused:
 * alone, and with the two that follow.
 *
 *     sweep [--places N] [--kind full|write|sync|read|memory]
 *
 * places: how many of each kind, spread over all; 0: every one.  Ends with 0
 * and a line of figures, or with 1 and the place that was answered wrongly.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "digest.h"
#include "log.h"
#include "scene.h"

#define PLACES_DEFAULT 50
#define RUN_LENGTH 3 /* a trouble that lasts */

static const char *const names[TROUBLE_COUNT] = { "none", "full", "write",
    "sync", "read", "memory" };

struct sweep {
    char directory[128];
    long counts[TROUBLE_COUNT];
    long places[TROUBLE_COUNT];
    struct scene_figures figures;
};

static bool
play(struct sweep *sweep, enum trouble kind, long first, long length)
{
    const char *wrong;

    memset(&troubled, 0, sizeof(troubled));
    troubled.kind = kind;
    troubled.first = first;
    troubled.last = first + length - 1;
    wrong = scene_play(sweep->directory, &sweep->figures);
    if (wrong != NULL) {
        printf("sweep: %s: operation %ld, %ld times: %s\n", names[kind], first,
            length, wrong);
        return false;
    }
    return true;
}

/* What runs in a trouble that is over again is the same as in the scene
 * without any, so the places of that one are all there are. */
static bool
sweep_kind(struct sweep *sweep, enum trouble kind, long wanted)
{
    long count = sweep->counts[kind];
    long places = wanted == 0 || wanted > count ? count : wanted;

    for (long i = 0; i < places; i++) {
        long first = 1 + i * count / places;
        bool both = wanted == 0;

        if (((both || i % 2 == 0) && !play(sweep, kind, first, 1)) ||
            ((both || i % 2 == 1) && !play(sweep, kind, first, RUN_LENGTH))) {
            return false;
        }
        sweep->places[kind]++;
    }
    return true;
}

static bool
read_options(int argc, char **argv, long *places, enum trouble *only)
{
    for (int i = 1; i < argc; i += 2) {
        if (i + 1 == argc) {
            return false;
        }
        if (strcmp(argv[i], "--places") == 0) {
            *places = strtol(argv[i + 1], NULL, 10);
        } else if (strcmp(argv[i], "--kind") == 0) {
            for (int kind = TROUBLE_FULL; kind < TROUBLE_COUNT; kind++) {
                if (strcmp(names[kind], argv[i + 1]) == 0) {
                    *only = (enum trouble)kind;
                }
            }
        } else {
            return false;
        }
    }
    return *places >= 0;
}

static void
print_figures(const struct sweep *sweep)
{
    printf("{\"test\":\"sweep\"");
    for (int kind = TROUBLE_FULL; kind < TROUBLE_COUNT; kind++) {
        printf(",\"%s\":{\"operations\":%ld,\"places\":%ld}", names[kind],
            sweep->counts[kind], sweep->places[kind]);
    }
    printf(",\"refused\":%ld,\"restarts\":%ld,\"wrong\":0}\n",
        sweep->figures.refused, sweep->figures.restarts);
}

int
main(int argc, char **argv)
{
    static struct sweep sweep;
    const char *base = getenv("TMPDIR");
    long places = PLACES_DEFAULT;
    enum trouble only = TROUBLE_NONE;
    bool good;

    if (!read_options(argc, argv, &places, &only)) {
        (void)fprintf(stderr,
            "usage: sweep [--places N] [--kind full|write|sync|read|memory]\n");
        return 64;
    }
    (void)snprintf(sweep.directory, sizeof(sweep.directory),
        "%s/jindu-sweep-XXXXXX", base == NULL ? "/tmp" : base);
    if (jp_digest_start() != JINDU_OK ||
        setenv("TZ", "Asia/Shanghai", 1) != 0 ||
        mkdtemp(sweep.directory) == NULL) {
        perror("sweep");
        return 1;
    }
    tzset();
    trouble_install();
    good = play(&sweep, TROUBLE_NONE, 0, 0);
    memcpy(sweep.counts, troubled.counts, sizeof(sweep.counts));
    for (int kind = TROUBLE_FULL; good && kind < TROUBLE_COUNT; kind++) {
        if (only == TROUBLE_NONE || only == (enum trouble)kind) {
            good = sweep_kind(&sweep, (enum trouble)kind, places);
        }
    }
    (void)rmdir(sweep.directory);
    if (good) {
        print_figures(&sweep);
    }
    return good ? 0 : 1;
}
