/* SPDX-License-Identifier: MIT */
#include "certificate.h"

#include <sodium.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "name.h"

#define N_(message) message /* marked for the catalogue of who shows it */
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define KEY_BYTES 32
#define INDENT "    "
#define INDENT_LENGTH 4
/* A person's id with room for an address or a name that only people read. */
#define VALUE_SIZE 256

enum section {
    SECTION_NONE,
    SECTION_METADATA,
    SECTION_CURVE,
};

struct field {
    enum section section;
    const char *name;
    /* Keeps the value and returns NULL, or says which rule it breaks. */
    const char *(*take)(struct jp_certificate *certificate, const char *value);
};

struct reader {
    struct jp_certificate certificate;
    enum section section;
    unsigned sections; /* bit n: section n was begun */
    unsigned fields;   /* bit n: fields[n] was given */
    struct jp_certificate_fault *fault;
    char name[JP_CERTIFICATE_NAME_SIZE];
    char value[VALUE_SIZE];
};

static bool
decode(unsigned char bytes[KEY_BYTES], const char *text)
{
    static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz"
                                 "ABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()"
                                 "[]{}@%$#";
    size_t group;

    if (strnlen(text, JP_CURVE_KEY_SIZE) != JP_CURVE_KEY_SIZE - 1) {
        return false;
    }
    for (group = 0; group < KEY_BYTES / 4; group++) {
        uint64_t value = 0;
        int i;

        for (i = 0; i < 5; i++) {
            const char *digit = strchr(digits, *text++);

            if (digit == NULL) {
                return false;
            }
            value = 85 * value + (uint64_t)(digit - digits);
        }
        if (value > UINT32_MAX) {
            return false;
        }
        for (i = 0; i < 4; i++) {
            bytes[4 * group + (size_t)i] =
                (unsigned char)(value >> (24 - 8 * i));
        }
    }
    return true;
}

bool
jp_curve_key_is_valid(const char *text)
{
    unsigned char bytes[KEY_BYTES];
    bool valid = decode(bytes, text);

    sodium_memzero(bytes, sizeof(bytes));
    return valid;
}

static bool
keys_match(const struct jp_certificate *certificate)
{
    unsigned char secret[KEY_BYTES];
    unsigned char public[KEY_BYTES];
    unsigned char derived[KEY_BYTES];
    bool match = decode(secret, certificate->secret_key) &&
                 decode(public, certificate->public_key) &&
                 crypto_scalarmult_base(derived, secret) == 0 &&
                 memcmp(derived, public, KEY_BYTES) == 0;

    sodium_memzero(secret, sizeof(secret));
    return match;
}

static const char *
take_key(char key[JP_CURVE_KEY_SIZE], const char *value)
{
    if (!jp_curve_key_is_valid(value)) {
        return N_(" is no key: 40 characters of Z85 are one");
    }
    (void)memcpy(key, value, JP_CURVE_KEY_SIZE);
    return NULL;
}

static const char *
take_public(struct jp_certificate *certificate, const char *value)
{
    return take_key(certificate->public_key, value);
}

static const char *
take_secret(struct jp_certificate *certificate, const char *value)
{
    return take_key(certificate->secret_key, value);
}

static const char *
take_role(struct jp_certificate *certificate, const char *value)
{
    size_t length = strlen(value);

    if (length == 0 || length >= sizeof(certificate->role) ||
        strspn(value, "abcdefghijklmnopqrstuvwxyz") != length) {
        return N_(" is no role");
    }
    (void)memcpy(certificate->role, value, length + 1);
    return NULL;
}

static const char *
take_person(struct jp_certificate *certificate, const char *value)
{
    if (!jp_name_is_id(value)) {
        return N_(" is no person's id: at most 120 bytes without '/'");
    }
    (void)memcpy(certificate->person, value, strlen(value) + 1);
    return NULL;
}

