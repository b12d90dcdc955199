/* SPDX-License-Identifier: MIT */
/* api: what marks a name as exported from libjindu.so. */
#ifndef JINDU_API_H
#define JINDU_API_H

#if defined(__GNUC__)
#define JINDU_API __attribute__((visibility("default")))
#define JINDU_CHECK __attribute__((warn_unused_result))
#else
#define JINDU_API
#define JINDU_CHECK
#endif

#endif
