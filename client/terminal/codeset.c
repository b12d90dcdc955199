/* SPDX-License-Identifier: MIT */
#include "codeset.h"

#include "display.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROOM 1024 /* bytes converted at once */
/* Bytes of a character in any codeset, and of what stands for it. */
#define CHARACTER_MAX 16
#define NAME_MAX_BYTES 64

#define NONE ((iconv_t)-1)

struct codeset {
    iconv_t exact;
    iconv_t near;  /* with what is like a character in place of it */
    iconv_t typed; /* to UTF-8; NONE: of ASCII */
    uint32_t lost;
};

void
codeset_free(struct codeset *codeset)
{
    if (codeset == NULL) {
        return;
    }
    if (codeset->exact != NONE) {
        (void)iconv_close(codeset->exact);
    }
    if (codeset->near != NONE) {
        (void)iconv_close(codeset->near);
    }
    if (codeset->typed != NONE) {
        (void)iconv_close(codeset->typed);
    }
    free(codeset);
}

struct codeset *
codeset_new(const char *name)
{
    char near[NAME_MAX_BYTES];
    int length = snprintf(near, sizeof(near), "%s//TRANSLIT", name);
    struct codeset *codeset = calloc(1, sizeof(*codeset));
    if (codeset == NULL) {
        return NULL;
    }
    codeset->exact = iconv_open(name, "UTF-8");
    codeset->near = iconv_open(near, "UTF-8");
    bool ascii = strcmp(name, "ASCII") == 0;
    codeset->typed = ascii ? NONE : iconv_open("UTF-8", name);
    if (codeset->exact == NONE || codeset->near == NONE ||
        (codeset->typed == NONE && !ascii) || length < 0 ||
        (size_t)length >= sizeof(near)) {
        codeset_free(codeset);
        return NULL;
    }
    return codeset;
}

uint32_t
codeset_lost(const struct codeset *codeset)
{
    return codeset != NULL ? codeset->lost : 0;
}

/* Appends what the codeset has, up to the first character that it lacks.
 * Returns how many bytes that was. */
static size_t
put_exact(
    struct codeset *codeset, struct jindu_text *out, char *text, size_t length)
{
    char *from = text;
    size_t left = length;
    while (left > 0) {
        char room[ROOM];
        char *to = room;
        size_t free_bytes = sizeof(room);
        size_t done = iconv(codeset->exact, &from, &left, &to, &free_bytes);
        int cause = errno;
        jindu_text_append(out, room, sizeof(room) - free_bytes);
        if (done == (size_t)-1 && cause != E2BIG) {
            break;
        }
    }
    return length - left;
}

/* Something as wide as the character c, whose bytes are given. */
static void
put_near(struct codeset *codeset, struct jindu_text *out, uint32_t c,
    char *bytes, size_t length, size_t cells)
{
    char room[CHARACTER_MAX];
    char *to = room;
    size_t free_bytes = sizeof(room);
    size_t done = iconv(codeset->near, &bytes, &length, &to, &free_bytes);
    size_t made = sizeof(room) - free_bytes;
    if (done == (size_t)-1 || made > cells || memchr(room, '?', made) != NULL) {
        made = 0;
    }
    jindu_text_append(out, room, made);
    for (size_t i = made; i < cells; i++) {
        jindu_text_append(out, made > 0 ? " " : "?", 1);
    }
    if (made == 0 && cells > 0 && codeset->lost == 0) {
        codeset->lost = c;
    }
}

static void
put_escape(struct jindu_text *out, uint32_t c)
{
    char escape[CHARACTER_MAX];
    if (c > 0xFFFF) {
        (void)snprintf(escape, sizeof(escape), "\\u%04x\\u%04x",
            0xD800 + ((c - 0x10000) >> 10), 0xDC00 + ((c - 0x10000) & 0x3FF));
    } else {
        (void)snprintf(escape, sizeof(escape), "\\u%04x", c);
    }
    jindu_text_append_string(out, escape);
}

static void
put(struct codeset *codeset, struct jindu_text *out, const char *text,
    size_t length, bool json, bool wide)
{
    /* iconv wants char, not const. */
    struct jindu_text copy = JINDU_TEXT_INIT;
    jindu_text_append(&copy, text, length);
    if (copy.failed) {
        out->failed = true;
        jindu_text_free(&copy);
        return;
    }
    for (size_t at = 0; at < length;) {
        at += put_exact(codeset, out, copy.bytes + at, length - at);
        if (at == length) {
            break;
        }
        uint32_t c = 0;
        char character[CHARACTER_MAX] = "";
        size_t bytes = display_first(copy.bytes + at, length - at, &c);
        memcpy(character, copy.bytes + at, bytes);
        if (json) {
            put_escape(out, c);
        } else {
            put_near(codeset, out, c, character, bytes,
                display_width(character, wide));
        }
        at += bytes;
    }
    jindu_text_free(&copy);
}

void
codeset_put(struct codeset *codeset, struct jindu_text *out, const char *text,
    size_t length, bool wide)
{
    put(codeset, out, text, length, false, wide);
}

void
codeset_put_json(struct codeset *codeset, struct jindu_text *out,
    const char *text, size_t length)
{
    put(codeset, out, text, length, true, false);
}

bool
codeset_reads(const struct codeset *codeset)
{
    return codeset != NULL && codeset->typed != NONE;
}

bool
codeset_read(struct codeset *codeset, struct jindu_text *out, const char *bytes)
{
    /* iconv wants char, not const. */
    char *copy = strdup(bytes);
    char *from = copy;
    size_t left = strlen(bytes);
    size_t done = 0;
    int cause = 0;
    if (copy == NULL) {
        out->failed = true;
        return false;
    }
    do {
        char room[ROOM];
        char *to = room;
        size_t free_bytes = sizeof(room);
        done = iconv(codeset->typed, &from, &left, &to, &free_bytes);
        cause = errno;
        jindu_text_append(out, room, sizeof(room) - free_bytes);
    } while (done == (size_t)-1 && cause == E2BIG);
    /* What was broken off must not begin the next text. */
    (void)iconv(codeset->typed, NULL, NULL, NULL, NULL);
    free(copy);
    return done != (size_t)-1 && !out->failed;
}
