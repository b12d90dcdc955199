/* SPDX-License-Identifier: MIT */
#include "release.h"

#include "call.h"
#include "change.h"
#include "doors.h"
#include "ticker.h"

static void
reply(const struct release *release, const struct batch *batch,
    struct change *change)
{
    if (change->kind != CHANGE_REQUEST) {
        return;
    }
    struct part *part = (struct part *)change;
    if (change->status == JINDU_OK) {
        calls_result(release->calls, part,
            batch->results.bytes + change->result_at, change->result_length);
    } else {
        calls_refuse(release->calls, part, change->status, &change->fault);
    }
}

void
release_batch(const struct release *release, const struct batch *batch)
{
    for (size_t i = 0; i < batch->count; i++) {
        reply(release, batch, batch->changes[i]);
    }
    for (size_t i = 0; release->doors != NULL && i < batch->emission_count;
         i++) {
        const struct emission *emission = &batch->emissions[i];
        doors_event(release->doors, batch->events.bytes + emission->event_at,
            emission->event_length, emission->stream, emission->sequence);
    }
    ticker_released(release->ticker, batch);
}
