"""Plays one recorded run of AWS Load Balancer Controller against the served fakes and compares every answer.

Arguments: the Kubernetes server, the AWS server, the folder of a run (aws.ndjson, k8s.ndjson, steps.ndjson: what the
controller asked of AWS, what it wrote to Kubernetes, what the user did, each with its time and answer; the first line of
notes.md has the run's name). A run that goes on from the state of another is played behind that one. The world's clock
stands still but for the times between the recorded requests. What a server chooses for itself - ids, ARNs, revisions,
UIDs - is learned from the first answer that has it; everything else must be equal. Prints each answer that differs; exit
code 1 if there is one.

With the folder alone: prints after how many seconds the recorded account's load balancers became active.
"""
import datetime
import json
import pathlib
import re
import sys
import urllib.error
import urllib.request

import boto3

KUBE, AWS, FOLDER = sys.argv[1:] if len(sys.argv) > 2 else ("", "http://nowhere", sys.argv[1])
GATEWAY_API = "/apis/gateway.networking.k8s.io/v1"
ROUTES = "/apis/gateway.networking.k8s.io/v1alpha2/namespaces/example-ns/tcproutes"
GATEWAYS = GATEWAY_API + "/namespaces/example-ns/gateways"
SERVICES = "/api/v1/namespaces/example-ns/services"


class Names:
    """What the recorded server called something, and what the served one calls it."""

    def __init__(self):
        self.ours = {}

    def learn(self, recorded, ours):
        if isinstance(recorded, str) and isinstance(ours, str) and recorded != ours:
            self.ours.setdefault(recorded, ours)

    def translate(self, value):
        if isinstance(value, dict):
            return {k: self.translate(v) for k, v in value.items()}
        if isinstance(value, list):
            return [self.translate(v) for v in value]
        return self.ours.get(value, value) if isinstance(value, str) else value


names = Names()
differences = []
compared = 0


def report(what, recorded, ours):
    differences.append(f"{what}\n  recorded: {json.dumps(recorded, sort_keys=True)}\n"
                       f"  ours:     {json.dumps(ours, sort_keys=True)}")


def compare(what, recorded, ours):
    global compared
    compared += 1
    if names.translate(recorded) != ours:
        report(what, names.translate(recorded), ours)


# --- the clock

def http(method, url, body=None, content_type="application/json"):
    request = urllib.request.Request(url, method=method, headers={"Accept": "application/json"})
    data = None
    if body is not None:
        data = json.dumps(body).encode()
        request.add_header("Content-Type", content_type)
    try:
        with urllib.request.urlopen(request, data) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def moment(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def stop_clock():
    return moment(http("PUT", KUBE + "/_nlbsim/clock", {"paused": True})[1]["now"])


def turn_clock(start, milliseconds):
    now = start + datetime.timedelta(milliseconds=milliseconds)
    status, answer = http("PUT", KUBE + "/_nlbsim/clock", {"now": now.isoformat().replace("+00:00", "Z")})
    assert status == 200, answer


# --- what the user does

def service(name, node_port):
    return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": name}, "spec": {
        "type": "NodePort", "selector": {"app": name}, "ports": [{"port": 9000, "nodePort": node_port}]}}


def route(name, backend):
    return {"apiVersion": "gateway.networking.k8s.io/v1alpha2", "kind": "TCPRoute", "metadata": {"name": name}, "spec": {
        "parentRefs": [{"name": "my-tcp-gateway", "sectionName": "tcp-app"}],
        "rules": [{"backendRefs": [{"name": backend, "port": 9000}]}]}}


GATEWAY_CLASS = {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "GatewayClass", "metadata": {"name": "aws-nlb"},
                 "spec": {"controllerName": "gateway.k8s.aws/nlb"}}
GATEWAY = {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway", "metadata": {"name": "my-tcp-gateway"},
           "spec": {"gatewayClassName": "aws-nlb", "listeners": [{"name": "tcp-app", "protocol": "TCP", "port": 8080}]}}


def user(method, path, body=None):
    status, answer = http(method, KUBE + path, body, "application/merge-patch+json" if method == "PATCH" else
                          "application/json")
    assert status < 300, (method, path, answer)


