/* SPDX-License-Identifier: MIT */
/*
 * method: the one list of methods.  PROTOCOL.md, section 5.
 *
 * Threading  Pure functions; strings are static.
 */
#ifndef JP_METHOD_H
#define JP_METHOD_H

#include <stdbool.h>

/* name, token, write? */
#define JP_METHOD_MAP(X)                              \
    X(SERVER_HELLO, "server.hello", false)            \
    X(SERVER_STATUS, "server.status", false)          \
    X(SERVER_CLOCK, "server.clock", true)             \
    X(SERVER_CHECK, "server.check", false)            \
    X(ADMIN_BACKUP, "admin.backup", false)            \
    X(ADMIN_PERMISSIONS, "admin.permissions", false)  \
    X(ADMIN_PRINCIPALS, "admin.principals", false)    \
    X(PLAN_LOAD, "plan.load", true)                   \
    X(PLAN_CONFIRM, "plan.confirm", true)             \
    X(PLAN_LIST, "plan.list", false)                  \
    X(PLAN_SHOW, "plan.show", false)                  \
    X(ITEM_LIST, "item.list", false)                  \
    X(ITEM_SHOW, "item.show", false)                  \
    X(ITEM_CLAIM, "item.claim", true)                 \
    X(ITEM_VERIFY, "item.verify", true)               \
    X(ITEM_RETURN, "item.return", true)               \
    X(ITEM_WITHDRAW, "item.withdraw", true)           \
    X(ITEM_UPDATE, "item.update", true)               \
    X(REPORT_SUBMIT, "report.submit", true)           \
    X(REPORT_LIST, "report.list", false)              \
    X(NOTICE_LIST, "notice.list", false)              \
    X(NOTICE_ACKNOWLEDGE, "notice.acknowledge", true) \
    X(CALENDAR_LOAD, "calendar.load", true)           \
    X(CALENDAR_SHOW, "calendar.show", false)          \
    X(STREAM_READ, "stream.read", false)              \
    X(STREAM_COMMIT, "stream.commit", true)           \
    X(STREAM_FORGET, "stream.forget", true)           \
    X(STREAM_CURSORS, "stream.cursors", false)        \
    X(STREAM_LIST, "stream.list", false)              \
    X(AUDIT_VERIFY, "audit.verify", false)

enum jp_method {
#define JP_METHOD_ENUM(name, token, write) JP_METHOD_##name,
    JP_METHOD_MAP(JP_METHOD_ENUM)
#undef JP_METHOD_ENUM
    JP_METHOD_COUNT
};

const char *jp_method_token(enum jp_method method);
bool jp_method_is_write(enum jp_method method);
/* A write that is remembered by its key: every one but a cursor's. */
bool jp_method_has_key(enum jp_method method);

#endif
