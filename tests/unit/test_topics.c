/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "topics.h"

static int
setup(void **state)
{
    *state = calloc(1, sizeof(struct topics));
    return *state == NULL ? -1 : 0;
}

static int
teardown(void **state)
{
    topics_fini(*state);
    free(*state);
    return 0;
}

static struct topic *
add(struct topics *topics, const char *name)
{
    return topics_add(topics, name, strlen(name));
}

/* As many beats as a doubt lasts, and the one that ends it. */
static void
age(struct topics *topics)
{
    for (int i = 0; i < TOPICS_DOUBTS; i++) {
        topics_age(topics);
    }
}

static void
drop(struct topics *topics, const char *bytes, size_t length)
{
    topics_doubt(topics, bytes, length);
    age(topics);
}

static void
a_topic_names_its_stream_only_when_exact(void **state)
{
    struct topics *topics = *state;
    assert_true(add(topics, "all/")->exact);
    assert_true(add(topics, "plan/2021/")->exact);
    assert_true(add(topics, "person/王小明/")->exact);
    assert_false(add(topics, "plan/")->exact);
    assert_false(add(topics, "all")->exact);
    assert_false(add(topics, "")->exact);
    assert_int_equal(topics->count, 6);
    assert_int_equal(topics->prefixes, 3);
    assert_ptr_equal(add(topics, "all/"), topics_find(topics, "all"));
    assert_int_equal(topics->count, 6);
    assert_null(topics_find(topics, "plan"));
    assert_null(topics_find(topics, "plan/202"));
}

static void
nobody_hears_what_nobody_asked_for(void **state)
{
    struct topics *topics = *state;
    assert_false(topics_may_match(topics, "all"));
    add(topics, "all/");
    assert_true(topics_may_match(topics, "all"));
    assert_false(topics_may_match(topics, "plan/2021"));
    add(topics, "pl");
    assert_true(topics_may_match(topics, "plan/2021"));
    drop(topics, "pl", 2);
    drop(topics, "pl", 2);
    assert_false(topics_may_match(topics, "plan/2021"));
    drop(topics, "all/", 4);
    assert_false(topics_may_match(topics, "all"));
    assert_int_equal(topics->count, 0);
}

static void
a_topic_longer_than_any_stream_is_not_kept(void **state)
{
    struct topics *topics = *state;
    char name[JP_STREAM_MAX + 2];
    memset(name, 'x', sizeof name);
    assert_null(topics_add(topics, name, sizeof name));
    assert_non_null(topics_add(topics, name, sizeof name - 1));
    drop(topics, name, sizeof name);
    assert_int_equal(topics->count, 1);
}

static void
a_topic_may_hold_any_bytes(void **state)
{
    struct topics *topics = *state;
    static const char bytes[] = { 'a', '\0', '/', '\xff' };
    assert_false(topics_add(topics, bytes, sizeof bytes)->exact);
    drop(topics, "a", 1);
    assert_int_equal(topics->count, 1);
    drop(topics, bytes, sizeof bytes);
    assert_int_equal(topics->count, 0);
}

static void
a_cancel_is_no_proof_until_four_beats_have_passed(void **state)
{
    struct topics *topics = *state;
    add(topics, "all/");
    topics_doubt(topics, "all/", 4);
    for (int i = 1; i < TOPICS_DOUBTS; i++) {
        topics_age(topics);
        topics_doubt(topics, "all/", 4);
        assert_true(topics_may_match(topics, "all"));
    }
    add(topics, "all/"); /* somebody subscribes again */
    age(topics);
    assert_true(topics_may_match(topics, "all"));
    drop(topics, "all/", 4);
    assert_false(topics_may_match(topics, "all"));
}

static void
names_of_no_streams_make_room(void **state)
{
    struct topics *topics = *state;
    char name[32];
    for (int i = 0; i < TOPICS_MAX; i++) {
        snprintf(name, sizeof name, "plan/%d/", i);
        add(topics, name)->known = true; /* and its head is 0 */
    }
    assert_non_null(add(topics, "unit/x/"));
    assert_int_equal(topics->count, TOPICS_MAX);
    assert_non_null(topics_find(topics, "unit/x"));
}

static void
who_made_room_still_hears_its_first_event(void **state)
{
    struct topics *topics = *state;
    char name[32];
    for (int i = 0; i < TOPICS_MAX; i++) {
        (void)snprintf(name, sizeof(name), "plan/%d/", i);
        add(topics, name)->known = true; /* and its head is 0 */
    }
    assert_false(topics_may_match(topics, "unit/y"));
    add(topics, "unit/x/");
    for (int i = 0; i < TOPICS_MAX; i++) {
        (void)snprintf(name, sizeof(name), "plan/%d", i);
        assert_true(topics_may_match(topics, name));
    }
}

/* As long as there is no room, and four beats more: who was left out has
 * subscribed again by then. */
static void
who_was_left_out_is_published_to_until_there_was_room(void **state)
{
    struct topics *topics = *state;
    char name[32];
    for (int i = 0; i < TOPICS_MAX; i++) {
        (void)snprintf(name, sizeof(name), "plan/%d/", i);
        add(topics, name);
    }
    assert_null(add(topics, "unit/x/"));
    age(topics);
    age(topics);
    assert_true(topics_may_match(topics, "unit/x"));
    for (int i = 0; i < TOPICS_MAX; i++) {
        (void)snprintf(name, sizeof(name), "plan/%d/", i);
        topics_doubt(topics, name, strlen(name));
    }
    age(topics);
    topics_age(topics);
    assert_int_equal(topics->count, 0);
    assert_true(topics_may_match(topics, "unit/x"));
    age(topics);
    assert_false(topics_may_match(topics, "unit/x"));
}

static void
over_the_bound_everything_is_published(void **state)
{
    struct topics *topics = *state;
    char name[32];
    for (int i = 0; i < TOPICS_MAX; i++) {
        snprintf(name, sizeof name, "plan/%d/", i);
        assert_non_null(add(topics, name));
    }
    assert_false(topics_may_match(topics, "unit/x"));
    assert_null(add(topics, "unit/x/"));
    assert_true(topics_may_match(topics, "unit/x"));
    assert_int_equal(topics->count, TOPICS_MAX);
}

static void
after_a_cut_only_who_comes_back_is_known_to_ask(void **state)
{
    struct topics *topics = *state;
    assert_non_null(add(topics, "all/"));
    assert_non_null(add(topics, "unit/x/"));
    assert_true(topics_hold(topics, "unit/x/", 7));
    topics_doubt_all(topics);
    assert_int_equal(topics->doubted, 2);
    assert_false(topics_hold(topics, "unit/x/", 7));
    assert_true(topics_may_match(topics, "unit/x"));
    assert_non_null(add(topics, "all/"));
    assert_true(topics_hold(topics, "all/", 4));
    age(topics);
    assert_int_equal(topics->count, 1);
    assert_false(topics_may_match(topics, "unit/x"));
}

#define FRESH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        FRESH(a_topic_names_its_stream_only_when_exact),
        FRESH(nobody_hears_what_nobody_asked_for),
        FRESH(a_topic_longer_than_any_stream_is_not_kept),
        FRESH(a_topic_may_hold_any_bytes),
        FRESH(a_cancel_is_no_proof_until_four_beats_have_passed),
        FRESH(after_a_cut_only_who_comes_back_is_known_to_ask),
        FRESH(names_of_no_streams_make_room),
        FRESH(who_made_room_still_hears_its_first_event),
        FRESH(who_was_left_out_is_published_to_until_there_was_room),
        FRESH(over_the_bound_everything_is_published),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
