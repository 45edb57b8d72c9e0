#!/usr/bin/env bash
# `nlbsim run`: golden end states are written, compared and told; filters choose; a failure says what to do next.
# Argument: the program; run from the root of the tree.
set -euo pipefail
command=run
source "$(dirname "$0")/program_checks.sh" "$1"

mkdir "$scratch/own"
scenario() {
  cat >"$scratch/own/$1.yaml" <<END
apiVersion: nlbsim/v1
kind: Scenario
metadata: {id: $1, title: t, tags: [$2], requirements: [SEED-LISTENER]}
spec:
  extends: hp-all-at-once
  steps:
  - settle:
  - assert: {aws: {kind: Listener, match: [{Port: $3}]}}
END
}
scenario good fine 8080

# Golden end states.
expect 0 "$scratch/own"
expect 0 "$scratch/own" --update-golden
says "1 golden end states, 1 of them changed"
expect 0 "$scratch/own" --update-golden
says "1 golden end states, 0 of them changed"
expect 0 "$scratch/own"
grep -q "CreateLoadBalancer: 1" "$scratch/own/good.end.yaml" || fail "the golden end state counts no CreateLoadBalancer"
sed -i 's/CreateLoadBalancer: 1/CreateLoadBalancer: 7/' "$scratch/own/good.end.yaml"
expect 1 "$scratch/own"
says "calls: aws CreateLoadBalancer: expected 7, found 1"
expect 2 "$scratch/own" --update-golden --seed 3
expect 0 "$scratch/own" --update-golden
says "1 of them changed"
expect 0 "$scratch/own"

# A failure says what was there, what comes next and how to look again.
scenario bad wrong 1234
expect 1 "$scratch/own"
says "last reconcile"
says "last in AWS      "
says "Listener arn:aws:"
says "pending          only what is periodic"
says "run it again: nlbsim run $scratch/own/bad.yaml --filter 'bad' --timeline"
expect 1 "$scratch/own" --filter bad --timeline
says "NLB"

# Filters.
expect 0 "$scratch/own" --filter '!bad'
says "1 passed, 0 failed"
expect 0 "$scratch/own" --filter tag:fine
expect 1 "$scratch/own" --filter tag:fine --filter tag:wrong
says "1 passed, 1 failed"
expect 0 "$scratch/own" --filter 'requirement:SEED-*' --filter '!tag:wrong'
expect 2 "$scratch/own" --filter 'tagg:fine'
complains 'did you mean "tag"?'
expect 2 "$scratch/own" --filter nothing-like-that

# Nothing is begun after a failure.
expect 1 "$scratch/own" --jobs 1 --fail-fast
says "0 passed, 1 failed, 1 skipped"

# The program carries the library: copied somewhere else it runs it, and nothing in it names the tree it was built from.
cp "$program" "$scratch/nlbsim"
tree=$PWD
(
  cd "$scratch"
  unset NLBSIM_LIBRARY
  program=$scratch/nlbsim
  expect 0 nlbsim:/library/happy-path/hp-all-at-once.yaml --out report
  says "1 passed, 0 failed"
  expect 0 nlbsim:/library/happy-path --filter hp-gateway-no-routes
  expect 2 nlbsim:/library/happy-path/hp-no-such.yaml
  complains "this program carries no such file or folder"
)
! grep -qF -- "$tree/scenarios/library" "$program" || fail "the program names $tree"
