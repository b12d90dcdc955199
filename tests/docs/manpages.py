#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""manpages: what the pages of docs/man say about commands is what jindu says.

    manpages.py JINDU FOLDER           fails where a page says something else
    manpages.py JINDU FOLDER --write   mends the pages; './dev man'

A page has passages between '; jindu WHAT' and '; end'.  WHAT is one of
  commands [GROUP]   each command of the group, or those of one word
  groups             the pages of the groups
  options            the options of every command
  environment, exit-codes, formats
  methods            those of proto/PROTOCOL.md
  functions HEADER   those of include/jindu/HEADER
Every group of commands has a page jindu-GROUP.1.scd.  Pages below zh_CN are
filled in Chinese.
"""
import functools
import os
import pathlib
import re
import subprocess
import sys
import textwrap

BEGIN = re.compile(r"; jindu (\S+)(?: (\S+))?$")
END = "; end"
SOURCE = pathlib.Path(__file__).parents[2]
WIDTH = 72  # of a prototype, which no pager breaks


def escape(text):
    """Words as scdoc takes them literally."""
    return re.sub(r"[\\*]|(?<!\w)_|_(?!\w)", r"\\\g<0>", text)


class Jindu:
    """The program, asked in one language."""

    def __init__(self, program, language):
        self.program = program
        self.environment = {
            name: value for name, value in os.environ.items()
            if name != "COLUMNS" and not name.startswith(("LC_", "JINDU_"))}
        self.environment.update(LC_ALL="C.UTF-8", LANGUAGE=language)

    @functools.lru_cache(maxsize=None)
    def help(self, *words):
        return subprocess.run(
            [self.program, "help", *words], env=self.environment, check=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            encoding="utf-8").stdout.rstrip("\n").split("\n")

    def paragraphs(self, *words):
        """The help as lists of lines that stood together."""
        found = [[]]
        for line in self.help(*words):
            if line:
                found[-1].append(line)
            elif found[-1]:
                found.append([])
        return found

    def names(self):
        """Of all commands."""
        lines = next(lines for lines in self.paragraphs()
                     if lines[1:] and lines[1].startswith("  report "))
        return [re.match(r"  (.+?)(?: \(|  |$)", line)[1]
                for line in lines[1:]]


def pair(line):
    """'  LEFT    RIGHT' as its two sides; the left may fill the column."""
    left, right = re.match(r"  (\S.*?)  +(\S.*)$", line).groups()
    return left, right


def tell_options(lines):
    told = []
    for line in lines:
        left, right = pair(line)
        left = re.sub(r"--?[a-zA-Z-]+", r"*\g<0>*", left)
        told += ["", left, "\t" + escape(right)]
    return told


def tell_command(jindu, name):
    head, usage, *rest = jindu.paragraphs(*name.split())
    summary = re.split("[:：] ?", head[0], 1)[1]
    stop = "." if summary.isascii() else "。"
    line = re.search(r"jindu .*?(?= \[[^\]]*\]\.\.\.$)", usage[0])[0]
    told = ["## " + line, "", summary + stop]
    for also in usage[1:]:
        told += ["", also + stop]
    for paragraph in rest[:-1]:
        if paragraph[1:] and paragraph[1].startswith("  -"):
            told += tell_options(paragraph[1:])
            continue
        is_example = False
        for text in paragraph:
            if text.startswith("  ") != is_example:
                told += ["```"] if is_example else ["", "```"]
                is_example = not is_example
            if is_example:
                told.append(text[2:])
            else:
                told += ["", escape(text)]
        if is_example:
            told.append("```")
    return told + [""]


def tell_commands(jindu, group):
    told = []
    for name in jindu.names():
        if (name.split(" ")[0] if " " in name else None) == group:
            told += tell_command(jindu, name)
    return told


def tell_common(jindu, _):
    lines = next(lines for lines in jindu.paragraphs()
                 if lines[1:] and lines[1].startswith("  -"))
    return tell_options(lines[1:])[1:] + [""]


def tell_groups(jindu, _):
    told = []
    for group in groups(jindu):
        told += ["*jindu-%s*(1)" % group, "\t" + ", ".join(
            name for name in jindu.names() if name.startswith(group + " ")),
                 ""]
    return told


def tell_table(jindu, topic):
    """'WORD  what it means', which may go on in the lines below."""
    told = []
    for line in jindu.help(topic):
        match = re.match(r" {0,4}(\S+(?:, \S+)*)(?:  +(\S.*))?$", line)
        if match:
            told += ["*%s*" % match[1]]
            words = match[2] or ""
        else:
            words = line.strip()
        if words:
            told += ["\t" + escape(words)]
    return "\n".join(told).replace("\n*", "\n\n*").split("\n") + [""]


def tell_methods(_, __):
    text = (SOURCE / "proto" / "PROTOCOL.md").read_text("utf-8")
    methods = {}
    for noun, verb in re.findall(r"^- `([a-z]+)\.([a-z]+)` [RW]", text,
                                 re.MULTILINE):
        methods.setdefault(noun, []).append(verb)
    told = []
    for noun, verbs in methods.items():
        told += ["*%s*" % noun, "\t" + ", ".join(verbs), ""]
    return told


def tell_functions(_, header):
    text = (SOURCE / "include" / "jindu" / header).read_text("utf-8")
    told = ["```"]
    for prototype in re.findall(r"^JINDU_API (?:JINDU_CHECK )?([^;]*;)", text,
                                re.MULTILINE):
        words = " ".join(prototype.split()).replace("( ", "(")
        # Between its arguments only: a fixed blank is none to break at.
        words = re.sub("(?<!,) ", "\xa0", words)
        told += [line.replace("\xa0", " ") for line in textwrap.wrap(
            words, WIDTH, subsequent_indent="    ", break_long_words=False)]
    return told + ["```", ""]


TELL = {
    "commands": tell_commands,
    "groups": tell_groups,
    "options": tell_common,
    "environment": lambda jindu, _: tell_table(jindu, "environment"),
    "exit-codes": lambda jindu, _: tell_table(jindu, "exit-codes"),
    "formats": lambda jindu, _: tell_table(jindu, "formats"),
    "functions": tell_functions,
    "methods": tell_methods,
}


def groups(jindu):
    return list(dict.fromkeys(
        name.split(" ")[0] for name in jindu.names() if " " in name))


def fill(jindu, text):
    """The page with its passages as jindu tells them now."""
    lines, inside = [], None
    for line in text.split("\n"):
        match = BEGIN.match(line)
        if match:
            assert inside is None, "'%s' in a passage of '%s'" % (line, inside)
            inside = line
            lines += [line] + TELL[match[1]](jindu, match[2])
        elif line == END:
            assert inside is not None, "'%s' ends nothing" % line
            inside = None
        if inside is None:
            lines.append(line)
    assert inside is None, "'%s' has no end" % inside
    return "\n".join(lines)


def complaints(jindu, folder):
    """What no page can mend by itself."""
    known = groups(jindu)
    for group in [None] + known:
        page = folder / ("jindu%s.1.scd" % ("-" + group if group else ""))
        mark = "; jindu commands%s" % (" " + group if group else "")
        if not page.exists():
            yield "the commands of '%s' have no page %s" % (group, page)
        elif mark not in page.read_text("utf-8").split("\n"):
            yield "%s has no line '%s'" % (page, mark)
    for page in folder.glob("jindu-*.1.scd"):
        group = page.name[len("jindu-"):-len(".1.scd")]
        if group not in known:
            yield "%s: jindu has no commands '%s'" % (page, group)


def main(program, folder, *rest):
    folder = pathlib.Path(folder)
    english = Jindu(program, "en")
    wrong = list(complaints(english, folder))
    for page in sorted(folder.rglob("*.scd")):
        chinese = page.parent.name == "zh_CN"
        jindu = Jindu(program, "zh_CN") if chinese else english
        text = page.read_text("utf-8")
        told = fill(jindu, text)
        if told != text:
            if rest == ("--write",):
                page.write_text(told, "utf-8")
            else:
                wrong.append("%s: is not what jindu says; './dev man' mends it"
                             % page)
    for line in wrong:
        print("manpages: " + line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
