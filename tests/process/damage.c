/* SPDX-License-Identifier: MIT */
/*
 * damage [--cases N] [--seed N]: damages the files of a daemon in N ways, a
 * process each, and asks what a start on them comes to.
 *
 * A start is sound, or refuses and names the file; what is served then holds
 * together, or a request is answered with an error, or audit.verify names the
 * row.  No damage ends the process.  What SQLite and the chain cannot tell, a
 * digit in a row of a plan for one, is counted as "other".
 *
 * Exit 0; 1 when a case broke a rule, with its number.  `--case N` runs the
 * one case and shows the log.
 */
#include "damage.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store.h"

#define CASES_DEFAULT 200
#define PAGE 4096
#define CASE_LIMIT_S 120 /* under the sanitizers on a busy machine */
#define BITS_MAX 8
#define GARBAGE_MAX 64

static const char *const file_names[DAMAGE_FILES] = { STORE_FILE,
    STORE_FILE "-wal", STORE_FILE, "conf", "calendar/2021.json" };

static const char *const end_names[DAMAGE_ENDS] = { "sound", "refused", "told",
    "named", "mute", "lie" };

struct figures {
    long ends[DAMAGE_ENDS];
    long other; /* sound, and not what was there */
    long died;
    long unnamed; /* damage in the journal that audit.verify did not name */
    long broken;  /* cases that broke a rule */
};

/* Shared with the children. */
static struct damage_base base;
static struct damage_look whole[2]; /* of the killed one, of the stopped one */
static char directory[DAMAGE_PATH_MAX];

/* splitmix64: a case depends on its number alone. */
static uint64_t
next_random(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15U;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

static size_t
below(uint64_t *state, size_t bound)
{
    return (size_t)(next_random(state) % bound);
}

static void
write_file(const char *name, const void *bytes, size_t size)
{
    char path[DAMAGE_PATH_MAX + 32];
    FILE *file;

    (void)snprintf(path, sizeof(path), "%s/%s", directory, name);
    file = fopen(path, "wb");
    if (file == NULL || fwrite(bytes, 1, size, file) != size ||
        fclose(file) != 0) {
        perror(path);
        exit(EXIT_FAILURE);
    }
}

static void
remove_file(const char *name)
{
    char path[DAMAGE_PATH_MAX + 32];

    (void)snprintf(path, sizeof(path), "%s/%s", directory, name);
    (void)unlink(path);
}

static void
remove_state(void)
{
    remove_file(STORE_FILE);
    remove_file(STORE_FILE "-wal");
    remove_file(STORE_FILE "-shm");
}

/* The undamaged files that go with the one in question. */
static void
lay_out(enum damage_file file)
{
    remove_state();
    write_file("conf", base.bytes[DAMAGE_CONFIG], base.size[DAMAGE_CONFIG]);
    write_file("calendar/2021.json", base.bytes[DAMAGE_CALENDAR],
        base.size[DAMAGE_CALENDAR]);
    if (file == DAMAGE_DATABASE || file == DAMAGE_WAL) {
        write_file(STORE_FILE, base.bytes[DAMAGE_DATABASE],
            base.size[DAMAGE_DATABASE]);
        write_file(
            STORE_FILE "-wal", base.bytes[DAMAGE_WAL], base.size[DAMAGE_WAL]);
    }
    if (file == DAMAGE_STOPPED) {
        write_file(
            STORE_FILE, base.bytes[DAMAGE_STOPPED], base.size[DAMAGE_STOPPED]);
    }
}

/* Changes bytes, and the size when it is cut; says how. */
static const char *
hurt(unsigned char *bytes, size_t *size, uint64_t *state)
{
    size_t at = below(state, *size);
    size_t page = at - at % PAGE;
    size_t left = *size - page < PAGE ? *size - page : PAGE;

    switch (below(state, 4)) {
    case 0:
        for (size_t i = 1 + below(state, BITS_MAX); i > 0; i--) {
            bytes[below(state, *size)] ^=
                (unsigned char)(1U << below(state, 8));
        }
        return "flipped";
    case 1:
        *size = at;
        return "cut";
    case 2:
        memset(bytes + page, 0, left);
        return "zeroed";
    default:
        for (size_t i = 0; i < GARBAGE_MAX && at + i < *size; i++) {
            bytes[at + i] = (unsigned char)next_random(state);
        }
        return "garbage";
    }
}

/* One bit of an event in the journal, where nothing but the chain sees it. */
static int64_t
hurt_journal(unsigned char *bytes, uint64_t *state)
{
    size_t at = 0;
    size_t length = 0;
    int64_t row = 0;

    while (length == 0) {
        row = 1 + (int64_t)below(state, (size_t)base.rows);
        length = damage_base_find(&base, row, &at);
    }
    bytes[at + below(state, length)] ^= 1;
    return row;
}

/* In the child: leaves what it saw in "look". */
static int
look_there(bool has_store)
{
    struct damage_look look;
    char path[DAMAGE_PATH_MAX + 8];
    int log;

    (void)snprintf(path, sizeof(path), "%s/log", directory);
    log = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (log < 0 || dup2(log, STDERR_FILENO) < 0) {
        return EXIT_FAILURE;
    }
    (void)alarm(CASE_LIMIT_S);
    damage_look(&look, &base, directory, has_store);
    write_file("look", &look, sizeof(look));
    return EXIT_SUCCESS;
}

static bool
read_look(struct damage_look *look)
{
    char path[DAMAGE_PATH_MAX + 8];
    size_t count = 0;
    FILE *file;

    (void)snprintf(path, sizeof(path), "%s/look", directory);
    file = fopen(path, "rb");
    if (file != NULL) {
        count = fread(look, sizeof(*look), 1, file);
        (void)fclose(file);
    }
    return count == 1;
}

static void
show_log(void)
{
    char path[DAMAGE_PATH_MAX + 8];
    char line[1024];
    FILE *file;

    (void)snprintf(path, sizeof(path), "%s/log", directory);
    file = fopen(path, "r");
    while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
        (void)fprintf(stderr, "    %s", line);
    }
    if (file != NULL) {
        (void)fclose(file);
    }
}

