"""Provokes AWS's rules for network load balancers through boto3 and compares codes and messages. Argument: the endpoint.

The account is the shipped one: a VPC with an internal and a public subnet in each of three zones, nodes as instances.
"""
import sys

import boto3
from botocore.exceptions import ClientError

endpoint = sys.argv[1]
session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-west-2")
elb = session.client("elbv2", endpoint_url=endpoint)
ec2 = session.client("ec2", endpoint_url=endpoint)
acm = session.client("acm", endpoint_url=endpoint)

failures = []


def refused(code, message, call, **request):
    """The call has to fail with that code, and a message that holds that text."""
    try:
        call(**request)
    except ClientError as error:
        told = error.response["Error"]
        if told["Code"] != code or message not in told["Message"]:
            failures.append(f"wanted {code} '{message}', got {told['Code']} '{told['Message']}'")
        return
    failures.append(f"wanted {code} '{message}', and {request} succeeded")


def equal(what, got, wanted):
    if got != wanted:
        failures.append(f"{what}: wanted {wanted!r}, got {got!r}")


subnets = ec2.describe_subnets(Filters=[{"Name": "tag:kubernetes.io/role/internal-elb", "Values": ["1"]}])["Subnets"]
internal = sorted(subnets, key=lambda s: s["AvailabilityZone"])
public = sorted(
    ec2.describe_subnets(Filters=[{"Name": "tag:kubernetes.io/role/elb", "Values": ["1"]}])["Subnets"],
    key=lambda s: s["AvailabilityZone"])
vpc = internal[0]["VpcId"]
ids = [s["SubnetId"] for s in internal]
nodes = [i["InstanceId"] for r in ec2.describe_instances()["Reservations"] for i in r["Instances"]]


def load_balancer(name, **more):
    request = dict(Name=name, Type="network", Scheme="internal", Subnets=ids[:2])
    if "SubnetMappings" in more:
        del request["Subnets"]
    return elb.create_load_balancer(**{**request, **more})["LoadBalancers"][0]


def target_group(name, **more):
    return elb.create_target_group(**{**dict(Name=name, Protocol="TCP", Port=80, VpcId=vpc), **more})["TargetGroups"][0]


def forward(group):
    return [{"Type": "forward", "TargetGroupArn": group["TargetGroupArn"]}]


# ---- load balancers ----
refused("ValidationError", "At least one subnet must be specified", elb.create_load_balancer, Name="a", Type="network")
refused("InvalidConfigurationRequest",
        "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
        elb.create_load_balancer, Name="a", Type="network", Subnets=[ids[0], public[0]["SubnetId"]])
refused("SubnetNotFound", "", elb.create_load_balancer, Name="a", Type="network", Subnets=["subnet-00000000000000000"])
refused("ValidationError", "", elb.create_load_balancer, Name="-a", Type="network", Subnets=ids)
refused("ValidationError", "", elb.create_load_balancer, Name="internal-a", Type="network", Subnets=ids)
refused("InvalidSecurityGroup", "", elb.create_load_balancer, Name="a", Type="network", Scheme="internal", Subnets=ids,
        SecurityGroups=["sg-00000000000000000"])
refused("AllocationIdNotFound", "", elb.create_load_balancer, Name="a", Type="network",
        SubnetMappings=[{"SubnetId": public[0]["SubnetId"], "AllocationId": "eipalloc-00000000000000000"}])
refused("DuplicateTagKeys", "", elb.create_load_balancer, Name="a", Type="network", Scheme="internal", Subnets=ids,
        Tags=[{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}])
lb = load_balancer("first")
arn = lb["LoadBalancerArn"]
equal("the same again", load_balancer("first")["LoadBalancerArn"], arn)
refused("DuplicateLoadBalancerName", "A load balancer with the same name 'first' exists, but with different settings",
        elb.create_load_balancer, Name="first", Type="network", Scheme="internal", Subnets=ids)
refused("ValidationError", "'nonsense' is not a valid load balancer ARN", elb.describe_load_balancers,
        LoadBalancerArns=["nonsense"])
