/* SPDX-License-Identifier: MIT */
#include "decode.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "utf8.h"

#define DECODE_UTF8_MAX 4 /* bytes of a character */

static const struct {
    const char *name;
    const char *mark; /* the bytes that say so at the start; NULL: none */
    size_t mark_length;
} encodings[] = {
    [IMPORT_UTF8] = { "UTF-8", "\xEF\xBB\xBF", 3 },
    [IMPORT_UTF16LE] = { "UTF-16LE", "\xFF\xFE", 2 },
    [IMPORT_UTF16BE] = { "UTF-16BE", "\xFE\xFF", 2 },
    [IMPORT_GB18030] = { "GB18030", NULL, 0 },
};

/* By the private character.  Standard characters that Unicode got later than
 * GB 18030-2000 needed them: ten forms of vertical writing, and fourteen
 * ideographs and their parts. */
static const struct {
    uint32_t private;
    uint32_t standard;
} characters[] = {
    { 0xE78D, 0xFE10 },
    { 0xE78E, 0xFE12 },
    { 0xE78F, 0xFE11 },
    { 0xE790, 0xFE13 },
    { 0xE791, 0xFE14 },
    { 0xE792, 0xFE15 },
    { 0xE793, 0xFE16 },
    { 0xE794, 0xFE17 },
    { 0xE795, 0xFE18 },
    { 0xE796, 0xFE19 },
    { 0xE816, 0x20087 },
    { 0xE817, 0x20089 },
    { 0xE818, 0x200CC },
    { 0xE81E, 0x9FB4 },
    { 0xE826, 0x9FB5 },
    { 0xE82B, 0x9FB6 },
    { 0xE82C, 0x9FB7 },
    { 0xE831, 0x215D7 },
    { 0xE832, 0x9FB8 },
    { 0xE83B, 0x2298F },
    { 0xE843, 0x9FB9 },
    { 0xE854, 0x9FBA },
    { 0xE855, 0x241FE },
    { 0xE864, 0x9FBB },
};

#define DECODE_PRIVATE_LEAD '\xEE' /* of U+E000 to U+EFFF in UTF-8 */

/* A file on its way. */
struct decoder {
    const char *bytes;
    size_t length;
    size_t start; /* behind the mark */
    enum import_encoding encoding;
    char *text;
    size_t text_length;
};

const char *
import_encoding_name(enum import_encoding encoding)
{
    return encodings[encoding].name;
}

static size_t
line_of(const char *bytes, size_t offset)
{
    size_t line = 1;
    size_t i = 0;

    for (i = 0; i < offset; i++) {
        line += bytes[i] == '\n' ||
                (bytes[i] == '\r' && (i + 1 == offset || bytes[i + 1] != '\n'));
    }
    return line;
}

static enum jindu_status
fail_at(struct import_error *error, enum import_code code, size_t line,
    size_t offset)
{
    char number[24];

    (void)snprintf(number, sizeof(number), "%zu", offset);
    import_error_set(error, code, line, number);
    error->offset = offset;
    return JINDU_MALFORMED;
}

/* Converts what stands behind the mark; *taken says how far it came.  Room for
 * room bytes of text is there.  Returns 0 or errno, ENOSYS when the system
 * does not know the encoding. */
static int
convert(struct decoder *decoder, size_t room, size_t *taken)
{
    iconv_t codec = iconv_open("UTF-8", encodings[decoder->encoding].name);
    const char *start = decoder->bytes + decoder->start;
    char *from = NULL;
    char *to = decoder->text;
    size_t left = decoder->length - decoder->start;
    size_t free_room = room;
    int cause = 0;

    memcpy(&from, &start, sizeof(from)); /* iconv() writes nothing there */
    if (codec == (iconv_t)-1) {
        *taken = decoder->start;
        return ENOSYS;
    }
    if (iconv(codec, &from, &left, &to, &free_room) == (size_t)-1) {
        cause = errno;
    }
    (void)iconv_close(codec);
    decoder->text_length = room - free_room;
    *taken = decoder->length - left;
    return cause;
}

