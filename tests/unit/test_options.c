/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "options.h"
#include "typed.h"

#define WORDS_MAX 16
#define COMPLAINT_MAX 512

static char complaint[COMPLAINT_MAX];
static struct codeset *codeset; /* of the terminal; NULL: UTF-8 */

/* Parses the words of line, parted by blanks; stderr goes to complaint. */
static int
parse(struct context *context, const char *line)
{
    static char words[COMPLAINT_MAX];
    static char *argv[WORDS_MAX];
    int argc = 0;
    (void)snprintf(words, sizeof(words), "%s", line);
    for (char *at = words; *at != '\0' && argc < WORDS_MAX - 1;) {
        argv[argc++] = at;
        at += strcspn(at, " ");
        if (*at == ' ') {
            *at++ = '\0';
        }
    }
    argv[argc] = NULL;
    memset(context, 0, sizeof(*context));
    context->output.message_width = OUTPUT_NO_LIMIT;
    context->output.codeset = codeset;
    FILE *file = tmpfile();
    assert_non_null(file);
    (void)fflush(stderr);
    int saved = dup(STDERR_FILENO);
    assert_int_equal(dup2(fileno(file), STDERR_FILENO), STDERR_FILENO);
    int status = options_parse(context, argc, argv);
    (void)fflush(stderr);
    assert_int_equal(dup2(saved, STDERR_FILENO), STDERR_FILENO);
    (void)close(saved);
    rewind(file);
    complaint[fread(complaint, 1, sizeof(complaint) - 1, file)] = '\0';
    (void)fclose(file);
    return status;
}

static void
common_options_stand_before_between_and_after_the_words(void **state)
{
    struct context context;
    static const char *const lines[] = { "jindu --json --plan p plan list",
        "jindu plan --json --plan p list", "jindu plan list --plan=p --json" };
    (void)state;
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        assert_int_equal(parse(&context, lines[i]), 0);
        assert_ptr_equal(context.command, &cmd_plan_list);
        assert_true(context.settings.json);
        assert_true(context.output.json);
        assert_string_equal(context.settings.plan, "p");
        assert_true(context.settings.plan_given);
    }
}

static void
options_and_operands_may_be_mixed(void **state)
{
    struct context context;
    (void)state;
    assert_int_equal(
        parse(&context, "jindu report 3 -m text 40 --as-of 2021-06-25 -q"), 0);
    assert_ptr_equal(context.command, &cmd_report);
    assert_int_equal(context.operand_count, 2);
    assert_string_equal(context.operands[0], "3");
    assert_string_equal(context.operands[1], "40");
    assert_string_equal(command_text(&context, "note"), "text");
    assert_string_equal(command_text(&context, "as-of"), "2021-06-25");
    assert_false(command_flag(&context, "done"));
    assert_true(context.settings.quiet);
}

static void
a_chinese_alias_is_the_command(void **state)
{
    struct context context;
    (void)state;
    assert_int_equal(parse(&context, "jindu 上报 3 --done"), 0);
    assert_ptr_equal(context.command, &cmd_report);
    assert_true(command_flag(&context, "done"));
    assert_ptr_equal(commands_find("列表"), &cmd_list);
    assert_ptr_equal(commands_find("查看"), &cmd_show);
    assert_ptr_equal(commands_find("状态"), &cmd_status);
    assert_ptr_equal(commands_find("关注"), &cmd_watch);
}

static void
assert_refused(const char *line, const char *words)
{
    struct context context;
    assert_int_equal(parse(&context, line), COMMAND_EXIT_USAGE);
    if (strstr(complaint, words) == NULL) {
        fail_msg("'%s' is not in: %s", words, complaint);
    }
}

static void
a_mistyped_word_is_answered_with_the_nearest(void **state)
{
    (void)state;
    assert_refused("jindu lsit", "did you mean 'list'?");
    assert_refused("jindu plan imprt x", "did you mean 'plan import'?");
    assert_refused("jindu import x", "did you mean 'plan import'?");
    assert_refused("jindu report 3 --reson x", "did you mean '--reason'?");
    assert_refused("jindu itm verify 3", "did you mean 'item'?");
    assert_refused("jindu qqqqqqqq", "no command 'qqqqqqqq'\n");
}

