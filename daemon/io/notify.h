/* SPDX-License-Identifier: MIT */
/*
 * notify: tells the service manager how it goes (sd_notify).  Without one,
 * every call does nothing.
 */
#ifndef NOTIFY_H
#define NOTIFY_H

#include <stdint.h>

void notify_ready(const char *text);
/* notify_ready() says that it is over. */
void notify_reloading(void);
void notify_stopping(void);
void notify_alive(void);

/* How often notify_alive() is wanted, half the manager's limit; 0: never. */
int64_t notify_alive_ms(void);

#endif
