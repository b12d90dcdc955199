# SPDX-License-Identifier: MIT
# Writes PLANTED: the file SOURCE with the text that PLANT names replaced.
# Fails unless the text stands in the file exactly once.
cmake_minimum_required(VERSION 3.25)

file(READ "${PLANT}" plant)
file(READ "${SOURCE}" source)

string(FIND "${plant}" "\nold\n" old_at)
string(FIND "${plant}" "\nnew\n" new_at)
if(old_at LESS 0 OR new_at LESS old_at)
    message(FATAL_ERROR "${PLANT}: wants lines 'old' and 'new', in this order")
endif()
math(EXPR old_from "${old_at} + 5")
math(EXPR old_length "${new_at} + 1 - ${old_from}")
math(EXPR new_from "${new_at} + 5")
string(SUBSTRING "${plant}" ${old_from} ${old_length} old)
string(SUBSTRING "${plant}" ${new_from} -1 new)

string(FIND "${source}" "${old}" first)
string(FIND "${source}" "${old}" last REVERSE)
if(old STREQUAL "" OR first LESS 0)
    message(FATAL_ERROR "${PLANT}: its old text is not in ${SOURCE}; "
        "name what stands there now")
endif()
if(NOT first EQUAL last)
    message(FATAL_ERROR "${PLANT}: its old text stands in ${SOURCE} more than "
        "once; name more of it")
endif()
string(REPLACE "${old}" "${new}" source "${source}")
file(WRITE "${PLANTED}" "${source}")
