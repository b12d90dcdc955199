/* SPDX-License-Identifier: MIT */
/* Another computer: CURVE, and what goes wrong with it told apart. */
#include "remote_desk.h"

#include <sys/stat.h>

#include "address.h"
#include "keyring.h"
#include "socket.h"

static void
open_client(struct desk *desk)
{
    struct jindu_options options = options_of(desk);

    assert_int_equal(jindu_client_open(&desk->client, &options), JINDU_OK);
}

static void *
run(void *cookie)
{
    struct desk *desk = cookie;

    desk->status = jindu_client_call(desk->client, "plan.list", NULL, NULL);
    return NULL;
}

static enum jindu_status
ask(struct desk *desk)
{
    open_client(desk);
    (void)run(desk);
    return desk->status;
}

static void
assert_detail(const struct desk *desk, const char *part)
{
    if (strstr(jindu_client_detail(desk->client), part) == NULL) {
        fail_msg(
            "'%s' is not in '%s'", part, jindu_client_detail(desk->client));
    }
}

static void
a_known_key_is_answered_over_tcp(void **state)
{
    struct fake_request request;
    struct desk desk;

    (void)state;
    sit_down(&desk, true, ADMITTED);
    open_client(&desk);
    assert_int_equal(pthread_create(&desk.thread, NULL, run, &desk), 0);
    assert_true(fake_take(&desk.office.fake, PATIENCE_MS, &request));
    fake_result(&desk.office.fake, &request, "{}");
    assert_int_equal(pthread_join(desk.thread, NULL), 0);
    assert_int_equal(desk.status, JINDU_OK);
    fake_request_free(&request);
    get_up(&desk);
}

static void
what_the_daemon_does_not_permit_is_denied(void **state)
{
    struct fake_request request;
    struct desk desk;

    (void)state;
    sit_down(&desk, true, ADMITTED);
    open_client(&desk);
    assert_int_equal(pthread_create(&desk.thread, NULL, run, &desk), 0);
    assert_true(fake_take(&desk.office.fake, PATIENCE_MS, &request));
    fake_error(&desk.office.fake, &request, "denied", "");
    assert_int_equal(pthread_join(desk.thread, NULL), 0);
    assert_int_equal(desk.status, JINDU_DENIED);
    fake_request_free(&request);
    get_up(&desk);
}

static void
a_key_that_is_not_enrolled_is_not_admitted(void **state)
{
    struct desk desk;

    (void)state;
    sit_down(&desk, true, REFUSED);
    assert_int_equal(ask(&desk), JINDU_NOT_ADMITTED);
    assert_detail(&desk, "the key of this computer is not enrolled");
    get_up(&desk);
}

static void
a_local_user_who_is_not_named_is_not_admitted(void **state)
{
    struct desk desk;

    (void)state;
    sit_down(&desk, false, REFUSED);
    assert_int_equal(ask(&desk), JINDU_NOT_ADMITTED);
    assert_detail(&desk, "does not name this user");
    get_up(&desk);
}

static void
another_key_of_the_server_is_the_wrong_server(void **state)
{
    struct desk desk;

    (void)state;
    sit_down(&desk, true, ADMITTED);
    write_server(&desk, "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7");
    assert_int_equal(ask(&desk), JINDU_WRONG_SERVER);
    assert_detail(&desk, "its key is not the one in server.key");
    get_up(&desk);
}

static void
a_server_without_curve_is_the_wrong_server(void **state)
{
    struct desk desk;

    (void)state;
    sit_down(&desk, true, ADMITTED);
    fake_stop(&desk.office.fake);
    desk.office.fake.remote = false;
    fake_start(&desk.office.fake);
    assert_int_equal(ask(&desk), JINDU_WRONG_SERVER);
    get_up(&desk);
}

static void
a_doorkeeper_that_cannot_decide_is_silence(void **state)
{
    struct jindu_options options;
    struct desk desk;

    (void)state;
    sit_down(&desk, true, UNDECIDED);
    options = options_of(&desk);
    options.timeout_ms = 50;
    assert_int_equal(jindu_client_open(&desk.client, &options), JINDU_OK);
    (void)run(&desk);
    assert_int_equal(desk.status, JINDU_UNREACHABLE);
    get_up(&desk);
}

static void
nobody_there_is_unreachable(void **state)
{
    struct jindu_options options;
    struct desk desk;

    (void)state;
    sit_down(&desk, true, ADMITTED);
    fake_stop(&desk.office.fake);
    options = options_of(&desk);
    options.timeout_ms = 300; /* time for three refused connections */
    assert_int_equal(jindu_client_open(&desk.client, &options), JINDU_OK);
    (void)run(&desk);
    assert_int_equal(desk.status, JINDU_UNREACHABLE);
    assert_detail(&desk, "no daemon answers at 'tcp://127.0.0.1:");
    fake_start(&desk.office.fake);
    get_up(&desk);
}

static void
without_its_keys_no_remote_server_is_asked(void **state)
{
    struct desk desk;

    (void)state;
    sit_down(&desk, true, ADMITTED);
    assert_int_equal(unlink(desk.server), 0);
    assert_int_equal(ask(&desk), JINDU_NO_KEY);
    assert_detail(&desk, desk.server);
    assert_detail(&desk, "ask the office for the public certificate");
    jindu_client_close(desk.client);
    write_server(&desk, desk.office.fake.public_key);
    assert_int_equal(unlink(desk.secret), 0);
    assert_int_equal(ask(&desk), JINDU_NO_KEY);
    assert_detail(&desk, "'jindu key new' makes a key");
    get_up(&desk);
}

