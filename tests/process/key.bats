#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Keys and who is admitted with them: files only, without a daemon.
# JINDU_BUILD is the build folder.

bats_require_minimum_version 1.5.0

setup() {
    : "${JINDU_BUILD:?}"
    export LC_ALL=C.UTF-8
    export HOME=$BATS_TEST_TMPDIR/home
    unset LANGUAGE COLUMNS XDG_CONFIG_HOME
    unset JINDU_SERVER JINDU_CERTIFICATE JINDU_SERVER_CERTIFICATE
    PATH=$JINDU_BUILD/client:$PATH
    folder=$HOME/.config/jindu
    clients=$BATS_TEST_TMPDIR/clients
    mkdir "$HOME"
}

# Runs jindu; stdout in $output, stderr in $errors.
cli() {
    run --separate-stderr jindu "$@"
    # shellcheck disable=SC2154 # set by run
    errors=$stderr
}

principal() {
    cli admin principal "$@" --clients "$clients"
}

@test "a new person makes a key, and shows it" {
    umask 077
    cli key show
    [ "$status" -eq 66 ]
    [[ $errors == *client.key_secret*"'jindu key new' makes a key"* ]]
    cli key new
    [ "$status" -eq 0 ]
    key=$output
    [ "${#key}" -eq 40 ]
    [[ $errors == *"'$folder/client.key' is for the other side"* ]]
    [ "$(stat -c %a "$folder")" = 700 ]
    [ "$(stat -c %a "$folder/client.key")" = 644 ]
    [ "$(stat -c %a "$folder/client.key_secret")" = 600 ]
    cli key show
    [ "$output" = "$key" ]
    cli --json key show "$folder/client.key"
    [ "$output" = "{\"key\":\"$key\"}" ]
    run ! grep -q secret-key "$folder/client.key"
}

@test "a key is never overwritten" {
    jindu -q key new "$BATS_TEST_TMPDIR/server.key"
    before=$(cat "$BATS_TEST_TMPDIR"/server.key*)
    cli key new "$BATS_TEST_TMPDIR/server.key"
    [ "$status" -eq 73 ]
    [[ $errors == *"stays as it is"* ]]
    [ "$before" = "$(cat "$BATS_TEST_TMPDIR"/server.key*)" ]
}

@test "a damaged or open certificate is refused with its reason" {
    jindu -q key new
    chmod 640 "$folder/client.key_secret"
    cli key show
    [ "$status" -eq 77 ]
    [[ $errors == *"client.key_secret' holds a secret key that others"*0640* ]]
    chmod 600 "$folder/client.key_secret"
    sed -i 's/secret-key = "./&,/' "$folder/client.key_secret"
    cli key show
    [ "$status" -eq 65 ]
    [[ $errors == *"is no certificate: line 4: secret-key is no key"* ]]
    cli --json key show "$BATS_TEST_TMPDIR"
    [ "$status" -eq 65 ]
    [[ $errors == '{"error":{'*'is no regular file'* ]]
}

@test "a remote server without its keys is not asked, and what is missing told" {
    cli server status --server tcp://127.0.0.1:1
    [ "$status" -eq 77 ]
    [[ $errors == *"$folder/server.key'"*"ask the office"* ]]
    jindu -q key new "$BATS_TEST_TMPDIR/server.key"
    mkdir -p "$folder"
    echo "server_certificate = $BATS_TEST_TMPDIR/server.key" >"$folder/config"
    cli server status --server tcp://127.0.0.1:1
    [ "$status" -eq 77 ]
    [[ $errors == *"$folder/client.key_secret'"*"jindu key new"* ]]
    jindu -q key new "$BATS_TEST_TMPDIR/mine"
    cli server status --server tcp://127.0.0.1:1 --timeout 1 \
        --certificate "$BATS_TEST_TMPDIR/mine_secret"
    [ "$status" -eq 75 ]
    [[ $errors == *"no daemon answers at 'tcp://127.0.0.1:1'"*"[remote]"* ]]
    export JINDU_SERVER_CERTIFICATE=/nonexistent/key
    cli server status --server tcp://127.0.0.1:1
    [ "$status" -eq 77 ]
    [[ $errors == */nonexistent/key* ]]
}

