/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* strerrordesc_np */
#include "language.h"

#include "beside.h"

#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#define DOMAIN "jindu"
#define CATALOGUE "/zh_CN/LC_MESSAGES/" DOMAIN ".mo"

/* The codeset of a locale that the system lacks, as its name says. */
static char named_codeset[32] = "";

/* The first variable that says something names the locale. */
static const char *
wanted_locale(const char *category)
{
    const char *const names[] = { "LC_ALL", category, "LANG" };
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const char *value = getenv(names[i]);
        if (value != NULL && *value != '\0') {
            return value;
        }
    }
    return "";
}

/* Messages need no locale of the system's, only the name of the wanted one:
 * "zh_CN.GBK" is Chinese on a terminal of that codeset. */
static void
do_without(void)
{
    const char *dot = strchr(wanted_locale("LC_CTYPE"), '.');
    size_t length = dot != NULL ? strcspn(dot + 1, "@") : 0;
    (void)snprintf(named_codeset, sizeof(named_codeset), "%.*s", (int)length,
        dot != NULL ? dot + 1 : "");
    if (strncmp(wanted_locale("LC_MESSAGES"), "zh", strlen("zh")) == 0) {
        (void)setenv("LANGUAGE", "zh_CN", 1);
    }
    (void)setlocale(LC_CTYPE, "C.UTF-8");
    (void)setlocale(LC_MESSAGES, "C.UTF-8");
}

static bool
has_catalogue(const char *folder)
{
    char path[PATH_MAX];
    int length = snprintf(path, sizeof(path), "%s" CATALOGUE, folder);
    return length > 0 && (size_t)length < sizeof(path) &&
           access(path, R_OK) == 0;
}

/* True and folder filled when the program's own folder leads to one. */
static bool
catalogue_beside_program(char folder[PATH_MAX])
{
    static const char *const places[] = { "locale", "../share/locale" };
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        if (beside_program(places[i], folder) && has_catalogue(folder)) {
            return true;
        }
    }
    return false;
}

void
language_start(void)
{
    /* The rest is not asked for, and costs a file each. */
    if (setlocale(LC_CTYPE, "") == NULL || setlocale(LC_MESSAGES, "") == NULL) {
        do_without();
    }
    char folder[PATH_MAX];
    const char *place = JINDU_LOCALE_DIR;
    if (catalogue_beside_program(folder)) {
        place = folder;
    }
    (void)bindtextdomain(DOMAIN, place);
    (void)bind_textdomain_codeset(DOMAIN, "UTF-8");
    (void)textdomain(DOMAIN);
}

const char *
language_error(int cause)
{
    const char *text = strerrordesc_np(cause);
    return text != NULL ? _(text) : _("unknown error");
}

bool
language_is_chinese(void)
{
    /* The head of the catalogue in use. */
    return strstr(gettext(""), "\nLanguage: zh") != NULL;
}

const char *
language_codeset(void)
{
    const char *codeset =
        *named_codeset != '\0' ? named_codeset : nl_langinfo(CODESET);
    if (strcasecmp(codeset, "UTF-8") == 0 || strcasecmp(codeset, "utf8") == 0) {
        return "UTF-8";
    }
    /* The name that the C locale has for it helps nobody. */
    return strncmp(codeset, "ANSI_", strlen("ANSI_")) == 0 ? "ASCII" : codeset;
}

bool
language_use_zone(const char *zone)
{
    if (zone == NULL || *zone == '\0' || strstr(zone, "..") != NULL) {
        return false;
    }
    char path[PATH_MAX];
    int length = snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s", zone);
    if (length < 0 || (size_t)length >= sizeof(path) ||
        access(path, R_OK) != 0) {
        return false;
    }
    (void)setenv("TZ", zone, 1);
    tzset();
    return true;
}
