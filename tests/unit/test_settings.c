/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "contexts.h"
#include "settings.h"

#define PATH_SIZE 512

static char folder[PATH_SIZE];

static const char *
path_of(const char *file)
{
    static char path[2 * PATH_SIZE];
    (void)snprintf(path, sizeof(path), "%s/%s", folder, file);
    return path;
}

static void
put(const char *file, const char *text)
{
    FILE *stream = fopen(path_of(file), "w");
    assert_non_null(stream);
    assert_int_equal(fwrite(text, 1, strlen(text), stream), strlen(text));
    assert_int_equal(fclose(stream), 0);
}

static int
begin(void **state)
{
    static const char *const variables[] = { "JINDU_SERVER",
        "JINDU_CERTIFICATE", "JINDU_SERVER_CERTIFICATE", "JINDU_PLAN",
        "JINDU_CONTEXT" };
    (void)state;
    for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++) {
        assert_int_equal(unsetenv(variables[i]), 0);
    }
    (void)snprintf(folder, sizeof(folder), "/tmp/test_settings_XXXXXX");
    assert_non_null(mkdtemp(folder));
    assert_int_equal(mkdir(path_of("jindu"), 0700), 0);
    assert_int_equal(mkdir(path_of("jindu/contexts"), 0700), 0);
    assert_int_equal(mkdir(path_of("office"), 0700), 0);
    assert_int_equal(mkdir(path_of("office/jindu"), 0700), 0);
    assert_int_equal(setenv("XDG_CONFIG_HOME", folder, 1), 0);
    assert_int_equal(setenv("XDG_CONFIG_DIRS", path_of("office"), 1), 0);
    return 0;
}

static int
end(void **state)
{
    static const char *const made[] = { "jindu/contexts/a.conf",
        "jindu/contexts/b.conf", "jindu/contexts/c.conf",
        "jindu/contexts/county.conf", "jindu/contexts/gone.conf",
        "jindu/contexts", "jindu/context", "jindu/config", "jindu",
        "office/jindu/config", "office/jindu", "office" };
    (void)state;
    for (size_t i = 0; i < sizeof(made) / sizeof(made[0]); i++) {
        (void)remove(path_of(made[i]));
    }
    return rmdir(folder);
}

static struct settings settings;
static struct settings_mistake mistake;

static void
assert_text(const char *value, const char *wanted)
{
    if (wanted == NULL) {
        assert_null(value);
    } else {
        assert_non_null(value);
        assert_string_equal(value, wanted);
    }
}

/* What is in use, with these flags. */
static void
assert_uses(const char *flag_server, const char *flag_context,
    const char *server, const char *certificate, const char *plan)
{
    settings_init(&settings);
    settings.server = flag_server;
    settings.context = flag_context;
    assert_true(settings_load(&settings, &mistake));
    assert_text(settings.server, server);
    assert_text(settings.certificate, certificate);
    assert_text(settings.plan, plan);
}

static void
the_file_of_the_person_stands_above_those_of_the_system(void **state)
{
    (void)state;
    put("office/jindu/config", "server = /office\nplan = 2030\n");
    assert_uses(NULL, NULL, "/office", NULL, "2030");
    put("jindu/config", "# mine\n\n server=/mine  \ncertificate = /k\n");
    assert_uses(NULL, NULL, "/mine", "/k", "2030");
    assert_int_equal(setenv("JINDU_SERVER", "/env", 1), 0);
    assert_uses(NULL, NULL, "/env", "/k", "2030");
    assert_uses("/flag", NULL, "/flag", "/k", "2030");
}

static void
a_file_that_begins_with_the_mark_of_utf8_is_read(void **state)
{
    (void)state;
    put("jindu/config", "\xEF\xBB\xBFserver = /mine\r\nplan = 2030\r\n");
    assert_uses(NULL, NULL, "/mine", NULL, "2030");
    put("jindu/config", "plan = 2030\n\xEF\xBB\xBFserver = /mine\n");
    settings_init(&settings);
    assert_false(settings_load(&settings, &mistake));
    assert_int_equal(mistake.line, 2);
}

static void
a_context_is_used_whole_or_not_at_all(void **state)
{
    (void)state;
    put("jindu/config", "server = /mine\nplan = 2030\n");
    put("jindu/contexts/county.conf",
        "server = tcp://10.0.0.5:7447\ncertificate = /county\n");
    assert_uses(NULL, "county", "tcp://10.0.0.5:7447", "/county", NULL);
    assert_string_equal(settings.context, "county");
    put("jindu/context", "county\n");
    assert_uses(NULL, NULL, "tcp://10.0.0.5:7447", "/county", NULL);
    assert_string_equal(settings.context, "county");
    /* Its key goes to no other server. */
    assert_uses("/flag", NULL, "/flag", NULL, "2030");
    assert_null(settings.context);
    assert_int_equal(setenv("JINDU_SERVER", "/env", 1), 0);
    assert_uses(NULL, NULL, "/env", NULL, "2030");
    assert_null(settings.context);
    assert_uses(NULL, "county", "tcp://10.0.0.5:7447", "/county", NULL);
}

