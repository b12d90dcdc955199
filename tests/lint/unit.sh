#!/bin/sh
# SPDX-License-Identifier: MIT
# unit: the service is as shut off as systemd can make it, by its own measure:
# an exposure of at most 1.5, of 10.
# Usage: unit.sh UNIT
set -eu
command -v systemd-analyze >/dev/null || {
    echo "unit: skipped: systemd-analyze is not installed"
    exit 77
}
systemd-analyze security --help 2>/dev/null | grep -q -- --offline || {
    echo "unit: skipped: this systemd-analyze cannot judge a file (--offline)"
    exit 77
}
systemd-analyze security --no-pager --offline=yes --threshold=15 "$1" || {
    echo "unit: an exposure over 1.5: what is marked above is open"
    exit 1
}
