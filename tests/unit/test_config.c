/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "config.h"

static enum jindu_status
read_bytes(struct config *config, const char *bytes, size_t length,
    struct config_fault *fault)
{
    FILE *file = tmpfile();
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    rewind(file);
    enum jindu_status status = config_read(config, file, fault);
    fclose(file);
    return status;
}

static enum jindu_status
read_text(struct config *config, const char *text, struct config_fault *fault)
{
    return read_bytes(config, text, strlen(text), fault);
}

static void
refused(const char *text, int line, const char *reason)
{
    struct config config;
    struct config_fault fault;
    config_init(&config);
    assert_int_equal(read_text(&config, text, &fault), JINDU_INVALID);
    assert_int_equal(fault.line, line);
    if (strstr(fault.text, reason) == NULL) {
        fail_msg("'%s' does not say '%s'", fault.text, reason);
    }
}

static void
an_empty_file_means_the_defaults(void **state)
{
    (void)state;
    struct config config;
    struct config_fault fault;
    assert_int_equal(read_text(&config, "", &fault), JINDU_OK);
    assert_string_equal(config.zone, "Asia/Shanghai");
    assert_string_equal(config.state, "");
    assert_string_equal(config.sockets, "");
    assert_int_equal(config.window.open, 510);
    assert_int_equal(config.window.close, 1050);
    assert_false(config.window.every_day);
    assert_int_equal(config.window.digest_count, 1);
    assert_int_equal(config.window.digests[0], 14 * 60);
    assert_false(config.doorbell);
    assert_false(config.has_calendar);
    assert_int_equal(config.roster.count, 0);
    config_fini(&config);
}

static void
every_key_is_taken(void **state)
{
    (void)state;
    static const char text[] = "\xef\xbb\xbf# office\n"
                               "[server]\n"
                               "state = /srv/state ; here\n"
                               "  sockets = /srv/run\n"
                               "[office]\n"
                               "zone = Europe/Berlin\n"
                               "[notice]\n"
                               "window = 00:00-24:00\n"
                               "window_days = all\n"
                               "digests = 09:00,\t14:30, 23:59\n"
                               "publish = doorbell\n"
                               "[calendar]\n"
                               "directory = /srv/calendar\n"
                               "[uid.1001]\n"
                               "person = 王小明\n"
                               "role = reporter\n"
                               "[uid.7]\n"
                               "role = office";
    struct config config;
    struct config_fault fault;
    assert_int_equal(read_text(&config, text, &fault), JINDU_OK);
    assert_string_equal(config.state, "/srv/state");
    assert_string_equal(config.sockets, "/srv/run");
    assert_string_equal(config.zone, "Europe/Berlin");
    assert_string_equal(config.calendar, "/srv/calendar");
    assert_true(config.has_calendar);
    assert_int_equal(config.window.open, 0);
    assert_int_equal(config.window.close, 1440);
    assert_true(config.window.every_day);
    assert_int_equal(config.window.digest_count, 3);
    assert_int_equal(config.window.digests[0], 9 * 60);
    assert_int_equal(config.window.digests[1], 14 * 60 + 30);
    assert_int_equal(config.window.digests[2], 23 * 60 + 59);
    assert_true(config.doorbell);
    assert_int_equal(config.roster.count, 2);
    const struct roster_entry *entry = roster_find(&config.roster, 1001);
    assert_string_equal(entry->principal.name, "uid:1001");
    assert_string_equal(entry->principal.person, "王小明");
    assert_int_equal(entry->principal.role, ROLE_REPORTER);
    entry = roster_find(&config.roster, 7);
    assert_string_equal(entry->principal.person, "");
    assert_int_equal(entry->principal.role, ROLE_OFFICE);
    config_fini(&config);
}

static void
an_open_window_stays_open_whatever_the_days(void **state)
{
    (void)state;
    struct config config;
    struct config_fault fault;
    assert_int_equal(
        read_text(
            &config, "[notice]\nwindow=always\nwindow_days=working\n", &fault),
        JINDU_OK);
    assert_true(config.window.every_day);
    assert_int_equal(config.window.close, 1440);
    config_fini(&config);
}

