/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <regex.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "metrics.h"

static const char status[] =
    "{\"clock\":{\"caught_up\":1500,\"held\":true,\"now\":2005},"
    "\"counters\":{\"busy\":{\"all\":1,\"commit\":2},\"connections\":3,"
    "\"Bad-name\":9,\"newly_counted\":4,\"refused\":{},\"requests\":12},"
    "\"next_due\":null,\"plans\":[{\"code\":\"2031\",\"overdue\":5,"
    "\"soon\":6,\"states\":{\"active\":7,\"done\":8}}],\"sequence\":34,"
    "\"started_at\":1000,\"store\":{\"database\":4096,\"wal\":512},"
    "\"version\":\"1\\\\2\\\"3\\n4\"}";

static void
write_metrics(struct jindu_text *text, const char *json)
{
    struct jindu_json *document = NULL;
    assert_int_equal(jindu_json_parse(&document, json, strlen(json)), JINDU_OK);
    metrics_write(text, document);
    assert_false(text->failed);
    jindu_json_free(document);
}

static bool
matches(const char *pattern, const char *line)
{
    regex_t compiled;
    assert_int_equal(regcomp(&compiled, pattern, REG_EXTENDED | REG_NOSUB), 0);
    bool good = regexec(&compiled, line, 0, NULL, 0) == 0;
    regfree(&compiled);
    return good;
}

/* Each sample belongs to the metric whose HELP and TYPE stand before it; no
 * metric and no sample is there twice. */
static void
the_text_is_what_prometheus_reads(void **state)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    char name[128] = "";
    char line[512];
    (void)state;
    write_metrics(&text, status);
    assert_int_equal(text.bytes[text.length - 1], '\n');
    for (const char *at = text.bytes; *at != '\0';) {
        size_t length = strcspn(at, "\n");
        (void)snprintf(line, sizeof(line), "%.*s", (int)length, at);
        if (matches("^# HELP [a-z_]+ [A-Z0-9].*$", line)) {
            assert_int_equal(sscanf(line, "# HELP %127s", name), 1);
            char again[160];
            (void)snprintf(again, sizeof(again), "# HELP %s ", name);
            assert_null(strstr(at + length, again));
        } else if (matches("^# TYPE ", line)) {
            char of[128];
            assert_int_equal(sscanf(line, "# TYPE %127s", of), 1);
            assert_string_equal(of, name);
            assert_true(matches(strstr(name, "_total") != NULL
                                    ? "^# TYPE [a-z_]+ counter$"
                                    : "^# TYPE [a-z_]+ gauge$",
                line));
        } else {
            assert_true(matches("^[a-z_]+(\\{[a-z]+=\"([^\"\\]|\\\\[n\\\"])*\""
                                "(,[a-z]+=\"([^\"\\]|\\\\[n\\\"])*\")*\\})? "
                                "-?[0-9]+(\\.[0-9]{3})?$",
                line));
            assert_int_equal(strncmp(line, name, strlen(name)), 0);
            assert_non_null(strchr("{ ", line[strlen(name)]));
        }
        at += length + 1;
    }
    jindu_text_free(&text);
}

static void
every_figure_is_there(void **state)
{
    static const char *const lines[] = {
        "jindu_info{version=\"1\\\\2\\\"3\\n4\"} 1\n",
        "jindu_start_time_seconds 1.000\n", "jindu_now_seconds 2.005\n",
        "jindu_caught_up_seconds 1.500\n", "jindu_clock_held 1\n",
        "jindu_events_total 34\n", "jindu_store_database_bytes 4096\n",
        "jindu_store_wal_bytes 512\n",
        "jindu_items{plan=\"2031\",state=\"active\"} 7\n",
        "jindu_items{plan=\"2031\",state=\"done\"} 8\n",
        "jindu_items_overdue{plan=\"2031\"} 5\n",
        "jindu_items_soon{plan=\"2031\"} 6\n",
        "jindu_busy_total{reason=\"all\"} 1\n",
        "jindu_busy_total{reason=\"commit\"} 2\n", "jindu_connections 3\n",
        "jindu_newly_counted_total 4\n", "jindu_requests_total 12\n"
    };
    struct jindu_text text = JINDU_TEXT_INIT;
    (void)state;
    write_metrics(&text, status);
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        if (strstr(text.bytes, lines[i]) == NULL) {
            fail_msg("not there: %s", lines[i]);
        }
    }
    assert_null(strstr(text.bytes, "next_due"));
    assert_null(strstr(text.bytes, "Bad"));
    jindu_text_free(&text);
}

/* A series that begins with its first refusal shows no increase. */
static void
what_never_was_counts_zero(void **state)
{
    static const char *const lines[] = {
        "jindu_items{plan=\"2031\",state=\"active\"} 7\n",
        "jindu_items{plan=\"2031\",state=\"claimed\"} 0\n",
        "jindu_items{plan=\"2031\",state=\"returned\"} 0\n",
        "jindu_items{plan=\"2031\",state=\"withdrawn\"} 0\n",
        "jindu_refused_total{reason=\"busy\"} 0\n",
        "jindu_refused_total{reason=\"denied\"} 4\n",
        "jindu_refused_total{reason=\"internal\"} 0\n",
        "jindu_refused_total{reason=\"storage\"} 0\n",
        "jindu_refused_total{reason=\"newly_refused\"} 2\n"
    };
    static const char counted[] =
        "{\"counters\":{\"refused\":{\"denied\":4,\"newly_refused\":2}},"
        "\"plans\":[{\"code\":\"2031\",\"states\":{\"active\":7}}]}";
    struct jindu_text text = JINDU_TEXT_INIT;
    (void)state;
    write_metrics(&text, counted);
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        const char *at = strstr(text.bytes, lines[i]);
        if (at == NULL) {
            fail_msg("not there: %s", lines[i]);
        } else if (strstr(at + 1, lines[i]) != NULL) {
            fail_msg("there twice: %s", lines[i]);
        }
    }
    assert_null(strstr(text.bytes, "reason=\"ok\""));
    assert_null(strstr(text.bytes, "reason=\"queued\""));
    jindu_text_free(&text);
}

static void
what_is_no_counter_is_left_out(void **state)
{
    static const char *const odd[] = { "{\"counters\":[1]}", "{\"counters\":7}",
        "{\"counters\":{\"ok\":[1,[2]]}}",
        "{\"counters\":{\"ok\":\"1\",\"of\":null,\"on\":true}}",
        "{\"counters\":{\"ok\":{\"a\":[1],\"b\":\"2\"}}}",
        "{\"plans\":{\"a\":1}}", "{\"plans\":[1,\"a\",null,[]]}",
        "{\"plans\":[{\"code\":\"a\",\"states\":[1]}]}",
        "{\"started_at\":-9007199254740991,\"store\":[1]}", "[]", "5" };
    (void)state;
    for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
        struct jindu_text text = JINDU_TEXT_INIT;
        write_metrics(&text, odd[i]);
        assert_null(strstr(text.bytes, "\njindu_o"));
        jindu_text_free(&text);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_text_is_what_prometheus_reads),
        cmocka_unit_test(every_figure_is_there),
        cmocka_unit_test(what_never_was_counts_zero),
        cmocka_unit_test(what_is_no_counter_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
