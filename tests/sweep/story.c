/* SPDX-License-Identifier: MIT */
#include "story.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define HOUR ((int64_t)60 * 60 * 1000)
#define DAY (24 * HOUR)
#define PARAMS_SIZE 4096
#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

#define ITEM(no, deadline, persons)                                           \
    "{\"category\":\"roads\",\"deadline\":" deadline ",\"leaders\":[\"Fang\"" \
    "],\"name\":\"work " no "\",\"no\":" no ",\"persons\":" persons           \
    ",\"target\":\"all of it\",\"units\":[\"office\"]}"
#define ITEM_1 ITEM("1", "\"2021-12-24\"", "[\"Li\"]")
#define ITEM_1_LATER ITEM("1", "\"2021-12-28\"", "[\"Li\",\"Wu\"]")
#define ITEM_2 ITEM("2", "\"2021-12-31\"", "[\"Li\",\"Wu\"]")
#define ITEM_3 ITEM("3", "null", "[\"Wu\"]")
#define ITEM_4                                                           \
    "{\"category\":\"water\",\"deadline\":\"2021-12-30\","               \
    "\"deadline_source\":\"assumed\",\"leaders\":[\"Fang\"],\"name\":"   \
    "\"work 4\",\"no\":4,\"persons\":[\"Li\"],\"target\":\"half of it\"" \
    ",\"unconfirmed\":[\"deadline\",\"unit\"],\"units\":[\"yard\"]}"
#define ITEM_5 ITEM("5", "\"2022-01-05\"", "[\"Li\"]")
#define FIRST_ITEMS "[" ITEM_1 "," ITEM_2 "," ITEM_3 "," ITEM_4 "]"
#define SECOND_ITEMS "[" ITEM_1_LATER "," ITEM_2 "," ITEM_4 "," ITEM_5 "]"

#define DRAFT(digit) "01900000-0000-7000-9000-00000000000" digit
#define LOAD(digit, items)                                                         \
    "{\"plan\":\"2021\",\"draft\":\"" DRAFT(                                       \
        digit) "\",\"part\":1,\"last\":true,\"head\":{\"title\":\"plan\",\"year\"" \
               ":2021,\"heads\":[\"Sun\"]},\"items\":" items "}"
#define CONFIRM(digit, more) \
    "{\"plan\":\"2021\",\"draft\":\"" DRAFT(digit) "\",\"digest\":\"%s\"" more

enum fill {
    FILL_NONE,
    FILL_FIRST, /* the digest of these items */
    FILL_SECOND,
    FILL_EPOCH,
    FILL_NOTICE, /* the number of a notice that addresses Li */
};

