/* SPDX-License-Identifier: MIT */
#include <jindu/jindu.h>

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* cmocka.h needs what stands above. */
#include <cmocka.h>

#include "address.h"
#include "bounds.h"
#include "fake_daemon.h"

/* Longer than any try of the client: when it passes, nothing comes. */
#define PATIENCE_MS 10000

/* A call that runs in its own thread while the test plays the daemon. */
struct call {
    struct jindu_client *client;
    const char *method;
    const char *params;
    const char *result;
    enum jindu_status status;
    pthread_t thread;
};

static void *
run(void *cookie)
{
    struct call *call = cookie;

    call->status = jindu_client_call(
        call->client, call->method, call->params, &call->result);
    return NULL;
}

static void
begin(struct call *call, const char *method, const char *params)
{
    call->method = method;
    call->params = params;
    call->result = NULL;
    assert_int_equal(pthread_create(&call->thread, NULL, run, call), 0);
}

static enum jindu_status
finish(struct call *call)
{
    assert_int_equal(pthread_join(call->thread, NULL), 0);
    return call->status;
}

static void
end(struct call *call, struct fake_daemon *fake)
{
    jindu_client_close(call->client);
    fake_close(fake);
}

static struct jindu_client *
open_client(const char *server, int timeout_ms)
{
    struct jindu_options options = JINDU_OPTIONS_INIT;
    struct jindu_client *client = NULL;

    options.server = server;
    options.timeout_ms = timeout_ms;
    assert_int_equal(jindu_client_open(&client, &options), JINDU_OK);
    return client;
}

static void
a_call_hands_back_the_result_in_canonical_form(void **state)
{
    struct fake_request request;
    struct fake_daemon fake;
    struct call call;

    (void)state;
    fake_open(&fake);
    call.client = open_client(fake.requests, 5000);
    begin(&call, "plan.list", NULL);
    assert_true(fake_take(&fake, PATIENCE_MS, &request));
    assert_string_equal(request.method, "plan.list");
    assert_int_equal(jindu_json_kind(request.params), JINDU_JSON_OBJECT);
    fake_result(&fake, &request, "{\"b\": [ ], \"a\":\"\\u674e\"}");
    assert_int_equal(finish(&call), JINDU_OK);
    assert_string_equal(call.result, "{\"a\":\"李\",\"b\":[]}");
    assert_string_equal(jindu_client_server(call.client), fake.requests);
    fake_request_free(&request);
    end(&call, &fake);
}

static void
a_silent_try_is_repeated_with_the_same_bytes_on_a_new_socket(void **state)
{
    struct fake_request first;
    struct fake_request second;
    struct fake_daemon fake;
    struct call call;

    (void)state;
    fake_open(&fake);
    call.client = open_client(fake.requests, 8000);
    begin(&call, "report.submit", "{\"key\":\"k\",\"note\":\"x\"}");
    assert_true(fake_take(&fake, PATIENCE_MS, &first));
    assert_true(fake_take(&fake, PATIENCE_MS, &second));
    assert_string_equal(first.text, second.text);
    assert_false(first.peer_length == second.peer_length &&
                 memcmp(first.peer, second.peer, first.peer_length) == 0);
    fake_result(&fake, &second, "{\"sequence\":7}");
    assert_int_equal(finish(&call), JINDU_OK);
    assert_string_equal(call.result, "{\"sequence\":7}");
    fake_request_free(&first);
    fake_request_free(&second);
    end(&call, &fake);
}

static void
an_answer_to_another_request_is_dropped(void **state)
{
    struct fake_request request;
    struct fake_request stale;
    struct fake_daemon fake;
    struct call call;
    char other[] = "99";

    (void)state;
    fake_open(&fake);
    call.client = open_client(fake.requests, 5000);
    begin(&call, "plan.list", NULL);
    assert_true(fake_take(&fake, PATIENCE_MS, &request));
    stale = request;
    stale.id = other;
    fake_result(&fake, &stale, "{\"stale\":true}");
    fake_send(&fake, &request, "no JSON at all");
    fake_result(&fake, &request, "{\"stale\":false}");
    assert_int_equal(finish(&call), JINDU_OK);
    assert_string_equal(call.result, "{\"stale\":false}");
    fake_request_free(&request);
    end(&call, &fake);
}