static const char *
take_disabled(struct jp_certificate *certificate, const char *value)
{
    if (strcmp(value, "yes") != 0 && strcmp(value, "no") != 0) {
        return N_(" is neither yes nor no");
    }
    certificate->disabled = value[0] == 'y';
    return NULL;
}

static const char *
take_nothing(struct jp_certificate *certificate, const char *value)
{
    (void)certificate;
    (void)value;
    return NULL;
}

static const struct field fields[] = {
    { SECTION_METADATA, "created", take_nothing },
    { SECTION_METADATA, "disabled", take_disabled },
    { SECTION_METADATA, "email", take_nothing },
    { SECTION_METADATA, "name", take_nothing },
    { SECTION_METADATA, "organization", take_nothing },
    { SECTION_METADATA, "person", take_person },
    { SECTION_METADATA, "role", take_role },
    { SECTION_CURVE, "public-key", take_public },
    { SECTION_CURVE, "secret-key", take_secret },
};

/* Names only: a value might be a key. */
static enum jindu_status
refuse(const struct reader *reader, const char *what, const char *why)
{
    (void)snprintf(reader->fault->name, JP_CERTIFICATE_NAME_SIZE, "%s", what);
    reader->fault->why = why;
    return JINDU_INVALID;
}

static enum jindu_status
read_section(struct reader *reader, const char *line, size_t length)
{
    static const char *const names[] = { "", "metadata", "curve" };
    enum section section = length == 5 ? SECTION_CURVE : SECTION_METADATA;

    if (strlen(names[section]) != length ||
        memcmp(line, names[section], length) != 0) {
        return refuse(reader, "",
            N_("a section is 'metadata' or 'curve', and what is in it is "
               "indented by 4 spaces"));
    }
    if ((reader->sections & 1U << section) != 0) {
        return refuse(reader, names[section], N_(" is there twice"));
    }
    reader->sections |= 1U << section;
    reader->section = section;
    return JINDU_OK;
}

static const char *
skip_blanks(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t')) {
        at++;
    }
    return at;
}

/* NAME, blanks, =.  Returns what follows; NULL when it is none. */
static const char *
read_name(struct reader *reader, const char *at, const char *end)
{
    size_t length = 0;

    while (at < end && ((*at >= 'a' && *at <= 'z') || *at == '-') &&
           length + 1 < JP_CERTIFICATE_NAME_SIZE) {
        reader->name[length++] = *at++;
    }
    reader->name[length] = '\0';
    at = skip_blanks(at, end);
    return length > 0 && at < end && *at == '=' ? skip_blanks(at + 1, end)
                                                : NULL;
}

/* A value in quotes, up to the end of the line or a comment. */
static const char *
read_value(struct reader *reader, const char *at, const char *end)
{
    const char *close;
    const char *rest;
    size_t length;

    if (at == end || (*at != '"' && *at != '\'')) {
        return N_(" has no value in quotes");
    }
    close = memchr(at + 1, *at, (size_t)(end - at - 1));
    if (close == NULL) {
        return N_(" has a value without its closing quote");
    }
    rest = skip_blanks(close + 1, end);
    if (rest < end && *rest != '#') {
        return N_(" has something after its value");
    }
    length = (size_t)(close - at - 1);
    if (length >= VALUE_SIZE) {
        return N_(" has a value of more than 255 bytes");
    }
    (void)memcpy(reader->value, at + 1, length);
    reader->value[length] = '\0';
    if (memchr(reader->value, '\0', length) != NULL ||
        !jp_name_is_utf8(reader->value, length) ||
        !jp_name_is_text(reader->value, VALUE_SIZE, false)) {
        return N_(" has a value with characters that are not printed");
    }
    return NULL;
}