static void
expect_digests(const char *text, int count, int first)
{
    struct config config;
    struct config_fault fault;
    assert_int_equal(read_text(&config, text, &fault), JINDU_OK);
    assert_int_equal(config.window.digest_count, count);
    if (count > 0) {
        assert_int_equal(config.window.digests[0], first);
    }
    config_fini(&config);
}

static void
the_default_digest_gives_way_to_the_window(void **state)
{
    (void)state;
    expect_digests("[notice]\nwindow = 08:30-14:01\n", 1, 14 * 60);
    expect_digests("[notice]\nwindow = 08:30-14:00\n", 0, 0);
    expect_digests("[notice]\nwindow = 14:00-18:00\n", 0, 0);
    expect_digests("[notice]\nwindow = 13:59-18:00\n", 1, 14 * 60);
}

static void
digests_lie_in_the_window_wherever_the_file_names_them(void **state)
{
    (void)state;
    expect_digests(
        "[notice]\ndigests = 19:00\nwindow = 08:00-20:00\n", 1, 19 * 60);
    expect_digests("[notice]\ndigests = 08:30, 10:00\n", 1, 10 * 60);
    expect_digests("[notice]\ndigests = 08:30\n", 0, 0);
    expect_digests("[notice]\ndigests = 17:29\n", 1, 17 * 60 + 29);
    expect_digests("[notice]\ndigests = 09:00,10:00,11:00,12:00\n", 4, 9 * 60);
    refused("[notice]\ndigests = 17:30\n", 0,
        "'digests' has 17:30, which is outside the window 08:30-17:30");
    refused("[notice]\ndigests = 08:29\n", 0, "has 08:29, which is outside");
}

static void
digests_are_times_in_their_order(void **state)
{
    static const char *const wrong[] = { "", "9:00", "09:00 10:00", "09:00,",
        ",09:00", "10:00,09:00", "09:00, 09:00", "09:00;x",
        "09:00,10:00,11:00,12:00,13:00" };
    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        char text[128];
        (void)snprintf(
            text, sizeof(text), "[notice]\ndigests = %s\n", wrong[i]);
        refused(text, 2, "at most 4 times HH:MM");
    }
}

static void
an_unknown_word_is_refused_with_a_suggestion(void **state)
{
    (void)state;
    refused("[server]\nstat = /x\n", 2, "did you mean 'state' in 'server'?");
    refused("\n\n[notise]\nwindow = always\n", 4, "did you mean 'notice'?");
    refused("[notice]\nzone = UTC\n", 2, "did you mean 'zone' in 'office'?");
    refused("[weather]\nrain = yes\n", 2, "unknown section 'weather'");
    refused("[log]\nlevel = info\n", 2, "unknown section 'log'");
    refused("state = /x\n", 1, "before the first section");
    refused("[uid.5]\nname = x\n", 2, "'person' or 'role'");
}

static void
a_value_that_breaks_its_rule_is_refused(void **state)
{
    (void)state;
    refused("[server]\nstate = here\n", 2, "an absolute path");
    refused("[office]\nzone = ../../etc/passwd\n", 2, "a time zone");
    refused("[notice]\nwindow = 9-17\n", 2, "HH:MM-HH:MM");
    refused("[office]\nzone = Asia/Atlantis\n", 2, "a time zone");
    refused("[notice]\nwindow = 17:30-08:30\n", 2, "the earlier time first");
    refused("[notice]\nwindow = 08:60-17:30\n", 2, "HH:MM-HH:MM");
    refused("[notice]\nwindow = 08:30-24:01\n", 2, "HH:MM-HH:MM");
    refused("[notice]\nwindow_days = weekends\n", 2, "working or all");
    refused("[notice]\npublish = some\n", 2, "full or doorbell");
    refused("[uid.5]\nrole = king\n", 2, "'king' is no role");
    refused("[uid.5]\nperson = a/b\n", 2, "without '/'");
    refused("[uid.5]\nperson = \xff\n", 2, "UTF-8");
    refused("[uid.5]\nperson = 张 骏\n", 2, "no plan has such a name");
    refused("[uid.5]\nperson = 张\u3000骏\n", 2, "no plan has such a name");
    refused("[uid.5]\nperson = 张骏、李乙\n", 2, "no plan has such a name");
    refused("[uid.5]\nperson = 尹平 # 办公室\n", 2,
        "a comment stands on a line of its own");
    refused("[uid.05]\nrole = office\n", 2, "no uid");
    refused("[uid.wang]\nrole = office\n", 2, "'id -u NAME' prints");
    refused("[uid.4294967296]\nrole = office\n", 2, "no uid");
}

