#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""first_hour.py NAME DIRECTORY: what README.md and README.zh-CN.md print is
taken out of them and run as it stands, and so are the examples.

first_hour.bats names the tests.
"""
import datetime
import glob
import json
import os
import re
import select
import subprocess
import sys
import time
import uuid

from house import LIMIT_S, Daemon, die_with_parent, report
from pyclient import draft_digest

SOURCE = os.environ["JINDU_SOURCE"]
BUILD = os.environ["JINDU_BUILD"]
READMES = {"README.md": "en", "README.zh-CN.md": "zh_CN"}
QUESTION = b"[y/N]"
WARNINGS = ["-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]
LATE_DAYS = 10  # enough for every notice before, whatever today is


def blocks(readme, language):
    with open(os.path.join(SOURCE, readme), encoding="utf-8") as file:
        return re.findall(r"^```%s\n(.*?)^```$" % language, file.read(),
                          re.MULTILINE | re.DOTALL)


def started(directory):
    """A daemon whose notices leave at any time of any day."""
    daemon = Daemon(directory)
    daemon.configure(window="always\nwindow_days = all")
    return daemon.start()


def environment(daemon, directory, **more):
    return dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE="en",
                PATH=os.path.join(BUILD, "client") + ":" + os.environ["PATH"],
                HOME=directory, XDG_CONFIG_HOME=directory,
                XDG_STATE_HOME=directory, JINDU_SERVER=daemon.endpoint,
                PAGER="cat", **more)


def at_a_terminal(script, surroundings):
    """Runs script as somebody does who answers yes; returns what was seen."""
    master, slave = os.openpty()
    process = subprocess.Popen(
        ["bash", "-e", "-c", script], stdin=slave, stdout=slave, stderr=slave,
        cwd=SOURCE, env=surroundings, preexec_fn=die_with_parent)
    os.close(slave)
    seen, answered = b"", 0
    while select.select([master], [], [], LIMIT_S)[0]:
        try:
            piece = os.read(master, 65536)
        except OSError:  # nobody has the other side any more
            break
        seen += piece
        if seen.count(QUESTION) > answered:
            answered += 1
            os.write(master, b"y\n")
    code = process.wait(LIMIT_S)
    os.close(master)
    print(seen.decode())
    assert code == 0, code
    return seen.decode()


def commands(directory):
    """The blocks of commands, the one with the plan first."""
    for readme, language in READMES.items():
        place = os.path.join(directory, language)
        os.mkdir(place)
        daemon = started(place)
        surroundings = environment(daemon, place)
        surroundings["LANGUAGE"] = language
        day, *year = blocks(readme, "sh")
        seen = at_a_terminal("".join(year), surroundings)
        assert QUESTION.decode() in seen
        seen = at_a_terminal(day, surroundings)
        assert "主体工程完工" in seen
        assert daemon.stop() == 0


def same_tools(_):
    """Both READMEs print the same programs."""
    for language in ("c", "python"):
        first, second = (blocks(readme, language) for readme in READMES)
        assert first == second and len(first) == 1, language


class Tool:
    """A program whose lines are read as they come; with again, one that is
    started again when it ends."""

    def __init__(self, arguments, surroundings, again=False):
        self.arguments = arguments
        self.surroundings = surroundings
        self.again = again
        self.text = b""
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            self.arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            env=self.surroundings, preexec_fn=die_with_parent)

    def lines(self, wanted):
        """The output, once wanted(lines) is true."""
        while not wanted(self.text.decode(errors="replace").split("\n")[:-1]):
            ready, _, _ = select.select([self.process.stdout], [], [], LIMIT_S)
            piece = os.read(self.process.stdout.fileno(), 65536) \
                if ready else b""
            if ready and not piece and self.again:
                self.kill()
                self.start()
                continue
            assert piece, "it says no more: " + self.text.decode()
            self.text += piece
        return self.text.decode().split("\n")[:-1]

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def load_late(client, count):
    """A plan of count items: the odd ones are overdue, the others are not."""
    today = datetime.date.today()
    items = []
    for no in range(1, count + 1):
        day = today + datetime.timedelta(
            days=-LATE_DAYS if no % 2 else 300)
        items.append({"no": no, "category": "道路", "name": "第%d号路" % no,
                      "target": "通车", "units": ["建设办"],
                      "persons": ["周明"], "leaders": [],
                      "deadline": day.isoformat()})
    draft = str(uuid.uuid4())
    client.call("plan.load", {
        "key": str(uuid.uuid4()), "plan": "house", "draft": draft, "part": 1,
        "last": True, "items": items,
        "head": {"title": "试验", "year": today.year, "source": "0f" * 32}})
    client.call("plan.confirm", {
        "key": str(uuid.uuid4()), "plan": "house", "draft": draft,
        "digest": draft_digest(items)})


def make_late(client, item):
    day = datetime.date.today() - datetime.timedelta(days=LATE_DAYS)
    client.call("item.update", {
        "key": str(uuid.uuid4()), "plan": "house", "item": item,
        "deadline": day.isoformat(), "reason": "会议决定"})


def until_heard(client, name):
    """Until the reader's place in the daemon is at the head."""
    until = time.monotonic() + LIMIT_S
    while time.monotonic() < until:
        for cursor in client.call("stream.cursors")["cursors"]:
            if cursor["cursor"] == name and cursor["after"] == cursor["head"]:
                return
    raise AssertionError("'%s' does not get to the head" % name)


