/* SPDX-License-Identifier: MIT */
#include "language.h"

#include "beside.h"

#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define DOMAIN "jindu"
#define CATALOGUE "/zh_CN/LC_MESSAGES/" DOMAIN ".mo"

/* The first of these that says something names the language. */
static const char *
wanted_locale(void)
{
    static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const char *value = getenv(names[i]);
        if (value != NULL && *value != '\0') {
            return value;
        }
    }
    return "";
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
    if (setlocale(LC_ALL, "") == NULL &&
        strncmp(wanted_locale(), "zh", strlen("zh")) == 0) {
        (void)setenv("LANGUAGE", "zh_CN", 1);
        (void)setlocale(LC_ALL, "C.UTF-8");
    }
    (void)setlocale(LC_NUMERIC, "C");
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
language_codeset(void)
{
    const char *codeset = nl_langinfo(CODESET);
    /* The C locale calls itself ASCII, which says nothing of the terminal. */
    return strncmp(codeset, "ANSI_", strlen("ANSI_")) == 0 ? "" : codeset;
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
