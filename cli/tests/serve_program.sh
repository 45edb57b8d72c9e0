#!/usr/bin/env bash
# The program `nlbsim serve` from its start to its end: ready lines, an answer, the kubeconfig, a clean end on SIGTERM,
# and exit code 2 for bad usage. Argument: the program.
set -euo pipefail
program=$1
scratch=$(mktemp -d)
server=
cleanup() {
  if [[ -n $server ]]; then kill "$server" 2>/dev/null || true; fi
  rm -r "$scratch"
}
trap cleanup EXIT
fail() {
  echo "failed: $*" >&2
  exit 1
}

mkfifo "$scratch/out"
"$program" serve --kube-listen 127.0.0.1:0 --aws-listen 127.0.0.1:0 --controller builtin --speed 100 \
  --write-kubeconfig "$scratch/kubeconfig" >"$scratch/out" &
server=$!
exec 3<"$scratch/out"
read -r kube <&3
read -r aws <&3
read -r control <&3
[[ $kube == "kubernetes: ready on http://127.0.0.1:"* ]] || fail "first line: $kube"
[[ $aws == "aws: ready on http://127.0.0.1:"* ]] || fail "second line: $aws"
[[ $control == "control: ready on http://127.0.0.1:"*/_nlbsim/ ]] || fail "third line: $control"
grep -q "server: ${kube#kubernetes: ready on }" "$scratch/kubeconfig" || fail "the kubeconfig names another server"

exec 4<>"/dev/tcp/127.0.0.1/${kube##*:}"
printf 'GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n' >&4
[[ $(cat <&4) == *$'\r\n\r\nok' ]] || fail "readyz is not ok"

# A watch that is open when the end comes is ended, not cut.
exec 5<>"/dev/tcp/127.0.0.1/${kube##*:}"
printf 'GET /api/v1/nodes?watch=1 HTTP/1.1\r\nHost: x\r\n\r\n' >&5
read -r first <&5
[[ $first == "HTTP/1.1 200 OK"* ]] || fail "the watch was answered $first"
kill -TERM "$server"
wait "$server" || fail "SIGTERM ended it with $?"
server=
[[ $(cat <&5) == *$'\r\n0\r\n\r' ]] || fail "the watch was cut off"

# A world of one's own that begins with manifests, and one that is none.
printf 'nodes: 1\naws: {quotas: {loadBalancers: 2}, consistency: realistic}\n' >"$scratch/world.yaml"
"$program" serve --kube-listen 127.0.0.1:0 --aws-listen 127.0.0.1:0 --world "$scratch/world.yaml" \
  --load "$(dirname "$0")/../../examples/tcp" >"$scratch/out" &
server=$!
exec 6<"$scratch/out"
read -r kube <&6
exec 7<>"/dev/tcp/127.0.0.1/${kube##*:}"
printf 'GET /_nlbsim/state HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n' >&7
state=$(cat <&7)
[[ $state == *'"nodes":1'* ]] || fail "the world does not have one node"
[[ $state == *'"tcproutes.gateway.networking.k8s.io":1'* ]] || fail "the world does not have what was loaded"
kill -TERM "$server"
wait "$server" || fail "SIGTERM ended it with $?"
server=
printf 'nodse: 1\n' >"$scratch/wrong.yaml"
printf 'apiVersion: v1\nkind: Service\nmetadata: {name: none}\nspec: {ports: []}\n' >"$scratch/refused.yaml"
for wrong in "--world $scratch/wrong.yaml" "--kube-listen 127.0.0.1:0 --load $scratch/nothing.yaml" \
  "--kube-listen 127.0.0.1:0 --load $scratch/refused.yaml" "--consistency eventual" "--speed 0" "--controller other" "--kube-listen nonsense" "--profile nobody" "--frob"; do
  code=0
  # shellcheck disable=SC2086  # an option and its value
  "$program" serve --aws-listen 127.0.0.1:0 $wrong >/dev/null 2>"$scratch/err" || code=$?
  [[ $code == 2 && -s $scratch/err ]] || fail "serve $wrong ended with $code"
done
echo "serve starts, answers and ends"
