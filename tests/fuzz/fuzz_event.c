/* SPDX-License-Identifier: MIT */
/*
 * fuzz_event: any bytes as a stored event, and as the data of one.
 *
 * The first may be refused.  The second, once it is canonical, has a result
 * with the members that data has, and is strict JSON when published.
 */
#include "event.h"
#include "fuzz_target.h"

#include <stdint.h>
#include <string.h>

static int
same(const struct jindu_json *left, const struct jindu_json *right)
{
    struct jindu_text one = JINDU_TEXT_INIT;
    struct jindu_text two = JINDU_TEXT_INIT;
    int equal;

    jindu_json_put_value(&one, NULL, left);
    jindu_json_put_value(&two, NULL, right);
    equal = one.length == two.length &&
            memcmp(one.bytes, two.bytes, one.length) == 0;
    jindu_text_free(&one);
    jindu_text_free(&two);
    return equal;
}

static void
check_result(const struct jindu_text *stored, const struct jindu_json *data)
{
    static const char *const names[] = { "calendar", "clock", "item", "notice",
        "plan" };
    struct jindu_text out = JINDU_TEXT_INIT;
    struct jindu_json *result = NULL;
    size_t i;

    check(jp_event_result(&out, stored->bytes, stored->length, 9) == JINDU_OK);
    check(jindu_json_parse(&result, out.bytes, out.length) == JINDU_OK);
    check(jindu_json_integer(jindu_json_member(result, "sequence"), 0) == 9);
    for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        check(same(jindu_json_member(result, names[i]),
            jindu_json_member(data, names[i])));
    }
    jindu_json_free(result);
    jindu_text_free(&out);
}

static void
check_published(const struct jindu_text *stored)
{
    struct jindu_text out = JINDU_TEXT_INIT;
    struct jindu_json *event = NULL;

    jp_event_publish(&out, stored->bytes, stored->length, "all", 3, "e");
    check(jindu_json_parse(&event, out.bytes, out.length) == JINDU_OK);
    check(strcmp(jindu_json_string(jindu_json_member(event, "sequence")),
              "3") == 0);
    jindu_json_free(event);
    jindu_text_free(&out);
}

/* One level less than a document may have: data is inside the event. */
static int
fits(const struct jindu_text *stored)
{
    struct jindu_json *event = NULL;
    int ok =
        jindu_json_parse(&event, stored->bytes, stored->length) == JINDU_OK;

    jindu_json_free(event);
    return ok;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct jp_event event = {
        .type = "jindu.fuzz", .epoch = "e", .sequence = 9, .at = 1
    };
    struct jindu_text out = JINDU_TEXT_INIT;
    struct jindu_json *document = NULL;

    (void)!jp_event_result(&out, (const char *)data, size, 1);
    jindu_text_clear(&out);
    if (jindu_json_parse(&document, (const char *)data, size) == JINDU_OK &&
        jindu_json_kind(document) == JINDU_JSON_OBJECT) {
        struct jindu_text members = JINDU_TEXT_INIT;

        jindu_json_put_value(&members, NULL, document);
        jp_event_begin(&out);
        jindu_text_append(&out, members.bytes + 1, members.length - 2);
        jp_event_end(&out, &event);
        if (fits(&out)) {
            check_result(&out, document);
            check_published(&out);
        }
        jindu_text_free(&members);
    }
    jindu_json_free(document);
    jindu_text_free(&out);
    return 0;
}
