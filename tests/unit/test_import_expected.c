/* SPDX-License-Identifier: MIT */
/*
 * The office's own files against the values a person read from them.  They are
 * not part of the project; without JINDU_SHARED these tests are skipped.
 */
#include "import/encode.h"
#include "import/import.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "office_headings.h"

#define PATH_ROOM 512
#define FILE_ROOM (256 * 1024)

static const char *const fields[] = { "no", "category", "name", "target",
    "units", "persons", "leaders", "deadline", "inherited", "raw" };

struct shared {
    char *bytes;
    size_t length;
    struct import_plan plan;
    struct import_error error;
};

static const char *
shared_path(const char *name, char path[PATH_ROOM])
{
    const char *shared = getenv("JINDU_SHARED");

    (void)snprintf(path, PATH_ROOM, "%s/%s", shared ? shared : "", name);
    return path;
}

/* Skips the test when the file is not there. */
static void
load(struct shared *shared, const char *name)
{
    char path[PATH_ROOM];
    FILE *file = fopen(shared_path(name, path), "rb");

    if (!file) {
        print_message("skipped: no '%s'\n", path);
        skip();
    }
    shared->bytes = calloc(1, FILE_ROOM);
    assert_non_null(shared->bytes);
    shared->length = fread(shared->bytes, 1, FILE_ROOM, file);
    assert_in_range(shared->length, 1, FILE_ROOM - 1);
    assert_int_equal(fclose(file), 0);
}

static void
unload(struct shared *shared)
{
    free(shared->bytes);
    import_plan_free(&shared->plan);
}

static void
load_plan(struct shared *shared, const char *name)
{
    load(shared, name);
    assert_int_equal(office_read(&shared->plan, shared->bytes, shared->length,
                         NULL, 0, &shared->error),
        JINDU_OK);
}

/* Both values written in canonical form. */
static void
assert_same(const struct jindu_json *ours, const struct jindu_json *theirs)
{
    struct jindu_text one = JINDU_TEXT_INIT;
    struct jindu_text other = JINDU_TEXT_INIT;

    assert_non_null(ours);
    assert_non_null(theirs);
    jindu_json_put_value(&one, NULL, ours);
    jindu_json_put_value(&other, NULL, theirs);
    assert_string_equal(one.bytes, other.bytes);
    jindu_text_free(&one);
    jindu_text_free(&other);
}

static struct jindu_json *
encoded(const struct import_item *item)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    struct jindu_json *document = NULL;

    import_encode_item(&text, NULL, item);
    assert_int_equal(
        jindu_json_parse(&document, text.bytes, text.length), JINDU_OK);
    jindu_text_free(&text);
    return document;
}

static void
compare_with_expected(const char *name)
{
    struct shared file = { 0 };
    struct shared golden = { 0 };
    struct jindu_json *document = NULL;
    const struct jindu_json *item = NULL;
    size_t i = 0;
    size_t k = 0;

    load(&golden, "fixtures/expected.json");
    load_plan(&file, name);
    assert_int_equal(
        jindu_json_parse(&document, golden.bytes, golden.length), JINDU_OK);
    item = jindu_json_first(jindu_json_member(document, "items"));
    for (i = 0; i < file.plan.count; i++) {
        struct jindu_json *ours = encoded(&file.plan.items[i]);

        for (k = 0; k < sizeof(fields) / sizeof(fields[0]); k++) {
            assert_same(jindu_json_member(ours, fields[k]),
                jindu_json_member(item, fields[k]));
        }
        jindu_json_free(ours);
        item = jindu_json_next(item);
    }
    assert_int_equal(file.plan.count, 35);
    assert_null(item);
    jindu_json_free(document);
    unload(&golden);
    unload(&file);
}

static void
the_text_form_gives_the_35_expected_items(void **state)
{
    (void)state;
    compare_with_expected("fixtures/plan35.txt");
}

static void
the_csv_with_a_byte_order_mark_gives_the_same_items(void **state)
{
    (void)state;
    compare_with_expected("fixtures/plan35_utf8bom.csv");
}

static void
other_encodings_and_delimiters_give_the_same_items(void **state)
{
    (void)state;
    compare_with_expected("fixtures/plan35_gb18030.csv");
    compare_with_expected("fixtures/plan35_utf16le_tab.txt");
}

static void
the_head_is_the_expected_one(void **state)
{
    struct shared file = { 0 };
    struct shared golden = { 0 };
    struct jindu_json *document = NULL;
    struct jindu_json *ours = NULL;
    struct jindu_text head = JINDU_TEXT_INIT;

    (void)state;
    load(&golden, "fixtures/expected.json");
    load_plan(&file, "fixtures/plan35.txt");
    assert_int_equal(
        jindu_json_parse(&document, golden.bytes, golden.length), JINDU_OK);
    import_encode_head(&head, NULL, &file.plan, NULL);
    assert_int_equal(
        jindu_json_parse(&ours, head.bytes, head.length), JINDU_OK);
    assert_same(ours, jindu_json_member(document, "plan"));
    jindu_json_free(ours);
    jindu_json_free(document);
    jindu_text_free(&head);
    unload(&golden);
    unload(&file);
}