/* False when the process did not come to its end. */
static bool
look_in_child(enum damage_file file, struct damage_look *look, int *state)
{
    pid_t child;

    remove_file("look");
    child = fork();
    if (child == 0) {
        _exit(look_there(file < DAMAGE_CONFIG));
    }
    if (child < 0 || waitpid(child, state, 0) != child) {
        perror("damage");
        exit(EXIT_FAILURE);
    }
    return WIFEXITED(*state) && WEXITSTATUS(*state) == EXIT_SUCCESS &&
           read_look(look);
}

/* Whether the case kept the rules.  row: the one that was hurt; 0: unknown. */
static bool
count(struct figures *figures, enum damage_file file,
    const struct damage_look *look, int64_t row)
{
    figures->ends[look->end]++;
    if (look->end == DAMAGE_SOUND && file < DAMAGE_CONFIG &&
        memcmp(look->content, whole[file == DAMAGE_STOPPED].content,
            JP_DIGEST_SIZE) != 0) {
        figures->other++;
    }
    if (row != 0 && look->end != DAMAGE_REFUSED && look->bad != row) {
        figures->unnamed++;
        return false;
    }
    return look->end != DAMAGE_MUTE && look->end != DAMAGE_LIE;
}

static void
run_case(struct figures *figures, uint64_t seed, long number, bool show)
{
    uint64_t state = seed * 1000003 + (uint64_t)number;
    enum damage_file file = (enum damage_file)(number % DAMAGE_FILES);
    size_t size = base.size[file];
    unsigned char *bytes = malloc(size);
    const char *how = "in the journal";
    int64_t row = 0;
    struct damage_look look;
    int state_of_child = 0;
    bool kept = false;

    if (bytes == NULL) {
        abort();
    }
    memcpy(bytes, base.bytes[file], size);
    lay_out(file);
    if (file == DAMAGE_STOPPED) {
        row = hurt_journal(bytes, &state);
    } else {
        how = hurt(bytes, &size, &state);
    }
    write_file(file_names[file], bytes, size);
    free(bytes);
    if (look_in_child(file, &look, &state_of_child)) {
        kept = count(figures, file, &look, row);
    } else {
        figures->died++;
    }
    figures->broken += kept ? 0 : 1;
    if (!kept || show) {
        (void)fprintf(stderr,
            "damage: --seed %llu --case %ld: '%s' %s, row %lld, state %#x\n",
            (unsigned long long)seed, number, file_names[file], how,
            (long long)row, (unsigned)state_of_child);
        show_log();
    }
}

