/* SPDX-License-Identifier: MIT */
/*
 * notice_line NAME STREAM: each notice of a stream as one line, for a status
 * bar, or for whatever reads lines:
 *
 *     notice_line desk person/李乙 |
 *         while read -r line; do notify-send 重点工作 "$line"; done
 *
 * It goes on until it is ended, also while jindud is away.  jindud keeps, under
 * NAME, how far it is: started again, it begins with the first notice that it
 * had not printed.  After a crash between print and commit, one may come twice.
 */
#include <jindu/jindu.h>

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COMMIT_MS 5000 /* how long jindud may take to note the position */
#define AGAIN_MS 1000  /* when it did not, and nothing else happens */
#define EXIT_USAGE 64
#define EXIT_OUTPUT 74

/* A name may have been typed with a line break in it. */
static void
print_words(const char *words)
{
    for (; words != NULL && *words != '\0'; words++) {
        (void)putchar((unsigned char)*words < ' ' ? ' ' : *words);
    }
}

static void
print_notice(const struct jindu_event *event)
{
    const struct jindu_json *data = jindu_json_member(event->event, "data");
    const struct jindu_json *item = jindu_json_member(data, "item");
    const struct jindu_json *person;
    int64_t days = jindu_json_integer(jindu_json_member(data, "days_left"), 0);

    if (days < 0) {
        (void)printf("逾期%" PRId64 "天", -days);
    } else if (days == 0) {
        (void)printf("今天到期");
    } else {
        (void)printf("还有%" PRId64 "天", days);
    }
    (void)printf("：%" PRId64 ". ",
        jindu_json_integer(jindu_json_member(item, "no"), 0));
    print_words(jindu_json_string(jindu_json_member(data, "name")));
    person = jindu_json_first(jindu_json_member(data, "persons"));
    for (; person != NULL; person = jindu_json_next(person)) {
        (void)putchar(' ');
        print_words(jindu_json_string(person));
    }
    (void)putchar('\n');
}

static bool
is_notice(const struct jindu_event *event)
{
    return strcmp(event->type, "jindu.notice.soon") == 0 ||
           strcmp(event->type, "jindu.notice.today") == 0 ||
           strcmp(event->type, "jindu.notice.overdue") == 0;
}

/* Fine, or it passes: jindud is away or busy, or stands on a restored copy. */
static bool
goes_on(enum jindu_status status)
{
    return status == JINDU_UNREACHABLE || status == JINDU_TIMEOUT ||
           status == JINDU_CLOSED || status == JINDU_TRUNCATED ||
           status == JINDU_RESET || status == JINDU_BUSY || status == JINDU_OK;
}

/* Until something is wrong that does not pass. */
static enum jindu_status
print_notices(struct jindu_subscriber *subscriber)
{
    enum jindu_status status = JINDU_OK;
    const struct jindu_event *event;
    bool behind = false; /* something is printed and not committed */

    while (goes_on(status)) {
        status =
            jindu_subscriber_next(subscriber, behind ? AGAIN_MS : -1, &event);
        if (status == JINDU_OK) {
            behind = true;
            if (is_notice(event)) {
                print_notice(event);
            }
            if (fflush(stdout) != 0 || ferror(stdout)) {
                perror("notice_line: standard output");
                exit(EXIT_OUTPUT); /* not committed: it comes again */
            }
        } else if (goes_on(status) && status != JINDU_TIMEOUT) {
            (void)fprintf(stderr, "notice_line: %s\n",
                jindu_subscriber_detail(subscriber));
        }
        if (behind && goes_on(status)) {
            status = jindu_subscriber_commit(subscriber, COMMIT_MS);
            behind = status != JINDU_OK;
        }
    }
    return status;
}

int
main(int argc, char **argv)
{
    struct jindu_options options = JINDU_OPTIONS_INIT;
    struct jindu_subscriber *subscriber = NULL;
    enum jindu_status status;

    if (argc != 3) {
        (void)fprintf(stderr, "usage: notice_line NAME STREAM\n");
        return EXIT_USAGE;
    }
    status = jindu_subscriber_open(&subscriber, &options);
    if (status != JINDU_OK) {
        (void)fprintf(stderr, "notice_line: %s\n", jindu_status_text(status));
        return jindu_status_exit(status);
    }
    status = jindu_subscriber_follow_as(subscriber, argv[2], argv[1]);
    if (status == JINDU_OK) {
        status = print_notices(subscriber);
    }
    (void)fprintf(
        stderr, "notice_line: %s\n", jindu_subscriber_detail(subscriber));
    jindu_subscriber_close(subscriber);
    return jindu_status_exit(status);
}
