/* SPDX-License-Identifier: MIT */
/* fuzz_csv: any bytes as a plan file in the csv form. */
#include "import_target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    import_target(data, size, "csv");
    return 0;
}
