/* SPDX-License-Identifier: MIT */
/*
 * totals: how many different units and people a plan names.
 *
 * Errors     JINDU_NO_MEMORY.
 */
#ifndef IMPORT_TOTALS_H
#define IMPORT_TOTALS_H

#include "plan.h"

JINDU_CHECK enum jindu_status import_totals(struct import_plan *plan);

#endif
