/* SPDX-License-Identifier: MIT */
/*
 * Every method, asked by every role for its own and for others' things, of the
 * daemon between its sockets and its disk; permission_matrix.txt says what is
 * answered.  What was written is forgotten before the next question.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "permission.h"
#include "permission_requests.h"

#define MATRIX "tests/unit/permission_matrix.txt"
#define ROWS_MAX 128
#define CELLS (2 + SESSION_PEOPLE)
#define LINE_SIZE 256

/* A line of the text: cells[0] the method, cells[1] of what. */
struct row {
    char line[LINE_SIZE];
    char *cells[CELLS];
    bool asked;
};

static struct row rows[ROWS_MAX];
static size_t row_count;
static int wrong;

/* What the last answer is called in the text. */
static const char *
outcome(const struct permission_request *request, unsigned person,
    const struct jindu_text *answer, const struct jindu_json *document)
{
    const struct jindu_json *data =
        jindu_json_member(jindu_json_member(document, "error"), "data");
    const char *status = jindu_json_string(jindu_json_member(data, "status"));
    const char *rule = jindu_json_string(jindu_json_member(data, "rule"));
    const char *field = jindu_json_string(jindu_json_member(data, "field"));
    char foreign[MATRIX_TEXT_SIZE];

    if (status == NULL && request->foreign != NULL) {
        matrix_fill(foreign, request->foreign, person, request->what);
        return strstr(answer->bytes, foreign) != NULL ? "all" : "own";
    }
    if (status == NULL) {
        return "yes";
    }
    if (strcmp(status, "denied") != 0) {
        return status;
    }
    return field != NULL && strcmp(rule, "role") == 0 ? "name" : rule;
}

/* The word of a cell for this way of publishing. */
static void
expected(const char *cell, bool doorbell, char word[LINE_SIZE])
{
    const char *slash = strchr(cell, '/');
    size_t length = slash == NULL ? strlen(cell) : (size_t)(slash - cell);

    if (slash != NULL && doorbell) {
        (void)snprintf(word, LINE_SIZE, "%s", slash + 1);
    } else {
        (void)snprintf(word, LINE_SIZE, "%.*s", (int)length, cell);
    }
}

static struct row *
row_of(const char *method, const char *what)
{
    for (size_t i = 0; i < row_count; i++) {
        if (strcmp(rows[i].cells[0], method) == 0 &&
            strcmp(rows[i].cells[1], what) == 0) {
            return &rows[i];
        }
    }
    fail_msg(MATRIX " has no row '%s' '%s'", method, what);
    return NULL;
}

static void
check_cell(
    const struct row *row, unsigned person, bool doorbell, const char *given)
{
    char word[LINE_SIZE];

    expected(row->cells[2 + person], doorbell, word);
    if (strcmp(word, given) != 0) {
        wrong++;
        print_error("%s, %s, by %s under %s: '%s' is written, '%s' is said\n",
            row->cells[0], row->cells[1], role_token((enum role)person),
            permission_publish(doorbell), word, given);
    }
}

static bool
is_write(const char *method)
{
    for (int i = 0; i < JP_METHOD_COUNT; i++) {
        if (strcmp(jp_method_token((enum jp_method)i), method) == 0) {
            return jp_method_is_write((enum jp_method)i);
        }
    }
    return false;
}

static void
ask_all(const struct permission_request *request, bool doorbell)
{
    struct row *row = row_of(request->method, request->what);

    row->asked = true;
    for (unsigned person = 0; person < SESSION_PEOPLE; person++) {
        struct jindu_json *document = NULL;
        const struct jindu_text *answer;
        bool refused;
        int64_t before;

        if (matrix_session() == NULL) {
            matrix_open(doorbell);
        }
        before = session_sequence(matrix_session());
        answer =
            matrix_ask(person, request->method, request->params, request->what);
        assert_int_equal(
            jindu_json_parse(&document, answer->bytes, answer->length),
            JINDU_OK);
        check_cell(
            row, person, doorbell, outcome(request, person, answer, document));
        refused = jindu_json_member(document, "error") != NULL;
        jindu_json_free(document);
        if (refused) { /* which leaves no trace */
            assert_int_equal(session_sequence(matrix_session()), before);
        } else if (is_write(request->method)) {
            matrix_close();
        }
    }
}

static void
ask_everything(bool doorbell)
{
    size_t count = sizeof(permission_requests) / sizeof(permission_requests[0]);

    wrong = 0;
    for (size_t i = 0; i < count; i++) {
        ask_all(&permission_requests[i], doorbell);
    }
    assert_int_equal(wrong, 0);
}

static void
everybody_is_answered_as_it_is_written(void **state)
{
    (void)state;
    ask_everything(false);
}

static void
everybody_is_answered_so_under_doorbell(void **state)
{
    (void)state;
    ask_everything(true);
}

