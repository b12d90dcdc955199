/* SPDX-License-Identifier: MIT */
#include "log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

/* One line: long enough for two paths and a cause, short enough for the
 * journal to keep it in one entry. */
#define LOG_LINE_MAX 2048

struct log_level {
    const char *journal; /* sd-daemon(3) */
    const char *terminal;
};

static const struct log_level log_levels[] = {
    { "<3>", "error: " },
    { "<4>", "warning: " },
    { "<5>", "" },
    { "<6>", "" },
};

/* What a peer sent may stand in a message; it must not begin a line. */
static void
flatten(char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c < 0x20 || c == 0x7f) {
            text[i] = ' ';
        }
    }
}

static void write_line(int level, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

static void
write_line(int level, const char *format, va_list arguments)
{
    char line[LOG_LINE_MAX];
    int saved = errno;
    const char *prefix = isatty(STDERR_FILENO) ? log_levels[level].terminal
                                               : log_levels[level].journal;
    size_t room = sizeof(line) - 1; /* the line feed */
    int used = snprintf(line, room, "%sjindud: ", prefix);
    size_t length = used < 0 ? 0 : (size_t)used;
    int more = vsnprintf(line + length, room - length, format, arguments);
    if (more > 0) {
        length +=
            (size_t)more < room - length ? (size_t)more : room - length - 1;
    }
    flatten(line, length);
    line[length++] = '\n';
    /* One write: lines of two threads never mix.  Nobody can be told when it
     * fails. */
    ssize_t written = write(STDERR_FILENO, line, length);
    (void)written;
    errno = saved;
}

#define LOG_FUNCTION(name, level)             \
    void name(const char *format, ...)        \
    {                                         \
        va_list arguments;                    \
        va_start(arguments, format);          \
        write_line(level, format, arguments); \
        va_end(arguments);                    \
    }

LOG_FUNCTION(log_error, 0)
LOG_FUNCTION(log_warning, 1)
LOG_FUNCTION(log_notice, 2)
LOG_FUNCTION(log_info, 3)
