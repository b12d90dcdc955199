/* SPDX-License-Identifier: MIT */
/*
 * beside: what lies beside the program: data of a build that was not
 * installed, or of an installation in another folder than it was built for.
 *
 * Threading  Pure functions.
 */
#ifndef BESIDE_H
#define BESIDE_H

#include <limits.h>
#include <stdbool.h>

/* Fills path with place as seen from the program's folder, whether it is there
 * or not.  False when that folder is not known or the path too long. */
bool beside_program(const char *place, char path[PATH_MAX]);

#endif