/* Where the character stands in the file that is at offset in the text: as
 * far as a conversion comes that has room for the text before it only. */
static size_t
offset_in_file(const struct decoder *decoder, size_t offset)
{
    struct decoder again = *decoder;
    size_t taken = decoder->start;

    if (decoder->encoding == IMPORT_UTF8) {
        return decoder->start + offset;
    }
    again.text = malloc(offset + 1);
    if (again.text) {
        (void)convert(&again, offset, &taken);
        free(again.text);
    }
    return taken;
}

static enum jindu_status
fail_converted(const struct decoder *decoder, int cause, size_t offset,
    size_t not_utf8, struct import_error *error)
{
    char number[24];

    if (cause == ENOSYS) {
        import_error_set(error, IMPORT_CODE_NO_CONVERTER, 0,
            encodings[decoder->encoding].name);
        return JINDU_MALFORMED;
    }
    if (decoder->encoding != IMPORT_GB18030) {
        return fail_at(error, IMPORT_CODE_SURROGATE,
            line_of(decoder->text, decoder->text_length), offset);
    }
    /* It is the one that goes on longer, and is damaged where it ends. */
    (void)fail_at(error, IMPORT_CODE_NO_ENCODING,
        line_of(decoder->bytes, offset > not_utf8 ? offset : not_utf8),
        not_utf8);
    (void)snprintf(number, sizeof(number), "%zu", offset);
    import_error_second(error, number);
    return JINDU_MALFORMED;
}

/* Other encodings than UTF-8. */
static enum jindu_status
decode_other(
    struct decoder *decoder, size_t not_utf8, struct import_error *error)
{
    const size_t length = decoder->length - decoder->start;
    /* Two bytes become three at most, and four remain four. */
    const size_t room = length + length / 2 + 1;
    size_t taken = 0;
    int cause = 0;

    if (decoder->encoding != IMPORT_GB18030 && length % 2 != 0) {
        return fail_at(error, IMPORT_CODE_ODD, 0, decoder->length - 1);
    }
    decoder->text = malloc(room);
    if (!decoder->text) {
        return JINDU_NO_MEMORY;
    }
    cause = convert(decoder, room, &taken);
    return cause ? fail_converted(decoder, cause, taken, not_utf8, error)
                 : JINDU_OK;
}

/* What no text of ours holds. */
static enum jindu_status
check_characters(const struct decoder *decoder, const char *text, size_t length,
    struct import_error *error)
{
    size_t i = 0;

    while (i < length) {
        uint32_t character = (unsigned char)text[i];
        size_t count = 1;

        if (character >= 0x80) {
            count = import_utf8_next(text + i, &character);
        }
        if (import_utf8_is_control(character) && character != '\t' &&
            character != '\n' && character != '\r' && character != '\v') {
            return fail_at(error,
                character == 0 ? IMPORT_CODE_NUL : IMPORT_CODE_CONTROL,
                line_of(text, i), offset_in_file(decoder, i));
        }
        i += count;
    }
    return JINDU_OK;
}

/* The standard character of a private one; 0 for any other. */
static uint32_t
standard_of(uint32_t character)
{
    size_t i = 0;

    for (i = 0; i < sizeof(characters) / sizeof(characters[0]); i++) {
        if (characters[i].private == character) {
            return characters[i].standard;
        }
    }
    return 0;
}

/* Of a character beyond U+07FF. */
static size_t
put_character(char *to, uint32_t character)
{
    size_t count = character < 0x10000 ? 3 : DECODE_UTF8_MAX;
    size_t i = 0;

    for (i = count - 1; i > 0; i--) {
        to[i] = (char)(0x80 | (character & 0x3F));
        character >>= 6;
    }
    to[0] = (char)((count == 3 ? 0xE0 : 0xF0) | character);
    return count;
}