static void
what_is_given_twice_is_refused(void **state)
{
    (void)state;
    refused("[office]\nzone=UTC\nzone=Asia/Shanghai\n", 3, "given twice");
    refused("[office]\nzone=UTC\n[office]\nzone=UTC\n", 4, "given twice");
    refused("[uid.5]\nrole=office\n[uid.5]\nrole=admin\n", 4, "given twice");
    refused("[uid.5]\nrole=office\nperson=a\nperson=b\n", 4, "given twice");
}

static void
a_person_needs_a_role_and_a_reporter_a_name(void **state)
{
    (void)state;
    refused("[uid.5]\nperson = a\n", 0, "'uid.5' has no role");
    refused("[uid.5]\nrole = reporter\n", 0, "needs a person");
    refused("[uid.5]\nrole = leader\n", 0, "needs a person");
}

static void
a_latin_name_keeps_its_blank(void **state)
{
    (void)state;
    struct config config;
    struct config_fault fault;
    assert_int_equal(read_text(&config,
                         "[uid.5]\nperson = Anna Li ; of the office\n"
                         "role = office\n",
                         &fault),
        JINDU_OK);
    assert_string_equal(
        roster_find(&config.roster, 5)->principal.person, "Anna Li");
    config_fini(&config);
}

/* Endpoints of [remote] and [remote.next]; NULL: they are taken. */
static void
expect_ports(const char *const endpoints[4], const char *words)
{
    char text[512];
    (void)snprintf(text, sizeof(text),
        "[remote]\nrequests = tcp://%s\nevents = tcp://%s\nkey = a\n"
        "[remote.next]\nrequests = tcp://%s\nevents = tcp://%s\nkey = b\n",
        endpoints[0], endpoints[1], endpoints[2], endpoints[3]);
    if (words != NULL) {
        refused(text, 0, words);
        return;
    }
    struct config config;
    struct config_fault fault;
    assert_int_equal(read_text(&config, text, &fault), JINDU_OK);
    config_fini(&config);
}

static void
no_two_endpoints_are_on_one_port(void **state)
{
    (void)state;
    expect_ports((const char *const[]){ "*:1", "*:2", "*:3", "*:4" }, NULL);
    expect_ports(
        (const char *const[]){ "10.0.0.1:1", "10.0.0.2:1", "*:3", "*:4" },
        NULL);
    expect_ports((const char *const[]){ "*:7110", "*:7110", "*:3", "*:4" },
        "'requests' of 'remote' (tcp://*:7110) and 'events' of 'remote' "
        "(tcp://*:7110) are on one port");
    expect_ports(
        (const char *const[]){ "10.0.0.1:1", "0.0.0.0:1", "*:3", "*:4" },
        "'events' of 'remote' (tcp://0.0.0.0:1)");
    expect_ports((const char *const[]){ "*:1", "*:2", "*:3", "[::]:2" },
        "'events' of 'remote' (tcp://*:2) and 'events' of 'remote.next'");
}

static void
a_line_that_is_no_key_is_refused_where_it_stands(void **state)
{
    (void)state;
    refused("[office]\nzone\nzone = here\n", 2, "neither");
    refused("[office\nzone = UTC\n", 1, "neither");
}

