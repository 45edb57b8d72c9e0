#!/usr/bin/env bash
# What `nlbsim apply` tells and how it ends: its verdict follows what the account holds, and nothing is passed over in
# silence. Argument: the program; run from the root of the tree.
set -euo pipefail
command=apply
source "$(dirname "$0")/program_checks.sh" "$1"

for example in examples/*; do
  expect 0 -f "$example"
  says "Every listener with a route serves"
  says "3 healthy"
  says "reaches 3 targets"
done

# An application's folder: what is not simulated is named once, and what is simulated is applied.
mkdir "$scratch/app"
cat >"$scratch/app/10-app.yaml" <<'END'
apiVersion: batch.example.org/v1
kind: Cruncher
metadata: {name: nightly, namespace: example-ns}
---
apiVersion: batch.example.org/v1
kind: Cruncher
metadata: {name: weekly, namespace: example-ns}
END
cp examples/tcp/*.yaml "$scratch/app"
expect 0 -f "$scratch/app"
says "note: Cruncher (batch.example.org/v1) is not simulated: example-ns/nightly, example-ns/weekly"

# The same beside a kind that listeners depend on.
cat >"$scratch/app/11-mesh.yaml" <<'END'
apiVersion: gateway.networking.k8s.io/v1
kind: MeshRoute
metadata: {name: m, namespace: example-ns}
END
expect 1 -f "$scratch/app"
says "MeshRoute (gateway.networking.k8s.io/v1) is not simulated: example-ns/m"
silent "Every listener with a route serves"

# A Service without node ports.
sed -e 's/type: NodePort/type: ClusterIP/' -e 's/, nodePort: 30900//' examples/tcp/03-service.yaml >"$scratch/service.yaml"
grep -q ClusterIP "$scratch/service.yaml" || fail "the example's Service is no NodePort any more"
without_service=(-f examples/tcp/00-namespace.yaml -f examples/tcp/01-gatewayclass.yaml -f examples/tcp/02-gateway.yaml
  -f examples/tcp/04-tcproute.yaml)
expect 1 "${without_service[@]}" -f "$scratch/service.yaml"
says "type ClusterIP"

# A misspelt field is refused, as under kubectl's strict validation.
sed 's/gatewayClassName/gatewayClasName/' examples/tcp/02-gateway.yaml >"$scratch/gateway.yaml"
expect 2 -f examples/tcp/00-namespace.yaml -f "$scratch/gateway.yaml"
complains 'unknown field "spec.gatewayClasName"'

# A version that is not served names those that are.
sed 's#gateway.networking.k8s.io/v1.*#gateway.networking.k8s.io/v1alpha1#' examples/tcp/02-gateway.yaml \
  >"$scratch/gateway.yaml"
expect 2 -f examples/tcp/00-namespace.yaml -f "$scratch/gateway.yaml"
complains 'serves it at v1'

# A document on stdout stands there alone, with everything else beside it; what it says is what the tables say.
expect 0 -f examples/tcp -o json --timeline
python3 - "$scratch/out" <<'END' || fail "stdout is not one JSON document that tells of a served listener"
import json, sys
document = json.load(open(sys.argv[1]))
listener = document["verdict"]["listeners"][0]
sys.exit(not (document["verdict"]["serves"] and document["atRest"] and listener["targets"] == "3 healthy"))
END
expect 1 "${without_service[@]}" -o yaml
says "BackendNotFound"

# A kind of somebody's own beside its objects.
cat >"$scratch/widgets.yaml" <<'END'
apiVersion: example.com/v1
kind: Widget
metadata: {name: w}
spec: {size: 3}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {plural: widgets, kind: Widget}
  versions:
  - name: v1
    served: true
    storage: true
    schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {size: {type: integer}}}}}}
END
expect 0 -f examples/tcp -f "$scratch/widgets.yaml"
says "3 healthy"

# Settings of the world in a file.
echo '{nodes: 2}' >"$scratch/world.yaml"
expect 0 -f examples/tcp --world "$scratch/world.yaml"
says "2 healthy"
echo '{noodles: 2}' >"$scratch/world.yaml"
expect 2 -f examples/tcp --world "$scratch/world.yaml"
complains 'did you mean "nodes"?'

# What can't be written is told.
code=0
"$program" apply -f examples/tcp >/dev/full 2>"$scratch/err" || code=$?
[[ $code == 2 ]] || fail "a full disk ended with $code"
complains "standard output can't be written"

# A plan tells every call with what it waits for, and makes none.
expect 0 -f examples/tcp --plan
says "example-ns/my-tcp-gateway: 6 calls"
says "5. CreateListener of listener 8080 (after 3, 4): nothing listens on this port"
says "shared by all Gateways: 1 call"
says "targets, once that stands: 2 calls"
says "1. AuthorizeSecurityGroupIngress of sg-"
says "2. RegisterTargets of arn:aws:elasticloadbalancing:"
says "9 calls would be made, and none was."
silent "3 healthy"
expect 0 -f examples/tcp --plan -o json
python3 - "$scratch/out" <<'END' || fail "stdout is not one JSON document that tells the plan"
import json, sys
document = json.load(open(sys.argv[1]))
plans = {plan["gateway"]: plan["calls"] for plan in document["plans"]}
calls = plans["example-ns/my-tcp-gateway"]
assert [call["operation"] for call in calls][3:5] == ["CreateLoadBalancer", "CreateListener"], calls
assert calls[4]["after"] == [3, 4], calls[4]
assert [call["operation"] for call in document["targets"]] == ["AuthorizeSecurityGroupIngress", "RegisterTargets"], document
END

# What would be refused is told, and fails.
expect 1 "${without_service[@]}" --plan
says "BackendNotFound"
says "CreateLoadBalancer"
silent "CreateListener"
