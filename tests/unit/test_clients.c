/* SPDX-License-Identifier: MIT */
/* Certificates as files: whom client_files admits, and what server_key takes.
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <zmq.h>

#include "client_files.h"
#include "endpoint.h"
#include "folder.h"
#include "roster.h"
#include "server_key.h"

struct place {
    char directory[64];
    struct roster roster;
    char public_key[JP_CURVE_KEY_SIZE];
    char secret_key[JP_CURVE_KEY_SIZE];
};

static int
make_place(void **state)
{
    struct place *place = calloc(1, sizeof(*place));
    assert_non_null(place);
    (void)snprintf(
        place->directory, sizeof(place->directory), "/tmp/jindu.XXXXXX");
    assert_non_null(mkdtemp(place->directory));
    assert_int_equal(
        zmq_curve_keypair(place->public_key, place->secret_key), 0);
    *state = place;
    return 0;
}

static int
remove_place(void **state)
{
    struct place *place = *state;
    struct dirent *entry;
    DIR *directory = opendir(place->directory);
    assert_non_null(directory);
    while ((entry = readdir(directory)) != NULL) {
        if (entry->d_name[0] != '.') {
            assert_int_equal(unlinkat(dirfd(directory), entry->d_name, 0), 0);
        }
    }
    assert_int_equal(closedir(directory), 0);
    assert_int_equal(rmdir(place->directory), 0);
    roster_fini(&place->roster);
    free(place);
    return 0;
}

static void
put(const struct place *place, const char *name, mode_t mode, const char *text)
{
    char path[FOLDER_PATH_SIZE];
    assert_true(folder_join(path, sizeof(path), place->directory, name));
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, mode), 0);
}

/* metadata: whole lines. */
static void
put_client(const struct place *place, const char *name, const char *metadata,
    const char *key)
{
    char text[1024];
    (void)snprintf(text, sizeof(text),
        "metadata\n%scurve\n    public-key = \"%s\"\n", metadata, key);
    put(place, name, 0644, text);
}

static enum jindu_status
read_clients(struct place *place)
{
    roster_fini(&place->roster);
    return client_files_read(&place->roster, place->directory);
}

#define REPORTER "    role = \"reporter\"\n    person = \"Li\"\n"

static void
each_file_admits_its_key(void **state)
{
    struct place *place = *state;
    char other[JP_CURVE_KEY_SIZE];
    char secret[JP_CURVE_KEY_SIZE];
    assert_int_equal(zmq_curve_keypair(other, secret), 0);
    put_client(place, "li-2.key", REPORTER, place->public_key);
    put_client(place, "wall.key",
        "    role = \"observer\"\n    disabled = \"yes\"\n", other);
    put(place, "README", 0644, "not a key");
    assert_int_equal(read_clients(place), JINDU_OK);
    assert_int_equal(place->roster.count, 2);
    const struct roster_entry *entry =
        roster_find_user(&place->roster, place->public_key);
    assert_non_null(entry);
    assert_string_equal(entry->principal.name, "key:li-2");
    assert_string_equal(entry->principal.person, "Li");
    assert_int_equal(entry->principal.role, ROLE_REPORTER);
    assert_string_equal(roster_user(entry), place->public_key);
    assert_null(roster_find_user(&place->roster, other));
    assert_null(roster_find_user(&place->roster, "key:li-2"));
}

static void
who_is_disabled_or_has_another_key_is_missed(void **state)
{
    struct place *place = *state;
    struct roster before = ROSTER_INIT;
    char other[JP_CURVE_KEY_SIZE];
    char secret[JP_CURVE_KEY_SIZE];
    assert_int_equal(zmq_curve_keypair(other, secret), 0);
    put_client(place, "li.key", REPORTER, place->public_key);
    assert_int_equal(client_files_read(&before, place->directory), JINDU_OK);
    assert_int_equal(read_clients(place), JINDU_OK);
    assert_false(roster_lacks(&place->roster, &before));
    put_client(place, "li.key", REPORTER "    disabled = \"yes\"\n",
        place->public_key);
    assert_int_equal(read_clients(place), JINDU_OK);
    assert_true(roster_lacks(&place->roster, &before));
    assert_false(roster_lacks(&before, &place->roster));
    put_client(place, "li.key", REPORTER, other);
    assert_int_equal(read_clients(place), JINDU_OK);
    assert_true(roster_lacks(&place->roster, &before));
    roster_fini(&before);
}

