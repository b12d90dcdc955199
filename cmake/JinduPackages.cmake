# SPDX-License-Identifier: MIT
# The libraries, each seen through one door only (tests/lint/layers.txt).
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
pkg_check_modules(ZMQ REQUIRED IMPORTED_TARGET libzmq>=4.3)
pkg_check_modules(CJSON REQUIRED IMPORTED_TARGET libcjson>=1.7)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3>=3.37)
pkg_check_modules(UV REQUIRED IMPORTED_TARGET libuv>=1.40)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium>=1.0.18)
pkg_check_modules(INIH REQUIRED IMPORTED_TARGET inih)
pkg_check_modules(SYSTEMD REQUIRED IMPORTED_TARGET libsystemd)
if(JINDU_TESTS)
    pkg_check_modules(CMOCKA REQUIRED IMPORTED_TARGET cmocka)
endif()

# libunistring has no pkg-config file.
find_library(JINDU_UNISTRING_LIBRARY unistring REQUIRED)
find_path(JINDU_UNISTRING_INCLUDE uniwidth.h REQUIRED)
add_library(jindu_unistring INTERFACE)
target_link_libraries(jindu_unistring INTERFACE "${JINDU_UNISTRING_LIBRARY}")
target_include_directories(jindu_unistring SYSTEM INTERFACE
    "${JINDU_UNISTRING_INCLUDE}")