/* Undamaged, everything is sound: else there is nothing to compare with. */
static void
look_at_whole(void)
{
    for (int i = 0; i < 2; i++) {
        lay_out(i == 0 ? DAMAGE_DATABASE : DAMAGE_STOPPED);
        damage_look(&whole[i], &base, directory, true);
        if (whole[i].end != DAMAGE_SOUND || whole[i].rows != base.rows) {
            (void)fprintf(stderr, "damage: the whole files are '%s'\n",
                end_names[whole[i].end]);
            exit(EXIT_FAILURE);
        }
    }
}

static void
open_directory(void)
{
    const char *parent = getenv("TMPDIR");
    char calendars[DAMAGE_PATH_MAX + 16];

    (void)snprintf(directory, sizeof(directory), "%s/jindu-damage-XXXXXX",
        parent == NULL ? "/tmp" : parent);
    if (mkdtemp(directory) == NULL) {
        perror(directory);
        exit(EXIT_FAILURE);
    }
    (void)snprintf(calendars, sizeof(calendars), "%s/calendar", directory);
    (void)mkdir(calendars, 0700);
}

static void
close_directory(void)
{
    remove_state();
    remove_file("log");
    remove_file("look");
    remove_file("conf");
    remove_file("calendar/2021.json");
    remove_file("calendar");
    (void)remove(directory);
}

static void
print(const struct figures *figures, long cases, uint64_t seed)
{
    (void)printf("{\"test\": \"damage\", \"cases\": %ld, \"seed\": %llu", cases,
        (unsigned long long)seed);
    for (size_t i = 0; i < DAMAGE_ENDS; i++) {
        (void)printf(", \"%s\": %ld", end_names[i], figures->ends[i]);
    }
    (void)printf(", \"other\": %ld, \"died\": %ld, \"unnamed\": %ld, "
                 "\"broken\": %ld}\n",
        figures->other, figures->died, figures->unnamed, figures->broken);
}

int
main(int argc, char **argv)
{
    struct figures figures = { .broken = 0 };
    long cases = CASES_DEFAULT;
    long only = -1;
    uint64_t seed = 1;

    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--cases") == 0) {
            cases = strtol(argv[i + 1], NULL, 10);
        } else if (strcmp(argv[i], "--seed") == 0) {
            seed = strtoull(argv[i + 1], NULL, 10);
        } else if (strcmp(argv[i], "--case") == 0) {
            only = strtol(argv[i + 1], NULL, 10);
        }
    }
    open_directory();
    damage_base_make(&base);
    look_at_whole();
    for (long number = 0; only < 0 && number < cases; number++) {
        run_case(&figures, seed, number, false);
    }
    if (only >= 0) {
        run_case(&figures, seed, only, true);
    }
    print(&figures, only < 0 ? cases : 1, seed);
    close_directory();
    for (size_t i = 0; i < DAMAGE_FILES; i++) {
        free(base.bytes[i]);
    }
    return figures.broken == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
