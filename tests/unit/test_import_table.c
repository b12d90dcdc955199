/* SPDX-License-Identifier: MIT */
#include "import/csv.h"
#include "import/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef enum jindu_status read_call(
    struct import_table *, const char *, size_t, struct import_error *);

struct fixture {
    struct import_arena arena;
    struct import_table table;
    struct import_error error;
    char drawn[1024];
};

static int
set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));

    if (!fixture) {
        return -1;
    }
    fixture->table.arena = &fixture->arena;
    *state = fixture;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *fixture = *state;

    import_table_free(&fixture->table);
    import_arena_free(&fixture->arena);
    free(fixture);
    return 0;
}

static void
draw(struct fixture *fixture, const char *text)
{
    (void)strncat(fixture->drawn, text,
        sizeof(fixture->drawn) - strlen(fixture->drawn) - 1);
}

/* "LINE(cell|cell)" for each row, "LINE{cell}" for loose ones. */
static const char *
table_of(struct fixture *fixture, read_call *call, const char *bytes)
{
    size_t i = 0;
    size_t k = 0;

    assert_int_equal(
        call(&fixture->table, bytes, strlen(bytes), &fixture->error), JINDU_OK);
    for (i = 0; i < fixture->table.count; i++) {
        const struct import_row *row = &fixture->table.rows[i];
        char line[24];

        (void)snprintf(line, sizeof(line), "%zu", row->line);
        draw(fixture, line);
        draw(fixture, row->loose ? "{" : "(");
        for (k = 0; k < row->count; k++) {
            draw(fixture, k ? "|" : "");
            draw(fixture, import_row_text(row, k));
        }
        draw(fixture, row->loose ? "}" : ")");
    }
    return fixture->drawn;
}

static void
a_tab_starts_a_cell_and_an_empty_line_ends_the_row(void **state)
{
    assert_string_equal(
        table_of(*state, import_text_read, "t\n\ta\n\t\n\tb\n\n\n\tc\n\nr\n"),
        "1{t}2(a||b)7(c)9{r}");
}

static void
a_line_without_tab_goes_on_with_the_cell(void **state)
{
    assert_string_equal(table_of(*state, import_text_read, "\ta\nb\n c\n\td\n"),
        "1(a\nb\n c|d)");
}

static void
several_tabs_in_a_line_start_several_cells(void **state)
{
    assert_string_equal(
        table_of(*state, import_text_read, "\ta\tb\nc\td\n"), "1(a|b\nc|d)");
}

static void
the_text_form_knows_every_line_end(void **state)
{
    assert_string_equal(
        table_of(*state, import_text_read, "\ta\r\n\tb\r\r\n\tc\n \n\td"),
        "1(a|b)4(c)6(d)");
}

static void
a_vertical_tab_is_a_line_break(void **state)
{
    assert_string_equal(
        table_of(*state, import_text_read, "\ta\vb\v\n"), "1(a\nb\n)");
}

static void
bookmarks_are_left_out_and_remembered(void **state)
{
    struct fixture *fixture = *state;

    assert_string_equal(
        table_of(fixture, import_text_read,
            "\t[bookmark: _GoBack]a[bookmark: x]b\n\t[bookmark: c\n"),
        "1(ab|[bookmark: c)");
    assert_true(fixture->table.rows[0].cells[0].bookmark);
    assert_false(fixture->table.rows[0].cells[1].bookmark);
}

static void
csv_takes_quotes_line_breaks_and_blanks(void **state)
{
    assert_string_equal(table_of(*state, import_csv_read,
                            "a,\"b,1\"\r\n\"c\r\nd\rf\",\"e\"\"e\"\ng,\n,\n"),
        "1(a|b,1)2(c\nd\nf|e\"e)5(g|)6(|)");
}

static void
csv_knows_every_line_end_and_the_end_of_the_file(void **state)
{
    assert_string_equal(
        table_of(*state, import_csv_read, "a,b\rc,d\r\n\r\ne,\"f\""),
        "1(a|b)2(c|d)3()4(e|f)");
}

static void
csv_ends_with_a_blank_cell_after_a_last_delimiter(void **state)
{
    assert_string_equal(table_of(*state, import_csv_read, "a,b,"), "1(a|b|)");
}

