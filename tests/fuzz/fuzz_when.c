/* SPDX-License-Identifier: MIT */
/*
 * fuzz_when: any bytes as an instant, a date, a key, a name, a topic.
 *
 * What is read is written again as it was.
 */
#include "when.h"

#include <jindu/date.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "fuzz_target.h"
#include "name.h"
#include "uuid.h"

static void
check_names(const char *text)
{
    if (jp_name_is_id(text)) {
        check(jp_name_is_utf8(text, strlen(text)));
        check(jp_name_is_text(text, JP_NAME_MAX, false));
    }
    if (jp_name_is_plan(text)) {
        check(jp_name_is_id(text));
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    char stream[JP_STREAM_MAX + 1];
    char again[JP_UUID_TEXT_SIZE];
    unsigned char uuid[JP_UUID_SIZE];
    int64_t instant;
    int32_t date;

    if (text == NULL) {
        return 0;
    }
    if (size > 0) {
        memcpy(text, data, size);
    }
    text[size] = '\0';
    if (jp_when_parse(text, &instant)) {
        check(strcmp(jp_when_format(instant, again), text) == 0);
    }
    if (jindu_date_parse(text, &date)) {
        check(strcmp(jindu_date_format(date, again), text) == 0);
    }
    if (jp_uuid_parse(text, uuid)) {
        unsigned char same[JP_UUID_SIZE];

        check(jp_uuid_parse(jp_uuid_format(uuid, again), same));
        check(memcmp(uuid, same, sizeof(uuid)) == 0);
    }
    if (jp_name_topic(text, size, stream)) {
        check(jp_name_is_stream(stream) && strlen(stream) == size - 1);
    }
    check_names(text);
    free(text);
    return 0;
}
