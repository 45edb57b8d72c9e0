#!/usr/bin/env python3
"""Many clients at once against `nlbsim serve`: each writes, reads back, and tells if a write of its own is lost.

  scripts/soak_serve.py build/ci/nlbsim [--seconds 60] [--clients 32]

Build with sanitizers (preset ci) to have memory errors reported. Exit 1 if a write was lost, an answer was wrong, or
the server did not end cleanly.
"""
import argparse
import http.client
import json
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.parse

CONFIG_MAPS = "/api/v1/namespaces/default/configmaps"
GATEWAYS = "/apis/gateway.networking.k8s.io/v1/namespaces/default/gateways"
CREDENTIAL = "AWS4-HMAC-SHA256 Credential=AKID/20260101/us-west-2/elasticloadbalancing/aws4_request"


class Failed(Exception):
    pass


class KubeClient:
    def __init__(self, address):
        self.connection = http.client.HTTPConnection(address, timeout=60)

    def ask(self, method, path, body=None, content_type="application/json", wanted=(200, 201)):
        self.connection.request(method, path, json.dumps(body) if body is not None else None,
                                {"Content-Type": content_type})
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status not in wanted:
            raise Failed(f"{method} {path}: {answer.status} {text[:300]!r}")
        return answer.status, json.loads(text)


