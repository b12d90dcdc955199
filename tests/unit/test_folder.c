/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "folder.h"

static char directory[FOLDER_PATH_SIZE];
static char path[FOLDER_PATH_SIZE];

static int
setup(void **state)
{
    const char *base = getenv("TMPDIR");

    (void)state;
    (void)snprintf(directory, sizeof(directory), "%s/jindu-folder-XXXXXX",
        base == NULL ? "/tmp" : base);
    assert_non_null(mkdtemp(directory));
    assert_true(folder_join(path, sizeof(path), directory, "text"));
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    (void)unlink(path);
    return rmdir(directory);
}

static void
write_text(long size)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_int_equal(fputs("first line\n", file) >= 0, 1);
    assert_int_equal(fflush(file), 0);
    assert_int_equal(ftruncate(fileno(file), size), 0);
    assert_int_equal(fclose(file), 0);
}

static void
a_text_is_opened_to_be_read(void **state)
{
    char line[32] = "";
    FILE *file = NULL;

    (void)state;
    write_text(FOLDER_TEXT_MAX);
    assert_int_equal(folder_open_text(&file, path), JINDU_OK);
    assert_non_null(fgets(line, sizeof(line), file));
    assert_string_equal(line, "first line\n");
    assert_int_equal(fclose(file), 0);
}

static void
what_is_too_long_for_a_person_to_have_written_is_refused(void **state)
{
    FILE *file = NULL;

    (void)state;
    write_text(FOLDER_TEXT_MAX + 1);
    assert_int_equal(folder_open_text(&file, path), JINDU_INVALID);
}

/* Nobody will ever write into it. */
static void
a_fifo_is_not_waited_for(void **state)
{
    FILE *file = NULL;

    (void)state;
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(folder_open_text(&file, path), JINDU_INVALID);
}

static void
a_folder_and_nothing_are_no_text(void **state)
{
    FILE *file = NULL;

    (void)state;
    assert_int_equal(folder_open_text(&file, directory), JINDU_INVALID);
    assert_int_equal(folder_open_text(&file, path), JINDU_NOT_FOUND);
}

/* The group may be that of the administrators. */
static void
what_everybody_may_write_to_decides_nothing(void **state)
{
    static const struct {
        mode_t mode;
        enum jindu_status status;
    } modes[] = { { 0600, JINDU_OK }, { 0644, JINDU_OK }, { 0664, JINDU_OK },
        { 0646, JINDU_DENIED }, { 0602, JINDU_DENIED } };
    FILE *file = NULL;

    (void)state;
    write_text(1);
    assert_int_equal(folder_open_text(&file, path), JINDU_OK);
    for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
        assert_int_equal(chmod(path, modes[i].mode), 0);
        assert_int_equal(folder_check_text(file, path), modes[i].status);
    }
    assert_int_equal(fclose(file), 0);
    assert_int_equal(folder_check_directory(directory), JINDU_OK);
    assert_int_equal(chmod(directory, 0770), 0);
    assert_int_equal(folder_check_directory(directory), JINDU_OK);
    assert_int_equal(chmod(directory, 01777), 0);
    assert_int_equal(folder_check_directory(directory), JINDU_DENIED);
    assert_int_equal(folder_check_directory("/nowhere"), JINDU_OK);
}

#define FRESH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        FRESH(a_text_is_opened_to_be_read),
        FRESH(what_is_too_long_for_a_person_to_have_written_is_refused),
        FRESH(a_fifo_is_not_waited_for),
        FRESH(a_folder_and_nothing_are_no_text),
        FRESH(what_everybody_may_write_to_decides_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
