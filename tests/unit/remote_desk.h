/* SPDX-License-Identifier: MIT */
/*
 * remote_desk: a fake office with a doorkeeper, and the key files of a client
 * that knows its server.
 */
#ifndef REMOTE_DESK_H
#define REMOTE_DESK_H

#include <jindu/jindu.h>

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* cmocka.h needs what stands above. */
#include <cmocka.h>

#include "fake_office.h"

/* Longer than anything here takes. */
#define PATIENCE_MS 10000
#define ADMITTED 200
#define REFUSED 400
#define UNDECIDED 500

struct desk {
    struct fake_office office;
    char own[FAKE_PATH_SIZE + 32];    /* without _secret */
    char secret[FAKE_PATH_SIZE + 40]; /* with it */
    char server[FAKE_PATH_SIZE + 32];
    struct jindu_client *client;
    pthread_t thread;
    enum jindu_status status;
};

static void
write_server(struct desk *desk, const char *key)
{
    struct jindu_keyfile file = JINDU_KEYFILE_INIT;
    char detail[JINDU_KEYFILE_DETAIL_SIZE];

    (void)snprintf(file.key, sizeof(file.key), "%s", key);
    assert_int_equal(
        jindu_keyfile_write(&file, desk->server, true, detail), JINDU_OK);
}

static void
sit_down(struct desk *desk, bool remote, int zap_status)
{
    char detail[JINDU_KEYFILE_DETAIL_SIZE];
    char key[JINDU_CURVE_KEY_SIZE];
    const char *folder;

    memset(desk, 0, sizeof(*desk));
    fake_open_guarded(&desk->office.fake, remote, zap_status);
    desk->office.epoch = "epoch-1";
    desk->office.floor = 1;
    folder = desk->office.fake.directory;
    (void)snprintf(desk->own, sizeof(desk->own), "%s/own.key", folder);
    (void)snprintf(desk->secret, sizeof(desk->secret), "%s_secret", desk->own);
    (void)snprintf(desk->server, sizeof(desk->server), "%s/server.key", folder);
    assert_int_equal(jindu_keyfile_make(desk->own, key, detail), JINDU_OK);
    if (remote) {
        write_server(desk, desk->office.fake.public_key);
    }
}

static void
get_up(struct desk *desk)
{
    jindu_client_close(desk->client);
    jindu_subscriber_close(desk->office.subscriber);
    (void)unlink(desk->own);
    (void)unlink(desk->secret);
    (void)unlink(desk->server);
    fake_close(&desk->office.fake);
}

static struct jindu_options
options_of(const struct desk *desk)
{
    struct jindu_options options = JINDU_OPTIONS_INIT;

    options.server = desk->office.fake.requests;
    options.timeout_ms = PATIENCE_MS;
    options.certificate = desk->secret;
    options.server_certificate = desk->server;
    return options;
}

#endif
