/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <libintl.h>
#include <string.h>

#include "commands.h"
#include "import/finding.h"
#include "spoken.h"

#include <jindu/status.h>

static int
speak_chinese(void **state)
{
    (void)state;
    spoken_choose("zh_CN");
    return 0;
}

static void
assert_translated(const char *message)
{
    if (strcmp(gettext(message), message) == 0) {
        fail_msg("not translated: %s", message);
    }
}

static void
every_status_has_a_chinese_sentence(void **state)
{
    (void)state;
    for (int i = JINDU_OK; i <= JINDU_INTERNAL; i++) {
        assert_translated(jindu_status_text((enum jindu_status)i));
    }
}

static void
every_finding_has_a_chinese_sentence(void **state)
{
    (void)state;
    for (int i = 0; i < IMPORT_CODE_COUNT; i++) {
        const char *sentence = import_code_sentence((enum import_code)i);
        assert_translated(sentence);
        const char *chinese = gettext(sentence);
        assert_true((strstr(sentence, "{1}") != NULL) ==
                    (strstr(chinese, "{1}") != NULL));
        assert_true((strstr(sentence, "{2}") != NULL) ==
                    (strstr(chinese, "{2}") != NULL));
    }
}

static void
every_command_is_explained_in_chinese(void **state)
{
    (void)state;
    for (size_t i = 0; commands_all[i] != NULL; i++) {
        const struct command_option *option = commands_all[i]->options;
        assert_translated(commands_all[i]->summary);
        for (; option != NULL && option->name != NULL; option++) {
            assert_translated(option->help);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_has_a_chinese_sentence),
        cmocka_unit_test(every_finding_has_a_chinese_sentence),
        cmocka_unit_test(every_command_is_explained_in_chinese),
    };
    return cmocka_run_group_tests(tests, speak_chinese, NULL);
}
