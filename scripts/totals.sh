#!/usr/bin/env bash
# Adds up what the test programs reported and prints "N passed, N failed, N skipped" as its last line.
#   scripts/totals.sh FOLDER     FOLDER/*.ctest.xml from ctest, FOLDER/*/*.xml from GoogleTest
# Exit 1 if a test failed, if a program died before it could report, or if a test was skipped that
# scripts/allowed-skips.txt does not excuse.
set -euo pipefail
folder=$1
allowed_skips=$(dirname "$0")/allowed-skips.txt
shopt -s nullglob

passed=0 failed=0 skipped=0

excused() {
  local pattern reason
  while read -r pattern reason; do
    [[ -z $pattern || $pattern == \#* ]] && continue
    # shellcheck disable=SC2053  # the list holds patterns
    [[ $1 == $pattern ]] && return 0
  done <"$allowed_skips"
  return 1
}

# One line per test case: "passed|failed|skipped Suite.Name".
gtest_cases() {
  awk '
    function attribute(name) { return match($0, " " name "=\"[^\"]*\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : "" }
    function flush() { if (test != "") print outcome, test; test = "" }
    /<testcase / { flush(); test = attribute("classname") "." attribute("name"); outcome = attribute("result") == "skipped" ? "skipped" : attribute("status") == "notrun" ? "disabled" : "passed" }
    /<failure/ { outcome = "failed" }
    END { flush() }
  ' "$@"
}

reports=("$folder"/*/*.xml)
if ((${#reports[@]})); then
  while read -r outcome test; do
    case "$outcome" in
      passed) passed=$((passed + 1)) ;;
      failed)
        failed=$((failed + 1))
        echo "failed: $test"
        ;;
      disabled)
        failed=$((failed + 1))
        echo "failed: $test is disabled"
        ;;
      skipped)
        if excused "$test"; then
          skipped=$((skipped + 1))
        else
          failed=$((failed + 1))
          echo "failed: $test was skipped, and scripts/allowed-skips.txt does not excuse it"
        fi
        ;;
    esac
  done < <(gtest_cases "${reports[@]}")
fi

# What ctest saw: a program that is no GoogleTest counts as one test; a GoogleTest program may have died before it could
# report, or been found leaking after it had.
for report in "$folder"/*.ctest.xml; do
  preset=$(basename "$report" .ctest.xml)
  while read -r status name; do
    cases="$folder/$preset/nlbsim_${name}_tests.xml"
    if [[ $status == run ]]; then
      [[ -e $cases ]] || passed=$((passed + 1))
    elif [[ $status == notrun ]] && excused "$name"; then
      skipped=$((skipped + 1))
    elif ! grep -qs '<failure' "$cases"; then
      failed=$((failed + 1))
      echo "failed: the test program $name of preset $preset ($status)"
    fi
  done < <(sed -n 's/.*<testcase name="\([^"]*\)".* status="\([^"]*\)".*/\2 \1/p' "$report")
done

if ((passed + failed == 0)); then
  echo "failed: no test ran"
  failed=1
fi
echo "$passed passed, $failed failed, $skipped skipped"
((failed == 0))
