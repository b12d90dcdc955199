#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""golden.py --jindu FILE --jindud FILE --shim FILE --locales DIR [NAME ...]

What every command says in five locales, on terminals of 80 and 120 columns and
to a pipe, against the files in commands/ (book.py tells their form). Each
file and view has an office of its own, whose clock stands still (still.py).

A difference is red and printed; --update writes the files instead. Red as well,
either way: a command of the table without a file, a byte that the terminal's
codeset does not have, a line that the terminal would break, a name that was
cut.
"""
import argparse
import concurrent.futures
import difflib
import glob
import itertools
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "process"))

from book import Book  # noqa: E402
from still import Past, Programs  # noqa: E402
from view import View  # noqa: E402

COMMAND = re.compile(r"  ([a-z]+(?: [a-z]+)*)(?: \(.*?\))?  +")
# A row of names, of a plan in the text form: they stand whole or not at all.
NAMES = re.compile(r"[^、\s]+")
NAME_ROWS = (4, 5, 6)
ROW = 8
WORKERS = 4 * os.cpu_count()  # most of them wait


def commands(programs):
    """Of the table, as the help lists them."""
    text = subprocess.run(
        [programs.jindu, "help"], env={"LC_ALL": "C"}, check=True, text=True,
        stdout=subprocess.PIPE).stdout
    table = text.split("Commands:\n")[1].split("\n\n")[0]
    return [COMMAND.match(line).group(1) for line in table.splitlines()
            if COMMAND.match(line)]


def names():
    """Of the units and persons of the plan."""
    with open(os.path.join(HERE, "office/plan.txt"), encoding="utf-8") as file:
        cells = [line[1:].rstrip("\n") for line in file
                 if line.startswith("\t")]
    rows = [cells[at:at + ROW] for at in range(ROW, len(cells), ROW)]
    return {name for row in rows for at in NAME_ROWS
            for name in NAMES.findall(row[at])}


def cut_names():
    halves = {re.escape(name[:length]) for name in names()
              for length in range(1, len(name))}
    return re.compile(r"(?:^|[ 、\[])(%s)\.\." % "|".join(sorted(halves)))


class Run:
    def __init__(self, options):
        self.programs = Programs(options.jindu, options.jindud, options.shim)
        self.locales = options.locales
        self.work = tempfile.mkdtemp(prefix="jindu-golden-", dir="/tmp")
        self.numbers = itertools.count()
        self.past = Past(self.work, self.programs)
        self.cut = cut_names()
        self.faults = []

    def close(self):
        shutil.rmtree(self.work, ignore_errors=True)

    def see(self, book, at):
        """All steps of a book in one view."""
        view = View(*at)
        # Always as long as this: paths stand in texts that are broken to lines.
        directory = os.path.join(self.work, "%05d" % next(self.numbers))
        office = self.past.open(directory, book.options.get("as") is not None)
        shutil.copytree(os.path.join(HERE, "files"), directory,
                        dirs_exist_ok=True)
        if book.options.get("office") == "none":
            self.steps(book, view, office, at)
        else:
            with office:
                self.steps(book, view, office, at)
        shutil.rmtree(directory)
        return view.faults

    def steps(self, book, view, office, at):
        environment = dict(office.environment(), LOCPATH=self.locales)
        for step in book.steps:
            text, status = view.run(step.command, step.typed, environment,
                                    office.directory)
            text = text.replace(office.directory, "DIR")
            if book.options.get("lines") != "free" and \
                    "--json" not in step.command:
                view.look(step.command, text)
            if self.cut.search(text):
                view.fault(step.command, "a name was cut: " +
                           self.cut.search(text).group())
            text = text.replace("\x1b", "\\e")
            step.seen[at] = book.mask(text), status

    def all(self, books):
        with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
            jobs = [pool.submit(self.see, book, at)
                    for book in books for at in book.views()]
            for job in jobs:
                self.faults += job.result()


def compare(book, update):
    """How many lines differ from the file."""
    text = book.render()
    if text == book.text:
        return 0
    if update:
        with open(book.path, "w", encoding="utf-8") as file:
            file.write(text)
        print("golden: wrote", os.path.basename(book.path))
        return 0
    diff = list(difflib.unified_diff(
        book.text.splitlines(), text.splitlines(),
        os.path.basename(book.path), "now", lineterm="", n=2))
    print("\n".join(diff))
    return len(diff)


def main():
    made = argparse.ArgumentParser(description=__doc__)
    for name in ("jindu", "jindud", "shim", "locales"):
        made.add_argument("--" + name, required=True, type=os.path.abspath)
    made.add_argument("--update", action="store_true")
    made.add_argument("names", nargs="*")
    options = made.parse_args()
    books = [Book(path) for path in sorted(glob.glob(HERE + "/commands/*.txt"))]
    chosen = [book for book in books if not options.names or
              os.path.basename(book.path)[:-4] in options.names]
    run = Run(options)
    try:
        run.all(chosen)
        red = sum(compare(book, options.update) for book in chosen)
        table = [] if options.names else commands(run.programs)
    finally:
        run.close()
    told = {step.command for book in books for step in book.steps}
    for command in table:
        file = command.replace(" ", "-") + ".txt"
        if not any(("jindu " + command) in one for one in told):
            run.faults.append("no golden output of 'jindu %s': %s/%s wants a "
                              "line '$ jindu %s'" % (
                                  command, "tests/golden/commands", file, command))
    for fault in sorted(set(run.faults)):
        print("golden:", fault)
    if red and not run.faults:
        print("golden: './dev golden' writes what is now")
    return 1 if red or run.faults else 0


if __name__ == "__main__":
    sys.exit(main())
