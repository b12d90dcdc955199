#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The man pages: what they say about commands is what jindu says, every group
# of commands has one, and each renders.
# JINDU_BUILD is the build folder, JINDU_SOURCE the project.

setup() {
    : "${JINDU_BUILD:?}" "${JINDU_SOURCE:?}"
    pages=$JINDU_SOURCE/docs/man
    copy=$BATS_TEST_TMPDIR/man
}

compare() {
    /usr/bin/python3 "$JINDU_SOURCE/tests/docs/manpages.py" \
        "$JINDU_BUILD/client/jindu" "$@"
}

@test "the man pages say what jindu says about its commands" {
    compare "$pages"
}

# In few looks: each runs jindu for every command.
@test "a page that says something else, none for a group, one for none are named" {
    cp -r "$pages" "$copy"
    rm -r "$copy/zh_CN"
    sed -i '/--done/d' "$copy/jindu.1.scd"
    mv "$copy/jindu-notice.1.scd" "$copy/jindu-none.1.scd"
    run compare "$copy" --write
    [ "$status" -eq 1 ]
    [[ $output == *"the commands of 'notice' have no page"* ]]
    [[ $output == *"jindu has no commands 'none'"* ]]
    [ "${#lines[@]}" -eq 2 ]
    cmp "$pages/jindu.1.scd" "$copy/jindu.1.scd" # it was mended
    sed -i '/--done/d' "$copy/jindu.1.scd"
    run compare "$copy"
    [[ $output == *"jindu.1.scd: is not what jindu says"* ]]
    [ "${#lines[@]}" -eq 3 ]
}

# mandoc's remarks about paragraphs are scdoc's own doing.
@test "every page renders without an error" {
    command -v scdoc && command -v mandoc || skip "no scdoc or no mandoc"
    local page found=0
    while read -r page; do
        scdoc <"$page" >"$BATS_TEST_TMPDIR/page"
        mandoc -T lint -W error "$BATS_TEST_TMPDIR/page" ||
            { echo "$page"; return 1; }
        found=$((found + 1))
    done < <(find "$pages" -name '*.scd')
    [ "$found" -gt 10 ]
}

@test "mandoc would tell an error" {
    command -v mandoc || skip "no mandoc"
    printf '.TH A 1\n.SH NAME\n.nosuchmacro\n.SS\n.so /etc/hosts\n' \
        >"$BATS_TEST_TMPDIR/page"
    run mandoc -T lint -W error "$BATS_TEST_TMPDIR/page"
    [ "$status" -ne 0 ]
}