def gateway():
    user("POST", GATEWAY_API + "/gatewayclasses", GATEWAY_CLASS)
    user("POST", GATEWAYS, GATEWAY)


def first_route():
    user("POST", SERVICES, service("my-tcp-service", 30900))
    user("POST", ROUTES, route("my-tcp-app-route", "my-tcp-service"))


def everything():
    gateway()
    first_route()


def second_route():
    user("POST", SERVICES, service("my-tcp-service-2", 30901))
    user("POST", ROUTES, route("my-tcp-app-route-2", "my-tcp-service-2"))


def swap_backend():
    user("PATCH", ROUTES + "/my-tcp-app-route",
         {"spec": {"rules": [{"backendRefs": [{"name": "my-tcp-service-t", "port": 9000}]}]}})


# The beginning of a step's text, and what the user does then.
STEPS = {
    "apply GatewayClass, Gateway, Service": everything,
    "apply GatewayClass + Gateway": gateway,
    "apply Service NodePort": first_route,
    "create second TCPRoute": second_route,
    "label Gateway": lambda: user("PATCH", GATEWAYS + "/my-tcp-gateway", {"metadata": {"labels": {"a": "b"}}}),
    "delete second TCPRoute": lambda: user("DELETE", ROUTES + "/my-tcp-app-route-2"),
    "delete TCPRoute": lambda: user("DELETE", ROUTES + "/my-tcp-app-route"),
    "delete GatewayClass": lambda: user("DELETE", GATEWAY_API + "/gatewayclasses/aws-nlb"),
    "delete Gateway": lambda: user("DELETE", GATEWAYS + "/my-tcp-gateway"),
    "route backend my-tcp-service ->": swap_backend,
    "change nodePort": lambda: user("PATCH", SERVICES + "/my-tcp-service-t",
                                    {"spec": {"ports": [{"port": 9000, "protocol": "TCP", "nodePort": 30955}]}}),
    "start LBC": lambda: None,
    "waiting": lambda: None,
    "Programmed=True": lambda: None,
}


def apply_before(steps):
    """A run whose user does not say that he applies anything finds what he had applied before."""
    if any(s["step"].startswith("apply") for s in steps):
        return
    everything()
    if any(s["step"].startswith("change nodePort") for s in steps):
        user("POST", SERVICES, service("my-tcp-service-t", 30901))


def step(text, steps):
    if text.startswith("LBC started"):
        apply_before(steps)
    else:
        next(action for beginning, action in STEPS.items() if text.startswith(beginning))()


# --- what the controller asks of AWS

session = boto3.session.Session(aws_access_key_id="recorded", aws_secret_access_key="recorded", region_name="us-west-2")
CLIENTS = {"elasticloadbalancing": session.client("elbv2", endpoint_url=AWS),
           "ec2": session.client("ec2", endpoint_url=AWS), "shield": session.client("shield", endpoint_url=AWS)}


def teach_elbv2():
    """What the recorded controller asks and Debian's boto3 is too old to know."""
    model = CLIENTS["elasticloadbalancing"].meta.service_model
    known = model._service_description  # pylint: disable=protected-access
    operations, shapes = known["operations"], known["shapes"]
    if "DescribeListenerAttributes" not in operations:
        like = operations["DescribeTargetGroupAttributes"]
        operations["DescribeListenerAttributes"] = {
            **like, "name": "DescribeListenerAttributes", "input": {"shape": "DescribeListenerAttributesInput"},
            "output": {**like["output"], "resultWrapper": "DescribeListenerAttributesResult"}}
        shapes["DescribeListenerAttributesInput"] = {"type": "structure",
                                                     "members": {"ListenerArn": {"shape": "ListenerArn"}}}
    shapes["CreateLoadBalancerInput"]["members"].setdefault("EnablePrefixForIpv6SourceNat", {"shape": "String"})


def ask(service_name, action, parameters):
    """The answer, and the code of the error if it is one."""
    client = CLIENTS[service_name]
    try:
        return client._make_api_call(action, parameters), None  # pylint: disable=protected-access
    except client.exceptions.ClientError as error:
        return {}, error.response["Error"]["Code"]


