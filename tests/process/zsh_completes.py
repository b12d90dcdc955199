#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What zsh makes of `jindu WORDS<TAB><RETURN>` on a terminal, a line each.

Usage: zsh_completes.py WORDS...   with jindu in PATH
"""
import os
import pty
import sys
import tempfile

# jindu is asked for completion alone; a command line that is run is told.
SETUP = """
PS1='' RPS1='' ZLE_RPROMPT_INDENT=0
autoload -U compinit && compinit -u -D
jindu() {
    if [[ $1 == completion ]]; then
        command jindu "$@"
    else
        print -r -- "$*" >>%s
    fi
}
eval "$(command jindu completion zsh)"
print -r -- ready
"""


def wait_for(terminal, words):
    """Reads until the words came; b'' at the end is an error."""
    got = b""
    while words not in got:
        more = os.read(terminal, 4096)
        if not more:
            raise SystemExit(f"zsh ended: {got!r}")
        got += more


def main():
    with tempfile.TemporaryDirectory() as folder:
        told = os.path.join(folder, "told")
        setup = os.path.join(folder, "setup")
        with open(setup, "w", encoding="utf-8") as file:
            file.write(SETUP % told)
        child, terminal = pty.fork()
        if child == 0:
            os.environ["TERM"] = "dumb"
            os.execvp("zsh", ["zsh", "-f", "-i"])
        os.write(terminal, f"source {setup}\n".encode())
        wait_for(terminal, b"ready")
        for words in sys.argv[1:]:
            os.write(terminal, f"jindu {words}\t".encode())
            os.write(terminal, b"\n")
            os.write(terminal, b"print -r -- en''d\n")
            wait_for(terminal, b"end")
        os.write(terminal, b"exit\n")
        os.waitpid(child, 0)
        with open(told, encoding="utf-8") as file:
            sys.stdout.write(file.read())


if __name__ == "__main__":
    main()
