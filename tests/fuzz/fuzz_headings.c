/* SPDX-License-Identifier: MIT */
/*
 * fuzz_headings: any bytes as a list of headings, and as the word of --map.
 *
 * Words stand in their order, each once and with a meaning, and are found by
 * themselves; what is refused is told.
 */
#include "fuzz_target.h"
#include "import/headings.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void
check_words(const struct import_headings *headings)
{
    check(headings->count <= IMPORT_HEADINGS_MAX);
    for (size_t i = 0; i < headings->count; i++) {
        const struct import_heading *row = &headings->rows[i];

        check(i == 0 || strcmp(row[-1].word, row->word) < 0);
        check(row->meaning >= 0 && row->meaning <= IMPORT_HEADING_NONE);
        check(import_headings_find(headings, row->word) == row->meaning);
    }
}

static void
check_answer(enum jindu_status status, const struct import_error *error)
{
    struct jindu_text text = JINDU_TEXT_INIT;

    if (status == JINDU_OK) {
        return;
    }
    check(status == JINDU_MALFORMED);
    import_error_put(&text, error);
    check(text.length > 0);
    jindu_text_free(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct import_headings headings = { 0 };
    struct import_error error = { 0 };
    char *pair = malloc(size + 1);

    if (!pair) {
        return 0;
    }
    memcpy(pair, data, size);
    pair[size] = '\0';
    check_answer(
        import_headings_read(&headings, (const char *)data, size, &error),
        &error);
    check_words(&headings);
    check_answer(import_headings_map(&headings, pair, &error), &error);
    check_words(&headings);
    import_headings_free(&headings);
    free(pair);
    return 0;
}
