/* SPDX-License-Identifier: MIT */
#include "import/encode.h"
#include "import/import.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "office_headings.h"

#include "request.h"

#define HEADER \
    "序号,项目名称,项目内容,目标任务,责任单位,责任人,责任领导,完成时限\n"

static struct import_plan
plan_of(const char *text, size_t length)
{
    struct import_plan plan = { 0 };
    struct import_error error = { 0 };

    assert_int_equal(
        office_read(&plan, text, length, "csv", 0, &error), JINDU_OK);
    assert_int_equal(plan.levels[IMPORT_ERROR], 0);
    return plan;
}

static void
assert_item(const struct import_item *item, const char *json)
{
    struct jindu_text text = JINDU_TEXT_INIT;

    import_encode_item(&text, NULL, item);
    assert_false(text.failed);
    assert_string_equal(text.bytes, json);
    jindu_text_free(&text);
}

static void
an_item_has_all_its_members_in_canonical_order(void **state)
{
    static const char file[] =
        "清河镇2026年计划\n" HEADER
        "1,甲,甲一,目标,经济办,周  正,方敏,2026-06-30\n"
        "2,,甲二,\"一\n二\",,,,\n"
        "3,乙,乙一,目标,农业办,何田、江河,吴桐,长期坚持\n";
    struct import_plan plan = plan_of(file, sizeof(file) - 1);

    (void)state;
    assert_item(&plan.items[0],
        "{\"category\":\"甲\",\"deadline\":\"2026-06-30\","
        "\"deadline_source\":\"explicit\",\"inherited\":[],"
        "\"leaders\":[\"方敏\"],\"name\":\"甲一\",\"no\":1,"
        "\"persons\":[\"周正\"],\"raw\":{\"category\":\"甲\","
        "\"deadline\":\"2026-06-30\",\"leaders\":\"方敏\","
        "\"name\":\"甲一\",\"persons\":\"周  正\",\"target\":\"目标\","
        "\"units\":\"经济办\"},\"target\":\"目标\",\"unconfirmed\":[],"
        "\"units\":[\"经济办\"]}");
    assert_item(&plan.items[1],
        "{\"category\":\"甲\",\"deadline\":\"2026-06-30\","
        "\"deadline_from\":1,\"deadline_source\":\"carried\","
        "\"inherited\":[\"category\",\"units\",\"persons\",\"leaders\","
        "\"deadline\"],\"leaders\":[\"方敏\"],\"name\":\"甲二\",\"no\":2,"
        "\"persons\":[\"周正\"],\"raw\":{\"category\":null,"
        "\"deadline\":null,\"leaders\":null,\"name\":\"甲二\","
        "\"persons\":null,\"target\":\"一\\n二\",\"units\":null},"
        "\"target\":\"一\\n二\",\"unconfirmed\":[\"deadline\"],"
        "\"units\":[\"经济办\"]}");
    assert_item(&plan.items[2],
        "{\"category\":\"乙\",\"deadline\":null,"
        "\"deadline_words\":\"长期坚持\",\"inherited\":[],"
        "\"leaders\":[\"吴桐\"],\"name\":\"乙一\",\"no\":3,"
        "\"persons\":[\"何田\",\"江河\"],\"raw\":{\"category\":\"乙\","
        "\"deadline\":\"长期坚持\",\"leaders\":\"吴桐\",\"name\":\"乙一\","
        "\"persons\":\"何田、江河\",\"target\":\"目标\","
        "\"units\":\"农业办\"},\"target\":\"目标\",\"unconfirmed\":[],"
        "\"units\":[\"农业办\"]}");
    import_plan_free(&plan);
}