static void
every_status_on_the_wire_is_told_with_its_words(void **state)
{
    static const struct {
        const char *token;
        enum jindu_status status;
    } rows[] = {
        { "not_found", JINDU_NOT_FOUND },
        { "invalid", JINDU_INVALID },
        { "conflict", JINDU_CONFLICT },
        { "refused", JINDU_REFUSED },
        { "denied", JINDU_DENIED },
        { "storage", JINDU_STORAGE },
        { "timeout", JINDU_TIMEOUT },
        { "closed", JINDU_CLOSED },
        { "ok", JINDU_INTERNAL },
        { "of a later version", JINDU_INTERNAL },
    };
    struct fake_request request;
    struct fake_daemon fake;
    struct call call;
    size_t i;

    (void)state;
    fake_open(&fake);
    call.client = open_client(fake.requests, 5000);
    for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        begin(&call, "item.show", "{\"item\":3}");
        assert_true(fake_take(&fake, PATIENCE_MS, &request));
        fake_error(&fake, &request, rows[i].token, ",\"field\":\"item\"");
        assert_int_equal(finish(&call), rows[i].status);
        assert_null(call.result);
        assert_string_equal(
            jindu_client_detail(call.client), "'item': in words");
        assert_non_null(strstr(jindu_client_error(call.client), "in words"));
        fake_request_free(&request);
    }
    end(&call, &fake);
}

static void
a_busy_daemon_is_asked_again_when_it_says(void **state)
{
    struct fake_request request;
    struct fake_daemon fake;
    struct call call;

    (void)state;
    fake_open(&fake);
    call.client = open_client(fake.requests, 5000);
    begin(&call, "plan.list", NULL);
    assert_true(fake_take(&fake, PATIENCE_MS, &request));
    fake_error(&fake, &request, "busy", ",\"retry_after_ms\":20");
    fake_request_free(&request);
    assert_true(fake_take(&fake, PATIENCE_MS, &request));
    fake_result(&fake, &request, "{}");
    assert_int_equal(finish(&call), JINDU_OK);
    fake_request_free(&request);

    begin(&call, "plan.list", NULL);
    assert_true(fake_take(&fake, PATIENCE_MS, &request));
    fake_error(&fake, &request, "busy", ",\"retry_after_ms\":50000");
    assert_int_equal(finish(&call), JINDU_BUSY);
    assert_string_equal(jindu_client_detail(call.client), "in words");
    fake_request_free(&request);
    end(&call, &fake);
}

static void
trap25_what_is_too_large_is_refused_before_it_is_sent(void **state)
{
    static char params[JP_MESSAGE_MAX + 1];
    struct fake_request request;
    struct fake_daemon fake;
    struct call call;

    (void)state;
    memset(params, 'x', sizeof(params) - 1);
    memcpy(params, "{\"note\":\"", 9);
    memcpy(params + sizeof(params) - 3, "\"}", 3);
    fake_open(&fake);
    call.client = open_client(fake.requests, 5000);
    assert_int_equal(
        jindu_client_call(call.client, "report.submit", params, NULL),
        JINDU_MALFORMED);
    assert_non_null(strstr(jindu_client_detail(call.client), "at most 65536"));
    begin(&call, "plan.list", NULL); /* the first thing to arrive */
    assert_true(fake_take(&fake, PATIENCE_MS, &request));
    assert_string_equal(request.method, "plan.list");
    fake_result(&fake, &request, "{}");
    assert_int_equal(finish(&call), JINDU_OK);
    fake_request_free(&request);
    end(&call, &fake);
}

static void
params_that_are_no_object_are_refused(void **state)
{
    struct jindu_client *client = open_client("/nowhere/requests", 5000);

    (void)state;
    assert_int_equal(
        jindu_client_call(client, "plan.list", "[]", NULL), JINDU_INVALID);
    assert_int_equal(
        jindu_client_call(client, "plan.list", "{", NULL), JINDU_MALFORMED);
    assert_int_equal(
        jindu_client_call(client, "plan.list", "{\"a\":1.5}", NULL),
        JINDU_MALFORMED);
    assert_int_equal(
        jindu_client_call(client, "plan.list", "{},\"x\":{}", NULL),
        JINDU_MALFORMED);
    assert_string_equal(
        jindu_client_detail(client), "'params' is not strict JSON");
    jindu_client_close(client);
}

static void
an_absent_daemon_is_named(void **state)
{
    struct jindu_client *client = open_client("/nowhere/requests", 50);

    (void)state;
    assert_int_equal(
        jindu_client_call(client, "plan.list", NULL, NULL), JINDU_UNREACHABLE);
    assert_string_equal(jindu_client_detail(client),
        "no daemon answers at 'ipc:///nowhere/requests'; is jindud running?");
    jindu_client_close(client);
}

static void
a_daemon_that_never_answers_is_a_timeout(void **state)
{
    struct fake_request request;
    struct fake_daemon fake;
    struct call call;

    (void)state;
    fake_open(&fake);
    call.client = open_client(fake.requests, 300);
    begin(&call, "plan.list", NULL);
    assert_true(fake_take(&fake, PATIENCE_MS, &request));
    assert_int_equal(finish(&call), JINDU_TIMEOUT);
    fake_request_free(&request);
    end(&call, &fake);
}

