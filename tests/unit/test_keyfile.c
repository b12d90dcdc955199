/* SPDX-License-Identifier: MIT */
#include <jindu/keyfile.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* cmocka.h needs what stands above. */
#include <cmocka.h>

#include "keyring.h"

#define PATH_SIZE 96

struct folder {
    char path[PATH_SIZE - 32];
    char file[PATH_SIZE];
    char secret[PATH_SIZE];
    char detail[JINDU_KEYFILE_DETAIL_SIZE];
};

static void
open_folder(struct folder *folder)
{
    (void)snprintf(folder->path, sizeof(folder->path), "/tmp/jindu-key-XXXXXX");
    assert_non_null(mkdtemp(folder->path));
    (void)snprintf(
        folder->file, sizeof(folder->file), "%s/a.key", folder->path);
    (void)snprintf(folder->secret, sizeof(folder->secret), "%s/a.key_secret",
        folder->path);
    folder->detail[0] = '\0';
}

/* Nothing else lies there, no temporary file either. */
static void
close_folder(struct folder *folder)
{
    (void)unlink(folder->file);
    (void)unlink(folder->secret);
    assert_int_equal(rmdir(folder->path), 0);
}

static unsigned
mode_of(const char *path)
{
    struct stat state;

    assert_int_equal(stat(path, &state), 0);
    return state.st_mode & 07777;
}

static void
assert_said(const struct folder *folder, const char *part)
{
    if (strstr(folder->detail, part) == NULL) {
        fail_msg("'%s' is not in '%s'", part, folder->detail);
    }
}