static void
a_file_that_admits_nobody_is_refused(void **state)
{
    struct place *place = *state;
    static const char *const metadata[] = { "", "    role = \"boss\"\n",
        "    role = \"reporter\"\n", "    rolle = \"admin\"\n" };
    for (size_t i = 0; i < sizeof(metadata) / sizeof(metadata[0]); i++) {
        put_client(place, "li.key", metadata[i], place->public_key);
        assert_int_equal(read_clients(place), JINDU_INVALID);
    }
    put_client(place, "li.key", REPORTER, "not-a-key");
    assert_int_equal(read_clients(place), JINDU_INVALID);
    put_client(place, "li.key", REPORTER, place->public_key);
    assert_int_equal(read_clients(place), JINDU_OK);
    put_client(place, "wu.key", REPORTER, place->public_key);
    assert_int_equal(read_clients(place), JINDU_INVALID); /* the same key */
}

static void
a_name_that_is_none_is_refused(void **state)
{
    struct place *place = *state;
    static const char *const names[] = { "Li.key", "-li.key", "l i.key",
        "0123456789012345678901234567.key" };
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        char path[FOLDER_PATH_SIZE];
        put_client(place, names[i], REPORTER, place->public_key);
        assert_int_equal(read_clients(place), JINDU_INVALID);
        assert_true(
            folder_join(path, sizeof(path), place->directory, names[i]));
        assert_int_equal(unlink(path), 0);
    }
    put_client(
        place, "012345678901234567890123456.key", REPORTER, place->public_key);
    assert_int_equal(read_clients(place), JINDU_OK);
}

static void
a_secret_key_has_no_place_among_the_clients(void **state)
{
    struct place *place = *state;
    char text[1024];
    (void)snprintf(text, sizeof(text),
        "metadata\n" REPORTER
        "curve\n    public-key = \"%s\"\n    secret-key = \"%s\"\n",
        place->public_key, place->secret_key);
    put(place, "li.key", 0600, text);
    assert_int_equal(read_clients(place), JINDU_INVALID);
}

static void
no_directory_is_said_so(void **state)
{
    struct place *place = *state;
    assert_int_equal(
        client_files_read(&place->roster, "/nowhere/clients"), JINDU_NOT_FOUND);
}

static enum jindu_status
read_key(const struct place *place, char key[JP_CURVE_KEY_SIZE],
    const char *public_key, mode_t mode)
{
    char text[512];
    char path[FOLDER_PATH_SIZE];
    (void)snprintf(text, sizeof(text),
        "curve\n    public-key = \"%s\"\n    secret-key = \"%s\"\n", public_key,
        place->secret_key);
    put(place, "server.key_secret", mode, text);
    assert_true(
        folder_join(path, sizeof(path), place->directory, "server.key_secret"));
    return server_key_read(key, path);
}

static void
a_server_key_is_a_pair_of_the_owner_alone(void **state)
{
    struct place *place = *state;
    char key[JP_CURVE_KEY_SIZE] = "";
    char other[JP_CURVE_KEY_SIZE];
    char secret[JP_CURVE_KEY_SIZE];
    assert_int_equal(zmq_curve_keypair(other, secret), 0);
    assert_int_equal(
        read_key(place, key, place->public_key, 0640), JINDU_DENIED);
    assert_int_equal(
        read_key(place, key, place->public_key, 0604), JINDU_DENIED);
    assert_int_equal(read_key(place, key, other, 0600), JINDU_INVALID);
    assert_string_equal(key, "");
    assert_int_equal(read_key(place, key, place->public_key, 0600), JINDU_OK);
    assert_string_equal(key, place->secret_key);
}