static enum jindu_status
keep_value(struct reader *reader)
{
    size_t i;

    for (i = 0; i < COUNT(fields); i++) {
        if (fields[i].section == reader->section &&
            strcmp(fields[i].name, reader->name) == 0) {
            const char *why;

            if ((reader->fields & 1U << i) != 0) {
                return refuse(reader, reader->name, N_(" is there twice"));
            }
            reader->fields |= 1U << i;
            why = fields[i].take(&reader->certificate, reader->value);
            return why == NULL ? JINDU_OK : refuse(reader, reader->name, why);
        }
    }
    return refuse(reader, reader->name, N_(" is not known here"));
}

static enum jindu_status
read_line(struct reader *reader, const char *line, const char *end)
{
    const char *at = skip_blanks(line, end);
    const char *why;

    while (end > line && memchr(" \t\r", end[-1], 3) != NULL) {
        end--;
    }
    if (at >= end || *at == '#') {
        return JINDU_OK;
    }
    if (at == line) {
        return read_section(reader, line, (size_t)(end - line));
    }
    if (at - line != INDENT_LENGTH || memchr(line, '\t', INDENT_LENGTH)) {
        return refuse(reader, "", N_("it is not indented by 4 spaces"));
    }
    at = read_name(reader, at, end);
    if (at == NULL) {
        return refuse(reader, "", N_("it is no name = \"value\""));
    }
    why = read_value(reader, at, end);
    return why == NULL ? keep_value(reader) : refuse(reader, reader->name, why);
}

static enum jindu_status
read_all(struct reader *reader, const char *text, size_t length)
{
    const char *end = text + length;

    if (length > JP_CERTIFICATE_BYTES_MAX) {
        return refuse(reader, "", N_("a certificate has at most 4096 bytes"));
    }
    while (text < end) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        enum jindu_status status;

        stop = stop == NULL ? end : stop;
        reader->fault->line++;
        status = read_line(reader, text, stop);
        if (status != JINDU_OK) {
            return status;
        }
        text = stop + (stop < end);
    }
    if (reader->certificate.public_key[0] == '\0') {
        return refuse(reader, "", N_("it ends without a public-key"));
    }
    if (reader->certificate.secret_key[0] != '\0' &&
        !keys_match(&reader->certificate)) {
        return refuse(reader, "",
            N_("it ends, and its public-key does not belong to its "
               "secret-key"));
    }
    return JINDU_OK;
}

enum jindu_status
jp_certificate_parse(struct jp_certificate *certificate, const char *text,
    size_t length, struct jp_certificate_fault *fault)
{
    struct reader reader;
    enum jindu_status status;

    (void)memset(&reader, 0, sizeof(reader));
    reader.fault = fault;
    fault->line = 0;
    status = read_all(&reader, text, length);
    if (status == JINDU_OK) {
        *certificate = reader.certificate;
    }
    sodium_memzero(&reader, sizeof(reader));
    return status;
}

static void
put(struct jindu_text *out, const char *name, const char *value)
{
    const char *quote = strchr(value, '"') == NULL ? "\"" : "'";

    jindu_text_append_string(out, INDENT);
    jindu_text_append_string(out, name);
    jindu_text_append_string(out, " = ");
    jindu_text_append_string(out, quote);
    jindu_text_append_string(out, value);
    jindu_text_append_string(out, quote);
    jindu_text_append_string(out, "\n");
}

void
jp_certificate_write(
    struct jindu_text *out, const struct jp_certificate *certificate)
{
    jindu_text_append_string(out, "metadata\n");
    if (certificate->role[0] != '\0') {
        put(out, "role", certificate->role);
    }
    if (certificate->person[0] != '\0') {
        put(out, "person", certificate->person);
    }
    if (certificate->disabled) {
        put(out, "disabled", "yes");
    }
    jindu_text_append_string(out, "curve\n");
    put(out, "public-key", certificate->public_key);
    if (certificate->secret_key[0] != '\0') {
        put(out, "secret-key", certificate->secret_key);
    }
}

void
jp_certificate_wipe(struct jp_certificate *certificate)
{
    sodium_memzero(certificate, sizeof(*certificate));
}