static void
a_secret_that_others_may_get_at_is_not_used(void **state)
{
    struct desk desk;

    (void)state;
    sit_down(&desk, true, ADMITTED);
    assert_int_equal(chmod(desk.secret, 0640), 0);
    assert_int_equal(ask(&desk), JINDU_NO_KEY);
    assert_detail(&desk, "holds a secret key that others may get at");
    assert_detail(&desk, "0640");
    get_up(&desk);
}

static void
the_secret_of_the_server_is_no_certificate_for_clients(void **state)
{
    struct jindu_options options;
    struct desk desk;

    (void)state;
    sit_down(&desk, true, ADMITTED);
    options = options_of(&desk);
    options.server_certificate = desk.secret;
    assert_int_equal(jindu_client_open(&desk.client, &options), JINDU_OK);
    (void)run(&desk);
    assert_int_equal(desk.status, JINDU_NO_KEY);
    assert_detail(&desk, "holds a secret key, which no client is to have");
    get_up(&desk);
}

static void
curve_and_tcp_come_together_or_not_at_all(void **state)
{
    struct keyring keys;
    struct socket_hub *hub;
    struct socket *socket;

    (void)state;
    memset(&keys, 0, sizeof(keys));
    assert_int_equal(socket_hub_open(&hub), JINDU_OK);
    assert_int_equal(socket_open(&socket, hub, SOCKET_DEALER,
                         "tcp://127.0.0.1:1", NULL, NULL),
        JINDU_INTERNAL);
    assert_int_equal(
        socket_open(&socket, hub, SOCKET_DEALER, "ipc:///x", &keys, NULL),
        JINDU_INTERNAL);
    socket_hub_close(hub);
}

static void
the_asterisk_is_the_host_of_the_requests(void **state)
{
    char endpoint[ADDRESS_SIZE];

    (void)state;
    assert_int_equal(address_events(endpoint, "tcp://*:5711",
                         "tcp://office.example.org:5710"),
        JINDU_OK);
    assert_string_equal(endpoint, "tcp://office.example.org:5711");
    assert_int_equal(
        address_events(endpoint, "tcp://*:5711", "tcp://[fe80::1]:5710"),
        JINDU_OK);
    assert_string_equal(endpoint, "tcp://[fe80::1]:5711");
    assert_int_equal(
        address_events(endpoint, "tcp://192.0.2.7:5711", "tcp://a:5710"),
        JINDU_OK);
    assert_string_equal(endpoint, "tcp://192.0.2.7:5711");
    assert_int_equal(
        address_events(endpoint, "ipc:///x", "ipc:///y"), JINDU_OK);
    assert_string_equal(endpoint, "ipc:///x");
    /* Neither leads from one kind of door to the other. */
    assert_int_equal(
        address_events(endpoint, "ipc:///x", "tcp://a:1"), JINDU_INVALID);
    assert_int_equal(
        address_events(endpoint, "tcp://*:1", "ipc:///x"), JINDU_INVALID);
    assert_int_equal(
        address_events(endpoint, "tcp://*:x", "tcp://a:1"), JINDU_INVALID);
    assert_int_equal(
        address_events(endpoint, NULL, "tcp://a:1"), JINDU_INVALID);
}

static void
a_remote_endpoint_is_a_host_and_a_port(void **state)
{
    static const char *const good[] = { "tcp://a:1", "tcp://192.0.2.7:65535",
        "tcp://[::1]:5710", "tcp://office-1.example.org:5710" };
    static const char *const bad[] = { "tcp://", "tcp://a",
        "tcp://a:", "tcp://:5710", "tcp://a:0", "tcp://a:65536",
        "tcp://a:5710x", "tcp://*:5710", "tcp://eth0;a:5710", "tcp://[::1:5710",
        "tcp://[]:1", "tcp://a b:1", "pgm://a:1", "inproc://a" };
    char endpoint[ADDRESS_SIZE];

    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        assert_int_equal(address_find(endpoint, good[i]), JINDU_OK);
        assert_string_equal(endpoint, good[i]);
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_int_equal(address_find(endpoint, bad[i]), JINDU_INVALID);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_known_key_is_answered_over_tcp),
        cmocka_unit_test(what_the_daemon_does_not_permit_is_denied),
        cmocka_unit_test(a_key_that_is_not_enrolled_is_not_admitted),
        cmocka_unit_test(a_local_user_who_is_not_named_is_not_admitted),
        cmocka_unit_test(another_key_of_the_server_is_the_wrong_server),
        cmocka_unit_test(a_server_without_curve_is_the_wrong_server),
        cmocka_unit_test(a_doorkeeper_that_cannot_decide_is_silence),
        cmocka_unit_test(nobody_there_is_unreachable),
        cmocka_unit_test(without_its_keys_no_remote_server_is_asked),
        cmocka_unit_test(a_secret_that_others_may_get_at_is_not_used),
        cmocka_unit_test(
            the_secret_of_the_server_is_no_certificate_for_clients),
        cmocka_unit_test(curve_and_tcp_come_together_or_not_at_all),
        cmocka_unit_test(the_asterisk_is_the_host_of_the_requests),
        cmocka_unit_test(a_remote_endpoint_is_a_host_and_a_port),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
