#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""administrator.py follow DIRECTORY: what the READMEs say about installing,
backing up, restoring and other computers, done literally on a copy of this
machine that is thrown away.

The copy is an overlay over / in namespaces of its own, which takes root.  In it
sudo does what it is told, sudoedit and systemctl are stand-ins: one adds lines,
the other runs jindud as the unit says, with its user and its credential.
"""
import fcntl
import os
import pwd
import re
import socket
import struct
import subprocess
import sys

SOURCE = os.environ["JINDU_SOURCE"]
READMES = ("README.md", "README.zh-CN.md")
SECTION = re.compile(r"^## (?:Install|安装)\n(.*?)^## ",
                     re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?:\./dev|cd|jindu|journalctl|sudo|sudoedit) ")
# Not for a copy of a machine: 'package.sh --try' does that with the packages.
ELSEWHERE = ("./dev package", "cd build/package")
NAMED = "jindu server backup"  # in a sentence
SIOCSIFFLAGS = 0x8914  # <linux/sockios.h>
IFF_UP = 1
SKIPPED = 77
TOOLS = ("cmake", "setpriv", "systemd-sysusers", "systemd-tmpfiles",
         "unshare", "useradd")

STAND_INS = {
    "sudo": 'exec "$@"',
    "sudoedit": 'cat >>"$1"',
    "journalctl": "grep . /run/jindud.log",
    "systemctl": r"""
stop() {
    [ -s /run/jindud.pid ] || return 0
    kill "$(cat /run/jindud.pid)"
    tail --pid="$(cat /run/jindud.pid)" -f /dev/null
}
start() {
    mkdir -p /run/credential
    install -d -o jindu -g jindu -m 0750 /run/jindu
    [ ! -f /etc/jindu/server.key_secret ] ||
        install -o jindu -m 0400 /etc/jindu/server.key_secret /run/credential
    CREDENTIALS_DIRECTORY=/run/credential setpriv --reuid jindu \
        --regid jindu --init-groups \
        jindud --config /etc/jindu/jindud.conf \
        </dev/null >/dev/null 2>>/run/jindud.log &
    echo $! >/run/jindud.pid
    jindu --timeout 60 server status >/dev/null
}
case $1 in
stop) stop ;;
start | enable) start ;;
restart) stop; start ;;
reload)
    # The next reload is asked for when this one is told.
    told=$(grep -c 'read again' /run/jindud.log)
    kill -HUP "$(cat /run/jindud.pid)"
    tail -n +1 -f --pid=$$ /run/jindud.log | grep -m $((told + 1)) -q 'read again'
    ;;