static void
an_option_is_not_taken_by_its_beginning(void **state)
{
    struct context context;
    (void)state;
    assert_refused("jindu list --overd", "written in full: '--overdue'");
    assert_refused("jindu list --stat=done", "written in full: '--state'");
    assert_refused("jindu list --stat done", "written in full: '--state'");
    assert_refused("jindu --js list", "written in full: '--json'");
    assert_refused("jindu list --p x", "'--p'"); /* of several */
    assert_int_equal(parse(&context, "jindu list --state done"), 0);
    assert_int_equal(parse(&context, "jindu list --state=done"), 0);
    assert_int_equal(parse(&context, "jindu list --due=1d --overdue"), 0);
}

static void
a_value_that_cannot_be_is_refused_with_its_option(void **state)
{
    (void)state;
    assert_refused("jindu report 3 --as-of 2021-02-30", "--as-of");
    assert_refused("jindu list --due soon", "--due");
    assert_refused("jindu list --state lost", "--state");
    assert_refused("jindu list --state", "needs a value");
    assert_refused("jindu list --overdue=1", "takes no value");
    assert_refused("jindu list --timeout 0", "--timeout");
    assert_refused("jindu list --color sometimes", "--color");
    assert_refused("jindu list --state active|done", "--state");
}

static void
assert_given(const char *line, const char *option, const char *wanted)
{
    struct context context;
    assert_int_equal(parse(&context, line), 0);
    assert_string_equal(command_text(&context, option), wanted);
}

static void
a_name_is_taken_as_the_import_writes_it(void **state)
{
    (void)state;
    assert_given("jindu list --person 高\u3000\u3000远", "person", "高远");
    assert_given("jindu list --person=\u3000欧阳\u3000川", "person", "欧阳川");
    assert_given("jindu list --leader 高\u3000远", "leader", "高远");
    assert_given("jindu list --unit \u3000水利站\u3000", "unit", "水利站");
    assert_given("jindu report 3 5 --person 高\u3000远", "person", "高远");
    assert_given("jindu report 3 -m 高\u3000远", "note", "高\u3000远");
    assert_given("jindu watch --person uid:7", "person", "uid:7");
    assert_refused("jindu list --person 高远、苏禾", "is not one name");
    assert_refused("jindu list --unit=", "is not one name");
}

static void
a_text_that_is_not_utf_8_is_refused_with_its_option(void **state)
{
    (void)state;
    assert_refused("jindu report 3 -m a\xff", "the text of --note");
    assert_refused("jindu list --person \xb8\xdf", "the text of --person");
}

static void
words_are_typed_in_the_codeset_and_paths_stay_bytes(void **state)
{
    struct context context;
    (void)state;
    codeset = codeset_new("GBK");
    assert_int_equal(
        parse(&context, "jindu \xC9\xCF\xB1\xA8 3 -m \xC4\xA3\xCA\xBD "
                        "-F \xC5\xA9 --person \xC0\xEE\xD2\xD2"),
        0);
    assert_ptr_equal(context.command, &cmd_report);
    assert_string_equal(command_text(&context, "note"), "模式");
    assert_string_equal(command_text(&context, "note-file"), "\xC5\xA9");
    assert_string_equal(command_text(&context, "person"), "李乙");
    typed_free(&context);
    assert_int_equal(
        parse(&context, "jindu plan import \xC5\xA9 --map \xC5\xA9=name"), 0);
    assert_string_equal(context.operands[0], "\xC5\xA9");
    assert_string_equal(context.list[0], "农=name");
    assert_string_equal(typed_shown(&context, context.operands[0]), "农");
    typed_free(&context);
    assert_int_equal(parse(&context, "jindu context show \xC5\xA9"), 0);
    assert_string_equal(context.operands[0], "农");
    typed_free(&context);
    codeset_free(codeset);
    codeset = NULL;
}

