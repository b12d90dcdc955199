/* SPDX-License-Identifier: MIT */
#include "exchange.h"

#include "socket.h"
#include "tick.h"

enum jindu_status
exchange_call(struct exchange *exchange, const char *method, const char *params,
    int timeout_ms)
{
    int64_t now = tick_now();
    int64_t deadline = now + timeout_ms;
    enum jindu_status status;

    status = exchange_start(exchange, method, params, now);
    if (status != JINDU_OK) {
        return status;
    }
    while (!exchange_step(exchange, now)) {
        int64_t wake = exchange_wake(exchange, now);

        if (now >= deadline || (exchange->busy && wake >= deadline)) {
            return exchange_give_up(exchange);
        }
        /* A signal is the caller's affair; the answer still comes. */
        (void)socket_wait(exchange->socket, exchange_has_output(exchange, now),
            NULL, tick_until(now, wake < deadline ? wake : deadline));
        now = tick_now();
    }
    return exchange->status;
}
