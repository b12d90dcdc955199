# SPDX-License-Identifier: MIT
"""book: a golden file, which is a list of commands and what each says.

    # What it is about.
    office: none          no daemon answers
    as: reporter          somebody who may not do everything asks
    lines: free           lines may be longer than the terminal
    views: C.UTF-8        in these locales only
    mask: RE -> TEXT      what differs from run to run

    $ jindu plan import plan.txt
    < y                   typed, where there is a terminal
    == C 80 120, C.UTF-8 80 120
      what these see, in order
    [65]                  and the exit status, unless it is 0

Results that are the same stand once, under the names of all that see them.
Whoever adds a command writes the lines above the first "==" alone.
"""
import re

from view import LOCALES, SINKS

# Keys, epochs and digests are new in each store,
MASKS = [(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", "UUID"),
         (r"\b[0-9a-f]{64}\b", "HASH"),
         # Told to who has waited a second, which a busy machine decides;
         # process/cli looks at it.
         (r"(?m)^(waiting for jindud at '|正在等待“).*\n", ""),
         # Who runs the tests.
         (r"\buid:\d+(?![\d ])", "uid:N"), (r"\buid:\d+ +", "uid:N  ")]


class Step:
    def __init__(self, command):
        self.command = command
        self.typed = ""
        self.before = []  # comments
        self.seen = {}  # (locale, sink): (text, status)


class Book:
    def __init__(self, path):
        self.path = path
        self.head = []
        self.steps = []
        self.options = {}
        self.masks = list(MASKS)
        with open(path, encoding="utf-8") as file:
            self.text = file.read()
        self.parse(self.text.splitlines())
        chosen = self.options.get("views", "").split()
        self.locales = chosen or list(LOCALES)

    def parse(self, lines):
        comments = []
        for line in lines:
            if line.startswith("$ "):
                step = Step(line[2:])
                step.before, comments = comments, []
                self.steps.append(step)
            elif line.startswith("< "):
                self.steps[-1].typed += line[2:] + "\n"
            elif line.startswith("#"):
                comments.append(line)
            elif line and not self.steps and not line.startswith("="):
                self.head += comments + [line]
                comments = []
                name, value = line.split(": ", 1)
                if name == "mask":
                    self.masks.append(tuple(value.split(" -> ")))
                else:
                    self.options[name] = value
            elif not line and not self.steps:
                self.head, comments = self.head + comments, []

    def views(self):
        return [(locale, sink) for locale in self.locales for sink in SINKS]

    def mask(self, text):
        for pattern, word in self.masks:
            text = re.sub(pattern, word, text)
        return text

    def name(self, views):
        """Who sees it: "C", "C 80 120", "everybody"."""
        if len(views) == len(self.views()):
            return "everybody"
        names = []
        for locale in self.locales:
            sinks = [sink for at, sink in views if at == locale]
            if len(sinks) == len(SINKS):
                names.append(locale)
            elif sinks:
                names.append(" ".join([locale] + sinks))
        return ", ".join(names)

    def render(self):
        lines = list(self.head)
        for step in self.steps:
            lines += ([""] if lines else []) + step.before
            lines.append("$ " + step.command)
            lines += ["< " + line for line in step.typed.splitlines()]
            groups = {}
            for view in self.views():
                groups.setdefault(step.seen[view], []).append(view)
            for (text, status), views in groups.items():
                lines.append("== " + self.name(views))
                lines += [("  " + line).rstrip(" ") if not line.strip() else
                          "  " + line for line in text.splitlines()]
                if status != 0:
                    lines.append("[%d]" % status)
        return "\n".join(lines) + "\n"
