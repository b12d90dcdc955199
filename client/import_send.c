/* SPDX-License-Identifier: MIT */
#include "import_send.h"

#include "ask.h"
#include "import/encode.h"
#include "interrupt.h"
#include "language.h"
#include "progress.h"

#include <string.h>

static int
send_part(struct context *context, const struct import_plan *plan,
    const struct import_shipment *shipment, long long part, size_t *from)
{
    struct jindu_text params = JINDU_TEXT_INIT;
    struct jindu_json *answer = NULL;
    ask_begin_write(&params);
    jindu_json_put_string(&params, "draft", shipment->draft);
    if (part == 1) {
        import_encode_head(&params, "head", plan, shipment->source);
    }
    *from = import_encode_items(&params, "items", plan, *from);
    jindu_json_put_boolean(&params, "last", *from >= plan->count);
    jindu_json_put_integer(&params, "part", part);
    jindu_json_put_string(&params, "plan", shipment->code);
    int status = ask(context, "plan.load", &params, &answer);
    if (status == 0) {
        jindu_json_free(answer);
    }
    return status;
}

static int
digest_items(struct context *context, const struct import_plan *plan,
    struct import_shipment *shipment)
{
    struct jindu_text text = JINDU_TEXT_INIT;
    memset(shipment->digest, '0', sizeof(shipment->digest) - 1);
    shipment->digest[sizeof(shipment->digest) - 1] = '\0';
    for (size_t i = 0; i < plan->count && !text.failed; i++) {
        jindu_text_clear(&text);
        import_encode_item(&text, NULL, &plan->items[i]);
        jindu_digest_next(shipment->digest, text.bytes, text.length);
    }
    bool failed = text.failed;
    jindu_text_free(&text);
    return failed ? ask_complain(context, JINDU_NO_MEMORY) : 0;
}

int
import_send_draft(struct context *context, const struct import_plan *plan,
    struct import_shipment *shipment)
{
    (void)jindu_key(shipment->draft);
    int status = digest_items(context, plan, shipment);
    size_t from = 0;
    struct progress progress;
    interrupt_say(&context->output, _("stopped: nothing of it is live"));
    progress_begin(&progress, &context->output, _("sending"), plan->count);
    for (long long part = 1; status == 0 && from < plan->count; part++) {
        progress_show(&progress, from);
        status = send_part(context, plan, shipment, part, &from);
    }
    progress_end(&progress);
    interrupt_forget();
    return status;
}

int
import_send_confirm(struct context *context, const struct import_plan *plan,
    const struct import_shipment *shipment, struct jindu_json **answer)
{
    struct progress progress;
    struct jindu_text params = JINDU_TEXT_INIT;
    ask_begin_write(&params);
    jindu_json_put_string(&params, "digest", shipment->digest);
    jindu_json_put_string(&params, "draft", shipment->draft);
    jindu_json_put_string(&params, "plan", shipment->code);
    if (shipment->vanished != NULL) {
        jindu_json_put_string(&params, "vanished", shipment->vanished);
    }
    interrupt_say(&context->output,
        _("stopped while it was being made live: 'jindu plan list' tells "
          "whether it is"));
    progress_begin(&progress, &context->output, "", plan->count);
    progress_tell(&progress, _("making it live .."));
    int status = ask(context, "plan.confirm", &params, answer);
    progress_end(&progress);
    interrupt_forget();
    return status;
}