@test "a key that cannot be used leaves every report in the outbox" {
    export XDG_STATE_HOME=$BATS_TEST_TMPDIR/state
    jindu -q key new "$BATS_TEST_TMPDIR/server.key"
    mkdir -p "$folder"
    echo "server_certificate = $BATS_TEST_TMPDIR/server.key" >"$folder/config"
    jindu -q key new
    cli report 1 10 --plan p --server tcp://127.0.0.1:1 --timeout 1
    [ "$status" -eq 75 ]
    chmod 640 "$folder/client.key_secret"
    cli report 1 20 --plan p --server tcp://127.0.0.1:1
    [ "$status" -eq 75 ]
    [[ $errors == *"client.key_secret' holds a secret key"*outbox* ]]
    cli flush --server tcp://127.0.0.1:1
    [ "$status" -eq 75 ]
    [ -z "$(ls "$XDG_STATE_HOME/jindu/outbox/failed")" ]
    [[ $errors == *"2 requests stay in the outbox: a key file"* ]]
}

@test "a principal is enrolled, disabled, enabled and gets another role" {
    jindu -q key new
    principal add wang "$folder/client.key" --role reporter --person 王小明
    [ "$status" -eq 0 ]
    [ "$output" = "wang  reporter  王小明" ]
    [[ $errors == *"systemctl reload jindud"* ]]
    [ "$(stat -c %a "$clients/wang.key")" = 644 ]
    grep -qx '    role = "reporter"' "$clients/wang.key"
    principal disable wang
    [ "$status" -eq 0 ]
    grep -qx '    disabled = "yes"' "$clients/wang.key"
    principal role wang office
    [ "$output" = "wang  office  王小明  disabled" ]
    principal enable wang
    run ! grep -q disabled "$clients/wang.key"
    [ "$(jindu key show "$clients/wang.key")" = "$(jindu key show)" ]
    [ "$(ls -A "$clients")" = wang.key ]
}

@test "one key is one principal, and one name one key" {
    jindu -q key new
    jindu -q key new "$BATS_TEST_TMPDIR/other"
    principal add wang "$(jindu key show)" --role observer
    [ "$status" -eq 0 ]
    principal add li "$folder/client.key" --role office
    [ "$status" -eq 73 ]
    [[ $errors == *"enrolled already, as 'wang'"* ]]
    principal add wang "$BATS_TEST_TMPDIR/other" --role office
    [ "$status" -eq 73 ]
    [[ $errors == *"there is a principal 'wang' already"* ]]
    echo nonsense >"$clients/zhao.key"
    principal add li "$BATS_TEST_TMPDIR/other" --role office
    [ "$status" -eq 65 ]
    [[ $errors == *"zhao.key' is no certificate: line 1"* ]]
    [ ! -e "$clients/li.key" ]
}

@test "the secret half of a key is refused, and a new pair asked for" {
    jindu -q key new "$BATS_TEST_TMPDIR/li.key"
    principal add li "$BATS_TEST_TMPDIR/li.key_secret" --role office
    [ "$status" -eq 65 ]
    [ -z "$output" ]
    [[ $errors == *"li.key_secret' is the secret half of a key"* ]]
    [[ $errors == *"make a new pair there"*"the file without _secret"* ]]
    [ ! -e "$clients" ]
}

@test "what makes no principal is refused" {
    jindu -q key new
    principal add Wang "$folder/client.key" --role office
    [ "$status" -eq 64 ]
    principal add wang "$folder/client.key"
    [ "$status" -eq 64 ]
    principal add wang "$folder/client.key" --role leader
    [ "$status" -eq 64 ]
    [[ $errors == *"needs --person"* ]]
    principal add wang "$folder/client.key" --role clerk
    [ "$status" -eq 64 ]
    principal role wang office
    [ "$status" -eq 66 ]
    principal role wang min
    [ "$status" -eq 64 ]
    [ ! -e "$clients" ]
}
