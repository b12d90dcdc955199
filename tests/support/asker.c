/* SPDX-License-Identifier: MIT */
#include "asker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "writer.h"

void
asker_open(struct asker *asker, const char *directory)
{
    memset(asker, 0, sizeof(*asker));
    assert_int_equal(query_open(&asker->query, directory), JINDU_OK);
}

static void
forget(struct asker *asker)
{
    jindu_json_free(asker->document);
    asker->document = NULL;
    jindu_text_clear(&asker->text);
}

void
asker_close(struct asker *asker)
{
    query_close(asker->query);
    forget(asker);
    jindu_text_free(&asker->text);
}

enum jindu_status
asker_ask(struct asker *asker, const char *who, const char *method,
    const char *params)
{
    struct principal principal = { .role = ROLE_OBSERVER };
    const struct query_facts facts = { .principal = &principal,
        .now = WRITER_START,
        .started_at = WRITER_START,
        .zone = "Asia/Shanghai",
        .doorbell = asker->doorbell,
        .counters = "{}" };
    struct jp_message message;
    struct jp_request request;
    enum jindu_status status;
    char text[1024];
    int length = snprintf(text, sizeof(text),
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}",
        method, params);

    assert_true(length > 0 && (size_t)length < sizeof(text));
    forget(asker);
    writer_principal(&principal, who);
    assert_int_equal(
        jp_message_parse(&message, text, (size_t)length), JINDU_OK);
    status = jp_request_decode(&request, message.document, &asker->fault);
    if (status != JINDU_OK) {
        fail_msg("'%s' is refused: %s", text, asker->fault.field);
    }
    asker->fault = (struct jp_fault){ .rule = NULL };
    status =
        query_run(asker->query, &request, &facts, &asker->text, &asker->fault);
    jp_message_free(&message);
    if (status == JINDU_OK) {
        assert_int_equal(jindu_json_parse(&asker->document, asker->text.bytes,
                             asker->text.length),
            JINDU_OK);
    }
    return status;
}

int64_t
asker_integer(const struct asker *asker, const char *name)
{
    return jindu_json_integer(jindu_json_member(asker->document, name), -1);
}

const char *
asker_string(const struct asker *asker, const char *name)
{
    return jindu_json_string(jindu_json_member(asker->document, name));
}

size_t
asker_count(const struct asker *asker, const char *name)
{
    return jindu_json_count(jindu_json_member(asker->document, name));
}
