/* SPDX-License-Identifier: MIT */
/* Named cursors, written by the store and read by the query. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "asker.h"
#include "writer.h"

static struct writer writer;
static struct asker asker;

static int
setup(void **state)
{
    (void)state;
    writer_open_plan(&writer);
    for (int i = 0; i < 4; i++) {
        (void)writer_ok(&writer, "office", "report.submit",
            "{\"plan\":\"2021\",\"item\":3,\"note\":\"going on\"}");
    }
    asker_open(&asker, writer.directory);
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    asker_close(&asker);
    writer_close(&writer);
    return 0;
}

static enum jindu_status
commit(const char *who, const char *cursor, const char *stream, int64_t after)
{
    char params[512];

    (void)snprintf(params, sizeof(params),
        "{\"cursor\":\"%s\",\"stream\":\"%s\",\"epoch\":\"%s\","
        "\"after\":%lld}",
        cursor, stream, store_epoch(writer.store), (long long)after);
    return writer_call(&writer, who, "stream.commit", params);
}

static const struct jp_fault *
fault(void)
{
    return &writer.calls[0].change.fault;
}

static void
a_commit_is_answered_with_where_the_cursor_stands(void **state)
{
    (void)state;
    assert_int_equal(commit("observer Wu", "desk", "all", 3), JINDU_OK);
    assert_string_equal(writer_result(&writer, &writer.calls[0]),
        "{\"after\":3,\"cursor\":\"desk\",\"stream\":\"all\"}");
    writer_expect(&writer,
        "SELECT p.name, c.name, c.stream, c.position, c.at FROM cursor c"
        " JOIN principal p ON p.id = c.principal",
        "uid:observerWu|desk|all|3|1639962000000");
}

static void
a_commit_writes_no_event_and_no_key(void **state)
{
    int64_t keys = writer_integer(&writer, "SELECT count(*) FROM request_key");

    (void)state;
    assert_int_equal(commit("office", "desk", "all", 3), JINDU_OK);
    assert_int_equal(store_sequence(writer.store), 5);
    assert_int_equal(writer.batch.emission_count, 0);
    assert_int_equal(
        writer_integer(&writer, "SELECT count(*) FROM request_key"), keys);
}

static void
a_cursor_never_moves_back(void **state)
{
    (void)state;
    assert_int_equal(commit("office", "desk", "all", 4), JINDU_OK);
    assert_int_equal(commit("office", "desk", "all", 2), JINDU_OK);
    assert_string_equal(writer_result(&writer, &writer.calls[0]),
        "{\"after\":4,\"cursor\":\"desk\",\"stream\":\"all\"}");
    writer_restart(&writer);
    writer_expect(&writer, "SELECT position FROM cursor", "4");
}

static void
a_cursor_moves_forward_to_what_was_committed_last(void **state)
{
    (void)state;
    assert_int_equal(commit("office", "desk", "all", 2), JINDU_OK);
    writer.now++;
    assert_int_equal(commit("office", "desk", "all", 4), JINDU_OK);
    assert_string_equal(writer_result(&writer, &writer.calls[0]),
        "{\"after\":4,\"cursor\":\"desk\",\"stream\":\"all\"}");
    writer_expect(
        &writer, "SELECT position, at FROM cursor", "4|1639962000001");
    /* Where it stands already is no move. */
    writer.now++;
    assert_int_equal(commit("office", "desk", "all", 4), JINDU_OK);
    writer_expect(
        &writer, "SELECT position, at FROM cursor", "4|1639962000001");
}

static void
a_reset_names_the_head_and_the_floor_of_its_stream(void **state)
{
    (void)state;
    writer_run(&writer,
        "UPDATE stream SET head = 9, floor = 8 WHERE name = 'plan/2021'");
    assert_int_equal(commit("office", "desk", "plan/2021", 10), JINDU_RESET);
    assert_int_equal(fault()->head, 9);
    assert_int_equal(fault()->floor, 8);
    assert_int_equal(commit("office", "desk", "plan/2021", 9), JINDU_OK);
}

static void
a_commit_beyond_the_head_or_of_another_epoch_is_a_reset(void **state)
{
    (void)state;
    assert_int_equal(commit("office", "desk", "all", 6), JINDU_RESET);
    assert_string_equal(fault()->field, "after");
    assert_int_equal(fault()->head, 5);
    assert_int_equal(fault()->floor, 1);
    assert_int_equal(commit("office", "desk", "unit/none", 1), JINDU_RESET);
    assert_int_equal(fault()->head, 0);
    assert_int_equal(writer_call(&writer, "office", "stream.commit",
                         "{\"cursor\":\"desk\",\"stream\":\"all\","
                         "\"epoch\":\"another\",\"after\":1}"),
        JINDU_RESET);
    assert_string_equal(fault()->field, "epoch");
    writer_expect(&writer, "SELECT count(*) FROM cursor", "0");
}

