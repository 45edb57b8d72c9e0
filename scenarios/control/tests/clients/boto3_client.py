"""Drives the served AWS account with boto3: paginators, waiters, error codes. Argument: the endpoint."""
import sys

import boto3
from botocore.exceptions import ClientError

session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-west-2")
elbv2 = session.client("elbv2", endpoint_url=sys.argv[1])
ec2 = session.client("ec2", endpoint_url=sys.argv[1])

subnets = ec2.describe_subnets(Filters=[{"Name": "tag:kubernetes.io/role/internal-elb", "Values": ["1"]}])["Subnets"]
assert len(subnets) == 3, subnets
made = elbv2.create_load_balancer(
    Name="from-boto3", Type="network", Scheme="internal", Subnets=[s["SubnetId"] for s in subnets],
    Tags=[{"Key": "owner", "Value": ""}])["LoadBalancers"][0]
arn = made["LoadBalancerArn"]
assert made["State"]["Code"] == "provisioning", made
elbv2.get_waiter("load_balancer_available").wait(LoadBalancerArns=[arn], WaiterConfig={"Delay": 1, "MaxAttempts": 30})

pages = list(elbv2.get_paginator("describe_load_balancers").paginate(PaginationConfig={"PageSize": 1}))
assert [b["LoadBalancerName"] for p in pages for b in p["LoadBalancers"]] == ["from-boto3"], pages
tags = elbv2.describe_tags(ResourceArns=[arn])["TagDescriptions"][0]["Tags"]
assert tags == [{"Key": "owner", "Value": ""}], tags
try:
    elbv2.describe_listeners(ListenerArns=[arn.replace("loadbalancer", "listener") + "/0123456789abcdef"])
    raise AssertionError("a listener that is not there was described")
except ClientError as error:
    assert error.response["Error"]["Code"] == "ListenerNotFound", error
elbv2.delete_load_balancer(LoadBalancerArn=arn)
assert elbv2.describe_load_balancers()["LoadBalancers"] == []
print("all is well")
