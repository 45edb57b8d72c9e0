#!/usr/bin/env bash
# `nlbsim lint` names expectations that nothing could break, and shows of every other one what would. Argument: the
# program; run from the root of the tree.
set -euo pipefail
command=lint
source "$(dirname "$0")/program_checks.sh" "$1"

scenario() {
  printf '%s\n' 'apiVersion: nlbsim/v1' 'kind: Scenario' 'metadata: {id: s, title: t}' 'spec:' '  extends: hp-all-at-once' \
    '  steps:' '  - mark: end' "  - $1" '  - settle:' >"$scratch/s.yaml"
}
vain() {
  scenario "$1"
  expect 1 "$scratch/s.yaml"
  says "VAIN      $scratch/s.yaml:8"
  says "nothing could break it: $2"
}
sound() {
  scenario "$1"
  expect 0 "$scratch/s.yaml" --all
  says "can fail  $scratch/s.yaml:8"
  says "broken by $2"
}

vain 'never: {aws: {kind: Listener, match: {Port: {$gt: 10, $lt: 5}}}}' "no Listener can be like"
vain 'never: {k8s: {ref: {kind: Gateway}, match: {metadata: {name: {$absent: true, $re: x}}}}}' "no Gateway can be like"
vain 'assert: {aws: {kind: Listener, match: {$len: {$gte: 0}}}}' "whatever there is matches"
vain 'assert: {calls: {none: [{op: DescribeTargetHealth, mutating: true}]}}' "no operation fits"
vain 'assert: {calls: {count: {CreateListener: {$gte: 0}}}}' "whatever there is matches"
vain 'assert: {events: {since: end, reason: FailedBuildModel, count: 0}}' "nothing happens between the mark end and here"
vain 'assert: {metrics: {awsCalls: {$gte: 0}}}' "whatever there is matches"

sound 'never: {aws: {kind: Listener, match: {Port: 443}}}' "Listener like {Port: 443}"
sound 'never: {events: {reason: FailedBuildModel, message: {$re: "^(multiple|several) routes"}}}' "Event like"
sound 'never: {k8s: {ref: {kind: TCPRoute}, match: {status: {parents: [{conditions: [{type: Accepted, status: "False"}]}]}}}}' \
  "TCPRoute like"
sound 'never: {aws: {kind: TargetGroup, match: {$len: {$gte: 2}}}}' "TargetGroup like"
sound 'assert: {calls: {none: [{op: {$re: "^Delete"}, plane: aws}]}}' "a call of Delete"
sound 'assert: {aws: {kind: Listener, match: {$len: 1}}}' "Listener that is"
sound 'assert: {events: {reason: FailedBuildModel, count: 0}}' "a count"

# All that is shipped can fail.
expect 0 scenarios/library/happy-path
says "0 of them could not fail"
