/* SPDX-License-Identifier: MIT */
/*
 * writer_windows: the same with a plan of one item, and a configuration that
 * is read again.
 */
#ifndef WRITER_WINDOWS_H
#define WRITER_WINDOWS_H

#include "writer_office.h"

static void
plan(const char *instant, const char *deadline)
{
    char item[512];
    char items[600];

    writer.now = office_local(instant);
    (void)snprintf(items, sizeof(items), "[%s]",
        writer_item(item, sizeof(item), 3, deadline));
    writer_plan(&writer, "2021", items);
}

static void
reload(struct window window)
{
    struct change_reload reload = { .window = window };
    struct writer_call *call = writer_add_tick(&writer, CHANGE_RELOAD);

    call->change.reload = &reload;
    writer_apply(&writer);
    assert_int_equal(writer.batch.status, JINDU_OK);
}

#endif
