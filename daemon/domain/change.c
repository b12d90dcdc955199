/* SPDX-License-Identifier: MIT */
#include "change.h"

#include <stdio.h>
#include <stdlib.h>

/* One tick with a handful of notices fits; a burst doubles from here. */
#define EMISSIONS_FIRST 64

struct batch_mark
batch_mark(const struct batch *batch)
{
    return (struct batch_mark){ .results = batch->results.length,
        .events = batch->events.length,
        .emissions = batch->emission_count };
}

void
batch_cut_back(struct batch *batch, const struct batch_mark *mark)
{
    batch->results.length = mark->results;
    batch->results.failed = false;
    batch->events.length = mark->events;
    batch->events.failed = false;
    batch->emission_count = mark->emissions;
}

bool
batch_holds(const struct batch *batch, const struct change *change)
{
    for (size_t i = 0; i < batch->count; i++) {
        if (batch->changes[i] == change) {
            return true;
        }
    }
    return false;
}

void
batch_clear(struct batch *batch)
{
    batch->count = 0;
    batch->status = JINDU_OK;
    batch->fatal = false;
    jindu_text_clear(&batch->results);
    jindu_text_clear(&batch->events);
    batch->emission_count = 0;
    batch->next_due = INT64_MAX;
    batch->sequence = 0;
    batch->held = false;
}

void
batch_fini(struct batch *batch)
{
    jindu_text_free(&batch->results);
    jindu_text_free(&batch->events);
    free(batch->emissions);
    batch->emissions = NULL;
    batch->emission_capacity = 0;
    batch_clear(batch);
}

enum jindu_status
batch_emit(struct batch *batch, size_t event_at, size_t event_length,
    const char *stream, int64_t sequence)
{
    struct emission *emission;

    if (batch->emission_count == batch->emission_capacity) {
        size_t capacity = batch->emission_capacity == 0
                              ? EMISSIONS_FIRST
                              : 2 * batch->emission_capacity;
        struct emission *grown =
            realloc(batch->emissions, capacity * sizeof(*grown));

        if (grown == NULL) {
            return JINDU_NO_MEMORY;
        }
        batch->emissions = grown;
        batch->emission_capacity = capacity;
    }
    emission = &batch->emissions[batch->emission_count++];
    emission->event_at = event_at;
    emission->event_length = event_length;
    emission->sequence = sequence;
    (void)snprintf(emission->stream, sizeof(emission->stream), "%s", stream);
    return JINDU_OK;
}
