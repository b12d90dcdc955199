/* SPDX-License-Identifier: MIT */
/*
 * import_target: what the fuzz targets of the plan files share.
 *
 * A plan that comes out is whole: its findings can be said, and when none of
 * them is an error, its parts are JSON and hold every item.
 */
#ifndef IMPORT_TARGET_H
#define IMPORT_TARGET_H

#include "import/encode.h"
#include "import/import.h"

#include <stddef.h>
#include <stdint.h>

#include "fuzz_target.h"
#include "office_headings.h"

static inline void
say_findings(const struct import_plan *plan)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    size_t i = 0;

    for (i = 0; i < plan->finding_count; i++) {
        import_finding_put(&text, &plan->findings[i]);
        check(text.failed || text.length > 0);
        jindu_text_clear(&text);
    }
    jindu_text_free(&text);
}

static inline void
send_parts(const struct import_plan *plan)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    size_t from = 0;

    while (from < plan->count) {
        struct jindu_json *document = NULL;
        size_t to = import_encode_items(&text, NULL, plan, from);

        check(to > from && !text.failed);
        check(jindu_json_parse(&document, text.bytes, text.length) == JINDU_OK);
        check(jindu_json_count(document) == to - from);
        jindu_json_free(document);
        jindu_text_clear(&text);
        from = to;
    }
    jindu_text_free(&text);
}

static inline void
import_target(const uint8_t *data, size_t size, const char *format)
{
    struct import_plan plan;
    struct import_error error;
    struct jindu_text text = JINDU_TEXT_INIT;
    enum jindu_status status =
        office_read(&plan, (const char *)data, size, format, 0, &error);

    if (status) {
        check(status == JINDU_MALFORMED);
        import_error_put(&text, &error);
        check(text.length > 0);
        jindu_text_free(&text);
        return;
    }
    say_findings(&plan);
    if (plan.levels[IMPORT_ERROR] == 0) {
        send_parts(&plan);
    }
    import_plan_free(&plan);
}

#endif
