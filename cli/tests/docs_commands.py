#!/usr/bin/env python3
"""Runs what the pages tell people to run, and compares what comes of it with what the pages show.

In a page, a block ```yaml file=NAME is written to that file, and of a block ```console each line "$ COMMAND" is run in
the page's own folder; the lines below it are its output, stdout and stderr. A line "..." stands for any lines. Real times
and commits are not compared. docs_commands.py PROGRAM [--update]; run from the root of the tree. --update writes what came into
the pages, but for commands whose output holds a "..." line.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path.cwd()
BLOCK = re.compile(r"^```(console|yaml file=(?P<file>\S+))\n(?P<text>.*?)^```$", re.M | re.S)
VOLATILE = [(re.compile(r"in \d+ ms"), "in N ms"), (re.compile(r"\([0-9a-f]{12}(\+changes)?\)"), "(COMMIT)")]


def settled(text):
    for pattern, word in VOLATILE:
        text = pattern.sub(word, text)
    return [line.rstrip() for line in text.strip("\n").split("\n")] if text.strip("\n") else []


def same(shown, got):
    """Whether the lines are those shown, "..." standing for any."""
    if "..." not in shown:
        return shown == got
    pattern = "".join(r"(.*\n)*?" if line == "..." else re.escape(line) + r"\n" for line in shown)
    return re.fullmatch(pattern, "".join(line + "\n" for line in got)) is not None


class Page:
    def __init__(self, path, program, update):
        self.path, self.update = path, update
        self.folder = tempfile.TemporaryDirectory()
        work = pathlib.Path(self.folder.name)
        (work / "bin").mkdir()
        (work / "bin" / "nlbsim").symlink_to(program)
        (work / "work").mkdir()
        (work / "work" / "examples").symlink_to(ROOT / "examples")
        self.work = work / "work"
        self.environment = {
            "PATH": f"{work / 'bin'}:{os.environ['PATH']}",
            "NLBSIM_LIBRARY": str(ROOT / "scenarios"),
            "NO_COLOR": "1",
            "LC_ALL": "C.UTF-8",
            "HOME": str(work),
        }
        self.commands = 0
        self.failures = []

    def run(self, command):
        done = subprocess.run(["bash", "-c", command], cwd=self.work, env=self.environment, text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return done.stdout

    def console(self, text):
        out = []
        for part in re.split(r"^(?=\$ )", text, flags=re.M):
            if not part.startswith("$ "):
                continue
            command, _, shown = part[2:].partition("\n")
            got = self.run(command)
            self.commands += 1
            lines = settled(shown)
            if not same(lines, settled(got)):
                self.failures.append(f"{self.path}: $ {command}\n--- the page shows\n{shown}--- what came\n{got}")
                if self.update and "..." not in lines:
                    shown = got if got.endswith("\n") or not got else got + "\n"
            out.append(f"$ {command}\n{shown}")
        return "".join(out)

    def block(self, match):
        text = match["text"]
        if match["file"]:
            (self.work / match["file"]).write_text(text)
            return match[0]
        return f"```console\n{self.console(text)}```"

    def check(self):
        before = (ROOT / self.path).read_text()
        after = BLOCK.sub(self.block, before)
        if self.update and after != before:
            (ROOT / self.path).write_text(after)
        self.folder.cleanup()


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    update = "--update" in sys.argv[2:]
    commands, failures = 0, []
    for path in ["README.md", *sorted(str(page) for page in pathlib.Path("docs").glob("*.md"))]:
        page = Page(path, program, update)
        page.check()
        commands += page.commands
        failures += page.failures
    for failure in failures:
        print(failure, file=sys.stderr)
    if commands == 0:
        sys.exit("no page has a command")
    print(f"{commands} commands of the pages were run, {len(failures)} came out otherwise")
    sys.exit(1 if failures else 0)


main()