static void
no_row_and_no_method_is_left_out(void **state)
{
    (void)state;
    for (size_t i = 0; i < row_count; i++) {
        if (!rows[i].asked && strcmp(rows[i].cells[1], "(permission)") != 0) {
            fail_msg(
                "'%s', '%s' is not asked", rows[i].cells[0], rows[i].cells[1]);
        }
    }
    for (int i = 0; i < JP_METHOD_COUNT; i++) {
        bool asked = false;

        for (size_t j = 0; j < row_count; j++) {
            asked |=
                rows[j].asked && strcmp(rows[j].cells[0],
                                     jp_method_token((enum jp_method)i)) == 0;
        }
        assert_true(asked);
    }
}

static void
check_told(const struct jindu_json *told, bool doorbell)
{
    const struct row *row = row_of(
        jindu_json_string(jindu_json_member(told, "method")), "(permission)");

    for (unsigned role = 0; role < SESSION_PEOPLE; role++) {
        check_cell(row, role, doorbell,
            jindu_json_string(
                jindu_json_member(told, role_token((enum role)role))));
    }
}

static void
the_daemon_tells_the_permissions_that_are_written(void **state)
{
    (void)state;
    wrong = 0;
    for (int doorbell = 0; doorbell < 2; doorbell++) {
        struct jindu_json *document = NULL;
        const struct jindu_text *answer;
        const struct jindu_json *list;

        matrix_open(doorbell != 0);
        answer = matrix_must(ROLE_OBSERVER, "admin.permissions", "{}");
        assert_int_equal(
            jindu_json_parse(&document, answer->bytes, answer->length),
            JINDU_OK);
        list = jindu_json_member(
            jindu_json_member(document, "result"), "permissions");
        assert_int_equal(jindu_json_count(list), JP_METHOD_COUNT);
        for (const struct jindu_json *told = jindu_json_first(list);
             told != NULL; told = jindu_json_next(told)) {
            check_told(told, doorbell != 0);
        }
        jindu_json_free(document);
        matrix_close();
    }
    assert_int_equal(wrong, 0);
}

/* As a reload does it: nothing is connected anew. */
static void
a_role_that_is_taken_away_ends_at_the_next_message(void **state)
{
    static const char report[] = "{$k," OWN NOTE "}";
    const struct jindu_text *answer;

    (void)state;
    matrix_open(false);
    (void)matrix_must(ROLE_REPORTER, "report.submit", report);
    session_set_role(matrix_session(), ROLE_REPORTER, ROLE_OBSERVER);
    answer = matrix_ask(ROLE_REPORTER, "report.submit", report, "");
    assert_non_null(strstr(answer->bytes, "\"status\":\"denied\""));
    session_set_role(matrix_session(), ROLE_REPORTER, ROLE_REPORTER);
    (void)matrix_must(ROLE_REPORTER, "report.submit", report);
}

static bool
split(struct row *row)
{
    size_t count = 0;
    char *at = row->line;

    row->line[strcspn(row->line, "\n")] = '\0';
    if (row->line[0] == '#' || row->line[0] == '\0') {
        return false;
    }
    while (count < CELLS && *at != '\0') {
        char *gap = strstr(at, "  ");

        row->cells[count++] = at;
        if (gap == NULL) {
            break;
        }
        *gap = '\0';
        at = gap + 1 + strspn(gap + 1, " ");
    }
    if (count != CELLS) {
        fail_msg(MATRIX ": '%s' has %zu columns", row->line, count);
    }
    return true;
}

static int
setup(void **state)
{
    const char *source = getenv("JINDU_SOURCE");
    char path[4096];
    FILE *file;

    (void)state;
    (void)snprintf(
        path, sizeof(path), "%s/" MATRIX, source == NULL ? "." : source);
    file = fopen(path, "r");
    if (file == NULL) {
        print_error("cannot read '%s'\n", path);
        return -1;
    }
    while (row_count < ROWS_MAX &&
           fgets(rows[row_count].line, LINE_SIZE, file) != NULL) {
        row_count += split(&rows[row_count]) ? 1 : 0;
    }
    (void)fclose(file);
    matrix_make();
    return row_count < ROWS_MAX ? 0 : -1;
}

static int
teardown(void **state)
{
    (void)state;
    matrix_close();
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(
            everybody_is_answered_as_it_is_written, teardown),
        cmocka_unit_test_teardown(
            everybody_is_answered_so_under_doorbell, teardown),
        cmocka_unit_test_teardown(no_row_and_no_method_is_left_out, teardown),
        cmocka_unit_test_teardown(
            the_daemon_tells_the_permissions_that_are_written, teardown),
        cmocka_unit_test_teardown(
            a_role_that_is_taken_away_ends_at_the_next_message, teardown),
    };

    return cmocka_run_group_tests(tests, setup, NULL);
}