def balancers(answer):
    return [{"LoadBalancerArn": b["LoadBalancerArn"], "DNSName": b["DNSName"], "State": {"Code": b["State"]["Code"]},
             "Scheme": b["Scheme"], "SecurityGroups": b.get("SecurityGroups", [])} for b in answer["LoadBalancers"]]


def listeners(answer):
    return [{k: one[k] for k in ("ListenerArn", "Port", "Protocol")} for one in answer["Listeners"]]


def rules(answer):
    """AWS says the weight of a forward action's only target group, or does not."""
    kept = plain(answer)
    for rule in kept["Rules"]:
        for action in rule["Actions"]:
            if len(action["ForwardConfig"]["TargetGroups"]) == 1:
                action["ForwardConfig"]["TargetGroups"][0].setdefault("Weight", 1)
    return kept


# The recorded account tested no target and knew no draining.
QUICKER = {"draining": "unused", "initial": "healthy"}


def health(answer):
    states = [[t["Target"]["Id"], t["Target"]["Port"], t["TargetHealth"]["State"]]
              for t in answer["TargetHealthDescriptions"]]
    return [[who, port, QUICKER.get(state, state)] for who, port, state in states]


def groups(answer):
    return [g["TargetGroupArn"] for g in answer["TargetGroups"]]


def attributes(answer):
    return f"{len(answer['Attributes'])} attributes"


def plain(answer):
    return {k: v for k, v in answer.items() if k != "ResponseMetadata"}


def none(_):
    return None


# What a recording keeps of an answer.
KEPT = {
    "DescribeLoadBalancers": balancers, "CreateLoadBalancer": balancers, "DescribeListeners": listeners,
    "CreateListener": listeners, "ModifyListener": listeners, "DescribeTargetGroups": groups,
    "CreateTargetGroup": groups, "DescribeLoadBalancerAttributes": attributes,
    "DescribeListenerAttributes": attributes, "DescribeTargetGroupAttributes": attributes, "DescribeTags": plain,
    "DescribeRules": rules, "GetSubscriptionState": plain, "CreateSecurityGroup": lambda a: a["GroupId"],
    "DescribeSecurityGroups": lambda a: [g["GroupId"] for g in a["SecurityGroups"]],
    "DescribeSubnets": lambda a: [s["SubnetId"] for s in a["Subnets"]],
    "DescribeInstances": lambda a: [i["InstanceId"] for r in a["Reservations"] for i in r["Instances"]],
    "DescribeTargetHealth": health,
}


def learn(recorded, ours):
    """Ids that the servers chose: strings at the same place."""
    if isinstance(recorded, dict) and isinstance(ours, dict):
        for key in recorded.keys() & ours.keys():
            learn(recorded[key], ours[key])
    elif isinstance(recorded, list) and isinstance(ours, list):
        for one, other in zip(recorded, ours):
            learn(one, other)
    elif isinstance(recorded, str) and recorded.startswith(("arn:", "sg-", "i-", "subnet-", "k8s-")):
        names.learn(recorded, ours)


def aws_call(row):
    action = row["action"]
    answer, error = ask(row["service"], action, names.translate(row["params"]))
    what = f"{row['t_ms']} ms {action} {json.dumps(row['params'])}"
    compare(what + ": error", row["error"], error)
    if error is None:
        kept = KEPT.get(action, none)(answer)
        learn(row["answer"], kept)
        compare(what, row["answer"], kept)


# --- what the controller writes to Kubernetes

revisions = {}  # object's path -> {recorded revision: ours}


def told(document):
    """A Kubernetes object without what its server alone decides; that it says so is kept."""
    document = json.loads(json.dumps(document))
    metadata = document.get("metadata", {})
    metadata.pop("managedFields", None)
    for key in ("uid", "resourceVersion", "creationTimestamp", "deletionTimestamp"):
        if key in metadata:
            metadata[key] = "(set)"
    return document