static void
an_event_of_the_same_batch_can_be_committed(void **state)
{
    char params[256];

    (void)state;
    (void)writer_add(&writer, "office", "report.submit",
        "{\"plan\":\"2021\",\"item\":3,\"note\":\"sixth\"}", NULL);
    (void)snprintf(params, sizeof(params),
        "{\"cursor\":\"desk\",\"stream\":\"all\",\"epoch\":\"%s\","
        "\"after\":6}",
        store_epoch(writer.store));
    (void)writer_add(&writer, "office", "stream.commit", params, NULL);
    writer_apply(&writer);
    assert_int_equal(writer.calls[1].change.status, JINDU_OK);
}

static void
a_principal_has_256_cursors_and_no_more(void **state)
{
    char name[16];

    (void)state;
    for (int i = 0; i < JP_CURSORS_MAX; i++) {
        (void)snprintf(name, sizeof(name), "c%d", i);
        assert_int_equal(commit("office", name, "all", 1), JINDU_OK);
    }
    assert_int_equal(commit("office", "more", "all", 1), JINDU_REFUSED);
    assert_string_equal(fault()->field, "cursor");
    assert_string_equal(fault()->rule, "cursors");
    /* Those that are there move, and others have their own. */
    assert_int_equal(commit("office", "c255", "all", 2), JINDU_OK);
    assert_int_equal(commit("leader Fang", "more", "all", 1), JINDU_OK);
}

static void
a_stream_is_read_after_the_cursor_of_the_one_who_asks(void **state)
{
    (void)state;
    assert_int_equal(commit("office", "desk", "all", 3), JINDU_OK);
    assert_int_equal(commit("leader Fang", "desk", "all", 4), JINDU_OK);
    assert_int_equal(asker_ask(&asker, "office", "stream.read",
                         "{\"stream\":\"all\",\"cursor\":\"desk\"}"),
        JINDU_OK);
    assert_int_equal(asker_integer(&asker, "after"), 3);
    assert_int_equal(asker_integer(&asker, "next"), 5);
    assert_int_equal(asker_count(&asker, "events"), 2);
    assert_int_equal(asker_ask(&asker, "leader Fang", "stream.read",
                         "{\"stream\":\"all\",\"cursor\":\"desk\"}"),
        JINDU_OK);
    assert_int_equal(asker_count(&asker, "events"), 1);
}

static void
a_name_that_was_never_committed_stands_at_the_floor(void **state)
{
    (void)state;
    assert_int_equal(asker_ask(&asker, "office", "stream.read",
                         "{\"stream\":\"all\",\"cursor\":\"new\"}"),
        JINDU_OK);
    assert_int_equal(asker_integer(&asker, "after"), 0);
    assert_int_equal(asker_count(&asker, "events"), 5);
    writer_run(&writer,
        "UPDATE stream SET head = 9, floor = 8 WHERE name = 'plan/2021'");
    assert_int_equal(asker_ask(&asker, "office", "stream.read",
                         "{\"stream\":\"plan/2021\",\"cursor\":\"new\"}"),
        JINDU_OK);
    assert_int_equal(asker_integer(&asker, "after"), 7);
}

static void
trap23_a_position_before_the_floor_is_truncated(void **state)
{
    (void)state;
    assert_int_equal(commit("office", "desk", "plan/2021", 1), JINDU_OK);
    writer_run(&writer,
        "UPDATE stream SET head = 9, floor = 8 WHERE name = 'plan/2021'");
    assert_int_equal(asker_ask(&asker, "office", "stream.read",
                         "{\"stream\":\"plan/2021\",\"after\":6}"),
        JINDU_TRUNCATED);
    assert_int_equal(asker.fault.head, 9);
    assert_int_equal(asker.fault.floor, 8);
    assert_int_equal(asker_ask(&asker, "office", "stream.read",
                         "{\"stream\":\"plan/2021\",\"cursor\":\"desk\"}"),
        JINDU_TRUNCATED);
    assert_int_equal(asker_ask(&asker, "office", "stream.read",
                         "{\"stream\":\"plan/2021\",\"after\":7}"),
        JINDU_OK);
}

static void
trap23_a_position_beyond_the_head_or_of_another_epoch_is_reset(void **state)
{
    (void)state;
    assert_int_equal(asker_ask(&asker, "office", "stream.read",
                         "{\"stream\":\"all\",\"after\":6}"),
        JINDU_RESET);
    assert_int_equal(asker.fault.head, 5);
    assert_int_equal(asker.fault.floor, 1);
    assert_int_equal(asker_ask(&asker, "office", "stream.read",
                         "{\"stream\":\"all\",\"after\":2,\"epoch\":\"x\"}"),
        JINDU_RESET);
    assert_int_equal(asker_ask(&asker, "office", "stream.read",
                         "{\"stream\":\"all\",\"after\":5}"),
        JINDU_OK);
}

