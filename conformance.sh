#!/usr/bin/env bash
# The main job: sets up the machine, builds the Release preset and runs the conformance suite.
#   ./conformance.sh [OPTIONS of `nlbsim conformance`]      for instance --filter rules, --out some/folder
set -euo pipefail
cd "$(dirname "$0")"

scripts/setup.sh
cmake --preset release
cmake --build --preset release --target nlbsim

out=nlbsim-report
arguments=("$@")
for ((i = 0; i < ${#arguments[@]}; i++)); do
  case "${arguments[i]}" in
    --out) out=${arguments[i + 1]:-$out} ;;
    --out=*) out=${arguments[i]#--out=} ;;
  esac
done

# This tree's library, so that a failure names a file that can be opened.
export NLBSIM_LIBRARY=${NLBSIM_LIBRARY:-scenarios}
status=0
build/release/nlbsim conformance "$@" || status=$?
if [[ -d $out ]]; then echo "The report is in $(realpath "$out")"; fi
exit "$status"