refused("LoadBalancerNotFound", "One or more load balancers not found", elb.describe_load_balancers, Names=["nobody"])
absent = arn[:-16] + "0" * 16
refused("LoadBalancerNotFound", f"Load balancer '{absent}' not found", elb.describe_load_balancer_attributes,
        LoadBalancerArn=absent)
elb.delete_load_balancer(LoadBalancerArn=absent)  # what is not there is deleted already
elb.modify_load_balancer_attributes(LoadBalancerArn=arn,
                                    Attributes=[{"Key": "deletion_protection.enabled", "Value": "true"}])
refused("OperationNotPermitted",
        f"Load balancer '{arn}' cannot be deleted because deletion protection is enabled",
        elb.delete_load_balancer, LoadBalancerArn=arn)
refused("InvalidConfigurationRequest", "", elb.modify_load_balancer_attributes, LoadBalancerArn=arn,
        Attributes=[{"Key": "deletion_protection.enabled", "Value": "false"},
                    {"Key": "idle_timeout.timeout_seconds", "Value": "60"}])
attributes = {a["Key"]: a["Value"] for a in elb.describe_load_balancer_attributes(LoadBalancerArn=arn)["Attributes"]}
equal("all or nothing", attributes["deletion_protection.enabled"], "true")
elb.modify_load_balancer_attributes(LoadBalancerArn=arn,
                                    Attributes=[{"Key": "deletion_protection.enabled", "Value": "false"}])

# ---- subnets, security groups and addresses of one ----
az = internal[0]["AvailabilityZone"]
refused("InvalidConfigurationRequest",
        "You cannot specify an additional subnet from an Availability Zone that is already associated with the load "
        f"balancer. The Availability Zone '{az}' corresponding to the new subnet '{public[0]['SubnetId']}' is already "
        "associated with the load balancer.",
        elb.set_subnets, LoadBalancerArn=arn, Subnets=[public[0]["SubnetId"], ids[1]])
refused("ValidationError", "", elb.set_subnets, LoadBalancerArn=arn, Subnets=[])
equal("zones", len(elb.set_subnets(LoadBalancerArn=arn, Subnets=ids)["AvailabilityZones"]), 3)
group = ec2.create_security_group(GroupName="front", Description="of the front", VpcId=vpc)["GroupId"]
refused("ValidationError", "", elb.set_security_groups, LoadBalancerArn=arn, SecurityGroups=[group])
guarded = load_balancer("guarded", SecurityGroups=[group])["LoadBalancerArn"]
refused("ValidationError", "", elb.set_security_groups, LoadBalancerArn=guarded, SecurityGroups=[])
refused("DependencyViolation", f"resource {group} has a dependent object", ec2.delete_security_group, GroupId=group)
refused("InvalidSubnet", "", elb.set_ip_address_type, LoadBalancerArn=arn, IpAddressType="dualstack")
address = ec2.allocate_address(Domain="vpc")
mapping = [{"SubnetId": public[0]["SubnetId"], "AllocationId": address["AllocationId"]}]
refused("InvalidConfigurationRequest", "", elb.create_load_balancer, Name="a", Type="network", Scheme="internal",
        SubnetMappings=mapping)
outside = load_balancer("outside", Scheme="internet-facing", SubnetMappings=mapping)
shown = elb.describe_load_balancers(Names=["outside"])["LoadBalancers"][0]["AvailabilityZones"][0]
equal("address", shown["LoadBalancerAddresses"],
      [{"IpAddress": address["PublicIp"], "AllocationId": address["AllocationId"]}])
refused("ResourceInUse", "The allocation IDs are not available for use", elb.create_load_balancer, Name="b",
        Type="network", SubnetMappings=mapping)
refused("AuthFailure", "You do not have permission to access the specified resource.", ec2.release_address,
        AllocationId=address["AllocationId"])

