/* SPDX-License-Identifier: MIT */
/*
 * status: the one list of outcomes.  A row is: C name, value, token on the
 * wire, JSON-RPC 2.0 error code, exit status of the command line, sentence.
 * Adding a row is the whole change; values, tokens and codes are never reused.
 *
 * Source     PROTOCOL.md, "Errors".  Exit statuses follow sysexits.h.
 */
#ifndef JINDU_STATUS_H
#define JINDU_STATUS_H

#include <jindu/api.h>

#ifdef __cplusplus
extern "C" {
#endif

#define JINDU_STATUS_MAP(X)                                                  \
    X(OK, 0, "ok", 0, 0, "success")                                          \
    X(NO_MEMORY, 1, "no_memory", -32001, 71, "out of memory")                \
    X(MALFORMED, 2, "malformed", -32700, 65, "not well-formed JSON")         \
    X(INVALID_REQUEST, 3, "invalid_request", -32600, 65, "not a request")    \
    X(UNKNOWN_METHOD, 4, "unknown_method", -32601, 65, "no such method")     \
    X(INVALID, 5, "invalid", -32602, 65, "a field breaks its rule")          \
    X(DENIED, 6, "denied", -32010, 77, "not permitted")                      \
    X(NOT_FOUND, 7, "not_found", -32011, 66, "no such plan, item or stream") \
    X(CONFLICT, 8, "conflict", -32012, 73, "contradicts what is stored")     \
    X(REFUSED, 9, "refused", -32013, 73, "the state does not allow it")      \
    X(BUSY, 10, "busy", -32014, 75, "the daemon is at its limit; try again") \
    X(TIMEOUT, 11, "timeout", -32015, 75, "no answer before the deadline")   \
    X(STORAGE, 12, "storage", -32016, 74, "the store could not be written")  \
    X(CLOSED, 13, "closed", -32017, 69, "the daemon is shutting down")       \
    X(RESET, 14, "reset", -32018, 70, "the stream began anew")               \
    X(TRUNCATED, 15, "truncated", -32019, 70, "older events are gone")       \
    X(UNREACHABLE, 16, "unreachable", -32020, 75, "no daemon answers")       \
    X(QUEUED, 17, "queued", -32021, 75, "kept for later delivery")           \
    X(INTERNAL, 18, "internal", -32603, 1, "an unexpected failure")          \
    X(WRONG_SERVER, 19, "wrong_server", -32022, 77,                          \
        "the server has another key than the one known here")                \
    X(NOT_ADMITTED, 20, "not_admitted", -32023, 77,                          \
        "the server does not admit this peer")                               \
    X(NO_KEY, 21, "no_key", -32024, 77,                                      \
        "a key file of this computer cannot be used")

enum jindu_status {
#define JINDU_STATUS_ENUM(name, value, token, code, exit_status, text) \
    JINDU_##name = (value),
    JINDU_STATUS_MAP(JINDU_STATUS_ENUM)
#undef JINDU_STATUS_ENUM
};

/* Static strings; never NULL, also for a value that is not in the list. */
JINDU_API const char *jindu_status_token(enum jindu_status status);
JINDU_API const char *jindu_status_text(enum jindu_status status);

JINDU_API int jindu_status_exit(enum jindu_status status);
JINDU_API int jindu_status_code(enum jindu_status status);

/* JINDU_INTERNAL when no row has this token. */
JINDU_API enum jindu_status jindu_status_from_token(const char *token);

#ifdef __cplusplus
}
#endif

#endif
