/* SPDX-License-Identifier: MIT */
#include "help_topics.h"

#include "help.h"
#include "language.h"
#include "textdistance.h"

#include <string.h>

struct row {
    const char *left;  /* NULL: a line of text; as it is, never translated */
    const char *right; /* NULL ends a topic */
};

static const struct row exit_codes[] = {
    { "0", N_("all is well") },
    { "1", N_("something else went wrong, or 'doctor' found a problem") },
    { "10", N_("'check' found some, 'plan diff' a difference") },
    { "11", N_("the import needs answers from a person") },
    { "64", N_("the command line or a file of settings is wrong") },
    { "65", N_("malformed or invalid data, a file that cannot be imported") },
    { "66", N_("no such plan, item, notice, file or context") },
    { "69", N_("the daemon is shutting down") },
    { "70", N_("the stream began anew, or older events are gone") },
    { "71", N_("out of memory") },
    { "73", N_("refused: contradicts what is stored, or the item's state") },
    { "74", N_("the store or the output could not be written") },
    { "75", N_("no answer, or the daemon is busy: try again; a report is kept "
               "in the outbox") },
    { "77", N_("not permitted, or the keys do not fit") },
    { NULL, NULL },
};

static const struct row environment[] = {
    { "JINDU_SERVER", N_("where jindud answers") },
    { "JINDU_CONTEXT", N_("the name of a context: 'jindu help context'") },
    { "JINDU_CERTIFICATE",
        N_("the own secret key, for a server on another computer") },
    { "JINDU_SERVER_CERTIFICATE", N_("the public key of that server") },
    { "JINDU_PLAN", N_("the plan's code") },
    { "JINDU_PAGER, PAGER",
        N_("shows what is longer than the terminal (less -FIRX)") },
    { "JINDU_AMBIGUOUS_WIDTH",
        N_("2: the terminal draws quotes and the like wide") },
    { "NO_COLOR", N_("not empty: no color") },
    { "CLICOLOR_FORCE", N_("not empty and not 0: color in pipes, too") },
    { "TERM", N_("dumb or not set: neither color nor pager") },
    { "COLUMNS", N_("the width of the terminal") },
    { "XDG_CONFIG_HOME", N_("jindu/config there holds 'server = ..' and "
                            "'plan = ..', and the keys lie beside it") },
    { "XDG_CONFIG_DIRS", N_("jindu/config there is read after it (/etc/xdg), "
                            "/etc/jindu/jindu.conf last") },
    { "XDG_STATE_HOME",
        N_("jindu/outbox there keeps reports that no daemon took") },
    { "XDG_RUNTIME_DIR", N_("jindu/requests there is looked for first") },
    { "LANG, LANGUAGE", N_("the language of messages") },
    { "LC_ALL, LC_CTYPE",
        N_("the character set of the terminal, such as GBK: of what is shown "
           "there, and of the words typed there; paths stay as they are") },
    { NULL, NULL },
};

static const struct row formats[] = {
    { "DATE", N_("a day, as 2031-12-31") },
    { "DAYS", N_("a number of days, as 7 or 7d") },
    { "MONTH", N_("as 2031-12") },
    { "NO", N_("the number of an item, as the plan writes it") },
    { "PERCENT", N_("from 0 to 100; 100 needs --done") },
    { "NAME",
        N_("a person or unit; blanks may pad a person of two characters") },
    { "CODE", N_("a plan: letters, digits, - and _, up to 32; usually its "
                 "year") },
    { "SEQUENCE", N_("the number of an event: 'jindu history' shows it") },
    { "KEY", N_("of one report: jindu makes it, and it counts once") },
    { "ENDPOINT",
        N_("ipc://PATH or PATH on this computer, tcp://HOST:PORT elsewhere") },
    { "FILE", N_("a path; - is the standard input for what is imported, and "
                 "for a note") },
    { "", N_("plan files: CSV, or text with tabs as copied from a table") },
    { "--json", N_("one line: the answer of the daemon as it is ('server "
                   "metrics' stays text); errors on standard error, as "
                   "{\"error\":{...}}") },
    { NULL, NULL },
};

static const struct row examples[] = {
    { NULL, N_("What is mine, and what is urgent?") },
    { NULL, "  jindu list --mine" },
    { NULL, "  jindu list --due 7d" },
    { NULL, N_("Report progress, look at it first:") },
    { NULL, "  jindu report 3 40 -m \"...\" --dry-run" },
    { NULL, "  jindu report 3 40 -m \"...\"" },
    { NULL, N_("It is finished; the office verifies it:") },
    { NULL, "  jindu report 3 --done" },
    { NULL, "  jindu item verify 3" },
    { NULL, N_("Bring in the plan of a year, and its holidays:") },
    { NULL, "  jindu plan import plan.csv" },
    { NULL, "  jindu calendar import 2031.json" },
    { NULL, N_("Mail in the morning when something is overdue (cron):") },
    { NULL, "  jindu check --overdue || jindu list --overdue" },
    { NULL, N_("Hand on each reminder to a program:") },
    { NULL, "  jindu watch --name mail --kind digest --exec ./send.sh" },
    { NULL, N_("Something does not work:") },
    { NULL, "  jindu doctor" },
    { NULL, NULL },
};

static const struct {
    const char *name;
    const char *words;
    const struct row *rows;
} topics[] = {
    { "exit-codes", N_("what the exit status says"), exit_codes },
    { "environment", N_("variables that count"), environment },
    { "formats", N_("how dates, names and files are written"), formats },
    { "examples", N_("a working day in a few lines"), examples },
};

#define TOPIC_COUNT (sizeof(topics) / sizeof(topics[0]))

const char *
help_topics_name(size_t i)
{
    return i < TOPIC_COUNT ? topics[i].name : NULL;
}

const char *
help_topics_nearest(const char *typed)
{
    const char *near = NULL;
    for (size_t i = 0; i < TOPIC_COUNT; i++) {
        near = textdistance_nearer(typed, near, topics[i].name);
    }
    return near;
}

void
help_topics_list(struct output *output)
{
    for (size_t i = 0; i < TOPIC_COUNT; i++) {
        help_pair(output, topics[i].name, _(topics[i].words));
    }
}

bool
help_topics_print(struct output *output, const char *name)
{
    for (size_t i = 0; i < TOPIC_COUNT; i++) {
        if (strcmp(topics[i].name, name) != 0) {
            continue;
        }
        const struct row *row = topics[i].rows;
        for (; row->right != NULL; row++) {
            if (row->left != NULL) {
                help_pair(output, row->left, _(row->right));
            } else {
                output_print(output, "%s\n", _(row->right));
            }
        }
        return true;
    }
    return false;
}
