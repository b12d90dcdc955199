/* SPDX-License-Identifier: MIT */
/*
 * network_client report|follow SERVER PLAN: a program of the library's, for
 * tests of the network between.  It goes on until its standard input ends.
 *
 * report  one report after the other, each with a key of its own that is its
 *         note, repeated until it is answered.  Lines: "ok KEY" for what is on
 *         the daemon's disk, "no KEY STATUS" for an attempt that was not
 *         answered so.
 * follow  stream "all" from its start.  Lines: "SEQUENCE NOTE" ("-": none) for
 *         an event, "reset" when the daemon, or what came of its words, says
 *         that the stream began anew.
 */
#include <jindu/jindu.h>

#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ATTEMPT_MS 500 /* a daemon here answers in a few */
#define WAIT_MS 100    /* how soon the end of the input is seen */
#define ITEMS 20

static bool
is_over(void)
{
    struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };

    return poll(&input, 1, 0) > 0;
}

static void
fail(enum jindu_status status, const char *detail)
{
    (void)fprintf(
        stderr, "network_client: %s: %s\n", jindu_status_token(status), detail);
    exit(EXIT_FAILURE);
}

static void
report_once(struct jindu_client *client, const char *plan, int item)
{
    char key[JINDU_KEY_SIZE];
    char params[256];
    const char *result;
    enum jindu_status status;

    (void)jindu_key(key);
    (void)snprintf(params, sizeof(params),
        "{\"key\":\"%s\",\"plan\":\"%s\",\"item\":%d,\"note\":\"%s\"}", key,
        plan, item, key);
    do {
        status = jindu_client_call(client, "report.submit", params, &result);
        if (status == JINDU_OK) {
            (void)printf("ok %s\n", key);
        } else {
            (void)printf("no %s %s\n", key, jindu_status_token(status));
        }
        (void)fflush(stdout);
    } while (status != JINDU_OK);
}

static void
report(const char *server, const char *plan)
{
    struct jindu_options options = JINDU_OPTIONS_INIT;
    struct jindu_client *client;
    enum jindu_status status;

    options.server = server;
    options.timeout_ms = ATTEMPT_MS;
    status = jindu_client_open(&client, &options);
    if (status != JINDU_OK) {
        fail(status, server);
    }
    for (int i = 0; !is_over(); i++) {
        report_once(client, plan, i % ITEMS + 1);
    }
    jindu_client_close(client);
}

static void
tell(const struct jindu_event *event)
{
    const struct jindu_json *data = jindu_json_member(event->event, "data");
    const char *note = jindu_json_string(jindu_json_member(data, "note"));

    (void)printf(
        "%lld %s\n", (long long)event->sequence, note == NULL ? "-" : note);
    (void)fflush(stdout);
}

static void
follow(const char *server)
{
    struct jindu_options options = JINDU_OPTIONS_INIT;
    struct jindu_subscriber *subscriber;
    enum jindu_status status;

    options.server = server;
    options.timeout_ms = ATTEMPT_MS;
    status = jindu_subscriber_open(&subscriber, &options);
    if (status == JINDU_OK) {
        status = jindu_subscriber_follow(subscriber, "all", 0, NULL);
    }
    if (status != JINDU_OK) {
        fail(status, server);
    }
    while (!is_over()) {
        const struct jindu_event *event;

        status = jindu_subscriber_next(subscriber, WAIT_MS, &event);
        if (status == JINDU_OK) {
            tell(event);
        } else if (status == JINDU_RESET || status == JINDU_TRUNCATED) {
            (void)printf("reset\n");
            (void)fflush(stdout);
        } else if (status != JINDU_TIMEOUT) {
            (void)fprintf(stderr, "network_client: %s: %s\n",
                jindu_status_token(status),
                jindu_subscriber_detail(subscriber));
        }
    }
    jindu_subscriber_close(subscriber);
}

int
main(int argc, char **argv)
{
    if (argc != 4) {
        (void)fprintf(
            stderr, "usage: network_client report|follow SERVER PLAN\n");
        return EXIT_FAILURE;
    }
    if (strcmp(argv[1], "report") == 0) {
        report(argv[2], argv[3]);
    } else {
        follow(argv[2]);
    }
    return EXIT_SUCCESS;
}
