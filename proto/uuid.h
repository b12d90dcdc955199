/* SPDX-License-Identifier: MIT */
/*
 * uuid: keys of requests, epochs, drafts.
 *
 * Source     RFC 9562: any UUID is read; version 7 is made.
 */
#ifndef JP_UUID_H
#define JP_UUID_H

#include <jindu/api.h>

#include <stdbool.h>
#include <stdint.h>

#define JP_UUID_SIZE 16
#define JP_UUID_TEXT_SIZE 37

JINDU_CHECK bool jp_uuid_parse(
    const char *text, unsigned char uuid[JP_UUID_SIZE]);
const char *jp_uuid_format(
    const unsigned char uuid[JP_UUID_SIZE], char text[JP_UUID_TEXT_SIZE]);

/* Version 7 of the instant now; the rest is random (getrandom). */
void jp_uuid_make(unsigned char uuid[JP_UUID_SIZE], int64_t now);

#endif