static void
everybody_sees_his_own_cursors_and_the_office_all(void **state)
{
    (void)state;
    assert_int_equal(commit("leader Fang", "desk", "all", 2), JINDU_OK);
    assert_int_equal(commit("reporter Li", "a", "plan/2021", 1), JINDU_OK);
    assert_int_equal(commit("reporter Li", "b", "all", 5), JINDU_OK);
    assert_int_equal(
        asker_ask(&asker, "reporter Li", "stream.cursors", "{}"), JINDU_OK);
    assert_string_equal(asker.text.bytes,
        "{\"cursors\":[{\"after\":1,\"at\":1639962000000,\"cursor\":\"a\","
        "\"head\":1,\"principal\":\"uid:reporterLi\","
        "\"stream\":\"plan/2021\"},"
        "{\"after\":5,\"at\":1639962000000,\"cursor\":\"b\","
        "\"head\":5,\"principal\":\"uid:reporterLi\",\"stream\":\"all\"}],"
        "\"next\":null}");
    assert_int_equal(
        asker_ask(&asker, "office", "stream.cursors", "{}"), JINDU_OK);
    assert_int_equal(asker_count(&asker, "cursors"), 3);
    assert_int_equal(
        asker_ask(&asker, "observer Wu", "stream.cursors", "{}"), JINDU_OK);
    assert_int_equal(asker_count(&asker, "cursors"), 0);
}

static void
cursors_come_in_pages_none_left_out_and_none_twice(void **state)
{
    char params[JP_CURSOR_MAX + 64] = "{\"limit\":2}";
    const char *next = "";
    char name[JP_NAME_MAX + 1];
    size_t seen = 0;

    (void)state;
    memset(name, 'x', JP_NAME_MAX);
    name[JP_NAME_MAX] = '\0';
    assert_int_equal(commit("leader Fang", name, "all", 1), JINDU_OK);
    assert_int_equal(commit("leader Fang", name, "plan/2021", 1), JINDU_OK);
    assert_int_equal(commit("leader Fang", "desk", "all", 1), JINDU_OK);
    assert_int_equal(commit("reporter Li", "desk", "all", 1), JINDU_OK);
    assert_int_equal(commit("reporter Li", "desk", "plan/2021", 1), JINDU_OK);
    while (next != NULL) {
        assert_int_equal(
            asker_ask(&asker, "admin", "stream.cursors", params), JINDU_OK);
        seen += asker_count(&asker, "cursors");
        next = asker_string(&asker, "next");
        (void)snprintf(params, sizeof(params), "{\"limit\":2,\"after\":\"%s\"}",
            next == NULL ? "" : next);
        assert_true(seen <= 5);
    }
    assert_int_equal(seen, 5);
}

static void
a_place_that_no_page_ended_at_is_refused(void **state)
{
    static const char *const places[] = { "x", "1", "1x/a/all", "1/a" };

    (void)state;
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        char params[64];

        (void)snprintf(params, sizeof(params), "{\"after\":\"%s\"}", places[i]);
        assert_int_equal(asker_ask(&asker, "office", "stream.cursors", params),
            JINDU_INVALID);
        assert_string_equal(asker.fault.field, "after");
    }
}

static void
a_forgotten_cursor_is_gone_and_makes_room(void **state)
{
    char name[16];

    (void)state;
    for (int i = 0; i < JP_CURSORS_MAX; i++) {
        (void)snprintf(name, sizeof(name), "c%d", i);
        assert_int_equal(commit("office", name, "all", 2), JINDU_OK);
    }
    assert_int_equal(commit("office", "more", "all", 2), JINDU_REFUSED);
    assert_int_equal(writer_call(&writer, "leader Li", "stream.forget",
                         "{\"cursor\":\"c7\",\"stream\":\"all\"}"),
        JINDU_NOT_FOUND);
    assert_string_equal(writer_ok(&writer, "office", "stream.forget",
                            "{\"cursor\":\"c7\",\"stream\":\"all\"}"),
        "{\"after\":2,\"cursor\":\"c7\",\"stream\":\"all\"}");
    assert_int_equal(writer_call(&writer, "office", "stream.forget",
                         "{\"cursor\":\"c7\",\"stream\":\"all\"}"),
        JINDU_NOT_FOUND);
    assert_string_equal(fault()->field, "cursor");
    assert_int_equal(commit("office", "more", "all", 1), JINDU_OK);
}

int
main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        CASE(a_cursor_moves_forward_to_what_was_committed_last),
        CASE(a_reset_names_the_head_and_the_floor_of_its_stream),
        CASE(a_commit_is_answered_with_where_the_cursor_stands),
        CASE(a_commit_writes_no_event_and_no_key),
        CASE(a_cursor_never_moves_back),
        CASE(a_commit_beyond_the_head_or_of_another_epoch_is_a_reset),
        CASE(an_event_of_the_same_batch_can_be_committed),
        CASE(a_principal_has_256_cursors_and_no_more),
        CASE(a_forgotten_cursor_is_gone_and_makes_room),
        CASE(a_stream_is_read_after_the_cursor_of_the_one_who_asks),
        CASE(a_name_that_was_never_committed_stands_at_the_floor),
        CASE(trap23_a_position_before_the_floor_is_truncated),
        CASE(trap23_a_position_beyond_the_head_or_of_another_epoch_is_reset),
        CASE(everybody_sees_his_own_cursors_and_the_office_all),
        CASE(cursors_come_in_pages_none_left_out_and_none_twice),
        CASE(a_place_that_no_page_ended_at_is_refused),
    };
#undef CASE

    return cmocka_run_group_tests(tests, NULL, NULL);
}