def python_tool(directory):
    daemon = started(directory)
    script = os.path.join(directory, "bell.py")
    with open(script, "w", encoding="utf-8") as file:
        file.write(blocks("README.md", "python")[0])
    tool = ["/usr/bin/python3", script, "ipc://" + daemon.sockets]
    goes_on(directory, daemon, tool, "bell")


def goes_on(directory, daemon, arguments, name, **more):
    """The tool hears all, also what happened while it or jindud was off.  It
    may end when jindud does not answer for long: it is started again then, as
    the READMEs say."""
    surroundings = environment(daemon, directory, **more)
    client = daemon.client()
    load_late(client, 4)
    tool = Tool(arguments, surroundings)
    tool.lines(lambda lines: any("jindu.plan.confirmed" in line
                                 for line in lines))
    until_heard(client, name)
    tool.kill()
    for item in (1, 2):
        report(client, item)
    tool = Tool(arguments, surroundings, again=True)
    found = tool.lines(lambda lines: len(lines) == 2)
    assert found == ["jindu.report.submitted house/1",
                     "jindu.report.submitted house/2"], found
    until_heard(client, name)
    daemon.kill()
    daemon.start()
    report(daemon.client(), 3)
    found = tool.lines(lambda lines: len(lines) == 3)
    assert found[2] == "jindu.report.submitted house/3", found
    tool.kill()
    assert daemon.stop() == 0


def installed(directory):
    """libjindu in a directory; what a program is compiled and run with."""
    top = os.path.join(directory, "prefix")
    for component in ("library", "development"):
        subprocess.run(["cmake", "--install", BUILD, "--prefix", top,
                        "--component", component], check=True,
                       stdout=subprocess.DEVNULL)
    found = glob.glob(top + "/**/jindu.pc", recursive=True)
    assert len(found) == 1, found
    library = os.path.dirname(os.path.dirname(found[0]))
    flags = subprocess.run(
        ["pkg-config", "--cflags", "--libs",
         "--define-variable=includedir=" + os.path.join(top, "include"),
         "--define-variable=libdir=" + library, "jindu"],
        env=dict(os.environ, PKG_CONFIG_PATH=os.path.dirname(found[0])),
        check=True, stdout=subprocess.PIPE, text=True).stdout.split()
    sanitize = os.environ.get("JINDU_SANITIZE", "")
    if sanitize:
        flags.append("-fsanitize=" + sanitize)
    return flags, library


def compiled(directory, source):
    """The program, and where its library lies."""
    flags, library = installed(directory)
    program = os.path.join(directory, "tool")
    subprocess.run([os.environ.get("CC", "cc"), *WARNINGS, "-o", program,
                    source, *flags], check=True)
    return program, library


def c_tool(directory):
    daemon = started(directory)
    source = os.path.join(directory, "my-tool.c")
    with open(source, "w", encoding="utf-8") as file:
        file.write(blocks("README.md", "c")[0])
    program, library = compiled(directory, source)
    goes_on(directory, daemon, [program], "my-tool", LD_LIBRARY_PATH=library)


