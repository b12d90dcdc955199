/* SPDX-License-Identifier: MIT */
#include "counters.h"

#include "call.h"
#include "commit.h"
#include "doors.h"
#include "intake.h"
#include "reload.h"
#include "store.h"
#include "zap.h"

static void
put(struct jindu_text *out, const char *name, uint64_t count)
{
    jindu_json_put_integer(out, name, (int64_t)count);
}

static void
put_busy(struct jindu_text *out, const struct counters_from *from)
{
    const struct calls_counters calls = calls_counters(from->calls);
    const struct intake_counters intake = intake_counters(from->intake);
    jindu_json_put_object(out, "busy");
    put(out, "all", calls.busy.all);
    put(out, "commit", intake.commit_busy);
    put(out, "connection", calls.busy.connection);
    put(out, "rate", intake.rate_busy);
    put(out, "upkeep", intake.upkeep_busy);
    jindu_json_end_object(out);
}

/* Of each status that ever was. */
static void
put_refused(struct jindu_text *out, const struct calls_counters *counters)
{
    jindu_json_put_object(out, "refused");
    for (int i = JINDU_OK + 1; i <= JINDU_INTERNAL; i++) {
        if (counters->refused[i] > 0) {
            put(out, jindu_status_token((enum jindu_status)i),
                counters->refused[i]);
        }
    }
    jindu_json_end_object(out);
}

/* At the door, by what was not known. */
static void
put_strangers(struct jindu_text *out, const struct zap_counters *counters)
{
    jindu_json_put_object(out, "connections_refused");
    put(out, "form", counters->forms);
    put(out, "key", counters->keys);
    put(out, "uid", counters->uids);
    jindu_json_end_object(out);
}

/* In the order of the names. */
void
counters_put(const struct counters_from *from, struct jindu_text *out)
{
    const struct calls_counters calls = calls_counters(from->calls);
    const struct commit_counters commit = commit_counters(from->commit);
    const struct front_counters front = doors_front_counters(from->doors);
    const struct publish_counters publish = doors_publish_counters(from->doors);
    const struct reload_counters reload = reload_counters(from->reload);
    const struct store_counters store = store_counters(from->store);
    const struct zap_counters strangers = zap_counters(from->zap);
    jindu_json_put_object(out, NULL);
    put(out, "batches", commit.batches);
    put(out, "beats", publish.beats);
    put_busy(out, from);
    put(out, "changes", commit.changes);
    put(out, "checkpoints", store.checkpoints);
    put(out, "checkpoints_failed", store.checkpoints_failed);
    put(out, "checkpoints_hindered", store.checkpoints_hindered);
    put(out, "connections", front.connections.open + publish.connections.open);
    put_strangers(out, &strangers);
    put(out, "floods", front.connections.floods + publish.connections.floods);
    put(out, "handshakes_failed",
        front.connections.handshakes_failed +
            publish.connections.handshakes_failed);
    put(out, "messages_dropped", front.messages_dropped);
    put(out, "published", publish.published);
    put_refused(out, &calls);
    put(out, "reloads", reload.done);
    put(out, "reloads_refused", reload.refused);
    put(out, "replies_dropped", front.replies_dropped);
    put(out, "requests", calls.requests);
    put(out, "subscription_floods", publish.subscription_floods);
    put(out, "subscriptions", publish.subscriptions);
    jindu_json_end_object(out);
}
