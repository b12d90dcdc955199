/* SPDX-License-Identifier: MIT */
/*
 * run: random sequences of requests and clocks, through jindud's store and
 * through the model; after each step both must have answered, published and
 * left every item alike.
 *
 *     model [--seed N] [--sequences N] [--steps N]
 *
 * Ends with 0 and one line of figures, or with 1 and the shortest sequence
 * found that shows the first difference; --seed S --sequences 1 plays it again.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "real.h"
#include "step.h"

#define STEPS_DEFAULT 40
#define SEQUENCES_DEFAULT 1000

/* Looking at every item costs as much as a step; most of what could be wrong
 * with one is in an answer before. */
#define ITEMS_EVERY 3

struct options {
    uint64_t seed;
    long sequences;
    int steps;
};

struct run {
    struct real real;
    struct model model;
    struct lines items_real;
    struct lines items_model;
    bool left_out[KEYS];
    long events;
    long requests;
    bool tells; /* print what happens */
};

static int
compare_lines(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void
print_lines(const char *who, const struct lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        printf("  %s: %s\n", who, lines->text[i]);
    }
}

/* Within an instant the order is nobody's promise. */
static bool
are_alike(struct run *run, struct lines *real, struct lines *model)
{
    bool alike = real->count == model->count;

    qsort(real->text, real->count, LINE_SIZE, compare_lines);
    qsort(model->text, model->count, LINE_SIZE, compare_lines);
    for (size_t i = 0; alike && i < real->count; i++) {
        alike = strcmp(real->text[i], model->text[i]) == 0;
    }
    if (run->tells) {
        print_lines(alike ? "both" : "jindud", real);
        if (!alike) {
            print_lines("model", model);
        }
    }
    return alike;
}

static bool
hear_alike(struct run *run)
{
    bool alike;

    run->events += (long)run->model.heard.count;
    alike = are_alike(run, &run->real.heard, &run->model.heard);
    run->real.heard.count = 0;
    run->model.heard.count = 0;
    return alike;
}

static bool
items_alike(struct run *run)
{
    bool tells = run->tells;
    bool alike;

    run->items_real.count = 0;
    run->items_model.count = 0;
    real_items(&run->real, &run->items_real);
    model_items(&run->model, &run->items_model);
    run->tells = false;
    alike = are_alike(run, &run->items_real, &run->items_model);
    run->tells = tells;
    return alike ||
           (tells && are_alike(run, &run->items_real, &run->items_model));
}

static bool
ask(struct run *run, const struct asked *asked)
{
    char real[LINE_SIZE];
    char model[LINE_SIZE];
    bool alike;

    run->requests++;
    real_ask(&run->real, asked, real);
    model_ask(&run->model, asked, model);
    alike = strcmp(real, model) == 0;
    if (run->tells) {
        struct jindu_text text = JINDU_TEXT_INIT;

        real_put_request(&text, asked);
        printf("  uid %d asks: %s\n  %s: %s\n", asked->who + 1, text.bytes,
            alike ? "both" : "jindud", real);
        if (!alike) {
            printf("  model: %s\n", model);
        }
        jindu_text_free(&text);
    }
    return hear_alike(run) && alike;
}

static void
tell_time(const struct run *run, const char *what, int64_t instant)
{
    time_t seconds = (time_t)(instant / 1000);
    struct tm local;
    char text[32];

    if (run->tells) {
        (void)strftime(
            text, sizeof(text), "%F %T %a", localtime_r(&seconds, &local));
        printf("%s %s (%lld)\n", what, text, (long long)instant);
    }
}

static bool
do_step(struct run *run, uint64_t seed, int n)
{
    static const char *const jumps[] = { "the clock is set to",
        "the machine sleeps until", "jindud is stopped until" };
    struct step step;

    step_make(&step, seed, n, &run->model);
    tell_time(run, "it runs until", step.until);
    real_run(&run->real, step.until);
    if (!hear_alike(run)) {
        return false;
    }
    if (step.kind == STEP_JUMP) {
        tell_time(run, jumps[step.jump], step.then);
        real_jump(&run->real, step.then, step.jump);
        model_jump(&run->model, step.then, step.jump);
        if (!hear_alike(run)) {
            return false;
        }
    } else if (step.kind == STEP_ASK && !ask(run, &step.asked)) {
        return false;
    }
    return n % ITEMS_EVERY != 0 || items_alike(run);
}

/* How many steps went well. */
static int
play(struct run *run, uint64_t seed, int steps)
{
    struct first_item first[ITEMS];
    bool calendar_2022;
    int64_t now = step_first(seed, first, &calendar_2022);
    int n = -1;

    tell_time(run, "the plan is confirmed", now);
    real_start(&run->real, now, first);
    model_start(&run->model, now, first);
    if (hear_alike(run)) {
        const struct asked calendar = {
            .act = ACT_CALENDAR, .who = WHO_OFFICE, .key = KEYS - 1
        };

        if (!calendar_2022 || ask(run, &calendar)) {
            n = 0;
        }
    }
    while (n >= 0 && n < steps && (run->left_out[n] || do_step(run, seed, n))) {
        n++;
    }
    real_stop(&run->real);
    return n;
}

/* Without its tail, then without each step that is not needed. */
static void
shrink(struct run *run, uint64_t seed, int bad)
{
    for (int i = bad - 1; i >= 0; i--) {
        run->left_out[i] = true;
        if (play(run, seed, bad + 1) > bad) {
            run->left_out[i] = false;
        }
    }
    run->tells = true;
    printf("model: seed %llu differs at step %d; the steps that it takes:\n",
        (unsigned long long)seed, bad);
    (void)play(run, seed, bad + 1);
}

static bool
read_number(const char *text, unsigned long long *number)
{
    char *end;

    errno = 0;
    *number = strtoull(text, &end, 10);
    return errno == 0 && end != text && *end == '\0';
}

static bool
read_options(struct options *options, int argc, char **argv)
{
    for (int i = 1; i < argc; i += 2) {
        unsigned long long number = 0;

        if (i + 1 == argc || !read_number(argv[i + 1], &number)) {
            return false;
        }
        if (strcmp(argv[i], "--seed") == 0) {
            options->seed = number;
        } else if (strcmp(argv[i], "--sequences") == 0) {
            options->sequences = (long)number;
        } else if (strcmp(argv[i], "--steps") == 0 && number < KEYS) {
            options->steps = (int)number;
        } else {
            return false;
        }
    }
    return true;
}

int
main(int argc, char **argv)
{
    static struct run run;
    struct options options = { 1, SEQUENCES_DEFAULT, STEPS_DEFAULT };
    bool alike = true;

    if (!read_options(&options, argc, argv)) {
        (void)fprintf(stderr,
            "usage: model [--seed N] [--sequences N] [--steps 0..%d]\n",
            KEYS - 1);
        return 64;
    }
    real_init(&run.real);
    for (long i = 0; alike && i < options.sequences; i++) {
        uint64_t seed = options.seed + (uint64_t)i;
        int good = play(&run, seed, options.steps);

        alike = good == options.steps;
        if (!alike) {
            shrink(&run, seed, good);
        }
    }
    real_fini(&run.real);
    if (alike) {
        printf("{\"test\":\"model\",\"seed\":%llu,\"sequences\":%ld,\"steps\":"
               "%d,\"requests\":%ld,\"events\":%ld,\"differences\":0}\n",
            (unsigned long long)options.seed, options.sequences, options.steps,
            run.requests, run.events);
    }
    return alike ? 0 : 1;
}
