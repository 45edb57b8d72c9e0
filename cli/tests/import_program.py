#!/usr/bin/env python3
"""A world that is served, exported by kubectl and the AWS CLI and imported again: nothing is to be done to it.

Argument: the program. Run from the root of the tree. Without kubectl or aws it is skipped (exit code 77).
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request

PROGRAM = sys.argv[1]
CLIENTS = os.path.join(os.getcwd(), "build/clients/usr/bin")
KINDS = ("gatewayclasses,gateways,tcproutes,udproutes,tlsroutes,referencegrants,loadbalancerconfigurations,"
         "targetgroupconfigurations,targetgroupbindings,namespaces,nodes,services,endpointslices,pods,deployments,"
         "replicasets,configmaps,secrets")
# What docs/import.md tells people to ask.
LISTS = ["ec2 describe-availability-zones", "ec2 describe-vpcs", "ec2 describe-subnets", "ec2 describe-internet-gateways",
         "ec2 describe-route-tables", "ec2 describe-security-groups", "ec2 describe-security-group-rules",
         "ec2 describe-instances", "ec2 describe-addresses", "elbv2 describe-load-balancers",
         "elbv2 describe-target-groups", "acm list-certificates"]


def fail(why):
    sys.exit("failed: " + why)


def client(name):
    os.environ["PATH"] += os.pathsep + CLIENTS
    if not shutil.which(name):
        print(f"{name} is not installed")
        sys.exit(77)
    return name


class Served:
    """The program, serving; its servers' addresses and the clients' environment."""

    def __init__(self, scratch):
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--kube-listen", "127.0.0.1:0", "--aws-listen", "127.0.0.1:0", "--controller", "builtin",
             "--speed", "1000", "--write-kubeconfig", f"{scratch}/kubeconfig"], stdout=subprocess.PIPE, text=True)
        lines = [self.process.stdout.readline() for _ in range(3)]
        self.kube, self.aws_address, _ = [re.search(r"http://[^/\s]+", line).group() for line in lines]
        self.environment = dict(os.environ, KUBECONFIG=f"{scratch}/kubeconfig", HOME=scratch, AWS_ACCESS_KEY_ID="test",
                                AWS_SECRET_ACCESS_KEY="test", AWS_DEFAULT_REGION="us-west-2", AWS_PAGER="")

    def run(self, *command):
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True)
        if done.returncode != 0:
            fail(f"{' '.join(command)}: {done.stderr}")
        return done.stdout

    def aws(self, *words):
        return self.run("aws", "--endpoint-url", self.aws_address, "--output", "json", *words)

    def jump_to_rest(self):
        """An hour passes at once."""
        request = urllib.request.Request(f"{self.kube}/_nlbsim/clock")
        now = json.load(urllib.request.urlopen(request))["now"]
        later = now[:11] + "23:59:00Z"
        body = json.dumps({"now": later}).encode()
        urllib.request.urlopen(urllib.request.Request(f"{self.kube}/_nlbsim/clock", data=body, method="PUT")).read()

    def end(self):
        self.process.terminate()
        if self.process.wait() != 0:
            fail(f"serve ended with {self.process.returncode}")


def export(served, scratch):
    """What docs/import.md asks for."""
    with open(f"{scratch}/cluster.yaml", "w") as file:
        file.write(served.run("kubectl", "get", KINDS, "-A", "-o", "yaml"))
    folder = f"{scratch}/aws"
    os.mkdir(folder)

    def keep(name, text):
        with open(f"{folder}/{name}.json", "w") as file:
            file.write(text)
        return json.loads(text)

    told = {}
    for command in LISTS:
        told.update(keep(command.replace(" ", "-"), served.aws(*command.split())))
    arns = [balancer["LoadBalancerArn"] for balancer in told["LoadBalancers"]]
    for arn in list(arns):
        last = arn.rsplit("/", 1)[1]
        listeners = keep(f"listeners-{last}", served.aws("elbv2", "describe-listeners", "--load-balancer-arn", arn))
        keep(f"attributes-{last}", served.aws("elbv2", "describe-load-balancer-attributes", "--load-balancer-arn", arn))
        for listener in listeners["Listeners"]:
            arns.append(listener["ListenerArn"])
            keep(f"rules-{arns[-1].rsplit('/', 1)[1]}",
                 served.aws("elbv2", "describe-rules", "--listener-arn", listener["ListenerArn"]))
    for group in told["TargetGroups"]:
        arn = group["TargetGroupArn"]
        arns.append(arn)
        last = arn.rsplit("/", 1)[1]
        keep(f"health-{last}", served.aws("elbv2", "describe-target-health", "--target-group-arn", arn))
        keep(f"group-attributes-{last}",
             served.aws("elbv2", "describe-target-group-attributes", "--target-group-arn", arn))
    keep("tags", served.aws("elbv2", "describe-tags", "--resource-arns", *arns))
    with open(f"{folder}/zones-of-route53.json", "w") as file:
        file.write('{"HostedZones": [{"Id": "Z1"}]}')
    return told


def program(*words, code):
    done = subprocess.run([PROGRAM, *words], capture_output=True, text=True)
    if done.returncode != code:
        fail(f"nlbsim {' '.join(words)} ended with {done.returncode}, not {code}:\n{done.stdout}{done.stderr}")
    return done.stdout, done.stderr


def expect(text, *parts):
    for part in parts:
        if part not in text:
            fail(f"this does not say \"{part}\":\n{text}")


def main():
    client("kubectl")
    client("aws")
    with tempfile.TemporaryDirectory() as scratch:
        served = Served(scratch)
        try:
            for example in ("tcp", "udp", "ip-targets"):
                served.run("kubectl", "apply", "-f", f"examples/{example}/")
            served.run("kubectl", "create", "configmap", "other", "-n", "example-ns")
            served.run("kubectl", "wait", "--for=condition=Programmed", "gateway", "--all", "-A", "--timeout=60s")
            served.jump_to_rest()
            told = export(served, scratch)
        finally:
            served.end()
        world, manifests = f"{scratch}/in/world.yaml", f"{scratch}/in/manifests"
        imported = ["import", "--kube", f"{scratch}/cluster.yaml", "--aws", f"{scratch}/aws", "--out", f"{scratch}/in"]
        out, err = program(*imported, code=0)
        expect(out, "cluster demo-cluster:", "account 123456789012 in us-west-2, vpc-")
        expect(err, "zones-of-route53.json: holds HostedZones: not an answer of AWS that is understood",
               "ConfigMap (v1) is not needed")
        out, _ = program("apply", "--plan", "--world", world, "-f", manifests, code=0)
        expect(out, "No call would be made.")
        out, _ = program("run", f"{scratch}/in/nothing-changes.yaml", code=0)
        expect(out, "1 passed, 0 failed")
        # No Pod answers the Service of the UDP example, there or here.
        out, _ = program("apply", "-o", "json", "--world", world, "-f", manifests, code=1)
        expect(out, "3 unhealthy")
        for balancer in told["LoadBalancers"]:
            expect(out, balancer["LoadBalancerArn"], balancer["DNSName"])
        # What somebody has done by hand is what would be done about it.
        listeners = [name for name in os.listdir(f"{scratch}/aws") if name.startswith("listeners-")]
        with open(f"{scratch}/aws/{listeners[0]}", "r+") as file:
            document = json.load(file)
            gone = document["Listeners"].pop()
            file.seek(0)
            file.truncate()
            json.dump(document, file)
        _, err = program(*imported, code=2)
        expect(err, "there are files of an earlier import")
        imported[-1] = f"{scratch}/changed"
        program(*imported, code=0)
        out, _ = program("apply", "--plan", "--world", f"{scratch}/changed/world.yaml", "-f",
                         f"{scratch}/changed/manifests", code=0)
        expect(out, "1 call would be made", "CreateListener")
        if str(gone["Port"]) not in out:
            fail(f"the listener that is missing is another one:\n{out}")
        # So is a target that somebody has taken out.
        health = [name for name in os.listdir(f"{scratch}/aws") if name.startswith("health-")][0]
        with open(f"{scratch}/aws/{health}", "r+") as file:
            document = json.load(file)
            document["TargetHealthDescriptions"].pop()
            file.seek(0)
            file.truncate()
            json.dump(document, file)
        imported[-1] = f"{scratch}/emptier"
        program(*imported, code=0)
        out, _ = program("apply", "--plan", "--world", f"{scratch}/emptier/world.yaml", "-f",
                         f"{scratch}/emptier/manifests", code=0)
        expect(out, "targets, once that stands:", "RegisterTargets of arn:", "2 calls would be made")
        os.remove(f"{scratch}/aws/ec2-describe-security-groups.json")
        imported[-1] = f"{scratch}/incomplete"
        _, err = program(*imported, code=2)
        expect(err, "which nothing tells of: aws ec2 describe-security-groups does")


main()
