/* SPDX-License-Identifier: MIT */
#include "permission.h"

/*
 * A letter for each role, in this order:
 *
 *     admin  office  leader  reporter  observer
 *
 *     -  none
 *     o  own
 *     a  all
 *     d  own under publish = doorbell; all under full, where everybody hears
 *        what is published anyway
 */
static const char *const table[JP_METHOD_COUNT] = {
    [JP_METHOD_SERVER_HELLO] = "aaaaa",
    [JP_METHOD_SERVER_STATUS] = "aaaaa",
    [JP_METHOD_SERVER_CLOCK] = "a----",
    [JP_METHOD_SERVER_CHECK] = "a----",
    [JP_METHOD_ADMIN_BACKUP] = "a----",
    [JP_METHOD_ADMIN_PERMISSIONS] = "aaaaa",
    [JP_METHOD_ADMIN_PRINCIPALS] = "a----",

    [JP_METHOD_PLAN_LOAD] = "aa---",
    [JP_METHOD_PLAN_CONFIRM] = "aa---",
    [JP_METHOD_PLAN_LIST] = "aaaaa",
    [JP_METHOD_PLAN_SHOW] = "aaaaa",

    [JP_METHOD_ITEM_LIST] = "aaaaa",
    [JP_METHOD_ITEM_SHOW] = "aaaaa",
    [JP_METHOD_ITEM_CLAIM] = "aa-o-",
    [JP_METHOD_ITEM_VERIFY] = "aa---",
    [JP_METHOD_ITEM_RETURN] = "aa---",
    [JP_METHOD_ITEM_WITHDRAW] = "aa---",
    [JP_METHOD_ITEM_UPDATE] = "aa---",

    [JP_METHOD_REPORT_SUBMIT] = "aa-o-",
    [JP_METHOD_REPORT_LIST] = "aaaaa",

    [JP_METHOD_NOTICE_LIST] = "aaada",
    [JP_METHOD_NOTICE_ACKNOWLEDGE] = "aaoo-",

    [JP_METHOD_CALENDAR_LOAD] = "aa---",
    [JP_METHOD_CALENDAR_SHOW] = "aaaaa",

    [JP_METHOD_STREAM_READ] = "aaada",
    [JP_METHOD_STREAM_LIST] = "aaada",
    [JP_METHOD_STREAM_COMMIT] = "ooooo",
    [JP_METHOD_STREAM_FORGET] = "ooooo",
    [JP_METHOD_STREAM_CURSORS] = "aaooo",

    [JP_METHOD_AUDIT_VERIFY] = "aa---",
};

enum permission
permission_of(enum role role, enum jp_method method, bool doorbell)
{
    switch (table[method][role]) {
    case 'o':
        return PERMISSION_OWN;
    case 'a':
        return PERMISSION_ALL;
    case 'd':
        return doorbell ? PERMISSION_OWN : PERMISSION_ALL;
    default:
        return PERMISSION_NONE;
    }
}

const char *
permission_token(enum permission permission)
{
    static const char *const tokens[] = {
        [PERMISSION_NONE] = "none",
        [PERMISSION_OWN] = "own",
        [PERMISSION_ALL] = "all",
    };

    return tokens[permission];
}

const char *
permission_publish(bool doorbell)
{
    return doorbell ? "doorbell" : "full";
}
