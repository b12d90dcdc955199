/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "folder.h"
#include "leftover.h"

static char directory[FOLDER_PATH_SIZE];
static char copy[FOLDER_PATH_SIZE + sizeof(LEFTOVER_NAME)];

/* As a daemon that was killed leaves it. */
static void
note(const char *path)
{
    char name[FOLDER_PATH_SIZE];
    FILE *file;

    assert_true(folder_join(name, sizeof(name), directory, "backup"));
    file = fopen(name, "w");
    assert_non_null(file);
    assert_int_equal(fputs(path, file) >= 0, 1);
    assert_int_equal(fclose(file), 0);
}

static const char *
beside(const char *suffix)
{
    static char path[sizeof(copy) + 16];

    (void)snprintf(path, sizeof(path), "%s%s", copy, suffix);
    return path;
}

static void
make(const char *path)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_int_equal(fclose(file), 0);
}

static bool
exists(const char *path)
{
    struct stat facts;

    return lstat(path, &facts) == 0;
}

static int
setup(void **state)
{
    const char *base = getenv("TMPDIR");

    (void)state;
    (void)snprintf(directory, sizeof(directory), "%s/jindu-leftover-XXXXXX",
        base == NULL ? "/tmp" : base);
    assert_non_null(mkdtemp(directory));
    (void)snprintf(copy, sizeof(copy), "%s" LEFTOVER_NAME, directory);
    assert_int_equal(leftover_make(directory, copy), 0);
    assert_true(exists(copy));
    return 0;
}

/* What leaves a note behind makes this fail. */
static int
teardown(void **state)
{
    (void)state;
    leftover_unlink(copy);
    return rmdir(directory);
}

static void
a_killed_copy_goes_at_the_next_start_with_all_beside_it(void **state)
{
    (void)state;
    make(beside("-wal"));
    make(beside("-shm"));
    leftover_remove(directory);
    assert_false(exists(copy));
    assert_false(exists(beside("-wal")));
    assert_false(exists(beside("-shm")));
}

static void
a_copy_that_was_finished_is_nobodys_business(void **state)
{
    (void)state;
    leftover_forget(directory);
    leftover_remove(directory);
    assert_true(exists(copy));
}

static void
a_folder_that_is_missing_is_told_and_leaves_no_note(void **state)
{
    char path[FOLDER_PATH_SIZE + 32];

    (void)state;
    (void)snprintf(path, sizeof(path), "%s/none" LEFTOVER_NAME, directory);
    assert_int_equal(leftover_make(directory, path), ENOENT);
    leftover_remove(directory);
}

static void
what_does_not_look_like_a_copy_stays(void **state)
{
    static const char *const names[] = { "jindu.db", ".jindu-a1b2c",
        ".jindu-a1b2c34", "xjindu-a1b2c3" };
    char path[FOLDER_PATH_SIZE];

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        assert_true(folder_join(path, sizeof(path), directory, names[i]));
        make(path);
        note(path);
        leftover_remove(directory);
        assert_true(exists(path));
        assert_int_equal(unlink(path), 0);
    }
    note(".jindu-a1b2c3");
    leftover_remove(directory);
    note("");
    leftover_remove(directory);
    assert_true(exists(copy));
}

static void
a_link_a_folder_and_a_file_of_somebody_else_stay(void **state)
{
    char path[FOLDER_PATH_SIZE];

    (void)state;
    assert_true(folder_join(path, sizeof(path), directory, ".jindu-link00"));
    assert_int_equal(symlink(copy, path), 0);
    note(path);
    leftover_remove(directory);
    assert_true(exists(path));
    assert_int_equal(unlink(path), 0);

    assert_int_equal(mkdir(path, S_IRWXU), 0);
    note(path);
    leftover_remove(directory);
    assert_int_equal(rmdir(path), 0);

    if (geteuid() == 0) { /* nobody else can give a file away */
        assert_int_equal(chown(copy, 1, 1), 0);
        note(copy);
        leftover_remove(directory);
        assert_true(exists(copy));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_killed_copy_goes_at_the_next_start_with_all_beside_it, setup,
            teardown),
        cmocka_unit_test_setup_teardown(
            a_copy_that_was_finished_is_nobodys_business, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_folder_that_is_missing_is_told_and_leaves_no_note, setup,
            teardown),
        cmocka_unit_test_setup_teardown(
            what_does_not_look_like_a_copy_stays, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_link_a_folder_and_a_file_of_somebody_else_stay, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
