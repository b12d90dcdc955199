/* SPDX-License-Identifier: MIT */
#include "fault.h"

#include <string.h>

enum jindu_status
jp_refuse(struct jp_fault *fault, enum jindu_status status, const char *field,
    const char *rule)
{
    size_t length = field == NULL ? 0 : strnlen(field, JP_FIELD_SIZE);

    /* A name somebody made up may be long; a cut may not halve a character. */
    if (length == JP_FIELD_SIZE) {
        length--;
        while (length > 0 && ((unsigned char)field[length] & 0xc0) == 0x80) {
            length--;
        }
    }
    *fault = (struct jp_fault){ .rule = rule };
    if (length > 0) {
        (void)memcpy(fault->field, field, length);
    }
    return status;
}
