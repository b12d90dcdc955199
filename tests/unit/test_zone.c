/* SPDX-License-Identifier: MIT */
#include "office.h"

#define HOUR_MS 3600000
#define STEP_MS (7 * 60000) /* divides no hour, so all offsets are met */

static int
setup(void **state)
{
    (void)state;
    office_zone(NULL);
    return 0;
}

/* Of the local day, as the C library reads it. */
static int
wall_minute(int64_t instant)
{
    time_t seconds = (time_t)(instant / 1000);
    struct tm local;

    assert_non_null(localtime_r(&seconds, &local));
    return local.tm_hour * 60 + local.tm_min;
}

static int64_t
day_length(const char *text)
{
    int32_t date = office_date(text);

    return zone_day_start(date + 1) - zone_day_start(date);
}

static void
the_office_day_starts_at_sixteen_hours_utc(void **state)
{
    (void)state;
    assert_int_equal(zone_day_start(office_date("2021-10-04")),
        office_utc("2021-10-03T16:00"));
    assert_int_equal(zone_at(office_date("2021-09-30"), 8 * 60 + 30),
        office_utc("2021-09-30T00:30"));
    assert_date(
        zone_date(office_utc("2021-12-31T15:59") + 59999), "2021-12-31");
    assert_date(zone_date(office_utc("2021-12-31T16:00")), "2022-01-01");
}

static void
instants_before_1970_have_their_date(void **state)
{
    (void)state;
    office_zone("UTC");
    assert_date(zone_date(-1), "1969-12-31");
    assert_int_equal(zone_day_start(-1), -(int64_t)24 * HOUR_MS);
}

static void
trap28_a_missing_midnight_starts_the_day_at_one(void **state)
{
    int32_t date = office_date("2018-11-04");

    (void)state;
    office_zone("America/Sao_Paulo");
    assert_int_equal(zone_day_start(date), office_utc("2018-11-04T03:00"));
    assert_int_equal(wall_minute(zone_day_start(date)), 60);
    assert_date(zone_date(zone_day_start(date) - 1), "2018-11-03");
    assert_int_equal(day_length("2018-11-04"), 23 * HOUR_MS);
    assert_int_equal(zone_at(date, 30), zone_day_start(date));
}

static void
trap28_a_midnight_set_back_starts_the_day_once(void **state)
{
    int32_t date = office_date("2018-02-18");

    (void)state;
    office_zone("America/Sao_Paulo");
    assert_int_equal(zone_day_start(date), office_utc("2018-02-18T03:00"));
    assert_date(zone_date(zone_day_start(date) - 1), "2018-02-17");
    assert_int_equal(day_length("2018-02-17"), 25 * HOUR_MS);
}

static void
trap28_a_midnight_that_comes_twice_is_its_first(void **state)
{
    (void)state;
    office_zone("America/Havana");
    assert_int_equal(zone_day_start(office_date("2021-11-07")),
        office_utc("2021-11-07T04:00"));
    assert_int_equal(day_length("2021-11-07"), 25 * HOUR_MS);
}

static void
trap28_a_day_of_25_hours_is_one_day(void **state)
{
    int32_t date = office_date("2021-10-31");

    (void)state;
    office_zone("Europe/Berlin");
    assert_int_equal(day_length("2021-10-31"), 25 * HOUR_MS);
    assert_int_equal(
        zone_at(date, 2 * 60 + 30), office_utc("2021-10-31T00:30"));
    assert_int_equal(
        zone_at(date, 8 * 60 + 30), office_utc("2021-10-31T07:30"));
}

static void
trap28_a_day_of_23_hours_has_no_half_past_two(void **state)
{
    int32_t date = office_date("2021-03-28");

    (void)state;
    office_zone("Europe/Berlin");
    assert_int_equal(day_length("2021-03-28"), 23 * HOUR_MS);
    assert_int_equal(
        zone_at(date, 2 * 60 + 30), office_utc("2021-03-28T01:00"));
    assert_int_equal(wall_minute(zone_at(date, 2 * 60 + 30)), 3 * 60);
}

