#!/bin/sh
# SPDX-License-Identifier: MIT
# selfcheck: each lint accepts a clean tree and refuses a planted fault.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
top=$(mktemp -d)
trap 'rm -rf "$top"' EXIT
failed=0
tree=$top/tree
spdx='/* SPDX-License-Identifier: MIT */'

# A small tree that every lint accepts.
fresh_tree()
{
    rm -rf "$tree"
    mkdir -p "$tree/include/jindu" "$tree/proto" "$tree/daemon/io" \
        "$tree/daemon/domain" "$tree/examples" "$tree/tests"
    cp "$here/../../.clang-format" "$tree/"
    printf '%s\n#ifndef A_H\n#define A_H\n\nint jindu_a(void);\n\n#endif\n' \
        "$spdx" >"$tree/include/jindu/a.h"
    printf '%s\n#ifndef P_H\n#define P_H\n\nint jp_p(void);\n\n#endif\n' \
        "$spdx" >"$tree/proto/p.h"
    printf '%s\n#include "p.h"\n\n#include <jindu/a.h>\n' "$spdx" \
        >"$tree/proto/p.c"
    printf '%s\n#include <sqlite3.h>\n' "$spdx" >"$tree/daemon/io/store.c"
    printf '%s\n#include "p.h"\n' "$spdx" >"$tree/daemon/domain/d.c"
    printf '%s\n#include <jindu/a.h>\n' "$spdx" >"$tree/examples/e.c"
    printf '#!/bin/sh\n# SPDX-License-Identifier: MIT\necho ok\n' >"$tree/dev"
}

# expect accept|refuse LINT WHAT
expect()
{
    status=0
    sh "$here/$2.sh" "$tree" >"$top/out" 2>&1 || status=$?
    if [ "$status" -eq 77 ]; then
        return 0
    fi
    if [ "$1" = accept ] && [ "$status" -ne 0 ]; then
        echo "$2: refused a clean tree"
        cat "$top/out"
        failed=1
    elif [ "$1" = refuse ] && { [ "$status" -eq 0 ] || [ ! -s "$top/out" ]; }; then
        echo "$2: did not see $3"
        failed=1
    fi
}

# plant LINT WHAT FILE LINE: adds LINE to FILE of a fresh tree.
plant()
{
    fresh_tree
    printf '%s\n' "$4" >>"$tree/$3"
    expect refuse "$1" "$2"
}

fresh_tree
for lint in layers banned lines words format shell headers; do
    expect accept "$lint" ''
done

plant layers 'an arrow backwards' proto/p.h '#include "d.h"'
: >"$tree/daemon/domain/d.h"
expect refuse layers 'an arrow backwards to a header that exists'
plant layers 'a library without a door' daemon/domain/d.c '#include <zmq.h>'
plant layers 'another library at a door' daemon/io/store.c '#include <uv.h>'
plant layers 'an example that looks inside' examples/e.c '#include "p.h"'
fresh_tree
cp "$tree/proto/p.h" "$tree/daemon/io/p.h"
expect refuse layers 'one name for two headers'

plant banned 'an unbounded copy' proto/p.c 'void f(void) { strcpy(a, b); }'
plant banned 'a shell' daemon/domain/d.c 'int f(void) { return system("ls"); }'
plant banned 'the environment written' daemon/io/store.c 'int x = setenv(a);'
plant banned 'a deferred transaction' daemon/io/store.c \
    'static const char s[] = "BEGIN";'
plant banned 'XPUB_MAN''UAL' daemon/io/store.c 'int x = ZMQ_XPUB_MAN''UAL;'
fresh_tree
printf 'sle%s 1\n' ep >"$tree/tests/a.sh"
expect refuse banned 'a sleeping test'
fresh_tree
printf '/* strcpy(a, b) is banned */\n' >>"$tree/proto/p.c"
expect accept banned ''

fresh_tree
yes '' | head -n 401 >>"$tree/proto/p.c"
expect refuse lines 'a long file'
fresh_tree
yes '' | head -n 151 >>"$tree/examples/e.c"
expect refuse lines 'a long example'
fresh_tree
{
    printf 'int\nf(void)\n{\n'
    yes '    g();' | head -n 61
    printf '}\n'
} >>"$tree/proto/p.c"
expect refuse lines 'a long function'
fresh_tree
echo 'int x;' >"$tree/proto/q.c"
expect refuse lines 'a file without a license'

plant words 'an unfinished mark' proto/p.c "/* TO""DO: later */"
plant words 'a path of a machine' dev "cd /ho""me/me"

plant format 'a crooked line' proto/p.c 'int   x  ;'
# shellcheck disable=SC2016 # the planted fault is the missing quotes
plant shell 'an unquoted variable' dev 'rm $1'
plant headers 'a header that needs another' proto/p.h 'size_t jp_q(void);'
plant headers 'a public header that is not C++' include/jindu/a.h \
    'int jindu_b(int *restrict class);'

# A service that is root and may do anything.
printf '[Service]\nExecStart=/bin/true\n' >"$top/open.service"
sh "$here/unit.sh" "$top/open.service" >/dev/null && {
    echo "unit: did not see an open service"
    failed=1
}

cat >"$top/s.c" <<'EOF'
int jindu_a(void) { return 0; }
int stray(void) { return 0; }
EOF
if ${CC:-cc} -shared -fPIC -o "$top/s.so" "$top/s.c" &&
    sh "$here/symbols.sh" "$top/s.so" >/dev/null; then
    echo "symbols: did not see a stray export"
    failed=1
fi
${CC:-cc} -shared -fPIC -Dstray=jindu_b -o "$top/s.so" "$top/s.c"
sh "$here/symbols.sh" "$top/s.so" >/dev/null || {
    echo "symbols: refused a clean library"
    failed=1
}
for list in 'jindu_a jindu_b jindu_c' 'jindu_a'; do
    # shellcheck disable=SC2086 # a list of names
    printf ' %s@Base 0.1.0\n' $list >"$top/list"
    if sh "$here/symbols.sh" "$top/s.so" "$top/list" >/dev/null; then
        echo "symbols: did not see that the list is '$list'"
        failed=1
    fi
done
printf ' %s@Base 0.1.0\n' jindu_a jindu_b >"$top/list"
sh "$here/symbols.sh" "$top/s.so" "$top/list" >/dev/null || {
    echo "symbols: refused a list that is right"
    failed=1
}
exit $failed