static void
a_word_that_the_codeset_lacks_is_refused_by_its_place(void **state)
{
    struct context context;
    (void)state;
    codeset = codeset_new("GBK");
    assert_int_equal(
        parse(&context, "jindu report 3 -m \xC5\xA9\xFF"), COMMAND_EXIT_USAGE);
    assert_non_null(strstr(complaint, "the text of --note"));
    assert_non_null(strstr(complaint, "LC_ALL"));
    typed_free(&context);
    assert_int_equal(
        parse(&context, "jindu context show \xFF"), COMMAND_EXIT_USAGE);
    assert_non_null(strstr(complaint, "word 1 after 'jindu context show'"));
    typed_free(&context);
    assert_int_equal(parse(&context, "jindu \xFF"), COMMAND_EXIT_USAGE);
    assert_non_null(strstr(complaint, "the name of the command"));
    typed_free(&context);
    assert_int_equal(parse(&context, "jindu plan import \xFF"), 0);
    assert_string_equal(context.operands[0], "\xFF");
    typed_free(&context);
    codeset_free(codeset);
    codeset = NULL;
}

static void
a_number_of_an_item_begins_with_1(void **state)
{
    static const char *const wrong[] = { "七", "0", "-1", "3x", "2147483648" };
    long long number = 0;
    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct context context = { .operands = { wrong[i] } };
        context.output.message_width = OUTPUT_NO_LIMIT;
        assert_false(command_operand_item(&context, 0, &number));
    }
    struct context context = { .operands = { "2147483647" } };
    assert_true(command_operand_item(&context, 0, &number));
    assert_int_equal(number, 2147483647);
}

static void
operands_are_counted(void **state)
{
    struct context context;
    (void)state;
    assert_refused("jindu report", "needs NO [PERCENT]");
    assert_refused("jindu show 1 2", "'2' is one word too many");
    assert_refused("jindu item", "claim, verify, return");
    assert_int_equal(parse(&context, "jindu"), 0);
    assert_null(context.command);
    assert_int_equal(parse(&context, "jindu report --help"), 0);
    assert_true(context.help);
}

static void
days_may_end_in_d(void **state)
{
    struct context context;
    (void)state;
    assert_int_equal(parse(&context, "jindu check --due 7d"), 0);
    assert_int_equal(command_number(&context, "due", -1), 7);
    assert_int_equal(parse(&context, "jindu check --due 30"), 0);
    assert_int_equal(command_number(&context, "due", -1), 30);
    assert_refused("jindu check --due 7dd", "--due");
    assert_refused("jindu check --due=-1", "--due");
}

static void
errors_are_objects_in_json(void **state)
{
    struct context context;
    (void)state;
    assert_int_equal(
        parse(&context, "jindu --json show 1 2"), COMMAND_EXIT_USAGE);
    assert_string_equal(complaint,
        "{\"error\":{\"data\":{\"status\":\"usage\"},"
        "\"message\":\"'2' is one word too many; a text with blanks needs quotes\"}}\n");
}

static void
every_option_has_words_and_room(void **state)
{
    (void)state;
    for (size_t i = 0; commands_all[i] != NULL; i++) {
        const struct command *command = commands_all[i];
        const struct command_option *option = command->options;
        assert_non_null(command->summary);
        assert_non_null(command->run);
        size_t count = 0;
        for (; option != NULL && option->name != NULL; option++, count++) {
            assert_non_null(option->help);
            assert_true(
                (option->kind == COMMAND_FLAG) == (option->value == NULL));
        }
        assert_true(count + 8 <= COMMAND_VALUES_MAX);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            common_options_stand_before_between_and_after_the_words),
        cmocka_unit_test(options_and_operands_may_be_mixed),
        cmocka_unit_test(a_chinese_alias_is_the_command),
        cmocka_unit_test(a_mistyped_word_is_answered_with_the_nearest),
        cmocka_unit_test(an_option_is_not_taken_by_its_beginning),
        cmocka_unit_test(a_value_that_cannot_be_is_refused_with_its_option),
        cmocka_unit_test(a_name_is_taken_as_the_import_writes_it),
        cmocka_unit_test(a_text_that_is_not_utf_8_is_refused_with_its_option),
        cmocka_unit_test(words_are_typed_in_the_codeset_and_paths_stay_bytes),
        cmocka_unit_test(a_word_that_the_codeset_lacks_is_refused_by_its_place),
        cmocka_unit_test(a_number_of_an_item_begins_with_1),
        cmocka_unit_test(operands_are_counted),
        cmocka_unit_test(days_may_end_in_d),
        cmocka_unit_test(errors_are_objects_in_json),
        cmocka_unit_test(every_option_has_words_and_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