static void
trap28_a_skipped_day_starts_with_the_next(void **state)
{
    int32_t skipped = office_date("2011-12-30");

    (void)state;
    office_zone("Pacific/Apia");
    assert_int_equal(zone_day_start(skipped), office_utc("2011-12-30T10:00"));
    assert_int_equal(zone_day_start(skipped + 1), zone_day_start(skipped));
    assert_int_equal(zone_at(skipped, 8 * 60 + 30), zone_day_start(skipped));
    assert_date(zone_date(zone_day_start(skipped)), "2011-12-31");
    assert_date(zone_date(zone_day_start(skipped) - 1), "2011-12-29");
}

/* Over a year with every kind of change, no day starts early and each has the
 * instant before it on another date. */
static void
trap28_every_day_starts_at_its_first_instant(void **state)
{
    static const struct {
        const char *zone;
        const char *year;
    } years[] = {
        { "Asia/Shanghai", "2021-01-01" },
        { "Asia/Shanghai", "1991-01-01" },
        { "America/Sao_Paulo", "2018-01-01" },
        { "America/Havana", "2021-01-01" },
        { "Pacific/Apia", "2011-06-01" },
        { "Africa/Casablanca", "2021-01-01" },
        { "Australia/Lord_Howe", "2021-01-01" },
        { "Asia/Kathmandu", "1985-07-01" },
        { "America/St_Johns", "2012-01-01" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(years) / sizeof(years[0]); i++) {
        int32_t first = office_date(years[i].year);

        office_zone(years[i].zone);
        for (int32_t date = first; date < first + 366; date++) {
            int64_t start = zone_day_start(date);

            assert_true(zone_date(start) >= date);
            assert_true(zone_date(start - 1) < date);
            assert_true(zone_day_start(date + 1) >= start);
        }
    }
}

static void
a_wall_time_read_at_an_instant_leads_back_to_it_or_its_first(void **state)
{
    (void)state;
    office_zone("Europe/Berlin");
    for (int64_t at = office_utc("2021-10-30T00:00");
         at < office_utc("2021-11-01T00:00"); at += STEP_MS) {
        int64_t back = zone_at(zone_date(at), wall_minute(at));

        assert_true(back == at || back == at - HOUR_MS);
        assert_int_equal(wall_minute(back), wall_minute(at));
    }
}

static void
minute_1440_is_the_start_of_the_next_day(void **state)
{
    int32_t date = office_date("2018-11-03");

    (void)state;
    office_zone("America/Sao_Paulo");
    assert_int_equal(zone_at(date, ZONE_DAY_MINUTES), zone_day_start(date + 1));
}

static void
trap28_a_zone_name_cannot_lead_out_of_its_directory(void **state)
{
    static const char *const good[] = { "UTC", "Asia/Shanghai", "Etc/GMT+8",
        "America/Argentina/Buenos_Aires", "America/Port-au-Prince" };
    static const char *const bad[] = { "", "/etc/localtime", "../shadow",
        "Asia/../../etc/passwd", "Asia/", "Asia//Shanghai", ":Asia/Shanghai",
        "zone.tab", "Asia/Shang hai", "-8", "8", "亚洲/上海",
        ("Asia/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
         "aaaaaaa") };

    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        assert_true(zone_name_is_valid(good[i]));
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_false(zone_name_is_valid(bad[i]));
    }
    assert_false(zone_name_is_valid(NULL));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(
            the_office_day_starts_at_sixteen_hours_utc, setup),
        cmocka_unit_test(instants_before_1970_have_their_date),
        cmocka_unit_test(trap28_a_missing_midnight_starts_the_day_at_one),
        cmocka_unit_test(trap28_a_midnight_set_back_starts_the_day_once),
        cmocka_unit_test(trap28_a_midnight_that_comes_twice_is_its_first),
        cmocka_unit_test(trap28_a_day_of_25_hours_is_one_day),
        cmocka_unit_test(trap28_a_day_of_23_hours_has_no_half_past_two),
        cmocka_unit_test(trap28_a_skipped_day_starts_with_the_next),
        cmocka_unit_test(trap28_every_day_starts_at_its_first_instant),
        cmocka_unit_test(
            a_wall_time_read_at_an_instant_leads_back_to_it_or_its_first),
        cmocka_unit_test(minute_1440_is_the_start_of_the_next_day),
        cmocka_unit_test(trap28_a_zone_name_cannot_lead_out_of_its_directory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
