/* SPDX-License-Identifier: MIT */
#include <jindu/jindu.h>

#include <stdlib.h>
#include <string.h>

#include "exchange.h"
#include "socket.h"
#include "terms.h"

struct jindu_client {
    struct socket_hub *hub;
    struct exchange exchange;
    struct terms terms;
    bool has_error;
    struct jindu_text text;  /* the result handed back */
    struct jindu_text error; /* the error object of the last call */
};

enum jindu_status
jindu_client_open(
    struct jindu_client **client, const struct jindu_options *options)
{
    struct jindu_client *made = calloc(1, sizeof(*made));
    enum jindu_status status;

    if (made == NULL) {
        return JINDU_NO_MEMORY;
    }
    status = terms_read(&made->terms, options);
    if (status != JINDU_OK) {
        goto err_free;
    }
    status = socket_hub_open(&made->hub);
    if (status != JINDU_OK) {
        goto err_terms;
    }
    exchange_init(&made->exchange, made->hub, &made->terms);
    *client = made;
    return JINDU_OK;

err_terms:
    terms_free(&made->terms);
err_free:
    free(made);
    return status;
}

void
jindu_client_close(struct jindu_client *client)
{
    if (client == NULL) {
        return;
    }
    exchange_fini(&client->exchange);
    socket_hub_close(client->hub);
    jindu_text_free(&client->text);
    jindu_text_free(&client->error);
    terms_free(&client->terms);
    free(client);
}

static enum jindu_status
print(struct jindu_text *text, const struct jindu_json *value)
{
    jindu_json_put_value(text, NULL, value);
    return text->failed ? JINDU_NO_MEMORY : JINDU_OK;
}

enum jindu_status
jindu_client_call(struct jindu_client *client, const char *method,
    const char *params, const char **result)
{
    enum jindu_status status;

    client->has_error = false;
    jindu_text_clear(&client->text);
    jindu_text_clear(&client->error);
    status = exchange_call(
        &client->exchange, method, params, client->terms.timeout_ms);
    if (status == JINDU_OK) {
        status = print(&client->text, client->exchange.result);
        if (status == JINDU_OK && result != NULL) {
            *result = client->text.bytes;
        }
    } else if (client->exchange.error != NULL) {
        client->has_error =
            print(&client->error, client->exchange.error) == JINDU_OK;
    }
    return status;
}

const char *
jindu_client_detail(const struct jindu_client *client)
{
    return client->exchange.detail;
}

const char *
jindu_client_error(const struct jindu_client *client)
{
    return client->has_error ? client->error.bytes : NULL;
}

const char *
jindu_client_server(const struct jindu_client *client)
{
    return client->exchange.endpoint;
}