static void
put(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void
a_pair_is_a_public_file_and_a_closed_secret_one(void **state)
{
    struct jindu_keyfile keyfile = JINDU_KEYFILE_INIT;
    struct jp_certificate certificate;
    char key[JINDU_CURVE_KEY_SIZE];
    struct folder folder;
    mode_t mask;

    (void)state;
    open_folder(&folder);
    mask = umask(0077); /* readers need the public one all the same */
    assert_int_equal(
        jindu_keyfile_make(folder.file, key, folder.detail), JINDU_OK);
    (void)umask(mask);
    assert_int_equal(mode_of(folder.file), 0644);
    assert_int_equal(mode_of(folder.secret), 0600);
    assert_true(jindu_keyfile_is_key(key));
    assert_int_equal(
        jindu_keyfile_read(&keyfile, folder.file, folder.detail), JINDU_OK);
    assert_string_equal(keyfile.key, key);
    assert_int_equal(
        keyring_load(&certificate, folder.file, folder.detail), JINDU_OK);
    assert_string_equal(certificate.secret_key, "");
    assert_int_equal(
        keyring_load(&certificate, folder.secret, folder.detail), JINDU_OK);
    assert_string_equal(certificate.public_key, key);
    assert_true(jindu_keyfile_is_key(certificate.secret_key));
    close_folder(&folder);
}

static void
what_is_there_is_never_overwritten(void **state)
{
    char key[JINDU_CURVE_KEY_SIZE] = "before";
    struct folder folder;

    (void)state;
    open_folder(&folder);
    put(folder.file, "mine");
    assert_int_equal(
        jindu_keyfile_make(folder.file, key, folder.detail), JINDU_CONFLICT);
    assert_said(&folder, folder.file);
    assert_said(&folder, "is there already and stays as it is");
    assert_int_not_equal(access(folder.secret, F_OK), 0);
    assert_int_equal(unlink(folder.file), 0);
    put(folder.secret, "mine");
    assert_int_equal(
        jindu_keyfile_make(folder.file, key, folder.detail), JINDU_CONFLICT);
    assert_said(&folder, folder.secret);
    assert_int_not_equal(access(folder.file, F_OK), 0);
    assert_string_equal(key, "before");
    close_folder(&folder);
}

static void
an_open_secret_is_refused_whoever_reads_it(void **state)
{
    static const mode_t open[] = { 0640, 0604, 0620, 0602, 0610, 0601 };
    struct jindu_keyfile keyfile = JINDU_KEYFILE_INIT;
    char key[JINDU_CURVE_KEY_SIZE];
    struct folder folder;

    (void)state;
    open_folder(&folder);
    assert_int_equal(
        jindu_keyfile_make(folder.file, key, folder.detail), JINDU_OK);
    for (size_t i = 0; i < sizeof(open) / sizeof(open[0]); i++) {
        assert_int_equal(chmod(folder.secret, open[i]), 0);
        assert_int_equal(
            jindu_keyfile_read(&keyfile, folder.secret, folder.detail),
            JINDU_DENIED);
        assert_said(&folder, "others may get at");
    }
    assert_int_equal(chmod(folder.secret, 0400), 0);
    assert_int_equal(
        jindu_keyfile_read(&keyfile, folder.secret, folder.detail), JINDU_OK);
    close_folder(&folder);
}

static void
what_is_no_certificate_is_refused_with_its_reason(void **state)
{
    struct jindu_keyfile keyfile = JINDU_KEYFILE_INIT;
    struct folder folder;

    (void)state;
    open_folder(&folder);
    assert_int_equal(jindu_keyfile_read(&keyfile, folder.file, folder.detail),
        JINDU_NOT_FOUND);
    assert_said(&folder, folder.file);
    put(folder.file, "metadata\nnonsense\n");
    assert_int_equal(jindu_keyfile_read(&keyfile, folder.file, folder.detail),
        JINDU_INVALID);
    assert_said(&folder, "is no certificate: line 2: ");
    assert_int_equal(jindu_keyfile_read(&keyfile, folder.path, folder.detail),
        JINDU_INVALID);
    assert_said(&folder, "is no regular file");
    assert_int_equal(unlink(folder.file), 0);
    assert_int_equal(mkfifo(folder.file, 0600), 0); /* and nobody waits */
    assert_int_equal(jindu_keyfile_read(&keyfile, folder.file, folder.detail),
        JINDU_INVALID);
    assert_said(&folder, "is no regular file");
    close_folder(&folder);
}

static void
a_public_certificate_is_written_whole_or_not_at_all(void **state)
{
    struct jindu_keyfile keyfile = JINDU_KEYFILE_INIT;
    struct jindu_keyfile again = JINDU_KEYFILE_INIT;
    struct folder folder;

    (void)state;
    open_folder(&folder);
    (void)snprintf(keyfile.key, sizeof(keyfile.key), "%s",
        "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID");
    (void)snprintf(keyfile.role, sizeof(keyfile.role), "reporter");
    (void)snprintf(keyfile.person, sizeof(keyfile.person), "王小明");
    assert_int_equal(
        jindu_keyfile_write(&keyfile, folder.file, false, folder.detail),
        JINDU_OK);
    assert_int_equal(mode_of(folder.file), 0644);
    keyfile.disabled = true;
    assert_int_equal(
        jindu_keyfile_write(&keyfile, folder.file, false, folder.detail),
        JINDU_CONFLICT);
    assert_int_equal(
        jindu_keyfile_read(&again, folder.file, folder.detail), JINDU_OK);
    assert_false(again.disabled);
    assert_int_equal(
        jindu_keyfile_write(&keyfile, folder.file, true, folder.detail),
        JINDU_OK);
    (void)snprintf(keyfile.person, sizeof(keyfile.person), "'\"");
    assert_int_equal(
        jindu_keyfile_write(&keyfile, folder.file, true, folder.detail),
        JINDU_INVALID);
    assert_int_equal(
        jindu_keyfile_read(&again, folder.file, folder.detail), JINDU_OK);
    assert_true(again.disabled);
    assert_string_equal(again.person, "王小明");
    assert_string_equal(again.role, "reporter");
    close_folder(&folder);
}

static void
the_own_certificate_is_found_in_the_documented_order(void **state)
{
    char path[JINDU_KEYFILE_PATH_SIZE];
    char detail[JINDU_KEYFILE_DETAIL_SIZE];

    (void)state;
    setenv("HOME", "/home-of-nobody", 1);
    setenv("XDG_CONFIG_HOME", "/config", 1);
    setenv("JINDU_CERTIFICATE", "/named", 1);
    assert_int_equal(jindu_keyfile_own(path, "/given", detail), JINDU_OK);
    assert_string_equal(path, "/given");
    assert_int_equal(jindu_keyfile_own(path, NULL, detail), JINDU_OK);
    assert_string_equal(path, "/named");
    unsetenv("JINDU_CERTIFICATE");
    assert_int_equal(jindu_keyfile_own(path, NULL, detail), JINDU_OK);
    assert_string_equal(path, "/config/jindu/client.key_secret");
    unsetenv("XDG_CONFIG_HOME");
    assert_int_equal(jindu_keyfile_own(path, "", detail), JINDU_OK);
    assert_string_equal(
        path, "/home-of-nobody/.config/jindu/client.key_secret");
    unsetenv("HOME");
    assert_int_equal(jindu_keyfile_own(path, NULL, detail), JINDU_INVALID);
    assert_non_null(strstr(detail, "$JINDU_CERTIFICATE"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pair_is_a_public_file_and_a_closed_secret_one),
        cmocka_unit_test(what_is_there_is_never_overwritten),
        cmocka_unit_test(an_open_secret_is_refused_whoever_reads_it),
        cmocka_unit_test(what_is_no_certificate_is_refused_with_its_reason),
        cmocka_unit_test(a_public_certificate_is_written_whole_or_not_at_all),
        cmocka_unit_test(the_own_certificate_is_found_in_the_documented_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