static void
the_environment_names_a_context_above_the_selected_one(void **state)
{
    (void)state;
    put("jindu/contexts/a.conf", "server = /a\n");
    put("jindu/contexts/b.conf", "server = /b\nplan = 2031\n");
    put("jindu/contexts/c.conf", "server = /c\n");
    put("jindu/context", "a\n");
    assert_int_equal(setenv("JINDU_CONTEXT", "b", 1), 0);
    assert_uses(NULL, NULL, "/b", NULL, "2031");
    assert_uses(NULL, "c", "/c", NULL, NULL);
    assert_int_equal(setenv("JINDU_PLAN", "2032", 1), 0);
    assert_uses(NULL, NULL, "/b", NULL, "2032");
}

static void
assert_mistake(int line, int cause, const char *words)
{
    settings_init(&settings);
    assert_false(settings_load(&settings, &mistake));
    assert_int_equal(mistake.line, line);
    assert_int_equal(mistake.cause, cause);
    if (strstr(mistake.path, words) == NULL) {
        fail_msg("'%s' is not in '%s'", words, mistake.path);
    }
}

static void
a_broken_file_is_told_with_its_line(void **state)
{
    static char line[2 * SETTINGS_TEXT_MAX];
    (void)state;
    put("office/jindu/config", "plan = 2030\nserver = /x\nnonsense\n");
    assert_mistake(3, 0, "office/jindu/config");
    put("jindu/config", "servre = /x\n");
    assert_mistake(1, 0, folder);
    assert_string_equal(mistake.name, "servre");
    put("jindu/config", "plan = 2030\nserver = /a\x1b[2J\n");
    assert_mistake(2, 0, "jindu/config");
    memset(line, 'x', sizeof(line) - 1);
    memcpy(line, "plan =", strlen("plan ="));
    put("jindu/config", line);
    assert_mistake(1, 0, "jindu/config");
    put("jindu/context", "a/b\n");
    assert_mistake(0, 0, "jindu/context");
    assert_true(mistake.selection);
    put("jindu/context", "gone\n");
    assert_mistake(0, ENOENT, "contexts/gone.conf");
    assert_string_equal(mistake.context, "gone");
    put("jindu/contexts/gone.conf", "plan = 2030\n");
    assert_mistake(0, 0, "contexts/gone.conf"); /* no server */
}

static void
a_pipe_instead_of_a_file_holds_nobody_up(void **state)
{
    (void)state;
    assert_int_equal(mkfifo(path_of("jindu/config"), 0600), 0);
    assert_uses(NULL, NULL, NULL, NULL, NULL);
    assert_int_equal(mkfifo(path_of("jindu/context"), 0600), 0);
    assert_mistake(0, 0, "jindu/context");
}

static void
what_is_written_reads_as_it_was_meant(void **state)
{
    struct contexts contexts;
    struct stat about;
    (void)state;
    settings_init(&settings);
    settings.server = "tcp://10.0.0.5:7447";
    settings.server_certificate = "/etc/a b = c.key";
    assert_int_equal(contexts_write("县里", &settings, false), JINDU_OK);
    assert_int_equal(contexts_write("县里", &settings, false), JINDU_CONFLICT);
    assert_int_equal(contexts_write("县里", &settings, true), JINDU_OK);
    assert_int_equal(stat(path_of("jindu/contexts/县里.conf"), &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    assert_int_equal(contexts_select("没有"), JINDU_NOT_FOUND);
    assert_int_equal(contexts_select("县里"), JINDU_OK);
    assert_uses(NULL, NULL, "tcp://10.0.0.5:7447", NULL, NULL);
    assert_string_equal(settings.server_certificate, "/etc/a b = c.key");
    assert_int_equal(contexts_list(&contexts), JINDU_OK);
    assert_int_equal(contexts.count, 1);
    assert_string_equal(contexts.names[0], "县里");
    assert_int_equal(contexts_remove("县里"), JINDU_OK);
    assert_int_equal(contexts_remove("县里"), JINDU_NOT_FOUND);
    assert_uses(NULL, NULL, NULL, NULL, NULL); /* nor selected any more */
}

static void
a_name_is_no_path(void **state)
{
    static const char *const wrong[] = { "", ".", "../x", "a/b", "-a", ".a",
        "a b", "a\nb", "\xff", "$(id)", "`id`", "a;b", "a\\b", "a'b",
        "0123456789012345678901234567890123456789012345678901234567890123456" };
    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        assert_false(contexts_is_name(wrong[i]));
    }
    assert_true(contexts_is_name("county-2"));
    assert_true(contexts_is_name("党政办"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            the_file_of_the_person_stands_above_those_of_the_system, begin,
            end),
        cmocka_unit_test_setup_teardown(
            a_file_that_begins_with_the_mark_of_utf8_is_read, begin, end),
        cmocka_unit_test_setup_teardown(
            a_context_is_used_whole_or_not_at_all, begin, end),
        cmocka_unit_test_setup_teardown(
            the_environment_names_a_context_above_the_selected_one, begin, end),
        cmocka_unit_test_setup_teardown(
            a_broken_file_is_told_with_its_line, begin, end),
        cmocka_unit_test_setup_teardown(
            a_pipe_instead_of_a_file_holds_nobody_up, begin, end),
        cmocka_unit_test_setup_teardown(
            what_is_written_reads_as_it_was_meant, begin, end),
        cmocka_unit_test(a_name_is_no_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
