#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The documents name commands, options, files and headings that there are.
# JINDU_BUILD is the build folder, JINDU_SOURCE the project.

look() {
    run --separate-stderr /usr/bin/python3 \
        "$JINDU_SOURCE/tests/docs/documents.py" "$1" "$JINDU_BUILD/client/jindu" "${@:2}"
    # shellcheck disable=SC2154 # set by run
    echo "$output" "$stderr"
}

bats_require_minimum_version 1.5.0

@test "links, commands and paths of all documents are right" {
    look "$JINDU_SOURCE"
    [ "$status" -eq 0 ]
    [[ $output =~ ^([0-9]+)" documents, "([0-9]+)" commands"$ ]]
    [ "${BASH_REMATCH[1]}" -ge 20 ]
    [ "${BASH_REMATCH[2]}" -ge 50 ]
}

@test "each kind of wrong name is found" {
    tree=$BATS_TEST_TMPDIR/tree
    mkdir "$tree"
    (cd "$JINDU_SOURCE" && tar -cf - --exclude=./build --exclude=./.git .) |
        tar -C "$tree" -xf -
    cat >"$tree/docs/WRONG.md" <<'END'
# Wrong

[a page](GONE.md), [a heading](#nowhere), [one there](DESIGN.md#nowhere).
`jindu lsit`, `sudo jindu report 3 --percent 40`, `./dev flie`,
tests/unit/gone.c, /etc/jindu/gone.conf, jindu-gone(1).

```
jindu list --state gone
echo a | jindu plan improt x   # --help
```

[Wrong](#wrong), `jindu watch --name`, tests/unit/test_<module>.c are right.
END
    look "$tree" docs/WRONG.md
    [ "$status" -eq 1 ]
    for word in "no 'GONE.md'" "'WRONG.md' has no heading '#nowhere'" \
        "'DESIGN.md' has no heading '#nowhere'" "no command 'lsit'" \
        "'jindu report 3 --percent 40'" "'./dev flie'" "no 'tests/unit/gone.c'" \
        "'/etc/jindu/gone.conf'" "no page jindu-gone(1)" \
        "'jindu list --state gone'" "'jindu plan improt x"; do
        [[ $stderr == *"$word"* ]] || { echo "not found: $word"; false; }
    done
    [ "$(grep -c '^documents: ' <<<"$stderr")" -eq 11 ]
}
