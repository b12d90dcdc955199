/* SPDX-License-Identifier: MIT */
/* A plan, reports, notices and calendars, and the files they leave. */
#include "damage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "uuid.h"
#include "writer.h"

#define ITEMS 200
#define REPORTS 2048
#define YEAR 2021
#define DAYS 14 /* that go by, with notices in them */
#define DAY_MS 86400000

static const char config[] = "# The office of a test.\n"
                             "[server]\nstate = /var/lib/jindu\n"
                             "sockets = /run/jindu\n"
                             "[office]\nzone = Asia/Shanghai\n"
                             "[notice]\nwindow = 08:30-17:30\n"
                             "window_days = working\npublish = full\n"
                             "[uid.1001]\nperson = Li\nrole = reporter\n"
                             "[uid.1002]\nrole = office\n";

static void
keep(struct damage_base *base, enum damage_file file, const char *path)
{
    FILE *stream = fopen(path, "rb");
    unsigned char *bytes = malloc(DAMAGE_FILE_MAX);

    if (stream == NULL || bytes == NULL) {
        fail_msg("cannot read '%s'", path);
        abort();
    }
    base->size[file] = fread(bytes, 1, DAMAGE_FILE_MAX, stream);
    assert_true(base->size[file] > 0 && base->size[file] < DAMAGE_FILE_MAX);
    base->bytes[file] = bytes;
    (void)fclose(stream);
}

static void
keep_database(struct damage_base *base, const struct writer *writer,
    enum damage_file file, const char *suffix)
{
    char path[WRITER_PATH_MAX];
    char whole[WRITER_PATH_MAX + 8];

    writer_path(writer, path);
    (void)snprintf(whole, sizeof(whole), "%s%s", path, suffix);
    keep(base, file, whole);
}

static void
load_plan(struct writer *writer)
{
    static char items[65536];
    size_t length = 0;

    for (int no = 1; no <= ITEMS; no++) {
        char deadline[16];

        (void)snprintf(
            deadline, sizeof(deadline), "2021-12-%02d", 10 + no % 21);
        items[length++] = no == 1 ? '[' : ',';
        length += strlen(
            writer_item(items + length, sizeof(items) - length, no, deadline));
    }
    (void)snprintf(items + length, sizeof(items) - length, "]");
    writer_plan(writer, "2021", items);
}

static void
report(struct writer *writer, int from)
{
    for (int i = from; i < from + WRITER_CALLS_MAX; i++) {
        char params[128];

        (void)snprintf(params, sizeof(params),
            "{\"plan\":\"2021\",\"item\":%d,\"note\":\"the %dth word of it\"}",
            i % ITEMS + 1, i);
        (void)writer_add(writer, "office", "report.submit", params, NULL);
    }
    writer_apply(writer);
    for (size_t i = 0; i < writer->count; i++) {
        assert_int_equal(writer->calls[i].change.status, JINDU_OK);
    }
}

static void
keep_chain(struct damage_base *base, const struct writer *writer)
{
    char *text =
        writer_text(writer, "SELECT hex(hash) FROM journal ORDER BY sequence");
    const char *line = text;

    base->rows = writer_integer(writer, "SELECT count(*) FROM journal");
    assert_true(base->rows <= DAMAGE_ROWS_MAX);
    for (int64_t row = 1; row <= base->rows; row++) {
        for (size_t i = 0; i < JP_DIGEST_SIZE; i++) {
            char digits[3] = { line[2 * i], line[2 * i + 1], '\0' };

            base->hash[row][i] = (unsigned char)strtoul(digits, NULL, 16);
        }
        line += 2 * JP_DIGEST_SIZE + 1;
    }
    free(text);
}

void
damage_base_make(struct damage_base *base)
{
    static struct writer writer;
    const char *source = getenv("JINDU_SOURCE");
    char path[512];

    writer_open(&writer);
    writer.now -= DAYS * (int64_t)DAY_MS;
    writer_calendars(&writer, YEAR, YEAR + 1);
    load_plan(&writer);
    for (int from = 0; from < REPORTS; from += WRITER_CALLS_MAX) {
        report(&writer, from);
        (void)writer_advance(&writer,
            writer.now + DAYS * (int64_t)DAY_MS / (REPORTS / WRITER_CALLS_MAX));
    }
    keep_chain(base, &writer);
    keep_database(base, &writer, DAMAGE_DATABASE, "");
    keep_database(base, &writer, DAMAGE_WAL, "-wal");
    writer_restart(&writer);
    keep_database(base, &writer, DAMAGE_STOPPED, "");
    writer_close(&writer);
    (void)snprintf(path, sizeof(path), "%s/packaging/calendar/%d.json",
        source == NULL ? "." : source, YEAR);
    keep(base, DAMAGE_CALENDAR, path);
    base->size[DAMAGE_CONFIG] = sizeof(config) - 1;
    base->bytes[DAMAGE_CONFIG] = malloc(sizeof(config));
    if (base->bytes[DAMAGE_CONFIG] == NULL) {
        abort();
    }
    memcpy(base->bytes[DAMAGE_CONFIG], config, sizeof(config));
}

size_t
damage_base_find(const struct damage_base *base, int64_t row, size_t *at)
{
    static const char before[] = "\"id\":\"";
    const unsigned char *bytes = base->bytes[DAMAGE_STOPPED];
    char number[32];
    int digits =
        snprintf(number, sizeof(number), "-%lld\",\"source\"", (long long)row);
    size_t span = sizeof(before) - 1 + JP_UUID_TEXT_SIZE - 1;

    for (size_t i = 0; i + span + (size_t)digits < base->size[DAMAGE_STOPPED];
         i++) {
        if (memcmp(bytes + i, before, sizeof(before) - 1) == 0 &&
            memcmp(bytes + i + span, number, (size_t)digits) == 0) {
            *at = i + sizeof(before) - 1;
            return JP_UUID_TEXT_SIZE - 1;
        }
    }
    return 0;
}
