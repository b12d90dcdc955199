/* SPDX-License-Identifier: MIT */
/*
 * wall_list PLAN: what of a plan is overdue or due soon, as plain text, drawn
 * anew whenever something happened.
 *
 * Each picture is what jindud says now: no position to keep, nothing missed.
 */
#include <jindu/jindu.h>

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SOON_DAYS 7
#define EXIT_USAGE 64
#define REDRAW_MS 60000 /* for midnight, and when jindud was away */

/* Fine, or it passes: jindud is away or busy, or stands on a restored copy. */
static bool
goes_on(enum jindu_status status)
{
    return status == JINDU_UNREACHABLE || status == JINDU_TIMEOUT ||
           status == JINDU_CLOSED || status == JINDU_TRUNCATED ||
           status == JINDU_RESET || status == JINDU_BUSY || status == JINDU_OK;
}

static long long
number(const struct jindu_json *item, const char *name, long long otherwise)
{
    return jindu_json_integer(jindu_json_member(item, name), otherwise);
}

/* False where what is due ends: the items come most urgent first. */
static bool
put_item(struct jindu_text *picture, const struct jindu_json *item)
{
    long long days = number(item, "days_left", SOON_DAYS + 1);
    char words[96];

    if (days > SOON_DAYS || number(item, "done_at", 0) > 0) {
        return false; /* later, without a deadline, or finished */
    }
    (void)snprintf(words, sizeof(words), "%4lld. %s%3lld天  ",
        number(item, "no", 0), days < 0 ? "逾期" : "还有",
        days < 0 ? -days : days);
    jindu_text_append_string(picture, words);
    jindu_text_append_string(
        picture, jindu_json_string(jindu_json_member(item, "display_name")));
    jindu_text_append_string(picture, "\n");
    return true;
}

/* Page by page; the whole picture or, where jindud does not answer, none. */
static enum jindu_status
draw(struct jindu_client *client, const char *plan)
{
    struct jindu_text picture = JINDU_TEXT_INIT;
    struct jindu_json *page = NULL;
    const char *after = NULL, *result = NULL;
    enum jindu_status status;
    bool due = true;

    do {
        struct jindu_text params = JINDU_TEXT_INIT;
        const struct jindu_json *item;

        jindu_json_put_object(&params, NULL);
        jindu_json_put_string(&params, "plan", plan);
        if (after != NULL) {
            jindu_json_put_string(&params, "after", after);
        }
        jindu_json_end_object(&params);
        jindu_json_free(page);
        page = NULL;
        status = jindu_client_call(client, "item.list", params.bytes, &result);
        jindu_text_free(&params);
        if (status == JINDU_OK) {
            status = jindu_json_parse(&page, result, strlen(result));
        }
        item = jindu_json_first(jindu_json_member(page, "items"));
        for (; item != NULL && due; item = jindu_json_next(item)) {
            due = put_item(&picture, item);
        }
        after = jindu_json_string(jindu_json_member(page, "next"));
    } while (due && after != NULL);
    if (status != JINDU_OK) {
        (void)fprintf(stderr, "wall_list: %s\n", jindu_client_detail(client));
    } else if (printf("%s%s\n", isatty(STDOUT_FILENO) ? "\033[H\033[2J" : "",
                   picture.length > 0 ? picture.bytes : "") < 0 ||
               fflush(stdout) != 0) {
        perror("wall_list: standard output");
        status = JINDU_STORAGE;
    }
    jindu_json_free(page);
    jindu_text_free(&picture);
    return status;
}

static enum jindu_status
follow(struct jindu_client *client, struct jindu_subscriber *subscriber)
{
    struct jindu_json *now = NULL;
    const char *result = NULL;
    enum jindu_status status =
        jindu_client_call(client, "server.status", NULL, &result);

    if (status == JINDU_OK) {
        status = jindu_json_parse(&now, result, strlen(result));
    }
    if (status == JINDU_OK) {
        status = jindu_subscriber_follow(subscriber, "all",
            number(now, "sequence", 0),
            jindu_json_string(jindu_json_member(now, "epoch")));
    }
    jindu_json_free(now);
    return status;
}

int
main(int argc, char **argv)
{
    struct jindu_options options = JINDU_OPTIONS_INIT;
    struct jindu_client *client = NULL;
    struct jindu_subscriber *subscriber = NULL;
    const struct jindu_event *event;
    enum jindu_status status;

    if (argc != 2) {
        (void)fprintf(stderr, "usage: wall_list PLAN\n");
        return EXIT_USAGE;
    }
    status = jindu_client_open(&client, &options);
    if (status == JINDU_OK) {
        status = jindu_subscriber_open(&subscriber, &options);
    }
    if (status == JINDU_OK) { /* before the first picture: nothing is missed */
        status = follow(client, subscriber);
    }
    while (goes_on(status)) {
        status = draw(client, argv[1]);
        if (goes_on(status)) {
            status = jindu_subscriber_next(subscriber, REDRAW_MS, &event);
        }
    }
    (void)fprintf(stderr, "wall_list: %s\n", jindu_status_text(status));
    jindu_subscriber_close(subscriber);
    jindu_client_close(client);
    return jindu_status_exit(status);
}
