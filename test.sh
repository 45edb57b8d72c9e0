#!/usr/bin/env bash
# Sets up the machine, builds, and passes every test. The last line tells the totals.
#   ./test.sh           with sanitizers and the real clients; as the second compiler builds them; and the fuzzers
#   ./test.sh --quick   a debug build with none of that, for the next two minutes
set -euo pipefail
cd "$(dirname "$0")"

quick=false
for argument in "$@"; do
  case "$argument" in
    --quick) quick=true ;;
    --help | -h)
      sed -n '2,4p' "$0" | cut -c3-
      exit 0
      ;;
    *)
      echo "test.sh: unknown option $argument; there is --quick" >&2
      exit 2
      ;;
  esac
done

step() { echo "== $*"; }

step set up
if $quick; then scripts/setup.sh; else scripts/setup.sh --clients; fi

step format
scripts/check_format.sh

results=$(mktemp -d)
trap 'rm -r "$results"' EXIT

# Builds a preset and runs its tests; further arguments go to ctest. A failing test does not end the script: the
# totals at its end do.
run_preset() {
  local preset=$1
  shift
  step "build $preset"
  cmake --preset "$preset" >"$results/$preset.configure" || {
    cat "$results/$preset.configure"
    return 1
  }
  cmake --build --preset "$preset"
  step "test $preset"
  PATH="$PWD/build/clients/usr/bin:$PATH" GTEST_OUTPUT="xml:$results/$preset/" \
    ctest --preset "$preset" --parallel 2 --no-tests=error --output-junit "$results/$preset.ctest.xml" "$@" || true
}

if $quick; then
  run_preset dev --label-exclude clients
else
  run_preset ci
  run_preset gcc --label-exclude clients
  run_preset fuzz
fi

step totals
scripts/totals.sh "$results"
