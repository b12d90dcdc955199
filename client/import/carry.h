/* SPDX-License-Identifier: MIT */
/*
 * carry: fills the blanks of an item from the rows above it, as plan.h says.
 *
 * Ownership  The state borrows the items that were handed to it.
 * Errors     Findings.
 */
#ifndef IMPORT_CARRY_H
#define IMPORT_CARRY_H

#include "collect.h"
#include "plan.h"

/* The last rows that had words of their own; zeroed at the start. */
struct import_carry {
    const struct import_item *category;
    const struct import_item *name;
    const struct import_item *people;   /* units, persons, leaders */
    const struct import_item *deadline; /* or were meant to have one */
};

/* Items must come in the order of their rows. */
void import_carry_fill(struct import_carry *carry, struct import_item *item,
    struct import_collector *collector);

#endif
