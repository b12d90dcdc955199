# SPDX-License-Identifier: MIT
# What 'cmake --install' lays out.
install(TARGETS libjindu LIBRARY
    DESTINATION ${CMAKE_INSTALL_LIBDIR}
    COMPONENT library NAMELINK_COMPONENT development)
install(DIRECTORY include/jindu "${CMAKE_BINARY_DIR}/include/jindu"
    DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development
    FILES_MATCHING PATTERN "*.h")
configure_file(packaging/jindu.pc.in jindu.pc @ONLY)
install(FILES "${CMAKE_BINARY_DIR}/jindu.pc"
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig
    COMPONENT development)
install(TARGETS jindu_cli DESTINATION ${CMAKE_INSTALL_BINDIR}
    COMPONENT client)
install(DIRECTORY "${CMAKE_BINARY_DIR}/client/locale/"
    DESTINATION ${CMAKE_INSTALL_LOCALEDIR} COMPONENT client)
# Debian merges sbin into bin; an administrator's PATH has both.
install(TARGETS jindud DESTINATION ${CMAKE_INSTALL_BINDIR}
    COMPONENT daemon)
install(FILES packaging/jindud.conf
    DESTINATION ${CMAKE_INSTALL_FULL_SYSCONFDIR}/jindu COMPONENT daemon)
install(DIRECTORY packaging/calendar
    DESTINATION ${CMAKE_INSTALL_DATADIR}/jindu COMPONENT daemon
    FILES_MATCHING PATTERN "*.json")
configure_file(packaging/jindud.service.in jindud.service @ONLY)
install(FILES "${CMAKE_BINARY_DIR}/jindud.service"
    DESTINATION lib/systemd/system COMPONENT daemon)
install(FILES packaging/jindud.sysusers
    DESTINATION lib/sysusers.d RENAME jindud.conf COMPONENT daemon)
install(FILES packaging/jindud.tmpfiles
    DESTINATION lib/tmpfiles.d RENAME jindud.conf COMPONENT daemon)

find_program(JINDU_SCDOC scdoc)
file(GLOB pages CONFIGURE_DEPENDS docs/man/*.scd)
if(JINDU_SCDOC)
    set(built "")
    foreach(page IN LISTS pages)
        get_filename_component(name "${page}" NAME_WLE)
        string(REGEX REPLACE ".*\\." "" section "${name}")
        add_custom_command(OUTPUT "${CMAKE_BINARY_DIR}/man/${name}"
            COMMAND sh -c "\"$0\" <\"$1\" >\"$2\"" "${JINDU_SCDOC}" "${page}"
                "${CMAKE_BINARY_DIR}/man/${name}"
            DEPENDS "${page}" VERBATIM)
        list(APPEND built "${CMAKE_BINARY_DIR}/man/${name}")
        install(FILES "${CMAKE_BINARY_DIR}/man/${name}"
            DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section})
    endforeach()
    file(MAKE_DIRECTORY "${CMAKE_BINARY_DIR}/man")
    add_custom_target(jindu_man ALL DEPENDS ${built})
endif()