static void
the_totals_are_those_counted_by_hand(void **state)
{
    struct shared file = { 0 };
    const struct import_totals *totals = &file.plan.totals;

    (void)state;
    load_plan(&file, "fixtures/plan35.txt");
    assert_int_equal(totals->units, 11);
    assert_int_equal(totals->persons, 14);
    assert_int_equal(totals->leaders, 7);
    assert_int_equal(totals->inherited[IMPORT_CATEGORY], 26);
    assert_int_equal(totals->inherited[IMPORT_NAME], 4);
    assert_int_equal(totals->inherited[IMPORT_PERSONS], 10);
    assert_int_equal(totals->inherited[IMPORT_DEADLINE], 8);
    assert_int_equal(file.plan.levels[IMPORT_ERROR], 0);
    unload(&file);
}

static void
only_the_unit_of_item_31_is_in_doubt(void **state)
{
    static const int64_t deadlines[] = { 8, 9, 10, 12, 16, 17, 31, 35 };
    struct shared file = { 0 };
    size_t found = 0;
    size_t i = 0;

    (void)state;
    load_plan(&file, "fixtures/plan35.txt");
    for (i = 0; i < file.plan.count; i++) {
        const struct import_item *item = &file.plan.items[i];

        assert_int_equal(item->unit_unconfirmed, item->no == 31);
        if (item->deadline_unconfirmed) {
            assert_int_equal(item->no, deadlines[found++]);
        }
    }
    assert_int_equal(found, sizeof(deadlines) / sizeof(deadlines[0]));
    unload(&file);
}

static void
the_bookmark_is_noted_with_its_line(void **state)
{
    struct shared file = { 0 };
    size_t found = 0;
    size_t i = 0;

    (void)state;
    load_plan(&file, "fixtures/plan35.txt");
    for (i = 0; i < file.plan.finding_count; i++) {
        if (file.plan.findings[i].code == IMPORT_CODE_BOOKMARK) {
            assert_int_equal(file.plan.findings[i].line, 168);
            assert_int_equal(file.plan.findings[i].no, 18);
            found++;
        }
    }
    assert_int_equal(found, 1);
    unload(&file);
}

static void
prose_is_refused_because_it_has_no_table(void **state)
{
    static const char *const names[] = { "seeds/001_60aa86e2d7ec8b8f.txt",
        "seeds/002_a9d3e63aab6bef4a.txt", "seeds/003_3cf7a1d2bf17f376.txt",
        "seeds/004_192b9e4ae9fa5ec2.txt" };
    static const char *const formats[] = { NULL, "text", "csv" };
    size_t i = 0;
    size_t k = 0;

    (void)state;
    for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct shared file = { 0 };

        load(&file, names[i]);
        for (k = 0; k < sizeof(formats) / sizeof(formats[0]); k++) {
            assert_int_equal(office_read(&file.plan, file.bytes, file.length,
                                 formats[k], 0, &file.error),
                JINDU_MALFORMED);
            assert_int_equal(file.error.code, IMPORT_CODE_NO_TABLE);
        }
        unload(&file);
    }
}

static void
documents_are_refused(void **state)
{
    static const struct {
        const char *name;
        enum import_code code;
    } files[] = {
        { "fixtures/plan35.doc", IMPORT_CODE_NOT_TEXT },
        { "fixtures/plan35.docx", IMPORT_CODE_NOT_TEXT },
        { "fixtures/plan35.xlsx", IMPORT_CODE_NOT_TEXT },
    };
    size_t i = 0;

    (void)state;
    for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        struct shared file = { 0 };

        load(&file, files[i].name);
        assert_int_equal(office_read(&file.plan, file.bytes, file.length, NULL,
                             0, &file.error),
            JINDU_MALFORMED);
        assert_int_equal(file.error.code, files[i].code);
        unload(&file);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_text_form_gives_the_35_expected_items),
        cmocka_unit_test(the_csv_with_a_byte_order_mark_gives_the_same_items),
        cmocka_unit_test(other_encodings_and_delimiters_give_the_same_items),
        cmocka_unit_test(the_head_is_the_expected_one),
        cmocka_unit_test(the_totals_are_those_counted_by_hand),
        cmocka_unit_test(only_the_unit_of_item_31_is_in_doubt),
        cmocka_unit_test(the_bookmark_is_noted_with_its_line),
        cmocka_unit_test(prose_is_refused_because_it_has_no_table),
        cmocka_unit_test(documents_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