static void
the_head_leaves_out_what_is_not_known(void **state)
{
    static const char full[] = "清河镇2026年计划\n总负责人：秦岭 "
                               "时间：2025年11月\n" HEADER
                               "1,甲,甲一,目标,办,周正,方敏,年底\n备注：无\n";
    static const char bare[] =
        "2026年计划\n" HEADER "1,甲,甲一,目标,办,周正,方敏,年底\n";
    struct import_plan plan = plan_of(full, sizeof(full) - 1);
    struct jindu_text text = JINDU_TEXT_INIT;

    (void)state;
    import_encode_head(&text, NULL, &plan, "abc");
    assert_string_equal(text.bytes,
        "{\"heads\":[\"秦岭\"],\"made\":\"2025-11\",\"org\":\"清河镇\","
        "\"remark\":\"备注：无\",\"source\":\"abc\","
        "\"title\":\"清河镇2026年计划\",\"year\":2026}");
    import_plan_free(&plan);
    jindu_text_clear(&text);
    plan = plan_of(bare, sizeof(bare) - 1);
    import_encode_head(&text, NULL, &plan, NULL);
    assert_string_equal(
        text.bytes, "{\"heads\":[],\"title\":\"2026年计划\",\"year\":2026}");
    import_plan_free(&plan);
    jindu_text_free(&text);
}

/* Rows whose cells hold all that is escaped, as large as a row may be. */
static void
large_file(struct jindu_text *file, size_t rows)
{
    char line[64];
    size_t i = 0;
    size_t k = 0;

    jindu_text_append_string(file, "清河镇2026年计划\n" HEADER);
    for (i = 1; i <= rows; i++) {
        (void)snprintf(line, sizeof(line), "%zu,甲,甲%zu,\"", i, i);
        jindu_text_append_string(file, line);
        for (k = 0; k < i % 40 * 100; k++) {
            jindu_text_append_string(file, k % 3 ? "字" : "\"\"");
        }
        jindu_text_append_string(file, "。\",办,周正,方敏,年底\n");
    }
    assert_false(file->failed);
}

static void
parts_hold_every_item_once_and_fit_into_a_message(void **state)
{
    struct jindu_text file = JINDU_TEXT_INIT;
    struct jindu_text part = JINDU_TEXT_INIT;
    struct import_plan plan = { 0 };
    size_t from = 0;
    size_t parts = 0;

    (void)state;
    large_file(&file, 300);
    plan = plan_of(file.bytes, file.length);
    while (from < plan.count) {
        struct jindu_json *document = NULL;
        const struct jindu_json *value = NULL;
        size_t to = 0;

        jindu_text_clear(&part);
        to = import_encode_items(&part, NULL, &plan, from);
        assert_true(to > from && to - from <= IMPORT_PART_ITEMS);
        assert_in_range(part.length, 2, IMPORT_PART_BYTES + 2);
        assert_int_equal(
            jindu_json_parse(&document, part.bytes, part.length), JINDU_OK);
        assert_int_equal(jindu_json_count(document), to - from);
        for (value = jindu_json_first(document); value;
             value = jindu_json_next(value)) {
            struct jp_plan_item item = { 0 };
            struct jp_fault fault = { 0 };

            assert_int_equal(
                jp_plan_item_decode(&item, value, &fault), JINDU_OK);
            assert_int_equal(item.no, ++from);
            assert_false(item.deadline_confirmed);
        }
        jindu_json_free(document);
        parts++;
    }
    assert_in_range(parts, 2, 299);
    jindu_text_free(&part);
    jindu_text_free(&file);
    import_plan_free(&plan);
}

static void
encoded_items_are_canonical(void **state)
{
    struct jindu_text file = JINDU_TEXT_INIT;
    struct jindu_text item = JINDU_TEXT_INIT;
    struct jindu_text again = JINDU_TEXT_INIT;
    struct jindu_json *document = NULL;
    struct import_plan plan = { 0 };

    (void)state;
    large_file(&file, 7);
    plan = plan_of(file.bytes, file.length);
    import_encode_item(&item, NULL, &plan.items[6]);
    assert_int_equal(
        jindu_json_parse(&document, item.bytes, item.length), JINDU_OK);
    jindu_json_put_value(&again, NULL, document);
    assert_string_equal(item.bytes, again.bytes);
    jindu_json_free(document);
    jindu_text_free(&again);
    jindu_text_free(&item);
    jindu_text_free(&file);
    import_plan_free(&plan);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_item_has_all_its_members_in_canonical_order),
        cmocka_unit_test(the_head_leaves_out_what_is_not_known),
        cmocka_unit_test(parts_hold_every_item_once_and_fit_into_a_message),
        cmocka_unit_test(encoded_items_are_canonical),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
