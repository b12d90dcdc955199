/* SPDX-License-Identifier: MIT */
#include "ask.h"
#include "commands.h"
#include "dates.h"
#include "doctor.h"
#include "language.h"
#include "wording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CLOCK_FAR_MS 60000 /* a minute: nobody's clock should be so wrong */
#define NOVEMBER 11        /* the notice of next year comes by then */

static bool
check_settings(struct doctor *doctor)
{
    static const char check[] = N_("settings");
    struct settings *settings = &doctor->context->settings;
    struct settings_mistake mistake;
    if (settings_load(settings, &mistake)) {
        doctor_tell(doctor, check, DOCTOR_OK, NULL,
            settings->context != NULL ? _("context '%s'") : "%s",
            settings->context != NULL ? settings->context
                                      : _("no context is used"));
        return true;
    }
    struct jindu_text words = JINDU_TEXT_INIT;
    settings_put_mistake(&words, &mistake);
    doctor_tell(doctor, check, DOCTOR_PROBLEM,
        _("mend it, or take another context"), "%s",
        display_or_empty(words.bytes));
    jindu_text_free(&words);
    return false;
}

/* Without an answer, tells why. */
static bool
ask_server(struct doctor *doctor, const char *method, struct jindu_text *params,
    struct jindu_json **answer, const char *check, enum doctor_state state)
{
    enum jindu_status status = JINDU_OK;
    if (ask_quietly(doctor->context, method, params, answer, &status) != 0) {
        status = JINDU_INTERNAL;
    }
    if (status == JINDU_OK) {
        return true;
    }
    struct jindu_text words = JINDU_TEXT_INIT;
    const char *advice = ask_put_complaint(doctor->context, status, &words);
    doctor_tell(
        doctor, check, state, advice, "%s", display_or_empty(words.bytes));
    jindu_text_free(&words);
    return false;
}

static bool
check_server(struct doctor *doctor)
{
    static const char check[] = N_("server");
    struct context *context = doctor->context;
    struct jindu_text params = JINDU_TEXT_INIT;
    struct jindu_json *hello = NULL;
    ask_begin_hello(&params);
    if (!ask_server(
            doctor, "server.hello", &params, &hello, check, DOCTOR_PROBLEM)) {
        return false;
    }
    const struct jindu_json *principal = jindu_json_member(hello, "principal");
    const char *person = wording_member(principal, "person");
    doctor_tell(doctor, check, DOCTOR_OK, NULL,
        _("jindud %s at %s; for it you are %s, %s (%s)"),
        wording_member(hello, "version"), jindu_client_server(context->client),
        *person != '\0' ? person : _("nobody by name"),
        wording_role(wording_member(principal, "role")),
        wording_member(principal, "name"));
    (void)language_use_zone(wording_member(hello, "zone"));
    jindu_json_free(hello);
    return true;
}

static void
check_clock(struct doctor *doctor, const struct jindu_json *answer)
{
    static const char check[] = N_("clock");
    const struct jindu_json *clock = jindu_json_member(answer, "clock");
    int64_t server = wording_number(clock, "now");
    long long here = ask_now();
    struct jindu_text moment = JINDU_TEXT_INIT;
    dates_put_moment(&moment, server);
    const char *now = display_or_empty(moment.bytes);
    if (jindu_json_boolean(jindu_json_member(clock, "held"), false)) {
        doctor_tell(doctor, check, DOCTOR_PROBLEM,
            _("set it right; if it is right: jindu server clock --confirm"),
            _("the server's clock is doubtful at %s, and no notice is sent: "
              "%s"),
            now, wording_doubt(wording_member(clock, "reason")));
    } else if (llabs(here - server) > CLOCK_FAR_MS) {
        doctor_tell(doctor, check, DOCTOR_WARNING,
            _("set the clock of whichever is wrong"),
            _("the server says %s, which is %lld s from this computer"), now,
            llabs(here - server) / 1000);
    } else {
        doctor_tell(doctor, check, DOCTOR_OK, NULL, _("%s, zone %s"), now,
            wording_member(answer, "zone"));
    }
    jindu_text_free(&moment);
}

static bool
is_announced(const struct jindu_json *years, int year)
{
    const struct jindu_json *row = jindu_json_first(years);
    for (; row != NULL; row = jindu_json_next(row)) {
        if (wording_number(row, "year") == year) {
            return jindu_json_boolean(
                jindu_json_member(row, "announced"), false);
        }
    }
    return false;
}

static void
check_calendar(struct doctor *doctor, const struct jindu_json *answer)
{
    static const char check[] = N_("calendar");
    const struct jindu_json *years = jindu_json_member(answer, "calendar");
    char today[JINDU_DATE_SIZE];
    wording_day(
        today, wording_number(jindu_json_member(answer, "clock"), "now"));
    int year = (int)strtol(today, NULL, 10);
    long month = strlen(today) > 5 ? strtol(today + 5, NULL, 10) : 0;
    bool late = !is_announced(years, year);
    bool next = is_announced(years, year + 1);
    if (late || (!next && month >= NOVEMBER)) {
        doctor_tell(doctor, check, DOCTOR_WARNING,
            _("when the notice is out: jindu calendar import FILE"),
            _("no calendar of %d is here yet: weekends alone count as days off"),
            late ? year : year + 1);
    } else if (!next) {
        doctor_tell(doctor, check, DOCTOR_OK, NULL,
            _("%d is announced; the notice for %d comes in November"), year,
            year + 1);
    } else {
        doctor_tell(doctor, check, DOCTOR_OK, NULL,
            _("%d and %d are announced"), year, year + 1);
    }
}

static void
check_office(struct doctor *doctor)
{
    struct jindu_json *answer = NULL;
    if (ask_server(doctor, "server.status", NULL, &answer, N_("clock"),
            DOCTOR_WARNING)) {
        check_clock(doctor, answer);
        check_calendar(doctor, answer);
    }
    jindu_json_free(answer);
}

static void
print_end(struct doctor *doctor)
{
    struct output *output = &doctor->context->output;
    struct jindu_text *json = &doctor->json;
    if (!output->json) {
        return;
    }
    jindu_json_end_array(json);
    jindu_json_put_integer(json, "problems", doctor->problems);
    jindu_json_put_integer(json, "warnings", doctor->warnings);
    jindu_json_end_object(json);
    output_check(json);
    output_print(output, "%s\n", display_or_empty(json->bytes));
}

static int
run(struct context *context)
{
    struct doctor doctor = { .context = context };
    jindu_json_put_object(&doctor.json, NULL);
    jindu_json_put_array(&doctor.json, "checks");
    if (check_settings(&doctor)) {
        if (check_server(&doctor)) {
            check_office(&doctor);
        }
        doctor_check_keys(&doctor);
    }
    doctor_check_outbox(&doctor);
    doctor_check_terminal(&doctor);
    print_end(&doctor);
    jindu_text_free(&doctor.json);
    return doctor.problems > 0 ? COMMAND_EXIT_OTHER : 0;
}

const struct command cmd_doctor = {
    .name = "doctor",
    .alias = "检查环境",
    .operands = "",
    .summary = N_("look whether everything here is as it has to be"),
    .details = N_("One line for each thing: the settings, the server and who "
                  "you are for it, its clock, the holidays of this and next "
                  "year, the keys, the outbox, the locale, and how wide the "
                  "terminal draws quotes. Exits with 1 when there is a "
                  "problem; a warning is none."),
    .run = run,
    .bare = true,
};