/* The next private character that has a standard one, or the end. */
static size_t
next_private(const char *text, size_t from, size_t length, uint32_t *standard)
{
    while (from < length) {
        const char *lead =
            memchr(text + from, DECODE_PRIVATE_LEAD, length - from);
        uint32_t character = 0;
        size_t count = 0;

        if (!lead) {
            return length;
        }
        count = import_utf8_next(lead, &character);
        *standard = standard_of(character);
        if (*standard != 0) {
            return (size_t)(lead - text);
        }
        from = (size_t)(lead - text) + count;
    }
    return length;
}

static enum jindu_status
replace_private(struct import_decoded *decoded)
{
    const char *text = decoded->text;
    const size_t length = decoded->length;
    uint32_t standard = 0;
    size_t from = next_private(text, 0, length, &standard);
    size_t copied = 0;
    char *own = NULL;
    char *to = NULL;

    if (from == length) {
        return JINDU_OK;
    }
    /* Three bytes become four at most. */
    own = malloc(length + length / 3 + 1);
    if (!own) {
        return JINDU_NO_MEMORY;
    }
    to = own;
    while (from < length) {
        memcpy(to, text + copied, from - copied);
        to += from - copied;
        to += put_character(to, standard);
        copied = from + 3;
        from = next_private(text, copied, length, &standard);
    }
    memcpy(to, text + copied, length - copied);
    to += length - copied;
    free(decoded->own);
    decoded->own = own;
    decoded->text = own;
    decoded->length = (size_t)(to - own);
    return JINDU_OK;
}

/* The encoding that a mark names; IMPORT_GB18030 when there is none. */
static enum import_encoding
marked_encoding(const char *bytes, size_t length)
{
    size_t i = 0;

    for (i = 0; i < IMPORT_GB18030; i++) {
        if (length >= encodings[i].mark_length &&
            memcmp(bytes, encodings[i].mark, encodings[i].mark_length) == 0) {
            break;
        }
    }
    return (enum import_encoding)i;
}

/* Sets text and encoding. */
static enum jindu_status
decode_bytes(struct decoder *decoder, struct import_decoded *decoded,
    struct import_error *error)
{
    const char *bytes = decoder->bytes;
    enum import_encoding encoding = marked_encoding(bytes, decoder->length);
    const char *nul = NULL;
    enum jindu_status status = JINDU_OK;
    size_t valid = 0;

    decoder->start = encodings[encoding].mark_length;
    decoder->encoding = encoding;
    if (encoding == IMPORT_UTF8 || encoding == IMPORT_GB18030) {
        nul = decoder->length > 0 ? memchr(bytes, '\0', decoder->length) : NULL;
        valid = import_utf8_valid(bytes, decoder->length);
        if (nul) {
            const size_t offset = (size_t)(nul - bytes);

            return fail_at(
                error, IMPORT_CODE_NUL, line_of(bytes, offset), offset);
        }
        if (valid == decoder->length) {
            decoder->encoding = IMPORT_UTF8;
            decoded->text = bytes + decoder->start;
            decoded->length = decoder->length - decoder->start;
            return JINDU_OK;
        }
        if (encoding == IMPORT_UTF8) {
            return fail_at(
                error, IMPORT_CODE_NOT_UTF8, line_of(bytes, valid), valid);
        }
    }
    status = decode_other(decoder, valid, error);
    decoded->own = decoder->text;
    decoded->text = decoder->text;
    decoded->length = decoder->text_length;
    decoded->not_utf8 = valid;
    return status;
}

enum jindu_status
import_decode(struct import_decoded *decoded, const char *bytes, size_t length,
    struct import_error *error)
{
    struct decoder decoder = { .bytes = bytes, .length = length };
    struct import_decoded made = { 0 };
    enum jindu_status status = decode_bytes(&decoder, &made, error);

    made.encoding = decoder.encoding;
    if (!status) {
        status = check_characters(&decoder, made.text, made.length, error);
    }
    if (!status) {
        status = replace_private(&made);
    }
    if (status) {
        import_decoded_free(&made);
        return status;
    }
    *decoded = made;
    return JINDU_OK;
}

void
import_decoded_free(struct import_decoded *decoded)
{
    free(decoded->own);
    memset(decoded, 0, sizeof(*decoded));
}
