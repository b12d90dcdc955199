/* SPDX-License-Identifier: MIT */
#include "method.h"

struct row {
    const char *token;
    bool write;
};

static const struct row rows[] = {
#define METHOD_ROW(name, token, write) { token, write },
    JP_METHOD_MAP(METHOD_ROW)
#undef METHOD_ROW
};

const char *
jp_method_token(enum jp_method method)
{
    return rows[method].token;
}

bool
jp_method_is_write(enum jp_method method)
{
    return rows[method].write;
}

/* To move a position to where it stands already does nothing, nor does to
 * remove what is gone. */
bool
jp_method_has_key(enum jp_method method)
{
    return rows[method].write && method != JP_METHOD_STREAM_COMMIT &&
           method != JP_METHOD_STREAM_FORGET;
}
