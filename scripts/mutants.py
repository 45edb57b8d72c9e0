#!/usr/bin/env python3
"""How much of a changed engine do the checks see? One-line mutants of engine/, drawn by a seed, and what killed them.

  scripts/mutants.py draw [--seed N] [--count N]   draws the list anew: scenarios/museum/mutants.tsv
  scripts/mutants.py run [ID...] [--limit N]       builds and checks those (default: all without an outcome)
  scripts/mutants.py show ID                       the change
  scripts/mutants.py report                        the figures

A mutant is checked in a copy of the tree, build/mutants/tree, that is built where it was built last time: first by
`nlbsim conformance`, then by the engine's own tests. Its outcome is the first that saw it: `stillborn` (does not
compile: no mutant at all), `conformance`, `unit`, or `alive`. Whether one that is alive changes anything is for a person
to say: write `equivalent` in its place.
"""
import argparse
import csv
import pathlib
import random
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
LIST = ROOT / "scenarios/museum/mutants.tsv"
TREE = ROOT / "build/mutants/tree"
PRESET = "bench"  # a mutant costs one file and a link, and the whole library 5 s
FIELDS = ["id", "file", "occurrence", "before", "after", "outcome"]
CONFORMANCE_LIMIT = 120  # seconds: a mutant that never ends is seen as well

# What a line may become. Each pattern stands for every place where it fits.
SWAPS = [
    (r"==", "!="), (r"!=", "=="), (r" < ", " <= "), (r" <= ", " < "), (r" > ", " >= "), (r" >= ", " > "),
    (r" && ", " || "), (r" \|\| ", " && "), (r"\btrue\b", "false"), (r"\bfalse\b", "true"),
    (r"\bif \((?!const |auto |constexpr)([^;{}]+)\) (?=\S)", r"if (!(\1)) "),
    (r"\bany_of\(", "all_of("), (r"\ball_of\(", "any_of("), (r"\bnone_of\(", "any_of("),
    (r" \+ 1\b", " + 2"), (r" - 1\b", ""), (r"(?<![\w.:\"'])(\d{1,5})(?=[;,)} ])", lambda m: str(int(m[1]) + 1)),
    (r"\b(\d+)(s|ms|h)\b(?=[;,)}])", lambda m: str(int(m[1]) * 2) + m[2]),
    (r"\"([A-Za-z][\w./-]{3,})\"", r'"x\1"'), (r"\.front\(\)", ".back()"), (r"\.insert\(", ".erase("),
]
# Whole statements that may be left out: calls, and what passes an error on.
LEFT_OUT = [re.compile(r"^\s+[\w.>:()\[\]-]+\(.*\);$"), re.compile(r"^\s+if \(.*\) (co_)?return .*;$"),
            re.compile(r"^\s+[\w.>\[\]-]+ (\+|\||&)?= .*;$")]


def variants(line):
    if line.lstrip().startswith(("//", "#", "static_assert", "using ", "namespace ")):
        return
    code = line.split(" // ")[0]
    for pattern, replacement in SWAPS:
        for match in re.finditer(pattern, code):
            changed = code[: match.start()] + re.sub(pattern, replacement, match[0]) + line[match.end() :]
            # A lookahead is not part of the match alone; then the whole line is changed in its first place.
            if changed == line:
                changed = re.sub(pattern, replacement, code, count=1) + line[len(code) :]
            if changed != line:
                yield changed
    if any(pattern.match(code) for pattern in LEFT_OUT) and code.count("(") == code.count(")"):
        yield re.match(r"\s*", line)[0] + ";"


def candidates():
    for path in sorted((ROOT / "engine").rglob("*")):
        if path.suffix not in (".cc", ".h") or "tests" in path.parts:
            continue
        seen = {}
        for line in path.read_text().splitlines():
            seen[line] = seen.get(line, 0) + 1
            for after in dict.fromkeys(variants(line)):
                yield str(path.relative_to(ROOT)), seen[line], line, after


def draw(args):
    pool = list(candidates())
    chosen = sorted(random.Random(args.seed).sample(range(len(pool)), args.count))
    with LIST.open("w", newline="") as out:
        out.write(f"# {args.count} of {len(pool)} one-line mutants of engine/, drawn with seed {args.seed}; see scripts/mutants.py\n")
        writer = csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
        writer.writerow(FIELDS)
        for number, at in enumerate(chosen, 1):
            writer.writerow([f"m{number:03}", *pool[at][:2], *pool[at][2:], ""])
    print(f"{args.count} of {len(pool)} mutants drawn")


