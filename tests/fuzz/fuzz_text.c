/* SPDX-License-Identifier: MIT */
/* fuzz_text: any bytes as a plan file in the text form. */
#include "fuzz_target.h"
#include "import_target.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    import_target(data, size, "text");
    return 0;
}
