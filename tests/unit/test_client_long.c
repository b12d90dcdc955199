/* SPDX-License-Identifier: MIT */
/* Questions that are sent once and may take minutes to be answered. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* cmocka.h needs what stands above. */
#include <cmocka.h>

#include "exchange.h"
#include "fake_daemon.h"
#include "socket.h"
#include "terms.h"
#include "tick.h"

/* Longer than anything here takes: when it passes, nothing comes. */
#define PATIENCE_MS 10000
/* One look of a loop that waits for a fact. */
#define LOOK_MS 10

struct question {
    struct fake_daemon fake;
    struct terms terms;
    struct socket_hub *hub;
    struct exchange exchange;
};

static void
ask(struct question *question, const char *method)
{
    fake_open(&question->fake);
    assert_int_equal(socket_hub_open(&question->hub), JINDU_OK);
    question->terms = (struct terms){ .server = question->fake.requests };
    exchange_init(&question->exchange, question->hub, &question->terms);
    assert_int_equal(
        exchange_start(&question->exchange, method, NULL, tick_now()),
        JINDU_OK);
}

static void
end(struct question *question)
{
    exchange_fini(&question->exchange);
    socket_hub_close(question->hub);
    fake_close(&question->fake);
}

/* Until the daemon has the request; it may not end before. */
static void
arrive(struct question *question, struct fake_request *request)
{
    struct exchange *exchange = &question->exchange;
    int64_t limit = tick_now() + PATIENCE_MS;

    do {
        assert_true(tick_now() < limit);
        assert_false(exchange_step(exchange, tick_now()));
    } while (!fake_take(&question->fake, LOOK_MS, request));
}

/* Until it is over or the daemon said that it is busy. */
static bool
is_over(struct question *question)
{
    struct exchange *exchange = &question->exchange;
    int64_t limit = tick_now() + PATIENCE_MS;

    while (!exchange_step(exchange, tick_now())) {
        assert_true(tick_now() < limit);
        if (exchange->busy) {
            return false;
        }
        (void)socket_wait(exchange->socket, false, NULL, LOOK_MS);
    }
    return true;
}

static void
cut(struct question *question)
{
    int64_t limit = tick_now() + PATIENCE_MS;

    fake_stop(&question->fake);
    while (!socket_is_lost(question->exchange.socket)) {
        assert_true(tick_now() < limit);
        (void)socket_wait(question->exchange.socket, false, NULL, LOOK_MS);
    }
    fake_start(&question->fake);
}

static void
a_question_that_was_sent_ends_with_its_connection(void **state)
{
    struct question question;
    struct fake_request request;

    (void)state;
    ask(&question, "server.check");
    arrive(&question, &request);
    fake_request_free(&request);
    cut(&question);
    assert_true(is_over(&question));
    assert_int_equal(question.exchange.status, JINDU_TIMEOUT);
    end(&question);
}

static void
a_connection_lost_before_the_question_does_not_end_it(void **state)
{
    struct question question;
    struct fake_request request;

    (void)state;
    ask(&question, "server.check");
    arrive(&question, &request);
    fake_error(&question.fake, &request, "busy", ",\"retry_after_ms\":20");
    fake_request_free(&request);
    assert_false(is_over(&question));
    cut(&question);
    arrive(&question, &request);
    assert_false(exchange_step(&question.exchange, tick_now()));
    fake_result(&question.fake, &request, "{\"ok\":true}");
    fake_request_free(&request);
    assert_true(is_over(&question));
    assert_int_equal(question.exchange.status, JINDU_OK);
    end(&question);
}

static void
a_connection_watched_for_an_earlier_question_ends_no_other(void **state)
{
    struct question question;
    struct fake_request request;

    (void)state;
    ask(&question, "admin.backup");
    arrive(&question, &request);
    fake_result(&question.fake, &request, "{}");
    fake_request_free(&request);
    assert_true(is_over(&question));
    cut(&question);
    assert_int_equal(
        exchange_start(&question.exchange, "server.check", NULL, tick_now()),
        JINDU_OK);
    arrive(&question, &request);
    assert_string_equal(request.method, "server.check");
    assert_false(exchange_step(&question.exchange, tick_now()));
    fake_result(&question.fake, &request, "{}");
    fake_request_free(&request);
    assert_true(is_over(&question));
    assert_int_equal(question.exchange.status, JINDU_OK);
    end(&question);
}

static void
a_daemon_busy_for_too_long_with_another_one_is_told(void **state)
{
    struct question question;
    struct fake_request request;

    (void)state;
    ask(&question, "admin.backup");
    arrive(&question, &request);
    fake_error(&question.fake, &request, "busy", ",\"retry_after_ms\":60000");
    fake_request_free(&request);
    assert_true(is_over(&question));
    assert_int_equal(question.exchange.status, JINDU_BUSY);
    assert_string_equal(question.exchange.detail, "in words");
    end(&question);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_question_that_was_sent_ends_with_its_connection),
        cmocka_unit_test(a_connection_lost_before_the_question_does_not_end_it),
        cmocka_unit_test(
            a_connection_watched_for_an_earlier_question_ends_no_other),
        cmocka_unit_test(a_daemon_busy_for_too_long_with_another_one_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
