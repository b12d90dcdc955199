/* SPDX-License-Identifier: MIT */
/*
 * log: one line an event on standard error, with the priority that the journal
 * reads ("<3>" error ... "<6>" information) when standard error is the journal
 * or a pipe, and in words on a terminal.
 *
 * Log once, where a thing is first known.
 *
 * Threading  Any thread; a line is written whole.
 */
#ifndef LOG_H
#define LOG_H

void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_warning(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_notice(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