def load():
    lines = LIST.read_text().splitlines()
    rows = [dict(zip(FIELDS, line.split("\t"))) for line in lines[2:]]
    return lines[0], rows


def save(head, rows):
    LIST.write_text("\n".join([head, "\t".join(FIELDS), *("\t".join(row[field] for field in FIELDS) for row in rows)]) + "\n")


def replaced(text, row):
    lines, count = text.splitlines(keepends=True), 0
    for at, line in enumerate(lines):
        if line.rstrip("\n") == row["before"]:
            count += 1
            if count == int(row["occurrence"]):
                lines[at] = row["after"] + "\n"
                return "".join(lines)
    return None


def succeeds(command, log, **options):
    try:
        return subprocess.run(command, cwd=TREE, stdout=log, stderr=subprocess.STDOUT, **options).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def check(row, log):
    path = TREE / row["file"]
    original = path.read_text()
    mutant = replaced(original, row)
    if mutant is None:
        return "gone"
    path.write_text(mutant)
    try:
        build = ["cmake", "--build", f"build/{PRESET}", "--target", "nlbsim", "nlbsim_engine_tests"]
        if not succeeds(build, log):
            return "stillborn"
        if not succeeds([f"build/{PRESET}/nlbsim", "conformance", "--out", "build/mutant-report"], log,
                        timeout=CONFORMANCE_LIMIT):
            return "conformance"
        if not succeeds([f"build/{PRESET}/nlbsim_engine_tests", "--gtest_brief=1"], log, timeout=CONFORMANCE_LIMIT):
            return "unit"
        return "alive"
    finally:
        path.write_text(original)


def prepare_tree(log):
    TREE.mkdir(parents=True, exist_ok=True)
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        source, copy = ROOT / name, TREE / name
        if copy.exists() and copy.read_bytes() == source.read_bytes():
            continue  # its time stays, and what is built of it
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, copy)
    if not (TREE / f"build/{PRESET}/build.ninja").exists():
        subprocess.run(["cmake", "--preset", PRESET], cwd=TREE, stdout=log, check=True)
    if not succeeds(["cmake", "--build", f"build/{PRESET}", "--target", "nlbsim", "nlbsim_engine_tests"], log):
        sys.exit("mutants: the tree does not build; see build/mutants/log")


def run(args):
    head, rows = load()
    wanted = [row for row in rows if row["id"] in args.ids] if args.ids else [row for row in rows if not row["outcome"]]
    (ROOT / "build/mutants").mkdir(parents=True, exist_ok=True)
    with (ROOT / "build/mutants/log").open("w") as log:
        prepare_tree(log)
        for row in wanted[: args.limit]:
            row["outcome"] = check(row, log)
            save(head, rows)
            print(row["id"], row["outcome"], row["file"], flush=True)


def show(args):
    for row in load()[1]:
        if row["id"] in args.ids:
            print(f"{row['id']} {row['file']} ({row['outcome'] or 'not run'})\n- {row['before']}\n+ {row['after']}")


def report(_):
    rows = load()[1]
    count = {}
    for row in rows:
        count[row["outcome"] or "not run"] = count.get(row["outcome"] or "not run", 0) + 1
    for outcome, number in sorted(count.items()):
        print(f"{number:4} {outcome}")
    by = {name: count.get(name, 0) for name in ("conformance", "unit", "alive")}
    judged = sum(by.values())
    if judged:
        print(f"of {judged} that change something: conformance {by['conformance'] / judged:.0%}, "
              f"with unit tests {(by['conformance'] + by['unit']) / judged:.0%}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    drawing = commands.add_parser("draw")
    drawing.add_argument("--seed", type=int, default=1)
    drawing.add_argument("--count", type=int, default=200)
    running = commands.add_parser("run")
    running.add_argument("ids", nargs="*")
    running.add_argument("--limit", type=int)
    showing = commands.add_parser("show")
    showing.add_argument("ids", nargs="+")
    commands.add_parser("report")
    args = parser.parse_args()
    {"draw": draw, "run": run, "show": show, "report": report}[args.command](args)


if __name__ == "__main__":
    main()