esac""",
}


def section(readme):
    with open(os.path.join(SOURCE, readme), encoding="utf-8") as file:
        return SECTION.search(file.read())[1]


def written():
    """The commands of the section, the same in each README."""
    found = []
    for readme in READMES:
        text = section(readme)
        lines = re.findall(r"`([^`\n]+)`", text)
        for block in re.findall(r"^ *```\n(.*?)^ *```$", text,
                                re.MULTILINE | re.DOTALL):
            lines += block.split("\n")
        lines = [re.sub(r"\s+# .*", "", line.strip()) for line in lines]
        found.append({line.replace("状态", "status") for line in lines
                      if COMMAND.match(line) and line != NAMED
                      and not line.startswith(ELSEWHERE)})
    assert found[0] == found[1], found[0] ^ found[1]
    return found[0]


class Machine:
    """The copy, from inside of it."""

    def __init__(self):
        self.written = written()
        self.left = set(self.written)
        self.environment = dict(
            os.environ, LC_ALL="C.UTF-8", LANGUAGE="en", HOME="/root",
            PATH="/run/stand-ins:" + os.environ["PATH"])
        os.mkdir("/run/stand-ins")
        for name, text in STAND_INS.items():
            path = "/run/stand-ins/" + name
            with open(path, "w", encoding="utf-8") as file:
                file.write("#!/bin/sh\n%s\n" % text)
            os.chmod(path, 0o755)
        os.mkdir("/run/clone")
        os.symlink(os.path.join(SOURCE, "build"), "/run/clone/build")
        with open("/run/clone/dev", "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\n")
        os.chmod("/run/clone/dev", 0o755)

    def run(self, line, user=None, code=0, text=""):
        print("$ " + line, flush=True)
        arguments = ["bash", "-c", line]
        surroundings = self.environment
        if user is not None:
            surroundings = dict(surroundings,
                                HOME=pwd.getpwnam(user).pw_dir)
            arguments = ["setpriv", "--reuid", user, "--regid", user,
                         "--init-groups"] + arguments
        done = subprocess.run(
            arguments, cwd=surroundings["HOME"] if user else "/run/clone",
            env=surroundings, input=text, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, check=False)
        print(done.stdout, end="")
        assert done.returncode == code, done.returncode
        return done.stdout

    def literally(self, line, *, instead=(), **how):
        """A command of the READMEs."""
        assert line in self.written, "the READMEs do not say " + line
        self.left.discard(line)
        for old, new in instead:
            line = line.replace(old, new)
        return self.run(line, **how)


def remote(machine):
    """'From another computer', whose role this one plays as well."""
    here = [("192.0.2.10", "127.0.0.1")]
    lines = re.search(r"^ *\[remote\]\n(?: +\w.*\n)+", section("README.md"),
                      re.MULTILINE)[0]
    machine.literally("sudo jindu key new /etc/jindu/server.key")
    machine.run("sudoedit /etc/jindu/jindud.conf",
                text=lines.replace("   ", "").replace(*here[0]))
    machine.literally("sudo systemctl restart jindud")
    machine.run("mkdir -p ~/.config/jindu && "
                "cp /etc/jindu/server.key ~/.config/jindu/", user="other")
    machine.literally("jindu key new", user="other")
    machine.run("cp ~other/.config/jindu/client.key .")
    machine.literally("jindu context add office --server tcp://192.0.2.10:5710",
                      instead=here, user="other")
    machine.literally("jindu context select office", user="other")
    said = machine.run("jindu status", user="other", code=77)
    assert "does not admit you" in said
    machine.literally("sudo jindu admin principal add wang client.key"
                      " --role reporter --person 王小明")
    machine.literally("sudo systemctl reload jindud")
    said = machine.literally("jindu status", user="other")
    assert "2026" in said
    machine.literally("jindu admin principal disable wang")
    machine.run("sudo systemctl reload jindud")
    machine.run("jindu status", user="other", code=77)
    said = machine.literally("jindu doctor", user="other", code=1)
    assert "does not admit you" in said


def open_loopback():
    """A network of its own begins with it closed."""
    with socket.socket() as any_socket:
        request = struct.pack("16sh14x", b"lo", IFF_UP)
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, request)


def inside():
    open_loopback()
    machine = Machine()
    machine.literally("./dev run --once && sudo cmake --install build/release")
    machine.literally(
        "sudo systemd-sysusers && sudo systemd-tmpfiles --create")
    machine.literally("sudo systemctl enable --now jindud")
    for user in ("wang", "other"):
        machine.run("useradd --create-home " + user)
    number = machine.run("id -u wang").strip()
    machine.literally(
        "sudoedit /etc/jindu/jindud.conf",
        text="[uid.%s]\nperson = 唐果\nrole = reporter\n" % number)
    machine.literally("sudo jindud --config /etc/jindu/jindud.conf --check")
    machine.run("sudo systemctl restart jindud")
    machine.literally("sudo usermod -aG jindu NAME",
                      instead=[("NAME", "wang")])
    machine.run("jindu plan import --accept-guesses %s/packaging/sample/plan.txt"
                % SOURCE)
    machine.run("jindu report 3 40", user="wang")
    machine.run("jindu report 4 40", user="wang", code=77)
    machine.literally("jindu admin permissions", user="wang")
    machine.literally("sudo jindu server status")
    machine.literally("journalctl -u jindud")
    machine.literally("jindu server metrics")

    backup = "sudo jindu server backup /var/backups/jindu/today.db"
    machine.literally(backup)
    machine.literally("sudo jindu server check")
    machine.run("jindu report 3 50", user="wang")
    machine.literally("sudo systemctl stop jindud")
    machine.literally("sudo rm -f /var/lib/jindu/jindu.db-wal"
                      " /var/lib/jindu/jindu.db-shm")
    machine.literally("sudo install -o jindu -g jindu -m 600"
                      " /var/backups/jindu/today.db /var/lib/jindu/jindu.db")
    machine.literally("sudo systemctl start jindud")
    said = machine.run("jindu show 3", user="wang")
    assert " 40%" in said, "not as it was at the backup"
    assert "restored from a backup" in machine.run("journalctl -u jindud")

    remote(machine)
    machine.run("systemctl stop")
    assert not machine.left, ("not followed", machine.left)


OVERLAY = r"""set -e
mount -t tmpfs tmpfs "$1"
mkdir "$1/upper" "$1/work" "$1/root"
mount -t overlay overlay \
    -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
mkdir -p "$1/root$JINDU_SOURCE"
mount --rbind "$JINDU_SOURCE" "$1/root$JINDU_SOURCE"
mount -t proc proc "$1/root/proc"
mount --rbind /dev "$1/root/dev"
mount -t tmpfs tmpfs "$1/root/run"
"""


def isolated(directory, script, output=None):
    return subprocess.run(
        ["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child",
         "sh", "-c", OVERLAY + script, "sh", directory],
        stdin=subprocess.DEVNULL, stderr=output, check=False).returncode


def skip(why):
    print("skipped: " + why)
    sys.exit(SKIPPED)


def follow(directory):
    if os.getuid() != 0:
        skip("a copy of this machine takes root")
    for tool in TOOLS:
        if subprocess.run(["which", tool], check=False,
                          stdout=subprocess.DEVNULL).returncode != 0:
            skip("there is no " + tool)
    if not os.path.exists(os.path.join(SOURCE, "build/release/CMakeCache.txt")):
        skip("build/release is not built")
    if os.path.exists("/etc/jindu") or os.path.exists("/var/lib/jindu"):
        skip("jindu is installed on this machine")
    place = os.path.join(directory, "copy")
    os.mkdir(place)
    if isolated(place, "", subprocess.DEVNULL) != 0:
        skip("this machine allows no overlay in a namespace")
    # The shell stays: it is the first process there, and waits for orphans.
    code = isolated(place, 'chroot "$1/root" /usr/bin/python3 -B '
                    '"$JINDU_SOURCE/tests/docs/administrator.py" inside; '
                    'exit $?')
    sys.exit(code)


if __name__ == "__main__":
    if sys.argv[1] == "inside":
        inside()
    else:
        follow(sys.argv[2])