static const struct step {
    int64_t after; /* WRITER_START */
    enum change_kind kind;
    enum fill fill;
    const char *who;
    const char *method; /* NULL: a tick or a reload */
    const char *params;
} steps[] = {
    { 0, CHANGE_REQUEST, FILL_NONE, "office", "calendar.load",
        "{\"calendar\":{\"year\":2021,\"papers\":[\"no. 1\"],\"days\":["
        "{\"name\":\"a day\",\"date\":\"2021-12-27\",\"isOffDay\":true}]}}" },
    { 0, CHANGE_REQUEST, FILL_NONE, "office", "plan.load",
        LOAD("1", FIRST_ITEMS) },
    { 0, CHANGE_REQUEST, FILL_FIRST, "office", "plan.confirm",
        CONFIRM("1", "}") },
    { HOUR, CHANGE_TICK, FILL_NONE, NULL, NULL, NULL },
    { HOUR, CHANGE_REQUEST, FILL_NONE, "reporter Li", "report.submit",
        "{\"plan\":\"2021\",\"item\":1,\"percent\":40,\"note\":\"begun\"}" },
    { HOUR, CHANGE_REQUEST, FILL_EPOCH, "leader Fang", "stream.commit",
        "{\"cursor\":\"desk\",\"stream\":\"all\",\"epoch\":\"%s\","
        "\"after\":2}" },
    { HOUR, CHANGE_REQUEST, FILL_EPOCH, "leader Fang", "stream.commit",
        "{\"cursor\":\"wall\",\"stream\":\"all\",\"epoch\":\"%s\","
        "\"after\":1}" },
    { HOUR, CHANGE_REQUEST, FILL_NONE, "leader Fang", "stream.forget",
        "{\"cursor\":\"wall\",\"stream\":\"all\"}" },
    { 2 * DAY, CHANGE_TICK, FILL_NONE, NULL, NULL, NULL },
    { 2 * DAY, CHANGE_REQUEST, FILL_NONE, "office", "plan.load",
        LOAD("2", SECOND_ITEMS) },
    { 2 * DAY, CHANGE_REQUEST, FILL_SECOND, "office", "plan.confirm",
        CONFIRM("2", ",\"vanished\":\"withdraw\"}") },
    { 2 * DAY, CHANGE_REQUEST, FILL_NONE, "reporter Li", "item.claim",
        "{\"plan\":\"2021\",\"item\":2,\"note\":\"it is done\"}" },
    { 2 * DAY, CHANGE_REQUEST, FILL_NONE, "office", "item.return",
        "{\"plan\":\"2021\",\"item\":2,\"reason\":\"one lamp is dark\"}" },
    { 2 * DAY, CHANGE_REQUEST, FILL_NONE, "office", "plan.confirm",
        "{\"plan\":\"2021\",\"guesses\":true}" },
    { 3 * DAY, CHANGE_RELOAD, FILL_NONE, NULL, NULL, NULL },
    { 9 * DAY, CHANGE_TICK, FILL_NONE, NULL, NULL, NULL },
    { 9 * DAY + 6 * HOUR, CHANGE_TICK, FILL_NONE, NULL, NULL, NULL },
    { 9 * DAY + 6 * HOUR, CHANGE_REQUEST, FILL_NOTICE, "reporter Li",
        "notice.acknowledge", "{\"notice\":%s}" },
    { 10 * DAY, CHANGE_REQUEST, FILL_NONE, "office", "calendar.load",
        "{\"calendar\":{\"year\":2022,\"papers\":[\"no. 2\"],\"days\":["
        "{\"name\":\"New Year\",\"date\":\"2022-01-03\",\"isOffDay\":true}"
        "]}}" },
    { 10 * DAY, CHANGE_REQUEST, FILL_NONE, "office", "item.update",
        "{\"plan\":\"2021\",\"item\":5,\"deadline\":\"2022-01-07\","
        "\"reason\":\"frost\"}" },
    { 25 * DAY, CHANGE_TICK, FILL_NONE, NULL, NULL, NULL },
    { 25 * DAY, CHANGE_REQUEST, FILL_NONE, "reporter Li", "report.submit",
        "{\"plan\":\"2021\",\"item\":1,\"percent\":100,\"done\":true}" },
    { 25 * DAY, CHANGE_REQUEST, FILL_NONE, "office", "item.verify",
        "{\"plan\":\"2021\",\"item\":1,\"effective\":\"2022-01-10\"}" },
    { 25 * DAY, CHANGE_REQUEST, FILL_NONE, "office", "item.withdraw",
        "{\"plan\":\"2021\",\"item\":2,\"reason\":\"given up\"}" },
    { 22 * DAY, CHANGE_CLOCK, FILL_NONE, NULL, NULL, NULL },
    { 22 * DAY, CHANGE_REQUEST, FILL_NONE, "admin", "server.clock",
        "{\"confirm\":true}" },
};

int
story_length(void)
{
    return COUNT(steps);
}

const char *
story_name(int step)
{
    if (steps[step].method != NULL) {
        return steps[step].method;
    }
    return steps[step].kind == CHANGE_RELOAD ? "reload" : "tick";
}

static void
fill(const struct writer *writer, const struct step *step, char *params)
{
    static const char notice[] =
        "SELECT max(n.sequence) FROM notice n JOIN responsible r"
        " ON r.item = n.item WHERE n.phase = 1 AND r.name = 'Li'";
    char word[JP_DIGEST_HEX_SIZE] = "";

    switch (step->fill) {
    case FILL_NONE:
        break;
    case FILL_FIRST:
        writer_digest(FIRST_ITEMS, word);
        break;
    case FILL_SECOND:
        writer_digest(SECOND_ITEMS, word);
        break;
    case FILL_EPOCH:
        (void)snprintf(word, sizeof(word), "%s", store_epoch(writer->store));
        break;
    case FILL_NOTICE:
        (void)snprintf(word, sizeof(word), "%lld",
            (long long)writer_integer(writer, notice));
        break;
    }
    const char *mark = strstr(step->params, "%s");
    int before =
        mark == NULL ? (int)strlen(step->params) : (int)(mark - step->params);
    assert_true(snprintf(params, PARAMS_SIZE, "%.*s%s%s", before, step->params,
                    word, mark == NULL ? "" : mark + 2) < PARAMS_SIZE);
}

struct writer_call *
story_add(struct writer *writer, int number)
{
    static struct change_reload order;
    const struct step *step = &steps[number];

    writer->now = WRITER_START + step->after;
    writer->keys = number;
    if (step->method != NULL) {
        char params[PARAMS_SIZE];

        fill(writer, step, params);
        return writer_add(writer, step->who, step->method, params, NULL);
    }
    struct writer_call *call = writer_add_tick(writer, step->kind);
    if (step->kind == CHANGE_RELOAD) {
        order = (struct change_reload){ .window = writer->options.window };
        order.window.open += 30;
        call->change.reload = &order;
    }
    return call;
}

bool
story_is_complete(const struct writer *writer, int step)
{
    return steps[step].kind != CHANGE_TICK ||
           writer->batch.next_due > writer->now;
}