# ---- target groups ----
refused("ValidationError", "A port must be specified", elb.create_target_group, Name="t", Protocol="TCP", VpcId=vpc)
refused("ValidationError", "A protocol must be specified", elb.create_target_group, Name="t", Port=80, VpcId=vpc)
refused("ValidationError", "A VPC ID must be specified", elb.create_target_group, Name="t", Protocol="TCP", Port=80)
refused("ValidationError", "The VPC ID 'vpc-1' is not found", elb.create_target_group, Name="t", Protocol="TCP",
        Port=80, VpcId="vpc-1")
long = "t" * 33
refused("ValidationError", f"Target group name '{long}' cannot be longer than '32' characters", elb.create_target_group,
        Name=long, Protocol="TCP", Port=80, VpcId=vpc)
refused("ValidationError", "Health check timeout '20' must be smaller than or equal to the interval '10'",
        elb.create_target_group, Name="t", Protocol="TCP", Port=80, VpcId=vpc, HealthCheckTimeoutSeconds=20,
        HealthCheckIntervalSeconds=10)
refused("InvalidConfigurationRequest", "Health check matchers are not supported for TCP health checks",
        elb.create_target_group, Name="t", Protocol="TCP", Port=80, VpcId=vpc, HealthCheckProtocol="TCP",
        Matcher={"HttpCode": "200"})
tcp = target_group("tcp")
equal("created without load balancers", tcp.get("LoadBalancerArns", []), [])
refused("DuplicateTargetGroupName", "A target group with the same name 'tcp' exists, but with different settings",
        elb.create_target_group, Name="tcp", Protocol="TCP", Port=81, VpcId=vpc)
refused("ValidationError", "'deregistration_delay.timeout_seconds' value '4000' must be between '0-3600' inclusive",
        elb.modify_target_group_attributes, TargetGroupArn=tcp["TargetGroupArn"],
        Attributes=[{"Key": "deregistration_delay.timeout_seconds", "Value": "4000"}])
tls = target_group("tls", Protocol="TLS", Port=443)
refused("InvalidConfigurationRequest", "You cannot enable stickiness on target groups with the TLS protocol",
        elb.modify_target_group_attributes, TargetGroupArn=tls["TargetGroupArn"],
        Attributes=[{"Key": "stickiness.enabled", "Value": "true"}])
refused("InvalidConfigurationRequest",
        "Stickiness type 'lb_cookie' is not supported for target groups with the TCP protocol",
        elb.modify_target_group_attributes, TargetGroupArn=tcp["TargetGroupArn"],
        Attributes=[{"Key": "stickiness.type", "Value": "lb_cookie"}])
refused("ValidationError",
        "Target group names, target group ARNs, and a load balancer ARN cannot be specified at the same time",
        elb.describe_target_groups, Names=["tcp"], TargetGroupArns=[tcp["TargetGroupArn"]])
refused("TargetGroupNotFound", "One or more target groups not found", elb.describe_target_groups, Names=["nobody"])

# ---- listeners ----
udp = target_group("udp", Protocol="UDP", Port=53)
port = dict(LoadBalancerArn=arn, Protocol="TCP", Port=80)
refused("ValidationError", "A listener port must be specified", elb.create_listener, LoadBalancerArn=arn,
        Protocol="TCP", DefaultActions=forward(tcp))
refused("ValidationError", "A listener protocol must be specified", elb.create_listener, LoadBalancerArn=arn, Port=80,
        DefaultActions=forward(tcp))
refused("ValidationError", "Listener protocol 'HTTP' must be one of 'TLS, TCP, TCP_UDP, UDP'", elb.create_listener,
        LoadBalancerArn=arn, Protocol="HTTP", Port=80, DefaultActions=forward(tcp))
refused("IncompatibleProtocols", f"The listener and its associated target group '{udp['TargetGroupArn']}'",
        elb.create_listener, DefaultActions=forward(udp), **port)
refused("IncompatibleProtocols", "", elb.create_listener, DefaultActions=forward(tls), **port)
refused("TargetGroupNotFound", "Target group '", elb.create_listener,
        DefaultActions=forward({"TargetGroupArn": tcp["TargetGroupArn"][:-16] + "0" * 16}), **port)
