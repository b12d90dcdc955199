/* SPDX-License-Identifier: MIT */
/*
 * writer_office: a store with the calendars of two years, made anew for each
 * test.
 */
#ifndef WRITER_OFFICE_H
#define WRITER_OFFICE_H

#include "office.h"

#include "writer.h"

static struct writer writer;

static int
setup(void **state)
{
    (void)state;
    writer_open(&writer);
    writer_calendars(&writer, 2021, 2022);
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    writer_close(&writer);
    return 0;
}

#define FRESH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

#endif