def write_config_maps(number, address, until):
    """Creates, patches and deletes one object, and counts up in another that nobody else writes."""
    client = KubeClient(address)
    mine, counter = f"short-{number}", f"counter-{number}"
    client.ask("POST", CONFIG_MAPS, {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": counter}})
    count = 0
    while time.monotonic() < until:
        count += 1
        client.ask("POST", CONFIG_MAPS, {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": mine}})
        client.ask("PATCH", f"{CONFIG_MAPS}/{counter}", {"data": {"count": str(count)}}, "application/merge-patch+json")
        found = client.ask("GET", f"{CONFIG_MAPS}/{counter}")[1]["data"]["count"]
        if found != str(count):
            raise Failed(f"{counter} holds {found}, {count} was written")
        client.ask("DELETE", f"{CONFIG_MAPS}/{mine}")
        if client.ask("GET", f"{CONFIG_MAPS}/{mine}", wanted=(404,))[0] != 404:
            raise Failed(f"{mine} is still there")
    return count


def race_for_updates(number, address, until):
    """Compare-and-swap on one shared object: every accepted increment must be in the final sum."""
    client = KubeClient(address)
    path = f"{CONFIG_MAPS}/shared"
    accepted = 0
    while time.monotonic() < until:
        shared = client.ask("GET", path)[1]
        data = shared.setdefault("data", {})
        data[f"of-{number}"] = str(int(data.get(f"of-{number}", "0")) + 1)
        status, _ = client.ask("PUT", path, shared, wanted=(200, 409))
        accepted += status == 200
    found = int(client.ask("GET", path)[1].get("data", {}).get(f"of-{number}", "0"))
    if found != accepted:
        raise Failed(f"shared counts {found} for client {number}, {accepted} were accepted")
    return accepted


class Watcher:
    """Reads one watch after the other, each from where the last has ended: a server ends them after a while."""

    def __init__(self, address, path):
        self.address, self.path, self.version = address, path, None
        self.open()

    def open(self):
        self.connection = http.client.HTTPConnection(self.address, timeout=60)
        self.connection.request("GET", self.path + (f"&resourceVersion={self.version}" if self.version else ""))
        self.stream = self.connection.getresponse()

    def next(self):
        line = self.stream.readline()
        while not line:
            self.connection.close()
            self.open()
            line = self.stream.readline()
        event = json.loads(line)
        self.version = event["object"]["metadata"]["resourceVersion"]
        return event["type"]

    def close(self):
        self.connection.close()


def watch_gateways(number, address, until):
    """Sees each of its own Gateways come and go, in order."""
    writer, events = KubeClient(address), 0
    name = f"watched-{number}"
    watcher = Watcher(address, f"{GATEWAYS}?watch=1&fieldSelector=metadata.name%3D{name}")
    body = {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway", "metadata": {"name": name},
            "spec": {"gatewayClassName": "nobody", "listeners": [{"name": "a", "port": 80, "protocol": "TCP"}]}}
    while time.monotonic() < until:
        writer.ask("POST", GATEWAYS, body)
        writer.ask("DELETE", f"{GATEWAYS}/{name}")
        for wanted in ("ADDED", "DELETED"):
            found = watcher.next()
            if found != wanted:
                raise Failed(f"{name}: {found} came where {wanted} was due")
            events += 1
    watcher.close()
    return events


def list_everything(number, address, until):
    client, lists = KubeClient(address), 0
    while time.monotonic() < until:
        for path in (CONFIG_MAPS, GATEWAYS, "/api/v1/nodes", "/apis", f"{CONFIG_MAPS}?limit=3"):
            client.ask("GET", path)
            lists += 1
    return lists


def use_aws(number, address, until):
    """Makes a target group, tags it, reads it back, deletes it."""
    connection, rounds = http.client.HTTPConnection(address, timeout=60), 0

    def ask(**parameters):
        form = urllib.parse.urlencode({"Version": "2015-12-01", **{k.replace("__", "."): v for k, v in parameters.items()}})
        connection.request("POST", "/", form, {"Content-Type": "application/x-www-form-urlencoded", "Authorization": CREDENTIAL})
        answer = connection.getresponse()
        text = answer.read().decode()
        if answer.status != 200:
            raise Failed(f"{parameters}: {answer.status} {text[:300]}")
        return text

    vpc = re.search("<VpcId>(.*?)<", ask(Action="CreateTargetGroup", Name=f"probe-{number}", Protocol="TCP", Port="80",
                                          TargetType="ip", VpcId=use_aws.vpc)).group(1)
    while time.monotonic() < until:
        arn = re.search("<TargetGroupArn>(.*?)<", ask(Action="CreateTargetGroup", Name=f"soak-{number}", Protocol="TCP", Port="80",
                                                      TargetType="ip", VpcId=vpc)).group(1)
        ask(Action="AddTags", ResourceArns__member__1=arn, Tags__member__1__Key="round", Tags__member__1__Value=str(rounds))
        if f"<Value>{rounds}</Value>" not in ask(Action="DescribeTags", ResourceArns__member__1=arn):
            raise Failed(f"{arn} has lost its tag")
        ask(Action="DescribeLoadBalancers")
        ask(Action="DeleteTargetGroup", TargetGroupArn=arn)
        rounds += 1
    return rounds


def start(program):
    server = subprocess.Popen([program, "serve", "--kube-listen", "127.0.0.1:0", "--aws-listen", "127.0.0.1:0", "--speed", "100"],
                              stdout=subprocess.PIPE, text=True)
    lines = [server.stdout.readline() for _ in range(2)]
    addresses = [line.rpartition("http://")[2].strip() for line in lines]
    return server, addresses[0], addresses[1]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=32)
    options = parser.parse_args()
    server, kube, aws = start(options.program)
    setup = KubeClient(kube)
    setup.ask("POST", CONFIG_MAPS, {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "shared"}})
    use_aws.vpc = setup.ask("GET", "/_nlbsim/state")[1]["aws"]["Subnet"][0]["VpcId"]
    kinds = [(write_config_maps, kube), (race_for_updates, kube), (watch_gateways, kube), (use_aws, aws),
             (write_config_maps, kube), (race_for_updates, kube), (list_everything, kube), (use_aws, aws)]
    until = time.monotonic() + options.seconds
    results, complaints = {}, []

    def client(number):
        function, address = kinds[number % len(kinds)]
        try:
            done = function(number, address, until)
            results[function.__name__] = results.get(function.__name__, 0) + done
        except Exception as error:  # whatever it is, it is the finding
            complaints.append(f"client {number} ({function.__name__}): {type(error).__name__}: {error}")

    threads = [threading.Thread(target=client, args=(n,)) for n in range(options.clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    server.send_signal(signal.SIGTERM)
    code = server.wait(timeout=30)
    if code != 0:
        complaints.append(f"the server ended with {code}")
    print(", ".join(f"{name}: {count}" for name, count in sorted(results.items())))
    for complaint in complaints:
        print("failed:", complaint)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
