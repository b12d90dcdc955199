#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# contents: the Debian packages of the tree can be built, lintian says nothing
# against them, and each has what belongs to it.
# Usage: contents.sh TREE DIRECTORY
set -euo pipefail

for tool in dh lintian debconf-updatepo; do
    command -v $tool >/dev/null || {
        echo "contents: skipped: $tool is not installed ('./dev package' does)"
        exit 77
    }
done

tree=$1
directory=$2
"$tree/packaging/package.sh" "$tree" "$directory"

top=$(mktemp -d)
trap 'rm -rf "$top"' EXIT
bad=0

complain()
{
    echo "contents: $*"
    bad=1
}

# has PACKAGE PATTERN...: each names a file of it.
has()
{
    local package=$1 root=$top/$1 pattern
    shift
    dpkg-deb -R "$directory/$package"_*.deb "$root"
    for pattern in "$@"; do
        compgen -G "$root/$pattern" >/dev/null ||
            complain "$package lacks $pattern"
    done
}

has jindud usr/bin/jindud lib/systemd/system/jindud.service \
    usr/lib/sysusers.d/jindud.conf usr/lib/tmpfiles.d/jindud.conf \
    etc/jindu/jindud.conf 'usr/share/man/man8/jindud.8.gz' \
    'usr/share/man/man5/jindud.conf.5.gz'
has jindu usr/bin/jindu usr/share/man/man1/jindu.1.gz \
    usr/share/man/zh_CN/man1/jindu.1.gz \
    usr/share/bash-completion/completions/jindu \
    usr/share/fish/vendor_completions.d/jindu.fish \
    usr/share/zsh/vendor-completions/_jindu \
    usr/share/locale/zh_CN/LC_MESSAGES/jindu.mo usr/share/jindu/headings \
    usr/share/jindu/sample/plan.txt
has libjindu0 'usr/lib/*/libjindu.so.0'
has libjindu-dev usr/include/jindu/jindu.h 'usr/lib/*/libjindu.so' \
    'usr/lib/*/pkgconfig/jindu.pc' usr/share/man/man3/libjindu.3.gz \
    usr/share/man/man7/jindu-protocol.7.gz \
    'usr/share/doc/libjindu-dev/examples/*.c'
has jindu-data usr/share/jindu/calendar/2026.json

[ "$(cat "$top/jindud/DEBIAN/conffiles")" = /etc/jindu/jindud.conf ] ||
    complain "jindud.conf is not the one conffile"
# Debhelper forgets this without a word when its sequence is not asked for.
grep -q systemd-sysusers "$top/jindud/DEBIAN/postinst" ||
    complain "the installation makes no user"
if grep -q '/var/lib/jindu' "$top"/*/DEBIAN/prerm; then
    complain "a removal touches the records"
fi

# The packages are of the version that the program says.
said=$(sed -n 's/^Version: //p' "$top"/libjindu-dev/usr/lib/*/pkgconfig/jindu.pc)
packed=$(sed -n 's/^Version: //p' "$top/jindud/DEBIAN/control")
[ "$said" = "${packed%%[+~-]*}" ] ||
    complain "the program says it is $said, its package $packed"

if grep -rlF -e jindu-package. -e "$tree" "$top"; then
    complain "the files above name the place of their build"
fi
exit $bad