static void
a_long_line_is_refused_and_not_cut(void **state)
{
    (void)state;
    char text[512];
    memset(text, 'x', sizeof text);
    memcpy(text, "[office]\n# ", 11);
    text[9 + CONFIG_LINE_MAX] = '\n';
    struct config config;
    struct config_fault fault;
    assert_int_equal(
        read_bytes(&config, text, 9 + CONFIG_LINE_MAX + 1, &fault), JINDU_OK);
    config_fini(&config);

    text[9 + CONFIG_LINE_MAX] = 'x';
    text[9 + CONFIG_LINE_MAX + 1] = '\n';
    assert_int_equal(read_bytes(&config, text, 9 + CONFIG_LINE_MAX + 2, &fault),
        JINDU_INVALID);
    assert_int_equal(fault.line, 2);
    assert_non_null(strstr(fault.text, "longer than 197"));

    text[9 + CONFIG_LINE_MAX + 1] = 'x';
    assert_int_equal(
        read_bytes(&config, text, sizeof text, &fault), JINDU_INVALID);
    assert_int_equal(fault.line, 2);
}

static void
a_nul_byte_is_refused(void **state)
{
    (void)state;
    static const char text[] = "[office]\nzone = U\0TC\n";
    struct config config;
    struct config_fault fault;
    assert_int_equal(
        read_bytes(&config, text, sizeof text - 1, &fault), JINDU_INVALID);
    assert_int_equal(fault.line, 2);
}

static void
a_refused_file_leaves_the_configuration_alone(void **state)
{
    (void)state;
    struct config config;
    struct config_fault fault;
    config_init(&config);
    config.doorbell = true;
    assert_int_equal(
        read_text(&config, "[office]\nzone = UTC\nzone = UTC\n", &fault),
        JINDU_INVALID);
    assert_true(config.doorbell);
    assert_string_equal(config.zone, "Asia/Shanghai");
}

static void
root_and_the_daemon_are_admin_whatever_the_file_says(void **state)
{
    (void)state;
    struct config config;
    struct config_fault fault;
    assert_int_equal(
        read_text(&config, "[uid.0]\nrole = observer\nperson = a\n", &fault),
        JINDU_OK);
    assert_int_equal(config_add_others(&config), JINDU_OK);
    const struct roster_entry *root = roster_find(&config.roster, 0);
    assert_int_equal(root->principal.role, ROLE_ADMIN);
    assert_string_equal(root->principal.person, "a");
    const struct roster_entry *own =
        roster_find(&config.roster, (uint32_t)geteuid());
    assert_int_equal(own->principal.role, ROLE_ADMIN);
    config_fini(&config);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_file_means_the_defaults),
        cmocka_unit_test(every_key_is_taken),
        cmocka_unit_test(an_open_window_stays_open_whatever_the_days),
        cmocka_unit_test(the_default_digest_gives_way_to_the_window),
        cmocka_unit_test(
            digests_lie_in_the_window_wherever_the_file_names_them),
        cmocka_unit_test(digests_are_times_in_their_order),
        cmocka_unit_test(an_unknown_word_is_refused_with_a_suggestion),
        cmocka_unit_test(a_value_that_breaks_its_rule_is_refused),
        cmocka_unit_test(what_is_given_twice_is_refused),
        cmocka_unit_test(a_person_needs_a_role_and_a_reporter_a_name),
        cmocka_unit_test(a_latin_name_keeps_its_blank),
        cmocka_unit_test(no_two_endpoints_are_on_one_port),
        cmocka_unit_test(a_line_that_is_no_key_is_refused_where_it_stands),
        cmocka_unit_test(a_long_line_is_refused_and_not_cut),
        cmocka_unit_test(a_nul_byte_is_refused),
        cmocka_unit_test(a_refused_file_leaves_the_configuration_alone),
        cmocka_unit_test(root_and_the_daemon_are_admin_whatever_the_file_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
