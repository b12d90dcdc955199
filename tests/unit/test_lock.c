/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "endpoint.h"
#include "folder.h"
#include "lock.h"

struct place {
    char directory[64];
    char path[128];
};

static int
setup(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    snprintf(place->directory, sizeof place->directory, "%s/jindu.XXXXXX",
        getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
    if (mkdtemp(place->directory) == NULL) {
        return -1;
    }
    *state = place;
    return 0;
}

static int
teardown(void **state)
{
    static const char *const names[] = { "/lock", "/requests", "/a/b", "/a",
        "" };
    struct place *place = *state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(place->path, sizeof place->path, "%s%s", place->directory,
            names[i]);
        if (remove(place->path) != 0 && errno != ENOENT) {
            return -1;
        }
    }
    free(place);
    return 0;
}

static void
path_to(struct place *place, const char *name)
{
    assert_true(
        folder_join(place->path, sizeof place->path, place->directory, name));
}

static mode_t
mode_of(const char *path)
{
    struct stat found;
    assert_int_equal(lstat(path, &found), 0);
    return found.st_mode & 07777;
}

static void
a_lock_is_held_once_and_tells_by_whom(void **state)
{
    struct place *place = *state;
    struct lock first = LOCK_INIT;
    struct lock second = LOCK_INIT;
    char text[32] = "";
    assert_int_equal(lock_take(&first, place->directory), JINDU_OK);
    assert_int_equal(lock_take(&second, place->directory), JINDU_CONFLICT);
    assert_int_equal(second.descriptor, -1);

    path_to(place, LOCK_FILE);
    FILE *file = fopen(place->path, "r");
    assert_non_null(fgets(text, sizeof text, file));
    fclose(file);
    assert_int_equal(strtol(text, NULL, 10), getpid());

    lock_release(&first);
    assert_int_equal(lock_take(&second, place->directory), JINDU_OK);
    lock_release(&second);
    lock_release(&second);
}

static void
a_lock_file_that_is_a_link_is_not_followed(void **state)
{
    struct place *place = *state;
    struct lock lock = LOCK_INIT;
    path_to(place, LOCK_FILE);
    assert_int_equal(symlink("elsewhere", place->path), 0);
    assert_int_equal(lock_take(&lock, place->directory), JINDU_STORAGE);
}

static void
a_folder_is_made_with_its_mode_and_parents_only_when_asked(void **state)
{
    struct place *place = *state;
    path_to(place, "a/b");
    assert_int_equal(folder_make(place->path, 0750), JINDU_STORAGE);
    assert_int_equal(folder_make_parents(place->path), JINDU_OK);
    assert_int_equal(folder_make(place->path, 0750), JINDU_OK);
    assert_int_equal(mode_of(place->path), 0750);
    assert_int_equal(folder_make(place->path, 0750), JINDU_OK);
    path_to(place, "a");
    assert_int_equal(mode_of(place->path), 0700);
}

static void
a_folder_that_is_open_to_others_is_refused_and_left_alone(void **state)
{
    struct place *place = *state;
    path_to(place, "a");
    assert_int_equal(mkdir(place->path, 0700), 0);
    assert_int_equal(chmod(place->path, 0755), 0);
    assert_int_equal(folder_make(place->path, 0700), JINDU_DENIED);
    assert_int_equal(folder_make(place->path, 0750), JINDU_DENIED);
    assert_int_equal(mode_of(place->path), 0755);
}

static void
trap18_a_regular_file_at_the_path_is_refused_and_kept(void **state)
{
    struct place *place = *state;
    char endpoint[ENDPOINT_SIZE];
    path_to(place, ENDPOINT_REQUESTS);
    FILE *file = fopen(place->path, "w");
    fputs("precious", file);
    fclose(file);
    assert_int_equal(
        endpoint_prepare(endpoint, place->directory, ENDPOINT_REQUESTS),
        JINDU_CONFLICT);
    assert_int_equal(unlink(place->path), 0);

    assert_int_equal(symlink("/etc/passwd", place->path), 0);
    assert_int_equal(
        endpoint_prepare(endpoint, place->directory, ENDPOINT_REQUESTS),
        JINDU_CONFLICT);
}

static void
a_socket_left_behind_is_no_hindrance(void **state)
{
    struct place *place = *state;
    char endpoint[ENDPOINT_SIZE];
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    path_to(place, ENDPOINT_REQUESTS);
    memcpy(address.sun_path, place->path, strlen(place->path));
    int socket_left = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(
        bind(socket_left, (struct sockaddr *)&address, sizeof address), 0);
    close(socket_left);

    assert_int_equal(
        endpoint_prepare(endpoint, place->directory, ENDPOINT_REQUESTS),
        JINDU_OK);
    assert_memory_equal(endpoint, "ipc://", 6);
    assert_string_equal(endpoint + 6, place->path);
    assert_int_equal(endpoint_share(endpoint), JINDU_OK);
    assert_int_equal(mode_of(place->path), 0660);
    endpoint_remove(endpoint);
    assert_int_equal(access(place->path, F_OK), -1);
}

static void
a_path_too_long_for_a_socket_is_refused(void **state)
{
    (void)state;
    char endpoint[ENDPOINT_SIZE];
    char directory[ENDPOINT_PATH_SIZE];
    memset(directory, 'd', sizeof directory);
    directory[0] = '/';
    /* With "/requests" exactly the most that fits, then one more. */
    directory[sizeof directory - sizeof "/requests"] = '\0';
    assert_int_equal(
        endpoint_prepare(endpoint, directory, ENDPOINT_REQUESTS), JINDU_OK);
    directory[sizeof directory - sizeof "/requests"] = 'd';
    directory[sizeof directory - sizeof "/requests" + 1] = '\0';
    assert_int_equal(endpoint_prepare(endpoint, directory, ENDPOINT_REQUESTS),
        JINDU_INVALID);
}

#define PLACED(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(a_lock_is_held_once_and_tells_by_whom),
        PLACED(a_lock_file_that_is_a_link_is_not_followed),
        PLACED(a_folder_is_made_with_its_mode_and_parents_only_when_asked),
        PLACED(a_folder_that_is_open_to_others_is_refused_and_left_alone),
        PLACED(trap18_a_regular_file_at_the_path_is_refused_and_kept),
        PLACED(a_socket_left_behind_is_no_hindrance),
        cmocka_unit_test(a_path_too_long_for_a_socket_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
