# SPDX-License-Identifier: MIT
# jindu_flags: how every file of the project is compiled and linked.
include(CheckCCompilerFlag)
include(CheckLinkerFlag)

add_library(jindu_flags INTERFACE)
target_compile_definitions(jindu_flags INTERFACE _POSIX_C_SOURCE=200809L)

# Adds each flag the compiler knows; packagers have other compilers than we.
function(jindu_compile_options)
    foreach(flag IN LISTS ARGN)
        string(MAKE_C_IDENTIFIER "JINDU_HAS${flag}" known)
        check_c_compiler_flag("${flag}" ${known})
        if(${known})
            target_compile_options(jindu_flags INTERFACE "${flag}")
        endif()
    endforeach()
endfunction()

function(jindu_link_options)
    foreach(flag IN LISTS ARGN)
        string(MAKE_C_IDENTIFIER "JINDU_LINKS${flag}" known)
        check_linker_flag(C "${flag}" ${known})
        if(${known})
            target_link_options(jindu_flags INTERFACE "${flag}")
        endif()
    endforeach()
endfunction()

target_compile_options(jindu_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes
    -Wold-style-definition -Wformat=2 -Wundef -Wvla -Wwrite-strings
    -Wcast-qual -Wcast-align -Wpointer-arith -Wswitch-enum
    -Wimplicit-fallthrough -Wnull-dereference -Wdouble-promotion -Wconversion
    -Wdate-time)
jindu_compile_options(-Wlogical-op -Wduplicated-cond -Wduplicated-branches
    -Wstringop-overflow=4)
if(JINDU_WERROR)
    target_compile_options(jindu_flags INTERFACE -Werror)
endif()

if(JINDU_SANITIZE)
    target_compile_options(jindu_flags INTERFACE
        -fsanitize=${JINDU_SANITIZE} -fno-sanitize-recover=all
        -fno-omit-frame-pointer)
    target_link_options(jindu_flags INTERFACE -fsanitize=${JINDU_SANITIZE})
endif()
if(JINDU_FUZZ)
    target_compile_options(jindu_flags INTERFACE -fsanitize=fuzzer-no-link)
    target_link_options(jindu_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(JINDU_COVERAGE)
    # The daemon counts from several threads; torn counts come out negative.
    target_compile_options(jindu_flags INTERFACE --coverage
        -fprofile-update=atomic)
    target_link_options(jindu_flags INTERFACE --coverage)
endif()
if(JINDU_ANALYZE)
    jindu_compile_options(-fanalyzer)
    set(CMAKE_C_CLANG_TIDY
        "${CMAKE_SOURCE_DIR}/cmake/clang-tidy.sh" --quiet)
endif()

# What is installed does not tell where it was built.
if(NOT CMAKE_BUILD_TYPE STREQUAL "Debug" AND NOT JINDU_COVERAGE)
    jindu_compile_options("-ffile-prefix-map=${CMAKE_SOURCE_DIR}=.")
endif()

# Asserts stay on in every build: a daemon that lost an invariant must stop.
foreach(type IN ITEMS RELEASE RELWITHDEBINFO MINSIZEREL)
    string(REPLACE "-DNDEBUG" "" CMAKE_C_FLAGS_${type}
        "${CMAKE_C_FLAGS_${type}}")
endforeach()

# _FORTIFY_SOURCE needs optimization and quarrels with the sanitizers.
if(NOT CMAKE_BUILD_TYPE STREQUAL "Debug" AND NOT JINDU_SANITIZE
        AND NOT JINDU_FUZZ AND NOT JINDU_COVERAGE)
    target_compile_options(jindu_flags INTERFACE
        -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
    jindu_compile_options(-fstack-protector-strong -fstack-clash-protection
        -fcf-protection=full -fno-strict-overflow
        -fno-delete-null-pointer-checks)
    jindu_link_options(-Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack
        -Wl,-z,separate-code -Wl,--as-needed)
endif()
