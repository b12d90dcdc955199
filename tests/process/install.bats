#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What 'cmake --install' lays out, and what it leaves alone.

setup()
{
    export LC_ALL=C.UTF-8 LANGUAGE=en DESTDIR=$BATS_TEST_TMPDIR/root
    prefix=$(sed -n 's/^CMAKE_INSTALL_PREFIX:PATH=//p' \
        "$JINDU_BUILD/CMakeCache.txt")
    top=$DESTDIR$prefix
}

install()
{
    cmake --install "$JINDU_BUILD" >"$BATS_TEST_TMPDIR/log"
}

@test "an installation has every part in its place, and none names the build" {
    install
    pc=$(find "$top" -name jindu.pc)
    [ -n "$pc" ]
    for file in bin/jindu bin/jindud include/jindu/jindu.h \
        share/bash-completion/completions/jindu \
        share/fish/vendor_completions.d/jindu.fish \
        share/zsh/vendor-completions/_jindu share/jindu/calendar/2026.json \
        share/jindu/headings share/jindu/sample/plan.txt \
        share/locale/zh_CN/LC_MESSAGES/jindu.mo lib/systemd/system/jindud.service \
        lib/sysusers.d/jindud.conf lib/tmpfiles.d/jindud.conf \
        share/man/man1/jindu.1 share/man/man8/jindud.8; do
        [ -s "$top/$file" ] || { echo "no $file"; false; }
    done
    [ -s "$DESTDIR$(sed -n \
        's/^ExecStart=.* --config //p' "$top/lib/systemd/system/jindud.service")" ]
    # Debug information apart, which is not built for installing.
    run grep -rlIF -e "$JINDU_BUILD" -e "$JINDU_SOURCE" "$DESTDIR"
    echo "$output"
    [ "$status" -eq 1 ]
}

@test "jindu.pc names folders that have the library and its headers" {
    install
    pc=$(find "$top" -name jindu.pc)
    export PKG_CONFIG_LIBDIR=${pc%/*}
    libdir=$(pkg-config --variable=libdir jindu)
    [ -e "$DESTDIR$libdir/libjindu.so" ]
    includedir=$(pkg-config --variable=includedir jindu)
    [ -s "$DESTDIR$includedir/jindu/jindu.h" ]
    [ "$(pkg-config --modversion jindu)" = "$(sed -n \
        's/^#define JINDU_VERSION "\(.*\)"/\1/p' \
        "$DESTDIR$includedir/jindu/version.h")" ]
}

@test "an installed jindu finds its Chinese by itself" {
    install
    libdir=$(dirname "$(dirname "$(find "$top" -name jindu.pc)")")
    LANGUAGE=zh_CN LD_LIBRARY_PATH=$libdir run "$top/bin/jindu" --help
    echo "$output"
    [ "$status" -eq 0 ]
    [[ $output == *"上报"* ]]
}

@test "the next installation leaves an edited configuration as it is" {
    install
    conf=$(find "$DESTDIR" -path '*/etc/jindu/jindud.conf')
    echo '# of this office' >>"$conf"
    cp "$conf" "$BATS_TEST_TMPDIR/edited"
    install
    cmp "$conf" "$BATS_TEST_TMPDIR/edited"
}

@test "another prefix is in every file that names one" {
    tree=$BATS_TEST_TMPDIR/tree
    env -u DESTDIR cmake -G Ninja -S "$JINDU_SOURCE" -B "$tree" -DJINDU_TESTS=OFF \
        -DCMAKE_INSTALL_PREFIX=/srv/office \
        -DCMAKE_INSTALL_LIBDIR=lib/of-its-own >/dev/null
    grep -qx 'libdir=/srv/office/lib/of-its-own' "$tree/jindu.pc"
    exec=/srv/office/bin/jindud
    grep -qx "ExecStart=$exec --config /srv/office/etc/jindu/jindud.conf" \
        "$tree/jindud.service"
    grep -q ' /srv/office/etc/jindu/clients ' "$tree/jindud.tmpfiles"
    grep -qx '#directory = /srv/office/share/jindu/calendar' "$tree/jindud.conf"
    run grep -nE '[=: ]/(usr|etc)/' "$tree/jindu.pc" "$tree/jindud.service" \
        "$tree/jindud.conf" "$tree/jindud.tmpfiles"
    echo "$output"
    [ "$status" -eq 1 ]
}

# The man page $1 of the installation, as people see it.
page()
{
    mandoc -T utf8 "$DESTDIR/srv/jx/help/$1" | col -b
}

@test "installed anywhere jindu starts, and names the folders it was made for" {
    tree=$BATS_TEST_TMPDIR/tree
    etc=$BATS_TEST_TMPDIR/office/etc
    env -u DESTDIR cmake -G Ninja -S "$JINDU_SOURCE" -B "$tree" \
        -DJINDU_TESTS=OFF -DCMAKE_BUILD_TYPE=Debug \
        -DCMAKE_INSTALL_PREFIX=/srv/jx -DCMAKE_INSTALL_LIBDIR=lib64 \
        -DCMAKE_INSTALL_SYSCONFDIR="$etc" -DCMAKE_INSTALL_MANDIR=help \
        -DCMAKE_INSTALL_LOCALEDIR=words >/dev/null
    cmake --build "$tree" >"$BATS_TEST_TMPDIR/log"
    cmake --install "$tree" >"$BATS_TEST_TMPDIR/log"
    PATH=$DESTDIR/srv/jx/bin:$PATH
    unset LD_LIBRARY_PATH
    jindu version
    jindud --version

    # What jindu writes, jindud reads.
    mkdir -p "$etc/jindu"
    export HOME=$BATS_TEST_TMPDIR
    jindu key new "$BATS_TEST_TMPDIR/wang.key" >/dev/null
    jindu admin principal add wang "$BATS_TEST_TMPDIR/wang.key" --role office
    [ -s "$etc/jindu/clients/wang.key" ]
    echo broken >"$etc/jindu/clients/wang.key"
    jindu key new "$BATS_TEST_TMPDIR/server.key" >/dev/null
    printf '[remote]\n%s\n%s\nkey = %s\n' \
        requests=tcp://127.0.0.1:7601 events=tcp://127.0.0.1:7602 \
        "$BATS_TEST_TMPDIR/server.key_secret" >"$BATS_TEST_TMPDIR/conf"
    run jindud --config "$BATS_TEST_TMPDIR/conf" --check
    echo "$output"
    [[ $output == *"$etc/jindu/clients/wang.key"* ]]

    [[ $(jindu help admin principal add) == *"($etc/jindu/clients)"* ]]
    [[ $(jindu help key new) == *" $etc/jindu/server.key"* ]]
    [[ $(jindu help environment) == *" $etc/jindu/jindu.conf last"* ]]
    [[ $(jindu completion fish) != *[!a-z]/etc/jindu* ]]
    command -v scdoc && command -v mandoc || skip "no scdoc or no mandoc"
    [[ $(page man8/jindud.8) == *" $etc/jindu/clients"* ]]
    [[ $(page man8/jindud.8) == *" /srv/jx/share/jindu/calendar"* ]]
    [[ $(page zh_CN/man1/jindu-plan.1) == *" /srv/jx/share/jindu/headings"* ]]
    run grep -rnE '(^|[^a-z])(/etc/jindu|/usr/share/jindu)' \
        "$DESTDIR/srv/jx/help"
    echo "$output"
    [ "$status" -eq 1 ]
}
