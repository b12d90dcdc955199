/* SPDX-License-Identifier: MIT */
/*
 * fuzz_decode: any bytes as a text file.
 *
 * What is decoded is valid UTF-8 without NUL, and decoding it again gives the
 * same; what is refused is refused at one of its bytes.
 */
#include "fuzz_target.h"
#include "import/decode.h"
#include "import/utf8.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A mark behind the mark is a character, and a mark when it comes first. */
static int
begins_with_mark(const struct import_decoded *decoded)
{
    return decoded->length >= 3 &&
           memcmp(decoded->text, "\xEF\xBB\xBF", 3) == 0;
}

static void
check_text(const struct import_decoded *decoded, size_t size)
{
    struct import_decoded again = { 0 };
    struct import_error error;

    check(decoded->length <= 2 * size);
    check(import_utf8_valid(decoded->text, decoded->length) == decoded->length);
    if (decoded->length == 0 || begins_with_mark(decoded)) {
        return;
    }
    check(!memchr(decoded->text, '\0', decoded->length));
    check(import_decode(&again, decoded->text, decoded->length, &error) ==
          JINDU_OK);
    check(again.encoding == IMPORT_UTF8 && again.own == NULL);
    import_decoded_free(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct import_decoded decoded = { 0 };
    struct import_error error = { 0 };
    struct jindu_text text = JINDU_TEXT_INIT;
    enum jindu_status status =
        import_decode(&decoded, (const char *)data, size, &error);

    if (status) {
        check(status == JINDU_MALFORMED && error.offset < size);
        import_error_put(&text, &error);
        check(text.length > 0);
        jindu_text_free(&text);
        return 0;
    }
    check_text(&decoded, size);
    import_decoded_free(&decoded);
    return 0;
}
