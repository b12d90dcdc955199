/* SPDX-License-Identifier: MIT */
#include "exchange.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "catalogue.h"
#include "keyring.h"
#include "socket.h"
#include "terms.h"

static enum jindu_status
open_remote(struct exchange *exchange)
{
    char detail[JINDU_KEYFILE_DETAIL_SIZE];
    struct keyring keys;
    enum jindu_status status;

    status = keyring_read(&keys, exchange->terms->certificate,
        exchange->terms->server_certificate, detail);
    if (status != JINDU_OK) {
        (void)snprintf(
            exchange->detail, sizeof(exchange->detail), "%s", detail);
        return status;
    }
    status = socket_open(&exchange->socket, exchange->hub, SOCKET_DEALER,
        exchange->endpoint, &keys, NULL);
    keyring_wipe(&keys);
    return status;
}

enum jindu_status
exchange_connect(struct exchange *exchange)
{
    enum jindu_status status;

    status = address_find(exchange->endpoint, exchange->terms->server);
    if (status == JINDU_INVALID) {
        (void)snprintf(exchange->detail, sizeof(exchange->detail),
            _("cannot use the server's endpoint: neither ipc:// or a path of "
              "at most %d bytes, nor tcp://HOST:PORT"),
            ADDRESS_PATH_MAX);
    }
    if (status != JINDU_OK) {
        return status;
    }
    if (address_is_remote(exchange->endpoint)) {
        return open_remote(exchange);
    }
    return socket_open(&exchange->socket, exchange->hub, SOCKET_DEALER,
        exchange->endpoint, NULL, NULL);
}

void
exchange_explain_silence(struct exchange *exchange)
{
    const char *endpoint = exchange->endpoint;
    char *detail = exchange->detail;

    if (exchange->sent_ever) {
        (void)snprintf(detail, EXCHANGE_DETAIL_SIZE,
            _("no answer from '%s' in time; whether it was done is not known"),
            endpoint);
    } else if (!address_is_remote(endpoint) &&
               access(address_path(endpoint), W_OK) != 0 && errno == EACCES) {
        (void)snprintf(detail, EXCHANGE_DETAIL_SIZE,
            _("cannot reach '%s': permission denied"), endpoint);
    } else {
        (void)snprintf(detail, EXCHANGE_DETAIL_SIZE,
            _("no daemon answers at '%s'; is jindud running?"), endpoint);
    }
}

void
exchange_explain_refusal(struct exchange *exchange, enum jindu_status refusal)
{
    const char *endpoint = exchange->endpoint;
    const char *doubt = exchange->sent_ever
                            ? _("; whether it was done before is not known")
                            : "";

    if (refusal == JINDU_WRONG_SERVER) {
        (void)snprintf(exchange->detail, EXCHANGE_DETAIL_SIZE,
            _("cannot trust '%s': its key is not the one in server.key; ask "
              "the office which one is right before trusting another%s"),
            endpoint, doubt);
    } else if (address_is_remote(endpoint)) {
        (void)snprintf(exchange->detail, EXCHANGE_DETAIL_SIZE,
            _("not admitted at '%s': the key of this computer is not enrolled "
              "there, or is disabled%s"),
            endpoint, doubt);
    } else {
        (void)snprintf(exchange->detail, EXCHANGE_DETAIL_SIZE,
            _("not admitted at '%s': its configuration does not name this "
              "user%s"),
            endpoint, doubt);
    }
}