def example(name):
    return os.path.join(SOURCE, "examples", name)


def notice_line(directory):
    daemon = started(directory)
    program, library = compiled(directory, example("notice_line.c"))
    surroundings = environment(daemon, directory, LD_LIBRARY_PATH=library)
    arguments = [program, "desk", "person/周明"]
    client = daemon.client()
    load_late(client, 4)
    late = "逾期%d天：%%d. 第%%d号路 周明" % LATE_DAYS
    tool = Tool(arguments, surroundings)
    found = tool.lines(lambda lines: len(lines) == 2)
    assert sorted(found) == [late % (1, 1), late % (3, 3)], found
    until_heard(client, "desk")
    tool.kill()
    make_late(client, 2)
    daemon.kill()
    tool = Tool(arguments, surroundings)  # jindud is away
    daemon.start()
    found = tool.lines(lambda lines: len(lines) == 1)
    assert found == [late % (2, 2)], found
    until_heard(daemon.client(), "desk")
    make_late(daemon.client(), 4)
    found = tool.lines(lambda lines: len(lines) == 2)
    assert found[1] == late % (4, 4), found
    tool.kill()
    assert daemon.stop() == 0


def wall_list(directory):
    daemon = started(directory)
    program, library = compiled(directory, example("wall_list.c"))
    surroundings = environment(daemon, directory, LD_LIBRARY_PATH=library)
    client = daemon.client()
    load_late(client, 240)  # more than a page holds
    wanted = ["%4d. 逾期%3d天  第%d号路" % (no, LATE_DAYS, no)
              for no in range(1, 241, 2)]

    def last_picture(lines):
        text = "\n".join(lines)
        return text.split("\n\n")[-2].split("\n") if "\n\n" in text else []

    tool = Tool([program, "house"], surroundings)
    tool.lines(lambda lines: lines and last_picture(lines + [""]) == wanted)
    make_late(client, 2)
    line = "   2. 逾期%3d天  第2号路" % LATE_DAYS
    wanted.insert(1, line)
    tool.lines(lambda lines: last_picture(lines + [""]) == wanted)
    key = str(uuid.uuid4())
    client.call("item.claim", {"key": key, "plan": "house", "item": 2})
    key = str(uuid.uuid4())
    client.call("item.verify", {"key": key, "plan": "house", "item": 2})
    wanted.remove(line)
    tool.lines(lambda lines: last_picture(lines + [""]) == wanted)
    daemon.kill()
    daemon.start()
    make_late(daemon.client(), 4)
    wanted.insert(2, "   4. 逾期%3d天  第4号路" % LATE_DAYS)
    tool.lines(lambda lines: last_picture(lines + [""]) == wanted)
    tool.kill()
    tool = subprocess.run([program, "nosuch"], env=surroundings, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert tool.returncode == 66 and b"wall_list: " in tool.stderr, tool
    assert daemon.stop() == 0


def watch_hook(directory):
    daemon = started(directory)
    folder = os.path.join(directory, "the notices")
    os.mkdir(folder)
    arguments = [example("watch_hook.sh"), folder]
    surroundings = environment(daemon, directory)
    client = daemon.client()
    load_late(client, 4)

    def hears(items):
        """Runs the hook until it has heard all."""
        tool = Tool(arguments, surroundings)
        until_heard(client, "watch-hook")
        tool.process.terminate()
        assert tool.process.wait(LIMIT_S) in (0, -15), tool.process.returncode
        tool.process.stdout.close()
        found = set()
        for name in os.listdir(folder):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                event = json.load(file)
            assert name == "%s-%s.json" % (event["epoch"], event["sequence"])
            if event["type"] == "jindu.notice.overdue":
                found.add(event["subject"])
        assert found == {"house/%d" % item for item in items}, found

    hears([1, 3])
    make_late(client, 2)
    hears([1, 2, 3])
    for name in os.listdir(folder):
        os.unlink(os.path.join(folder, name))
    make_late(client, 4)
    hears([4])
    assert daemon.stop() == 0


if __name__ == "__main__":
    globals()[sys.argv[1]](sys.argv[2])
