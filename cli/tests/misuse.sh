#!/usr/bin/env bash
# Misuse, each kind with the message that it gets: cli/tests/misuse.txt has them. None is silent, none ends with
# anything but 2, none prints to stdout, and none shows a word of a library. Argument: the program; run from the root.
set -euo pipefail
program=$1
table=$PWD/cli/tests/misuse.txt
library=$PWD/scenarios
scratch=$(mktemp -d)
trap 'rm -r "$scratch"' EXIT
cd "$scratch"
export NLBSIM_LIBRARY=$library
foreign='CLI::|->|json\.exception|yaml-cpp|YAML::|basic_string|std::|boost|e\+[0-9]{3}|bad_alloc|terminate called'
cases=0
failures=0

report() {
  failures=$((failures + 1))
  printf 'failed: nlbsim %s\n  expected %s\n  got      %s\n' "$arguments" "$2" "$1" >&2
}

# Runs one case: what was asked, and the lines that must come of it.
check() {
  [[ -n $arguments ]] || return 0
  cases=$((cases + 1))
  local code=0 got
  # shellcheck disable=SC2086  # a line of arguments
  "$program" $arguments >out 2>err </dev/null || code=$?
  got=$(cat err)
  [[ $code == 2 ]] || report "exit code $code" "exit code 2"
  [[ ! -s out ]] || report "on stdout: $(head -3 out)" "nothing on stdout"
  [[ $got == "${expected%$'\n'}" ]] || report "$got" "${expected%$'\n'}"
  if grep -Eq -- "$foreign" err; then report "$got" "no word of a library"; fi
}

arguments=
expected=
while IFS= read -r line; do
  case $line in
    '$ '*) # a command
      check
      arguments=${line#'$ '}
      expected= ;;
    'file '*) # a file with that text, for the commands that follow
      check
      arguments=
      rest=${line#file }
      name=${rest%% *}
      rest=${rest#"$name"}
      printf '%b' "${rest:+${rest# }\n}" >"$name" ;;
    'step '*) # a scenario whose last step, on line 7, is this one
      check
      arguments="run s.yaml"
      expected=
      printf '%s\n' 'apiVersion: nlbsim/v1' 'kind: Scenario' 'metadata: {id: s, title: t}' 'spec:' \
        '  extends: hp-all-at-once' '  steps:' "  - ${line#step }" '  - assert: {aws: {kind: Listener, match: {$len: 1}}}' >s.yaml ;;
    'spec '*) # a scenario with this line in its spec, line 5
      check
      arguments="run s.yaml"
      expected=
      printf '%s\n' 'apiVersion: nlbsim/v1' 'kind: Scenario' 'metadata: {id: s, title: t}' 'spec:' \
        "  ${line#spec }" '  steps:' '  - assert: {aws: {kind: Listener, match: {$len: 0}}}' >s.yaml ;;
    'nlbsim: '*) expected+=${line//LIBRARY/"$library"}$'\n' ;;
    '' | '#'*) ;;
    *) echo "misuse.txt: what is this line? $line" >&2 && exit 1 ;;
  esac
done <"$table"
check
((cases >= 40)) || { echo "only $cases cases were found" >&2 && exit 1; }
((failures == 0)) || exit 1
echo "$cases kinds of misuse are told"
