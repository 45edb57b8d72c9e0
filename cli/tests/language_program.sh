#!/usr/bin/env bash
# What the language can say beyond one step after the other: loops, random values and ways, show, an outsider between two
# calls, faults and excuses of a variant. Argument: the program; run from the root of the tree.
set -euo pipefail
command=run
source "$(dirname "$0")/program_checks.sh" "$1"

# The scenario of one file, its spec from standard input.
scenario() {
  printf '%s\n' 'apiVersion: nlbsim/v1' 'kind: Scenario' "metadata: {id: $1, title: t}" >"$scratch/$1.yaml"
  cat >>"$scratch/$1.yaml"
}

# Loops: names are put into texts, values stay of their type, loops stand in loops.
scenario loops <<'END'
spec:
  fixtures: [ns-example.yaml, nlb-gatewayclass.yaml]
  steps:
  - repeat:
      times: 2
      as: i
      steps:
      - forEach:
          as: listener
          in: [{name: low, port: 80}, {name: high, port: 9000}]
          steps:
          - apply:
              objects:
              - apiVersion: gateway.networking.k8s.io/v1
                kind: Gateway
                metadata: {name: "g-${i}-${listener.name}", namespace: example-ns}
                spec:
                  gatewayClassName: aws-nlb-gateway-class
                  listeners: [{name: "${listener.name}", protocol: TCP, port: "${listener.port}"}]
  - settle:
  - forEach:
      as: name
      in: [g-1-low, g-1-high, g-2-low, g-2-high]
      steps:
      - assert: {k8s: {ref: {kind: Gateway, namespace: example-ns, name: "${name}"}, match: {spec: {listeners: {$len: 1}}}}}
  - assert: {k8s: {ref: {kind: Gateway}, match: {$len: 4}}}
  - assert: {k8s: {ref: {kind: Gateway, namespace: example-ns, name: g-2-high}, match: {spec: {listeners: [{port: 9000}]}}}}
END
expect 0 "$scratch/loops.yaml"
says "PASS  loops  t"
sed -i 's/in: \[g-1-low,/in: [g-7-low,/' "$scratch/loops.yaml"
expect 1 "$scratch/loops.yaml"
says "name: g-7-low"
sed -i 's/listener.port/listener.prot/' "$scratch/loops.yaml"
expect 2 "$scratch/loops.yaml"
complains "the loop's value has nothing at \${listener.prot}: it is {name: low, port: 80}"

# Random: the ordinary run takes the first, a seed another one; the choice is in the log.
scenario dice <<'END'
spec:
  extends: hp-all-at-once
  steps:
  - random: {as: port, of: [8080, 9090]}
  - random:
      ways:
      - [{settle: }]
      - [{advance: 1m}, {settle: }]
  - patch:
      kind: Gateway
      namespace: example-ns
      name: my-tcp-gateway
      merge: {spec: {listeners: [{name: tcp-app, protocol: TCP, port: "${port}"}]}}
  - settle:
  - assert: {aws: {kind: Listener, match: {Port: "${port}"}}}
  - show: {aws: {kind: Listener}, k8s: {kind: Gateway, namespace: example-ns, name: my-tcp-gateway}}
END
expect 0 "$scratch/dice.yaml"
says "Port: 8080"
says "# Gateway example-ns/my-tcp-gateway"
silent "managedFields"
others=0
for seed in 1 2 3 4 5 6 7 8; do
  expect 0 "$scratch/dice.yaml" --seed $seed
  if grep -q "Port: 9090" "$scratch/out"; then others=$((others + 1)); fi
done
((others > 0 && others < 8)) || fail "of eight seeds $others took the second port"

# An outsider takes the route away once the load balancer is there, before the controller hears of it.
scenario between <<'END'
spec:
  fixtures: [ns-example.yaml, nlb-gatewayclass.yaml, svc-my-tcp-service-nodeport.yaml, my-tcproute.yaml]
  steps:
  - on:
      call: CreateLoadBalancer
      do:
      - delete: {kind: TCPRoute, namespace: example-ns, name: my-tcp-app-route}
  - apply: {files: [my-tcp-gateway.yaml]}
  - settle:
  - assert: {k8s: {ref: {kind: TCPRoute}, match: {$len: 0}}, aws: {kind: Listener, match: {$len: 0}}}
END
expect 0 "$scratch/between.yaml"
sed -e 's/call: CreateLoadBalancer/call: DeleteLoadBalancer/' -e 's/{$len: 0}/{$len: 1}/g' "$scratch/between.yaml" \
  >"$scratch/never.yaml"
expect 1 "$scratch/never.yaml"
says "nobody made that call by the end of the scenario"
sed -i 's/my-tcp-app-route}/no-such-route}/' "$scratch/between.yaml"
expect 1 "$scratch/between.yaml"
says "done by an outsider"

# A variant brings faults and excuses of its own; a fault of the same id takes the place of the scenario's.
scenario variant <<'END'
spec:
  fixtures: [ns-example.yaml, nlb-gatewayclass.yaml, svc-my-tcp-service-nodeport.yaml, my-tcproute.yaml, my-tcp-gateway.yaml]
  faults: [{id: early, on: {plane: aws, op: CreateTargetGroup}, when: {call: 1}, do: {error: Throttling}}]
  steps:
  - settle:
  - assert: {faults: {early: {$gte: 1}}}
  variants:
  - name: other
    faults:
    - {id: early, on: {plane: aws, op: CreateListener}, when: {call: 1}, do: {error: Throttling}}
    - {id: late, on: {plane: aws, op: RegisterTargets}, when: {call: 1}, do: {error: Throttling}}
    excuse: [{id: I-12, because: the variant asks for it}]
    replaceFrom: 1
    steps: [{assert: {faults: {early: {$gte: 1}, late: {$gte: 1}}}}]
END
expect 0 "$scratch/variant.yaml"
says "2 passed, 0 failed"