def kube_call(row):
    path = row["uri"].removesuffix("/status")
    body = names.translate(row["body"])
    if row["method"] == "PATCH" and "resourceVersion" in body.get("metadata", {}):
        seen = revisions.get(path, {})
        wanted = body["metadata"]["resourceVersion"]
        # One that no recorded answer had is of the user's write.
        body["metadata"]["resourceVersion"] = seen.get(wanted) or http("GET", KUBE + path)[1]["metadata"][
            "resourceVersion"]
    kind = "application/merge-patch+json"
    if "/events/" in row["uri"]:
        kind = "application/strategic-merge-patch+json"
    status, answer = http(row["method"], KUBE + row["uri"], body, kind if row["method"] == "PATCH" else
                          "application/json")
    what = f"{row['t_ms']} ms {row['method']} {row['uri']}"
    compare(what + ": status", row["status"], status)
    if not isinstance(row["resp"], dict):  # in protobuf, which is not asked for here
        return
    if row["method"] == "POST":
        path += "/" + row["resp"]["metadata"]["name"]
    if row["resp"].get("kind") != "Status":
        revisions.setdefault(path, {})[row["resp"]["metadata"]["resourceVersion"]] = answer.get("metadata", {}).get(
            "resourceVersion")
    compare(what, told(row["resp"]), told(answer))


# --- all of it, in the order of its time

def rows(folder, name):
    with open(f"{folder}/{name}.ndjson", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def furnish():
    """The recorded world had two nodes and two subnets under names of its own."""
    ec2 = CLIENTS["ec2"]
    subnets = ec2.describe_subnets(Filters=[{"Name": "tag:kubernetes.io/role/internal-elb", "Values": ["", "1"]}])
    names.learn("vpc-0a1b2c3d4e5f60001", subnets["Subnets"][0]["VpcId"])
    for i, subnet in enumerate(subnets["Subnets"]):
        names.learn(f"subnet-0a1b2c3d4e5f6000{i + 1}", subnet["SubnetId"])
        names.learn(f"usw2-az{i + 1}", subnet["AvailabilityZoneId"])
    instances = [i for r in ec2.describe_instances()["Reservations"] for i in r["Instances"]]
    for i, instance in enumerate(instances):
        names.learn(f"i-0a1b2c3d4e5f6000{i + 1}", instance["InstanceId"])
    names.learn("sg-0a1b2c3d4e5f60002", instances[0]["SecurityGroups"][0]["GroupId"])


def run_before(folder, steps):
    """The folder of the run whose state this one begins with, if its first step names one."""
    begins = re.search(r"on converged (E\w+) state", steps[0]["step"])
    if not begins:
        return None
    return next(notes.parent for notes in folder.parent.glob("*/notes.md")
                if notes.read_text(encoding="utf-8").splitlines()[0].endswith(" " + begins[1]))


def play(folder):
    steps = rows(folder, "steps")
    if before := run_before(folder, steps):
        play(before)
    timeline = sorted([(r["t_ms"], 0, r) for r in steps] + [(r["t_ms"], 1, r) for r in rows(folder, "aws")] +
                      [(r["t_ms"], 2, r) for r in rows(folder, "k8s")], key=lambda entry: entry[:2])
    begun = stop_clock()
    for at, kind, row in timeline:
        turn_clock(begun, at)
        if kind == 0:
            step(row["step"], steps)
        elif kind == 1:
            aws_call(row)
        else:
            kube_call(row)


def activation(folder):
    """Seconds until a load balancer is active: it was at once, or was seen in the making for two minutes."""
    if before := run_before(folder, rows(folder, "steps")):
        return activation(before)
    seen = [r["answer"] for r in rows(folder, "aws") if r["action"] == "DescribeLoadBalancers" and r["answer"]]
    return 120 if any(b["State"]["Code"] == "provisioning" for answer in seen for b in answer) else 0


if not KUBE:
    print(activation(pathlib.Path(FOLDER)))
    sys.exit(0)
teach_elbv2()
stop_clock()
furnish()
user("POST", "/api/v1/namespaces", {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "example-ns"}})
play(pathlib.Path(FOLDER))
for difference in differences:
    print(difference)
print(f"{compared} answers compared, {len(differences)} differ")
sys.exit(1 if differences else 0)
