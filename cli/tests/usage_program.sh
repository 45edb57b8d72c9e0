#!/usr/bin/env bash
# What is written from the command line and the readers themselves - completions, man page, schema - and what a run says
# to a terminal, a watcher of files and a job on GitHub. Argument: the program; run from the root of the tree.
set -euo pipefail
command=run
source "$(dirname "$0")/program_checks.sh" "$1"
program=$(realpath "$program")

# The shipped schema is what the readers ask for, and every shipped scenario names it.
"$program" schema >"$scratch/schema.json"
diff "$scratch/schema.json" scenarios/scenario.schema.json || fail "scenarios/scenario.schema.json is not what schema prints"
for file in scenarios/library/*/*.yaml; do
  case $file in *.end.yaml) continue ;; esac
  head -1 "$file" | grep -qF 'yaml-language-server: $schema=../../scenario.schema.json' ||
    fail "$file does not name the schema on its first line"
done
python3 - "$scratch/schema.json" <<'END' || fail "the schema lacks what the language has"
import json, sys
schema = json.load(open(sys.argv[1]))
steps = schema["definitions"]["step"]["properties"]
assert {"apply", "wait", "never", "forEach", "random", "on", "show"} <= set(steps), sorted(steps)
subject = steps["wait"]["properties"]["aws"]["anyOf"][0]["properties"]
assert "Listener" in subject["kind"]["anyOf"][0]["enum"], subject["kind"]
assert schema["properties"]["spec"]["properties"]["world"]["properties"]["nodes"] == {"type": "integer"}
assert schema["properties"]["metadata"]["required"] == ["id", "title"]
assert steps["random"]["properties"]["ways"]["items"]["items"] == {"$ref": "#/definitions/step"}
END

# Completions know commands, options and the values of options.
completes() {
  local wanted=$1
  shift
  COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
  _nlbsim
  printf '%s\n' "${COMPREPLY[@]}" >"$scratch/completions"
  grep -qxF -- "$wanted" "$scratch/completions" || fail "\"$*\" is not completed to $wanted: ${COMPREPLY[*]}"
}
"$program" completion bash >"$scratch/completion"
# shellcheck source=/dev/null
source "$scratch/completion"
completes conformance nlbsim con
completes --fail-fast nlbsim run --fail
completes json nlbsim apply -o j
completes builtin nlbsim serve --controller b
completes requirements nlbsim list req
completes merge nlbsim report m
"$program" completion fish >"$scratch/completion.fish"
grep -q -- "-l fail-fast" "$scratch/completion.fish" || fail "fish does not know --fail-fast"
"$program" man >"$scratch/man"
grep -q '^\.B \\-\\-fail\\-fast$' "$scratch/man" || fail "the man page does not know --fail-fast"
"$program" --version >"$scratch/version"
grep -qE '^nlbsim [0-9]+\.[0-9]+\.[0-9]+( \([0-9a-f]{12}(\+changes)?\))?$' "$scratch/version" || fail "what version is this?"

# Every command tells its exit codes and how people use it, in its help and on the man page; no value is a library's type.
for named in conformance run apply import bench "report merge" explore replay serve lint schema list completion man; do
  # shellcheck disable=SC2086  # a command of two words
  "$program" $named --help >"$scratch/help"
  for part in "Exit codes:" "Examples:" "  2  bad input or usage" "  nlbsim $named"; do
    [[ $named == completion ]] || grep -qF -- "$part" "$scratch/help" || fail "nlbsim $named --help does not say \"$part\""
  done
  if grep -E -- "--?[a-z-]+ (TEXT|UINT|INT|FLOAT)|Excludes" "$scratch/help"; then fail "nlbsim $named --help speaks as a library"; fi
  grep -qF -- ".SS nlbsim $named" "$scratch/man" || fail "the man page lacks $named"
done
[[ $(grep -c "^Examples:" "$scratch/man") == 14 ]] || fail "the man page has examples of $(grep -c "^Examples:" "$scratch/man") commands"

# Colours where somebody wants them.
mkdir "$scratch/own"
scenario() {
  printf '%s\n' 'apiVersion: nlbsim/v1' 'kind: Scenario' 'metadata: {id: own, title: t}' 'spec:' '  extends: hp-all-at-once' \
    '  steps:' "  - assert: {aws: {kind: Listener, match: {Port: $1}}}" >"$scratch/own/own.new"
  mv "$scratch/own/own.new" "$scratch/own/own.yaml"
}
scenario 8080
expect 0 "$scratch/own"
silent $'\x1b['
expect 0 "$scratch/own" --color=always
says $'\x1b[32mPASS'
expect 2 "$scratch/own" --color=sometimes

# It runs again when a file changes.
mkfifo "$scratch/watched"
"$program" run "$scratch/own" --watch >"$scratch/watched" &
watcher=$!
exec 3<"$scratch/watched"
until_line() {
  while read -r line <&3; do
    if [[ $line == "$1"* ]]; then return 0; fi
  done
  fail "the watching run ended before it said: $1"
}
until_line "1 passed, 0 failed"
until_line "waiting for a change"
scenario 1234
until_line "0 passed, 1 failed"
kill "$watcher"
wait "$watcher" || true
exec 3<&-

# A job on GitHub sees the line that failed, and a summary.
GITHUB_ACTIONS=true GITHUB_STEP_SUMMARY=$scratch/summary expect 1 "$scratch/own"
says "::error file=$scratch/own/own.yaml,line=7,title=own::"
grep -qF "nlbsim: 0 passed, 1 failed" "$scratch/summary" || fail "the job has no summary"
expect 1 "$scratch/own"
silent "::error"

# The report: small, of real time, with paths as seen from here, and what made it.
(cd "$scratch" && "$program" run own --out report >/dev/null) && fail "a scenario that fails passed"
files="conformance-report.yaml junit.xml report.html report.json requirements.md trace.json"
[[ $(cd "$scratch/report" && find . -type f -size +0 -printf '%f\n' | LC_ALL=C sort | xargs) == "$files" ]] ||
  fail "--out wrote other files than these: $files"
((100 < $(stat -c %s "$scratch/report/report.html") && $(stat -c %s "$scratch/report/report.html") < 60000)) ||
  fail "the page of one scenario has $(stat -c %s "$scratch/report/report.html") bytes"
grep -qF 'file="own/own.yaml"' "$scratch/report/junit.xml" || fail "JUnit has no relative path"
grep -qF 'name="virtual-seconds"' "$scratch/report/junit.xml" || fail "JUnit does not tell virtual time"
python3 - "$scratch/report/report.html" <<'END' || fail "the page's head does not say what made it"
import base64, json, re, sys, zlib
page = open(sys.argv[1]).read()
index = json.loads(zlib.decompress(base64.b64decode(re.search(r'id="index">([^<]*)<', page)[1])))
assert index["command"] == "nlbsim run own --out report", index["command"]
assert index["wall"].endswith(" ms"), index["wall"]
END
echo "what is written from the program says what the program does"
