#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""documents: what the documents name is there.

    documents.py ROOT JINDU [PAGE ...]

Looks at README*.md, CHANGELOG.md, docs, proto/PROTOCOL.md and the man pages,
or at those named:
links and their anchors, pages such as jindu(1), files and folders of the tree,
files of an installation, the words of ./dev, and each jindu command with its
options.  A command is judged by jindu itself, which is given --help as well: then
it reads the whole line and does nothing.
"""
import glob
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
PAGE = re.compile(r"(?<![\w/-])((?:lib)?jindu[a-z.-]*)\*?\((\d)\)")
TREE = re.compile(r"(?<![\w/.$~-])((?:client|cmake|daemon|docs|examples|"
                  r"include|packaging|proto|tests)/[\w./*-]*\w)(?![\w<])")
PLACE = re.compile(r"(?<![\w.}])(/(?:etc|run|usr|var)/[\w./-]*jindu[\w./-]*)")
DEV = re.compile(r"\./dev ([a-z]+)")
# What a line of commands has between two of them.
BETWEEN = re.compile(r"\s(?:\||\|\||&&|;)\s")
# What stands for something: an argument that jindu need not judge.
BLANK = re.compile(r"[A-Z]{2,}$|\.\.\.$|…$")


def plain(text):
    """A man page's source as it is read."""
    return re.sub(r"\\(.)", r"\1", text)


def fenced(text):
    """The code between fences, and what stands outside of it."""
    pieces = re.split(r"^ *```.*\n", text, flags=re.MULTILINE)
    return pieces[1::2], "\n".join(pieces[::2])


def anchors(text):
    """Of the headings of a page, as GitHub makes them."""
    _, prose = fenced(text)
    for heading in re.findall(r"^#+ +(.*)$", prose, re.MULTILINE):
        heading = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        yield re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(
            " ", "-")


class Documents:
    def __init__(self, root, jindu):
        self.root = pathlib.Path(root)
        self.jindu = jindu
        self.wrong = []
        self.judged = {}
        self.home = tempfile.mkdtemp()
        self.words = set(re.findall(r"^  ([a-z]+)", subprocess.run(
            [self.root / "dev", "help"], check=True, stdout=subprocess.PIPE,
            text=True).stdout, re.MULTILINE))
        self.pages = {page.name[:-4] for page in
                      (self.root / "docs/man").glob("*.scd")}
        self.places = self.installed()

    def installed(self):
        """The paths that packaging and the build name."""
        text = ""
        for pattern in ("packaging/*", "packaging/debian/*",
                        "client/settings.*", "cmake/JinduInstall.cmake"):
            for name in glob.glob(str(self.root / pattern)):
                if os.path.isfile(name):
                    said = pathlib.Path(name).read_text("utf-8")
                    if name.endswith(".install"):
                        said = re.sub("^", "/", said, flags=re.MULTILINE)
                    text += said
        text = text.replace("@CMAKE_INSTALL_FULL_SYSCONFDIR@", "/etc")
        text = text.replace("@JINDU_CLIENTS_DIR@", "/etc/jindu/clients")
        text = text.replace("@CMAKE_INSTALL_FULL_DATADIR@", "/usr/share")
        found = {place.rstrip("/.") for place in PLACE.findall(text)}
        found |= {place[:-len("_secret")] for place in found
                  if place.endswith("_secret")}
        return (found | {"/run/jindu", "/usr/include/jindu"}) - {"/etc/jindu"}

    def complain(self, page, text):
        self.wrong.append("%s: %s" % (page.relative_to(self.root), text))

    def links(self, page, text):
        for target in LINK.findall(fenced(text)[1]):
            if re.match(r"[a-z]+:", target):
                continue
            path, _, anchor = target.partition("#")
            other = page if not path else page.parent / path
            if not other.exists():
                self.complain(page, "no '%s' to link to" % path)
            elif anchor and anchor not in anchors(other.read_text("utf-8")):
                self.complain(page, "'%s' has no heading '#%s'" %
                              (other.name, anchor))

    def names(self, page, text):
        for name, section in PAGE.findall(text):
            if "%s.%s" % (name, section) not in self.pages:
                self.complain(page, "no page %s(%s)" % (name, section))
        for path in TREE.findall(text):
            shape = re.sub("[A-Z]{4,}", "*", path)
            if not any(glob.glob(str(base / shape)) or
                       glob.glob(str(base / shape) + ".*")
                       for base in (self.root, page.parent)):
                self.complain(page, "no '%s' in the tree" % path)
        for word in DEV.findall(text):
            if word not in self.words:
                self.complain(page, "'./dev %s' is no word" % word)
        for place in PLACE.findall(text):
            place = place.rstrip("/.")
            if not any(place == known or place.startswith(known + "/")
                       for known in self.places):
                self.complain(page, "nothing installs '%s'" % place)

    def command_lines(self, page, text):
        """Every place where a jindu command is written down."""
        blocks, prose = fenced(text)
        for block in blocks:
            yield from block.replace("\\\n", " ").split("\n")
        if page.suffix == ".md":
            yield from re.findall(r"`([^`\n]+)`", prose)
        else:
            yield from re.findall(r"\*((?:sudo )?jindu [^*]+)\*",
                                  prose.replace("\n", " "))

    def commands(self, page, text):
        for line in self.command_lines(page, text):
            for part in BETWEEN.split(line):
                part = re.sub(r"^[\s$]*(?:sudo )?", "", part)
                if re.match(r"jindu\s", part):
                    self.judge(page, part)

    def judge(self, page, line):
        try:
            words = shlex.split(line, comments=True)[1:]
        except ValueError as problem:
            self.complain(page, "'%s': %s" % (line, problem))
            return
        # Redirections, and what the text leaves open.
        words = [word for word in words
                 if not re.match(r"\d?[<>]", word) and word != "&"]
        words = ["1" if BLANK.match(word) else word for word in words]
        key = tuple(words)
        if key not in self.judged:
            # "jindu watch --name" names an option without its value.
            if self.ask(words)[0] == 0 or self.ask(words + ["1"])[0] == 0:
                self.judged[key] = None
            else:
                self.judged[key] = self.ask(words)[1]
        if self.judged[key] is not None:
            self.complain(page, "'%s': %s" % (line.strip(), self.judged[key]))

    def ask(self, words):
        done = subprocess.run(
            [self.jindu, "--help", *words], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
            env=dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE="en",
                     HOME=self.home, XDG_CONFIG_HOME=self.home,
                     XDG_STATE_HOME=self.home))
        return done.returncode, done.stdout.decode(errors="replace").strip()

    def look(self, names):
        pages = [self.root / name for name in names] or [
            *self.root.glob("*.md"), *self.root.glob("docs/*.md"),
            self.root / "proto/PROTOCOL.md",
            *self.root.glob("docs/man/**/*.scd")]
        for page in sorted(pages):
            text = page.read_text("utf-8")
            if page.suffix == ".scd":
                text = plain(text)
            else:
                self.links(page, text)
            self.names(page, text)
            self.commands(page, text)
        os.rmdir(self.home)
        return len(pages), len(self.judged)


def main(root, jindu, *names):
    documents = Documents(os.path.abspath(root), jindu)
    pages, commands = documents.look(names)
    for line in documents.wrong:
        print("documents: " + line, file=sys.stderr)
    print("%d documents, %d commands" % (pages, commands))
    return 1 if documents.wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