static void
a_public_certificate_or_none_is_no_server_key(void **state)
{
    struct place *place = *state;
    char key[JP_CURVE_KEY_SIZE] = "";
    char path[FOLDER_PATH_SIZE];
    put_client(place, "server.key", "", place->public_key);
    assert_true(
        folder_join(path, sizeof(path), place->directory, "server.key"));
    /* As it is made, and then whoever may read it: it holds no secret. */
    assert_int_equal(server_key_read(key, path), JINDU_INVALID);
    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(server_key_read(key, path), JINDU_INVALID);
    assert_int_equal(server_key_read(key, "/nowhere/key"), JINDU_NOT_FOUND);
    assert_int_equal(server_key_read(key, place->directory), JINDU_INVALID);
}

static void
a_name_alone_is_a_credential_of_systemd(void **state)
{
    struct place *place = *state;
    char key[JP_CURVE_KEY_SIZE] = "";
    (void)unsetenv("CREDENTIALS_DIRECTORY");
    (void)read_key(place, key, place->public_key, 0440);
    assert_int_equal(
        server_key_read(key, "server.key_secret"), JINDU_NOT_FOUND);
    assert_int_equal(setenv("CREDENTIALS_DIRECTORY", place->directory, 1), 0);
    assert_int_equal(server_key_read(key, "server.key_secret"), JINDU_OK);
    assert_string_equal(key, place->secret_key);
    (void)read_key(place, key, place->public_key, 0444);
    assert_int_equal(server_key_read(key, "server.key_secret"), JINDU_DENIED);
    (void)unsetenv("CREDENTIALS_DIRECTORY");
}

static void
an_endpoint_is_numeric_and_has_a_port(void **state)
{
    static const char *const good[] = { "tcp://*:1", "tcp://0.0.0.0:65535",
        "tcp://[::1]:7110", "tcp://192.0.2.1:7110" };
    static const char *const bad[] = { "", "tcp://", "tcp://*", "tcp://*:0",
        "tcp://*:07110", "tcp://*:65536", "tcp://*:*", "tcp://:7110",
        "tcp://::1:7110", "tcp://[*]:7110", "tcp://localhost:7110",
        "tcp://[]:7110", "tcp://*:71 10", "ipc:///run/x", "tcp://1.2.3:7110" };
    char told[ENDPOINT_SIZE];
    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        assert_true(endpoint_is_remote(good[i]));
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_false(endpoint_is_remote(bad[i]));
    }
    endpoint_tell(told, "tcp://0.0.0.0:7111");
    assert_string_equal(told, "tcp://*:7111");
    endpoint_tell(told, "tcp://[::]:7111");
    assert_string_equal(told, "tcp://*:7111");
    endpoint_tell(told, "tcp://[0:0::0]:7111");
    assert_string_equal(told, "tcp://*:7111");
    endpoint_tell(told, "tcp://*:7111");
    assert_string_equal(told, "tcp://*:7111");
    endpoint_tell(told, "tcp://[2001:db8::1]:7111");
    assert_string_equal(told, "tcp://[2001:db8::1]:7111");
    endpoint_tell(told, "ipc:///run/jindu/events");
    assert_string_equal(told, "ipc:///run/jindu/events");
}

#define PLACED(test) \
    cmocka_unit_test_setup_teardown(test, make_place, remove_place)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(each_file_admits_its_key),
        PLACED(who_is_disabled_or_has_another_key_is_missed),
        PLACED(a_file_that_admits_nobody_is_refused),
        PLACED(a_name_that_is_none_is_refused),
        PLACED(a_secret_key_has_no_place_among_the_clients),
        PLACED(no_directory_is_said_so),
        PLACED(a_server_key_is_a_pair_of_the_owner_alone),
        PLACED(a_public_certificate_or_none_is_no_server_key),
        PLACED(a_name_alone_is_a_credential_of_systemd),
        cmocka_unit_test(an_endpoint_is_numeric_and_has_a_port),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
