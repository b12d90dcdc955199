/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* strerrordesc_np */
#include "catalogue.h"

#include <string.h>

const char *
catalogue_errno(int cause)
{
    const char *text = strerrordesc_np(cause);

    return text != NULL ? dgettext("jindu", text) : _("unknown error");
}
