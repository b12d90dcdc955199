/* SPDX-License-Identifier: MIT */
/*
 * fuzz_json: any bytes as JSON.
 *
 * What is taken has a canonical form, which is taken too and is its own.
 */
#include <jindu/json.h>

#include <stdint.h>
#include <string.h>

#include "fuzz_target.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct jindu_text first = JINDU_TEXT_INIT;
    struct jindu_text second = JINDU_TEXT_INIT;
    struct jindu_json *document = NULL;

    if (jindu_json_parse(&document, (const char *)data, size) != JINDU_OK) {
        check(document == NULL);
        return 0;
    }
    jindu_json_put_value(&first, NULL, document);
    jindu_json_free(document);
    check(!first.failed);
    check(jindu_json_parse(&document, first.bytes, first.length) == JINDU_OK);
    jindu_json_put_value(&second, NULL, document);
    check(second.length == first.length);
    check(memcmp(second.bytes, first.bytes, first.length) == 0);
    jindu_json_free(document);
    jindu_text_free(&first);
    jindu_text_free(&second);
    return 0;
}
