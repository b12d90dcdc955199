/* SPDX-License-Identifier: MIT */
/* fuzz_csv: any bytes as a plan file in the csv form. */
#include "fuzz_target.h"
#include "import_target.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    import_target(data, size, "csv");
    return 0;
}