refused("InvalidLoadBalancerAction", "", elb.create_listener, DefaultActions=[
    {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200"}}], **port)
listener = elb.create_listener(DefaultActions=forward(tcp), **port)["Listeners"][0]
equal("no TLS settings", [k for k in ("Certificates", "SslPolicy", "AlpnPolicy") if k in listener], [])
equal("the action's echo", listener["DefaultActions"][0]["ForwardConfig"]["TargetGroups"][0]["TargetGroupArn"],
      tcp["TargetGroupArn"])
refused("DuplicateListener", f"A listener already exists on this port for this load balancer '{arn}'",
        elb.create_listener, LoadBalancerArn=arn, Protocol="UDP", Port=80, DefaultActions=forward(udp))
refused("TargetGroupAssociationLimit",
        "The following target groups cannot be associated with more than one load balancer: " + tcp["TargetGroupArn"],
        elb.create_listener, LoadBalancerArn=guarded, Protocol="TCP", Port=80, DefaultActions=forward(tcp))
refused("ResourceInUse", f"Target group '{tcp['TargetGroupArn']}' is currently in use by a listener or a rule",
        elb.delete_target_group, TargetGroupArn=tcp["TargetGroupArn"])
refused("ValidationError", "You must specify either listener ARNs or a load balancer ARN", elb.describe_listeners)
refused("ListenerNotFound", "One or more listeners not found", elb.describe_listeners,
        ListenerArns=[listener["ListenerArn"][:-16] + "0" * 16])
secure = dict(LoadBalancerArn=arn, Protocol="TLS", Port=443, DefaultActions=forward(target_group("secure")))
refused("ValidationError", "", elb.create_listener, **secure)
nothing = "arn:aws:acm:us-west-2:123456789012:certificate/00000000-0000-0000-0000-000000000000"
refused("CertificateNotFound", "", elb.create_listener, Certificates=[{"CertificateArn": nothing}], **secure)
certificate = acm.request_certificate(DomainName="app.example.com", ValidationMethod="DNS")["CertificateArn"]
acm.get_waiter("certificate_validated").wait(CertificateArn=certificate, WaiterConfig={"Delay": 1, "MaxAttempts": 30})
refused("SSLPolicyNotFound", "", elb.create_listener, SslPolicy="mine", Certificates=[{"CertificateArn": certificate}],
        **secure)
refused("ALPNPolicyNotFound", "", elb.create_listener, AlpnPolicy=["HTTP9"],
        Certificates=[{"CertificateArn": certificate}], **secure)
served = elb.create_listener(Certificates=[{"CertificateArn": certificate}], **secure)["Listeners"][0]
equal("policy", served["SslPolicy"], "ELBSecurityPolicy-2016-08")
equal("in use by", acm.describe_certificate(CertificateArn=certificate)["Certificate"]["InUseBy"], [arn])
refused("ResourceInUseException", "", acm.delete_certificate, CertificateArn=certificate)
refused("OperationNotPermitted", "", elb.remove_listener_certificates, ListenerArn=served["ListenerArn"],
        Certificates=[{"CertificateArn": certificate}])

# ---- targets ----
register = dict(TargetGroupArn=tcp["TargetGroupArn"])
refused("InvalidTarget", "", elb.register_targets, Targets=[{"Id": "i-00000000000000000"}], **register)
refused("ValidationError", "", elb.register_targets, Targets=[{"Id": "10.0.0.9"}], **register)
refused("ValidationError", "", elb.register_targets, Targets=[{"Id": nodes[0], "AvailabilityZone": az}], **register)
ec2.stop_instances(InstanceIds=[nodes[2]])
ec2.get_waiter("instance_stopped").wait(InstanceIds=[nodes[2]], WaiterConfig={"Delay": 1, "MaxAttempts": 30})
refused("InvalidTarget",
        f"The following targets are not in a running state and cannot be registered: '{nodes[2]}'",
        elb.register_targets, Targets=[{"Id": nodes[2]}], **register)
by_ip = target_group("by-ip", TargetType="ip")["TargetGroupArn"]
refused("ValidationError",
        "The Availability Zone is required for IP address '192.168.9.9' because it is not in the VPC",
        elb.register_targets, TargetGroupArn=by_ip, Targets=[{"Id": "192.168.9.9"}])
refused("ValidationError",
        f"The IP address '10.0.0.99' is within the VPC, and cannot have its Availability Zone overridden to 'all' from "
        f"'{az}'",
        elb.register_targets, TargetGroupArn=by_ip, Targets=[{"Id": "10.0.0.99", "AvailabilityZone": "all"}])
refused("ValidationError",
        "You must specify a valid Availability Zone or select 'all' for all enabled Availability zones, since the IP "
        "address '192.168.9.9' is outside the VPC",
        elb.register_targets, TargetGroupArn=by_ip, Targets=[{"Id": "192.168.9.9", "AvailabilityZone": "mars-1a"}])
refused("ValidationError", "", elb.register_targets, TargetGroupArn=by_ip,
        Targets=[{"Id": "8.8.8.8", "AvailabilityZone": "all"}])
elb.deregister_targets(Targets=[{"Id": nodes[0], "Port": 9}], **register)  # nobody there: no effect
health = elb.describe_target_health(Targets=[{"Id": nodes[0], "Port": 9}], **register)["TargetHealthDescriptions"][0]
equal("not registered", health["TargetHealth"]["Reason"], "Target.NotRegistered")
elb.register_targets(Targets=[{"Id": nodes[0]}], **register)
elb.get_waiter("target_in_service").wait(WaiterConfig={"Delay": 1, "MaxAttempts": 60}, **register)
health = elb.describe_target_health(**register)["TargetHealthDescriptions"][0]
equal("the checked port", health["HealthCheckPort"], "80")

# ---- EC2 ----
refused("InvalidSubnetID.NotFound", "The subnet ID 'subnet-00000000000000000' does not exist", ec2.describe_subnets,
        SubnetIds=["subnet-00000000000000000"])
refused("InvalidGroup.NotFound", "The security group 'sg-00000000000000000' does not exist",
        ec2.describe_security_groups, GroupIds=["sg-00000000000000000"])
refused("InvalidGroupId.Malformed", "", ec2.describe_security_groups, GroupIds=["sg-x"])
refused("InvalidParameterValue", "The filter 'colour' is invalid", ec2.describe_subnets,
        Filters=[{"Name": "colour", "Values": ["red"]}])
refused("InvalidParameterCombination", "", ec2.describe_subnets, SubnetIds=ids, MaxResults=5)
refused("InvalidGroup.Duplicate", "", ec2.create_security_group, GroupName="front", Description="again", VpcId=vpc)
rule = dict(GroupId=group, IpPermissions=[
    {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "a"}]}])
ec2.authorize_security_group_ingress(**rule)
rule["IpPermissions"][0]["IpRanges"][0]["Description"] = "b"
refused("InvalidPermission.Duplicate", "", ec2.authorize_security_group_ingress, **rule)
ec2.revoke_security_group_ingress(**rule)
refused("InvalidPermission.NotFound", "", ec2.revoke_security_group_ingress, **rule)
refused("DryRunOperation", "", ec2.create_security_group, GroupName="dry", Description="run", VpcId=vpc, DryRun=True)
refused("InvalidParameterValue", "", ec2.create_tags, Resources=[group], Tags=[{"Key": "aws:x", "Value": ""}])
refused("TagLimitExceeded", "", ec2.create_tags, Resources=[group],
        Tags=[{"Key": f"k{i}", "Value": ""} for i in range(51)])
refused("InvalidAction", "The action CreateVolume is not valid for this web service.", ec2.create_volume,
        AvailabilityZone=az, Size=1)
refused("DependencyViolation", "", ec2.delete_subnet, SubnetId=ids[0])
elsewhere = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="eu-west-1")
equal("another region", elsewhere.client("elbv2", endpoint_url=endpoint).describe_load_balancers()["LoadBalancers"], [])

for failure in failures:
    print(failure)
sys.exit(1 if failures else 0)
