/* SPDX-License-Identifier: MIT */
#include "office_headings.h"

#include <stdio.h>
#include <stdlib.h>

const struct import_headings *
office_headings(void)
{
    static struct import_headings headings;
    static char bytes[IMPORT_HEADINGS_FILE + 1];
    struct import_error error;
    FILE *file = NULL;
    size_t length = 0;

    if (headings.count > 0) {
        return &headings;
    }
    file = fopen(JINDU_HEADINGS, "rb");
    if (file) {
        length = fread(bytes, 1, sizeof(bytes), file);
        (void)fclose(file);
    }
    if (import_headings_read(&headings, bytes, length, &error) != JINDU_OK ||
        headings.count == 0) {
        (void)fprintf(stderr, "cannot read %s\n", JINDU_HEADINGS);
        abort();
    }
    return &headings;
}

enum jindu_status
office_read(struct import_plan *plan, const char *bytes, size_t length,
    const char *format, int year, struct import_error *error)
{
    const struct import_options options = {
        .format = format, .year = year, .headings = office_headings()
    };

    return import_read(plan, bytes, length, &options, error);
}
