/* SPDX-License-Identifier: MIT */
#include "doctor.h"

#include "cursor.h"
#include "language.h"
#include "outbox.h"
#include "settings.h"

#include <jindu/jindu.h>

#include <stdlib.h>
#include <string.h>

#define QUOTES "“”"

/* Two characters: narrow ones take two cells, wide ones four. */
#define QUOTES_WIDE 4

static void
check_locale(struct doctor *doctor)
{
    static const char check[] = N_("locale");
    const char *codeset = language_codeset();
    if (strcmp(codeset, "ASCII") == 0) {
        doctor_tell(doctor, check, DOCTOR_WARNING,
            _("set LANG to zh_CN.UTF-8 or C.UTF-8 if the terminal shows UTF-8"),
            "%s", _("no locale is set; a terminal gets ASCII alone"));
    } else {
        doctor_tell(doctor, check, DOCTOR_OK, NULL, _("codeset %s, %s"),
            codeset,
            /* Translators: the name of this language. */
            _("English"));
    }
}

static void
check_width(struct doctor *doctor)
{
    static const char check[] = N_("width");
    struct output *output = &doctor->context->output;
    int cells = output->json ? CURSOR_UNKNOWN : cursor_measure(output, QUOTES);
    bool wide = cells >= QUOTES_WIDE;
    if (cells == CURSOR_UNKNOWN) {
        doctor_tell(doctor, check, DOCTOR_OK, NULL,
            output->wide ? _("%s is taken as two cells a character; no "
                             "terminal was there to be asked")
                         : _("%s is taken as one cell a character; no "
                             "terminal was there to be asked"),
            QUOTES);
    } else if (wide == output->wide) {
        doctor_tell(doctor, check, DOCTOR_OK, NULL,
            _("the terminal draws %s in %d cells, as is assumed"), QUOTES,
            cells);
    } else if (wide) {
        doctor_tell(doctor, check, DOCTOR_WARNING,
            _("set JINDU_AMBIGUOUS_WIDTH=2, or columns will not align"),
            _("the terminal draws %s in %d cells, one for each is assumed"),
            QUOTES, cells);
    } else {
        doctor_tell(doctor, check, DOCTOR_WARNING,
            _("unset JINDU_AMBIGUOUS_WIDTH, or choose a locale in UTF-8"),
            _("the terminal draws %s in %d cells, two for each are assumed"),
            QUOTES, cells);
    }
}

void
doctor_check_terminal(struct doctor *doctor)
{
    check_locale(doctor);
    check_width(doctor);
}

void
doctor_check_outbox(struct doctor *doctor)
{
    static const char check[] = N_("outbox");
    struct outbox_counts counts;
    struct outbox_fault fault = outbox_count(doctor->context, &counts);
    if (fault.status != JINDU_OK) {
        struct jindu_text words = JINDU_TEXT_INIT;
        outbox_put_fault(&words, &fault);
        doctor_tell(doctor, check, DOCTOR_PROBLEM, NULL, "%s",
            display_or_empty(words.bytes));
        jindu_text_free(&words);
    } else if (counts.refused > 0) {
        doctor_tell(doctor, check, DOCTOR_WARNING,
            _("'jindu flush --failed' tells why, 'jindu flush --retry all' sends "
              "again"),
            ngettext("%zu report was refused, %zu wait",
                "%zu reports were refused, %zu wait",
                (unsigned long)counts.refused),
            counts.refused, counts.waiting);
    } else if (counts.waiting > 0) {
        doctor_tell(doctor, check, DOCTOR_WARNING,
            _("'jindu flush' delivers them"),
            ngettext("%zu report waits to be delivered",
                "%zu reports wait to be delivered",
                (unsigned long)counts.waiting),
            counts.waiting);
    } else if (counts.elsewhere.count == 0) {
        doctor_tell(doctor, check, DOCTOR_OK, NULL, "%s", _("nothing waits"));
    }
    if (counts.elsewhere.count > 0) {
        struct jindu_text words = JINDU_TEXT_INIT;
        outbox_put_elsewhere(&words, &counts.elsewhere);
        doctor_tell(doctor, check, DOCTOR_WARNING, NULL, "%s",
            display_or_empty(words.bytes));
        jindu_text_free(&words);
    }
}

static void
check_own_key(struct doctor *doctor, bool needed)
{
    static const char check[] = N_("own key");
    char path[JINDU_KEYFILE_PATH_SIZE];
    char detail[JINDU_KEYFILE_DETAIL_SIZE] = "";
    struct jindu_keyfile keyfile = JINDU_KEYFILE_INIT;
    enum jindu_status status =
        jindu_keyfile_own(path, doctor->context->settings.certificate, detail);
    if (status == JINDU_OK) {
        status = jindu_keyfile_read(&keyfile, path, detail);
    }
    if (status == JINDU_OK) {
        doctor_tell(doctor, check, DOCTOR_OK, NULL,
            _("'%s', for this user alone"), path);
    } else if (status == JINDU_NOT_FOUND && !needed) {
        doctor_tell(doctor, check, DOCTOR_OK, NULL, "%s",
            _("none, and a server on this computer needs none"));
    } else {
        doctor_tell(doctor, check, needed ? DOCTOR_PROBLEM : DOCTOR_WARNING,
            status == JINDU_NOT_FOUND ? _("'jindu key new' makes one") : NULL,
            "%s", detail);
    }
}

static void
check_server_key(struct doctor *doctor)
{
    static const char check[] = N_("server key");
    char path[SETTINGS_PATH_SIZE];
    char detail[JINDU_KEYFILE_DETAIL_SIZE] = "";
    struct jindu_keyfile keyfile = JINDU_KEYFILE_INIT;
    const char *file = doctor->context->settings.server_certificate;
    if (file == NULL) {
        file = settings_path(path, "server.key") ? path : "server.key";
    }
    if (jindu_keyfile_read(&keyfile, file, detail) == JINDU_OK) {
        doctor_tell(doctor, check, DOCTOR_OK, NULL, _("'%s'"), file);
    } else {
        doctor_tell(doctor, check, DOCTOR_PROBLEM,
            _("ask the office for the server's public key"), "%s", detail);
    }
}

void
doctor_check_keys(struct doctor *doctor)
{
    const char *server = doctor->context->settings.server;
    bool remote = server != NULL && strncmp(server, "tcp://", 6) == 0;
    check_own_key(doctor, remote);
    if (remote) {
        check_server_key(doctor);
    }
}
