#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What 'jindud --check' finds in a configuration before anybody misses it.
# JINDUD is the program, JINDU_BUILD the build folder, JINDU_SOURCE the project.

setup() {
    cd "$BATS_TEST_TMPDIR"
    umask 022
    conf=$BATS_TEST_TMPDIR/conf
    PATH=$JINDU_BUILD/client:$PATH
}

# configure: the standard input, after a calendar that is there.
configure() {
    printf '[calendar]\ndirectory = %s/packaging/calendar\n' \
        "$JINDU_SOURCE" >"$conf"
    cat >>"$conf"
}

# remote KEY: a door to other computers with this key.
remote() {
    mkdir -p clients
    configure <<END
[remote]
requests = tcp://127.0.0.1:7110
events = tcp://127.0.0.1:7111
key = $PWD/$1
[access]
clients = $PWD/clients
END
}

# check STATUS WORDS...: --check ends with STATUS and says all the WORDS.
check() {
    local expected=$1
    shift
    run "$JINDUD" --config "$conf" --check
    echo "$output"
    [ "$status" -eq "$expected" ]
    for words in "$@"; do
        [[ $output == *"$words"* ]]
    done
}

@test "a public certificate is told to be no secret, whoever may read it" {
    jindu -q key new server.key
    [ "$(stat -c %a server.key)" = 644 ]
    remote server.key
    check 65 "'$PWD/server.key' has no secret key: the file whose name ends"
    [[ $output != *mode* ]]
    remote server.key_secret
    check 0
    chmod 644 server.key_secret
    check 77 "holds a secret and has mode 0644"
}

@test "a name that no plan has, and a comment behind one, are refused" {
    configure <<<$'[uid.1001]\nrole = reporter\nperson = 张 骏'
    check 65 "$conf:5: 'person' is '张 骏', and no plan has such a name"
    configure <<<$'[uid.1001]\nrole = reporter\nperson = 尹平 # 办公室'
    check 65 "$conf:5: 'person' has a '#' in it: a comment stands on a line"
    configure <<<$'[uid.1001]\nrole = reporter\nperson = Anna Li'
    check 0
}

@test "two endpoints on one port are refused and both named" {
    jindu -q key new server.key
    remote server.key_secret
    sed -i 's/:7111/:7110/' "$conf"
    check 65 "'requests' of 'remote' (tcp://127.0.0.1:7110) and 'events' of"
}

@test "what everybody may write to decides nothing" {
    jindu -q key new server.key
    remote server.key_secret
    cp server.key clients/wang.key
    sed -i '1s/.*/metadata\n    role = "office"/' clients/wang.key
    check 0
    for path in conf clients clients/wang.key; do
        before=$(stat -c %a "$path")
        chmod o+w "$path"
        mode=$(printf '%04o' "0$(stat -c %a "$path")")
        check 77 "'$PWD/$path' says who may do what and has mode $mode:" \
            "chmod o-w it"
        # A start says the same, before it makes anything.
        run "$JINDUD" --config "$conf" --state state --sockets run
        [ "$status" -eq 77 ]
        [ ! -e state ]
        chmod "$before" "$path"
        check 0
    done
    # The group of the administrators may.
    chmod g+w conf clients clients/wang.key
    check 0
}
