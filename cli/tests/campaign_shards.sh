#!/usr/bin/env bash
# Shards of a campaign, merged by `nlbsim report merge`, are the whole campaign byte for byte, reproducers included,
# whatever the order and the steps of merging. Argument: the program; run from the root of the tree.
set -euo pipefail
program=$1
scratch=$(mktemp -d)
trap 'rm -r "$scratch"' EXIT
fail() {
  echo "failed: $*" >&2
  exit 1
}
# Runs the program and checks its exit code.
expect() {
  local wanted=$1 code=0
  shift
  "$program" "$@" >"$scratch/out" 2>"$scratch/err" || code=$?
  [[ $code == "$wanted" ]] || fail "nlbsim $* ended with $code, not $wanted: $(cat "$scratch/err")"
}

# Little to break, and one thing to find: a target group that no Gateway stands behind.
cat >"$scratch/residue.yaml" <<'END'
apiVersion: nlbsim/v1
kind: Scenario
metadata: {id: residue, title: Somebody makes a target group that looks like the controller's}
spec:
  steps:
  - apply: {files: [nlb-gatewayclass.yaml]}
  - settle:
  - wait: {aws: {kind: Subnet, match: {AvailabilityZone: us-west-2a}, as: subnet}}
  - call:
      op: CreateTargetGroup
      request:
        Name: residue
        Protocol: TCP
        Port: 80
        VpcId: "${subnet.VpcId}"
        TargetType: instance
        Tags:
        - {Key: elbv2.k8s.aws/cluster, Value: demo-cluster}
        - {Key: gateway.k8s.aws.nlb/stack, Value: example-ns/gone}
  - settle:
END
explore=(explore "$scratch/residue.yaml")
expect 1 "${explore[@]}" --out "$scratch/whole"
for shard in 0 1 2; do
  found=$((shard == 0 ? 1 : 0)) # the run without faults is the first shard's
  expect $found "${explore[@]}" --shard-index $shard --shard-count 3 --out "$scratch/$shard"
done
compgen -G "$scratch/whole/i-01-*.yaml" >/dev/null || fail "the residue was not found"
grep -q '<td class="bad"' "$scratch/whole/campaign.html" && fail "the residue is there without a fault, and yet a fault is blamed"
grep -q 'I-01' "$scratch/whole/campaign.html" || fail "the page does not tell the finding"
[[ -s $scratch/whole/report.html ]] || fail "the finding's run is not shown"

expect 1 report merge "$scratch/2" "$scratch/0" "$scratch/1" --out "$scratch/merged"
diff -r "$scratch/whole" "$scratch/merged" || fail "the merged shards are not the whole"
expect 0 report merge "$scratch/1" "$scratch/2" --out "$scratch/part"
if diff -rq "$scratch/whole" "$scratch/part" >/dev/null; then fail "two shards of three are the whole"; fi
expect 1 report merge "$scratch/0" "$scratch/part" "$scratch/0" --out "$scratch/part" # one twice, into one of them
diff -r "$scratch/whole" "$scratch/part" || fail "merging in steps does not give the whole"

expect 1 "${explore[@]}" --shard-index 0 --shard-count 2 --out "$scratch/other"
expect 2 report merge "$scratch/0" "$scratch/other" --out "$scratch/refused"
mkdir "$scratch/empty"
expect 2 report merge "$scratch/0" "$scratch/empty" --out "$scratch/refused"
[[ ! -e $scratch/refused ]] || fail "what was refused was written all the same"
echo "shards merge to the whole"
