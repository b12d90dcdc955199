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
install(DIRECTORY examples DESTINATION ${CMAKE_INSTALL_DOCDIR}
    COMPONENT development)
install(TARGETS jindu_cli DESTINATION ${CMAKE_INSTALL_BINDIR}
    COMPONENT client)
install(DIRECTORY "${CMAKE_BINARY_DIR}/client/locale/"
    DESTINATION ${CMAKE_INSTALL_LOCALEDIR} COMPONENT client)
install(FILES packaging/headings
    DESTINATION ${CMAKE_INSTALL_DATADIR}/jindu COMPONENT client)
install(FILES packaging/sample/plan.txt
    DESTINATION ${CMAKE_INSTALL_DATADIR}/jindu/sample COMPONENT client)
# Debian merges sbin into bin; an administrator's PATH has both.
install(TARGETS jindud DESTINATION ${CMAKE_INSTALL_BINDIR}
    COMPONENT daemon)
configure_file(packaging/jindud.conf.in jindud.conf @ONLY)
# What an administrator has written there outlives the next installation.
install(CODE "
    set(folder \"${CMAKE_INSTALL_FULL_SYSCONFDIR}/jindu\")
    if(NOT EXISTS \"\$ENV{DESTDIR}\${folder}/jindud.conf\")
        file(INSTALL \"${CMAKE_BINARY_DIR}/jindud.conf\"
            DESTINATION \"\${folder}\")
    endif()" COMPONENT daemon)
install(DIRECTORY packaging/calendar
    DESTINATION ${CMAKE_INSTALL_DATADIR}/jindu COMPONENT data
    FILES_MATCHING PATTERN "*.json")
configure_file(packaging/jindud.service.in jindud.service @ONLY)
# Debian's own packages put it into /lib, which is the same place at run time.
set(JINDU_UNIT_DIR lib/systemd/system CACHE STRING
    "Where the systemd unit goes, below the prefix or absolute")
install(FILES "${CMAKE_BINARY_DIR}/jindud.service"
    DESTINATION ${JINDU_UNIT_DIR} COMPONENT daemon)
install(FILES packaging/jindud.sysusers
    DESTINATION lib/sysusers.d RENAME jindud.conf COMPONENT daemon)
configure_file(packaging/jindud.tmpfiles.in jindud.tmpfiles @ONLY)
install(FILES "${CMAKE_BINARY_DIR}/jindud.tmpfiles"
    DESTINATION lib/tmpfiles.d RENAME jindud.conf COMPONENT daemon)

# Completion comes from the table of commands: the program itself prints it.
set(completions "")
if(NOT CMAKE_CROSSCOMPILING)
    foreach(place IN ITEMS bash:bash-completion/completions/jindu
            fish:fish/vendor_completions.d/jindu.fish
            zsh:zsh/vendor-completions/_jindu)
        string(REGEX REPLACE ":.*" "" shell ${place})
        string(REGEX REPLACE ".*:" "" file ${place})
        set(completion "${CMAKE_BINARY_DIR}/completion/${shell}")
        add_custom_command(OUTPUT "${completion}"
            COMMAND env -i LC_ALL=C.UTF-8 sh -c "\"$0\" completion $1 >\"$2\""
                $<TARGET_FILE:jindu_cli> ${shell} "${completion}"
            DEPENDS jindu_cli VERBATIM)
        list(APPEND completions "${completion}")
        cmake_path(GET file PARENT_PATH directory)
        cmake_path(GET file FILENAME name)
        install(FILES "${completion}"
            DESTINATION ${CMAKE_INSTALL_DATADIR}/${directory} RENAME ${name}
            COMPONENT client)
    endforeach()
    file(MAKE_DIRECTORY "${CMAKE_BINARY_DIR}/completion")
    add_custom_target(jindu_completion ALL DEPENDS ${completions})
endif()

# A page below docs/man/LANGUAGE is installed below man/LANGUAGE.  The pages
# name folders as a package has them; built, they name those configured.
find_program(JINDU_SCDOC scdoc)
set(places "")
foreach(place IN ITEMS "/etc/jindu:${CMAKE_INSTALL_FULL_SYSCONFDIR}/jindu"
        "/usr/share/jindu:${CMAKE_INSTALL_FULL_DATADIR}/jindu")
    string(REGEX REPLACE ":.*" "" packaged "${place}")
    string(REGEX REPLACE "^[^:]*:" "" here "${place}")
    string(REGEX REPLACE "([|&])" "\\\\\\1" here "${here}")
    string(APPEND places "s|${packaged}|${here}|g\n")
endforeach()
file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/man/places.sed"
    CONTENT "${places}" @ONLY)
if(JINDU_SCDOC)
    file(GLOB_RECURSE pages RELATIVE "${CMAKE_SOURCE_DIR}/docs/man"
        CONFIGURE_DEPENDS docs/man/*.scd)
    set(built "")
    foreach(page IN LISTS pages)
        get_filename_component(language "${page}" DIRECTORY)
        get_filename_component(name "${page}" NAME_WLE)
        string(REGEX REPLACE ".*\\." "" section "${name}")
        set(source "${CMAKE_SOURCE_DIR}/docs/man/${page}")
        set(target "${CMAKE_BINARY_DIR}/man/${language}")
        file(MAKE_DIRECTORY "${target}")
        add_custom_command(OUTPUT "${target}/${name}"
            COMMAND sh -c "\"$0\" <\"$1\" >\"$2\"" "${JINDU_SCDOC}"
                "${source}" "${target}/${name}"
            COMMAND sed -i -f "${CMAKE_BINARY_DIR}/man/places.sed"
                "${target}/${name}"
            DEPENDS "${source}" "${CMAKE_BINARY_DIR}/man/places.sed"
            VERBATIM)
        list(APPEND built "${target}/${name}")
        install(FILES "${target}/${name}"
            DESTINATION ${CMAKE_INSTALL_MANDIR}/${language}/man${section})
    endforeach()
    add_custom_target(jindu_man ALL DEPENDS ${built})
endif()
