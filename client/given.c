/* SPDX-License-Identifier: MIT */
#include "given.h"

#include "import/names.h"
#include "import/utf8.h"

#include <ctype.h>
#include <string.h>

/* PROTOCOL.md, "Shapes" */
#define PLAN_MAX 32
#define NAME_MAX_BYTES 120
#define TEXT_MAX_CHARACTERS 4000

bool
given_is_utf8(const char *word)
{
    size_t length = strlen(word);
    return import_utf8_valid(word, length) == length;
}

bool
given_is_text(const char *word)
{
    size_t characters = import_utf8_count(word);
    uint32_t character = 0;
    while (*word != '\0') {
        word += import_utf8_next(word, &character);
        if (import_utf8_is_control(character) && character != '\n' &&
            character != '\t') {
            return false;
        }
    }
    return characters > 0 && characters <= TEXT_MAX_CHARACTERS;
}

size_t
given_name(char *word, bool of_person)
{
    struct import_arena arena = { 0 };
    struct import_list list = { 0 };
    struct import_oddity oddity = { 0 };
    enum jindu_status status =
        of_person ? import_names_people(&list, word, &arena, &oddity)
                  : import_names_units(&list, word, &arena, &oddity);
    /* Without memory the word stays as it is, and the daemon judges it. */
    size_t count = status == JINDU_OK ? list.count : 1;
    if (status == JINDU_OK && count == 1) {
        /* Blanks are only left out, so it is never longer. */
        memmove(word, list.names[0], strlen(list.names[0]) + 1);
    }
    import_arena_free(&arena);
    return count;
}

bool
given_is_plan(const char *word)
{
    static const char letters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "abcdefghijklmnopqrstuvwxyz_-";
    size_t length = strspn(word, letters);
    return length > 0 && length <= PLAN_MAX && word[length] == '\0';
}

bool
given_is_cursor(const char *word)
{
    size_t length = strlen(word);
    for (size_t i = 0; i < length; i++) {
        if (iscntrl((unsigned char)word[i]) != 0) {
            return false;
        }
    }
    return length > 0 && length <= NAME_MAX_BYTES &&
           strchr(word, '/') == NULL && given_is_utf8(word);
}

bool
given_is_key(const char *word)
{
    static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    if (strlen(word) != strlen(shape)) {
        return false;
    }
    for (size_t i = 0; shape[i] != '\0'; i++) {
        bool good = shape[i] == '-' ? word[i] == '-'
                                    : isxdigit((unsigned char)word[i]) != 0;
        if (!good) {
            return false;
        }
    }
    return true;
}
