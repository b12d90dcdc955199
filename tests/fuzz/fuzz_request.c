/* SPDX-License-Identifier: MIT */
/*
 * fuzz_request: any bytes as a message.
 *
 * The canonical form of a request means what the request means, and the
 * answer to a refusal is strict JSON whatever the message held.
 */
#include "request.h"

#include <stdint.h>
#include <string.h>

#include "fuzz_target.h"
#include "reply.h"

static void
check_answer(const struct jp_request *request, enum jindu_status status,
    const struct jp_fault *fault)
{
    struct jindu_text out = JINDU_TEXT_INIT;
    struct jindu_json *document = NULL;

    jp_reply_error(&out, request->id, status, fault, NULL, 0);
    check(jindu_json_parse(&document, out.bytes, out.length) == JINDU_OK);
    jindu_json_free(document);
    jindu_text_free(&out);
}

static void
check_request(const struct jindu_json *value)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    struct jindu_json *document = NULL;
    struct jp_request request;
    struct jp_request again;
    struct jp_fault fault;
    enum jindu_status status = jp_request_decode(&request, value, &fault);

    if (status != JINDU_OK) {
        check_answer(&request, status, &fault);
        return;
    }
    jindu_json_put_value(&text, NULL, value);
    check(jindu_json_parse(&document, text.bytes, text.length) == JINDU_OK);
    check(jp_request_decode(&again, document, &fault) == JINDU_OK);
    check(again.method == request.method && again.item == request.item &&
          again.percent == request.percent && again.limit == request.limit);
    check(memcmp(again.content, request.content, JP_DIGEST_SIZE) == 0);
    check(memcmp(again.key, request.key, JP_UUID_SIZE) == 0);
    jindu_json_free(document);
    jindu_text_free(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct jp_message message;
    const struct jindu_json *value;

    check(jp_digest_start() == JINDU_OK);
    if (jp_message_parse(&message, (const char *)data, size) != JINDU_OK) {
        return 0;
    }
    check(message.count >= 1 && message.count <= JP_BATCH_MAX);
    if (message.batch) {
        for (value = jindu_json_first(message.document); value != NULL;
             value = jindu_json_next(value)) {
            check_request(value);
        }
    } else {
        check_request(message.document);
    }
    jp_message_free(&message);
    return 0;
}