static void
a_quote_inside_a_cell_is_a_character(void **state)
{
    struct fixture *fixture = *state;

    assert_string_equal(
        table_of(fixture, import_csv_read, "a\"b\"c,\"d\"e,f\n"),
        "1(a\"b\"c|de|f)");
    assert_int_equal(fixture->table.open_quote, 0);
}

static void
a_quoted_cell_that_never_ends_is_noted_with_its_line(void **state)
{
    struct fixture *fixture = *state;

    (void)table_of(fixture, import_csv_read, "a,b\nc,\"d\ne,f\n");
    assert_int_equal(fixture->table.open_quote, 2);
}

static void
the_delimiter_is_the_one_before_the_known_word(void **state)
{
    static const char tabs[] = "a,b,c\td\te\tf\t责任单位,,,,,,";
    static const char semicolons[] = "a;b;责任单位\t\t\t";
    static const char none[] = "abc";

    (void)state;
    assert_int_equal(import_csv_delimiter(tabs, strlen(tabs)), '\t');
    assert_int_equal(import_csv_delimiter(semicolons, strlen(semicolons)), ';');
    assert_int_equal(import_csv_delimiter(none, strlen(none)), ',');
}

static void
a_line_that_names_the_delimiter_is_no_row(void **state)
{
    struct fixture *fixture = *state;

    assert_string_equal(
        table_of(fixture, import_csv_read, "sep=;\r\na,b;c\n"), "2(a,b|c)");
    assert_int_equal(fixture->table.delimiter, ';');
}

static void
a_cell_of_64_kib_is_taken_and_a_longer_one_refused(void **state)
{
    struct fixture *fixture = *state;
    const size_t length = IMPORT_CELL_MAX + 3;
    char *bytes = malloc(length);

    assert_non_null(bytes);
    memset(bytes, 'x', length);
    bytes[0] = 'a';
    bytes[1] = '\n';
    assert_int_equal(
        import_csv_read(&fixture->table, bytes, length - 1, &fixture->error),
        JINDU_OK);
    assert_int_equal(
        import_csv_read(&fixture->table, bytes, length, &fixture->error),
        JINDU_MALFORMED);
    assert_int_equal(fixture->error.code, IMPORT_CODE_CELL_TOO_LARGE);
    assert_int_equal(fixture->error.line, 2);
    free(bytes);
}

static void
a_row_wider_than_any_table_is_counted_and_not_stored(void **state)
{
    struct fixture *fixture = *state;
    char bytes[3 * IMPORT_CELLS_STORED + 2];

    memset(bytes, ',', sizeof(bytes));
    assert_int_equal(
        import_csv_read(&fixture->table, bytes, sizeof(bytes), &fixture->error),
        JINDU_OK);
    assert_int_equal(fixture->table.rows[0].count, sizeof(bytes) + 1);
    assert_int_equal(
        import_row_stored(&fixture->table.rows[0]), IMPORT_CELLS_STORED);
    assert_string_equal(import_row_text(&fixture->table.rows[0], 100), "");
}

#define TABLE_TEST(name) \
    cmocka_unit_test_setup_teardown((name), set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TABLE_TEST(a_tab_starts_a_cell_and_an_empty_line_ends_the_row),
        TABLE_TEST(a_line_without_tab_goes_on_with_the_cell),
        TABLE_TEST(several_tabs_in_a_line_start_several_cells),
        TABLE_TEST(the_text_form_knows_every_line_end),
        TABLE_TEST(a_vertical_tab_is_a_line_break),
        TABLE_TEST(bookmarks_are_left_out_and_remembered),
        TABLE_TEST(csv_takes_quotes_line_breaks_and_blanks),
        TABLE_TEST(csv_knows_every_line_end_and_the_end_of_the_file),
        TABLE_TEST(csv_ends_with_a_blank_cell_after_a_last_delimiter),
        TABLE_TEST(a_quote_inside_a_cell_is_a_character),
        TABLE_TEST(a_quoted_cell_that_never_ends_is_noted_with_its_line),
        TABLE_TEST(the_delimiter_is_the_one_before_the_known_word),
        TABLE_TEST(a_line_that_names_the_delimiter_is_no_row),
        TABLE_TEST(a_cell_of_64_kib_is_taken_and_a_longer_one_refused),
        TABLE_TEST(a_row_wider_than_any_table_is_counted_and_not_stored),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