static void
the_endpoint_is_found_in_the_documented_order(void **state)
{
    char endpoint[ADDRESS_SIZE];
    char expected[ADDRESS_SIZE];
    char directory[FAKE_PATH_SIZE + 8];
    char path[ADDRESS_SIZE];
    struct fake_daemon fake;

    (void)state;
    fake_open(&fake);
    setenv("XDG_RUNTIME_DIR", fake.directory, 1);
    setenv("JINDU_SERVER", "ipc:///env/requests", 1);
    assert_int_equal(address_find(endpoint, "/given"), JINDU_OK);
    assert_string_equal(endpoint, "ipc:///given");
    assert_int_equal(address_find(endpoint, NULL), JINDU_OK);
    assert_string_equal(endpoint, "ipc:///env/requests");
    unsetenv("JINDU_SERVER");
    assert_int_equal(address_find(endpoint, ""), JINDU_OK);
    assert_string_equal(endpoint, "ipc:///run/jindu/requests");
    (void)snprintf(directory, sizeof(directory), "%s/jindu", fake.directory);
    (void)snprintf(path, sizeof(path), "%s/requests", directory);
    assert_int_equal(mkdir(directory, 0700), 0);
    assert_int_equal(symlink("../requests", path), 0);
    assert_int_equal(address_find(endpoint, NULL), JINDU_OK);
    assert_string_equal(address_path(endpoint), path);
    assert_int_equal(unlink(path) + rmdir(directory), 0);
    assert_int_equal(address_find(endpoint, "udp://127.1:1"), JINDU_INVALID);
    assert_int_equal(address_find(endpoint, "office.lan:5710"), JINDU_INVALID);
    memset(expected, 'p', sizeof(expected) - 1);
    expected[sizeof(expected) - 1] = '\0';
    assert_int_equal(address_find(endpoint, expected), JINDU_INVALID);
    unsetenv("XDG_RUNTIME_DIR");
    fake_close(&fake);
}

static void
keys_differ_and_sort_by_time(void **state)
{
    char first[JINDU_KEY_SIZE];
    char second[JINDU_KEY_SIZE];

    (void)state;
    assert_int_equal(strlen(jindu_key(first)), JINDU_KEY_SIZE - 1);
    assert_int_equal(jindu_key(second)[14], '7');
    assert_true(strncmp(first, second, 8) <= 0);
    assert_string_not_equal(first, second);
}

static void
the_running_digest_starts_from_zeros(void **state)
{
    char hex[JINDU_DIGEST_SIZE];

    (void)state;
    /* python3: hashlib.blake2b(b"abc", digest_size=32) */
    jindu_digest("abc", 3, hex);
    assert_string_equal(hex,
        "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    /* hashlib.blake2b(bytes(32) + b"abc", digest_size=32), then + b"d" */
    memset(hex, '0', sizeof(hex) - 1);
    jindu_digest_next(hex, "abc", 3);
    assert_string_equal(hex,
        "5db827e5e925e6b933a86596a0446c345c0d74d77f55a751ade5d7c7162eead8");
    jindu_digest_next(hex, "d", 1);
    assert_string_equal(hex,
        "707467e772fd3213e1345171d28cba330cc5080957b8866f2575dd20928c3c6c");
}

static void
options_of_no_size_or_no_time_are_refused(void **state)
{
    struct jindu_options options = JINDU_OPTIONS_INIT;
    struct jindu_client *client = NULL;

    (void)state;
    options.timeout_ms = 0;
    assert_int_equal(jindu_client_open(&client, &options), JINDU_INVALID);
    options.timeout_ms = 1;
    options.size = 0;
    assert_int_equal(jindu_client_open(&client, &options), JINDU_INVALID);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_call_hands_back_the_result_in_canonical_form),
        cmocka_unit_test(
            a_silent_try_is_repeated_with_the_same_bytes_on_a_new_socket),
        cmocka_unit_test(an_answer_to_another_request_is_dropped),
        cmocka_unit_test(every_status_on_the_wire_is_told_with_its_words),
        cmocka_unit_test(a_busy_daemon_is_asked_again_when_it_says),
        cmocka_unit_test(trap25_what_is_too_large_is_refused_before_it_is_sent),
        cmocka_unit_test(params_that_are_no_object_are_refused),
        cmocka_unit_test(an_absent_daemon_is_named),
        cmocka_unit_test(a_daemon_that_never_answers_is_a_timeout),
        cmocka_unit_test(the_endpoint_is_found_in_the_documented_order),
        cmocka_unit_test(keys_differ_and_sort_by_time),
        cmocka_unit_test(the_running_digest_starts_from_zeros),
        cmocka_unit_test(options_of_no_size_or_no_time_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
