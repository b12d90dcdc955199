/* SPDX-License-Identifier: MIT */
#include "explain_words.h"

#include "language.h"

#include <string.h>

static const struct explain_sentence sentences[] = {
    { "percent_needs_done", N_("100 percent is for completed work only"),
        N_("to claim completion, say --done") },
    { "fall_needs_reason", N_("this is less than what was reported before"),
        N_("say why with --reason WHY") },
    { "exclusive", N_("these cannot be said together"),
        N_("--no-change stands alone; --done means 100 percent") },
    { "empty", N_("nothing is reported"),
        N_("give a percent, -m TEXT, --no-change, --blocked WHY or --done") },
    { "vanished", N_("the new plan lacks items of the present one"),
        N_("say --vanished withdraw or --vanished keep") },
    { "owner", N_("the item is not yours"),
        N_("'jindu list --mine' shows yours; the office may report for "
           "others") },
    { "addressed", N_("the notice is not addressed to this person"),
        N_("'jindu notice list --person NAME' shows theirs") },
    { "role", N_("your role does not allow this"),
        N_("'jindu whoami' tells your role, 'jindu admin permissions' what it "
           "may") },
    { "required", N_("'%s' is missing"), NULL },
    { "range", N_("'%s' is out of range"), NULL },
    { "length", N_("'%s' is empty or too long"), NULL },
    { "format", N_("'%s' is not written as it must be"), NULL },
    { "type", N_("'%s' is not written as it must be"), NULL },
    { "double", N_("'%s' holds something twice"), NULL },
    { "order", N_("the parts of the plan came out of order"), NULL },
    { "cursors", N_("you follow under 256 names, which is the most"),
        N_("'jindu server cursors --forget NAME' removes one") },
    { "unknown_member",
        N_("the daemon does not know '%s'; is it older than this jindu?"),
        NULL },
};

/* "no such item" for the fields that name a thing. */
static const struct explain_sentence missing[] = {
    { "item", N_("there is no such item in the plan"),
        N_("'jindu list' shows all") },
    { "plan", N_("there is no such plan"), N_("'jindu plan list' shows all") },
    { "notice", N_("there is no such notice"),
        N_("'jindu notice list' shows all") },
    { "draft", N_("there is no such draft, or it was dropped"),
        N_("import the file again") },
    { "stream", N_("nobody of this name is in a plan"),
        N_("'jindu list' shows who is") },
    { "person", N_("nobody of this name is in a plan"),
        N_("'jindu list' shows who is") },
    { "corrects", N_("there is no such report of this item"),
        N_("'jindu history NO' shows all, with their sequence") },
    { "year", N_("there is no calendar of that year"),
        N_("'jindu calendar import FILE' brings one in") },
    { "cursor", N_("you follow no such stream under this name"),
        N_("'jindu server cursors' shows who follows what") },
    { "file", N_("there is no such folder on the daemon's computer"),
        N_("make it there, or name another") },
};

/* Where a field says more than its rule does. */
static const struct {
    const char *field;
    struct explain_sentence sentence;
} special[] = {
    { "as_of",
        { "range", N_("the day of the report is to come, or too long ago"),
            NULL } },
    { "effective",
        { "range", N_("the day of '%s' is after that of the claim"), NULL } },
    { "person", { "required", N_("'%s' is missing"),
                    N_("the configuration gives your user no person") } },
    { "person",
        { "role", N_("your role does not allow --person with another's name"),
            N_("leave it out to report for yourself; the office may report "
               "for others") } },
    { "reason", { "required", N_("'%s' is missing"),
                    N_("say why with --reason WHY") } },
    { "file", { "exists", N_("there is such a file already"),
                  N_("a backup overwrites nothing; choose another name") } },
    { "file", { "folder", N_("jindud may not write into that folder"),
                  N_("the folder made for it is /var/backups/jindu") } },
    { "stream", { "owner", N_("this stream is not for you"),
                    N_("yours are '--person' with your own name, and '--unit' "
                       "with a unit that stands beside you in a plan") } },
    { "confirm", { "undated", N_("the item has no deadline"),
                     N_("'jindu item update NO --deadline DATE' gives it "
                        "one") } },
    { "confirm", { "state", N_("the clock is not in doubt"), NULL } },
    { "notice", { "state", N_("this person has acknowledged the notice before"),
                    NULL } },
};

/* Fields as the command line calls them. */
static const struct {
    const char *field;
    const char *option;
} spelled[] = {
    { "as_of", "--as-of" },
    { "blocked", "--blocked" },
    { "category", "--category" },
    { "corrects", "--corrects" },
    { "deadline", "--deadline" },
    { "digest", "--digest" },
    { "due_within", "--due" },
    { "effective", "--effective" },
    { "leader", "--leader" },
    { "no_change", "--no-change" },
    { "note", "--note" },
    { "person", "--person" },
    { "plan", "--plan" },
    { "reason", "--reason" },
    { "stream", "--stream" },
    { "unit", "--unit" },
    { "item", N_("item") },
    { "year", N_("year") },
};

const char *
explain_field(const char *field)
{
    for (size_t i = 0; i < sizeof(spelled) / sizeof(spelled[0]); i++) {
        if (strcmp(spelled[i].field, field) == 0) {
            return _(spelled[i].option);
        }
    }
    return field;
}

static const struct explain_sentence *
find(const struct explain_sentence *list, size_t count, const char *rule)
{
    for (size_t i = 0; rule != NULL && i < count; i++) {
        if (strcmp(list[i].rule, rule) == 0) {
            return &list[i];
        }
    }
    return NULL;
}

const struct explain_sentence *
explain_sentence(enum jindu_status status, const char *field, const char *rule)
{
    if (status == JINDU_NOT_FOUND) {
        return find(missing, sizeof(missing) / sizeof(missing[0]), field);
    }
    for (size_t i = 0; i < sizeof(special) / sizeof(special[0]); i++) {
        const struct explain_sentence *sentence = &special[i].sentence;
        if (field != NULL && rule != NULL &&
            strcmp(special[i].field, field) == 0 &&
            strcmp(sentence->rule, rule) == 0) {
            return sentence;
        }
    }
    return find(sentences, sizeof(sentences) / sizeof(sentences[0]), rule);
}

static const char digest_hint[] =
    N_("it is 64 digits, 0 to f, as 'jindu plan import --draft' prints them");
static const char name_hint[] =
    N_("a name has 1 to 120 bytes; 40 Chinese characters fit");

/* What may be said, where the sentence tells only that this may not. */
const char *
explain_bound(const char *field, const char *rule)
{
    static const struct {
        const char *field;
        const char *rule;
        const char *hint;
    } hints[] = {
        { "as_of", "range", N_("it is today, or one of the 366 days before") },
        { "corrects", "range",
            N_("'jindu history NO' shows all, with their sequence") },
        { "digest", "format", digest_hint },
        { "digest", "length", digest_hint },
        { "file", "length", N_("a path has at most 1,000 characters") },
        { "leader", "length", name_hint },
        { "person", "length", name_hint },
        { "reason", "length", N_("it has 1 to 4,000 characters") },
        { "stream", "format",
            N_("it is all, plan/CODE, unit/NAME or person/NAME (to 120 bytes)") },
        { "unit", "length", name_hint },
        { "year", "range", N_("it is one of 2000 to 2100") },
    };
    for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++) {
        if (field != NULL && strcmp(hints[i].field, field) == 0 &&
            rule != NULL && strcmp(hints[i].rule, rule) == 0) {
            return _(hints[i].hint);
        }
    }
    return NULL;
}
