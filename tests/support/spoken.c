/* SPDX-License-Identifier: MIT */
#include "spoken.h"

#include "output.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define FOLDER_MAX 4096
#define SPOKEN_MAX 4096 /* a test reads some lines */

void
spoken_choose(const char *language)
{
    char folder[FOLDER_MAX];
    const char *build = getenv("JINDU_BUILD");
    assert_non_null(build);
    (void)snprintf(folder, sizeof(folder), "%s/client/locale", build);
    assert_int_equal(setenv("LANGUAGE", language, 1), 0);
    assert_int_equal(setenv("TZ", "Asia/Shanghai", 1), 0);
    tzset();
    assert_non_null(setlocale(LC_ALL, "C.UTF-8"));
    assert_non_null(bindtextdomain("jindu", folder));
    assert_non_null(bind_textdomain_codeset("jindu", "UTF-8"));
    assert_non_null(textdomain("jindu"));
}

const char *
spoken(void (*print)(struct output *output), struct output *output)
{
    static char text[SPOKEN_MAX];
    FILE *file = tmpfile();
    assert_non_null(file);
    (void)fflush(stdout);
    int saved = dup(STDOUT_FILENO);
    assert_true(saved >= 0);
    assert_int_equal(dup2(fileno(file), STDOUT_FILENO), STDOUT_FILENO);
    print(output);
    output_flush(output);
    assert_int_equal(dup2(saved, STDOUT_FILENO), STDOUT_FILENO);
    (void)close(saved);
    rewind(file);
    size_t length = fread(text, 1, sizeof(text) - 1, file);
    text[length] = '\0';
    (void)fclose(file);
    return text;
}
