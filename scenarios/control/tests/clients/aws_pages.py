"""boto3 over more load balancers than a page holds: paginators, waiters, and target health in a loop.

Arguments: the endpoint, how many load balancers.
"""

import sys

import boto3

endpoint, count = sys.argv[1], int(sys.argv[2])
access = dict(region_name="us-west-2", aws_access_key_id="test", aws_secret_access_key="test", endpoint_url=endpoint)
elbv2 = boto3.client("elbv2", **access)
ec2 = boto3.client("ec2", **access)

subnet = ec2.describe_subnets(Filters=[{"Name": "tag-key", "Values": ["kubernetes.io/role/internal-elb"]}])["Subnets"][0]
names = [f"lb-{i:04}" for i in range(count)]
for name in names:
    elbv2.create_load_balancer(Name=name, Type="network", Scheme="internal", Subnets=[subnet["SubnetId"]])

for size in (7, 100, 400):
    pages = list(elbv2.get_paginator("describe_load_balancers").paginate(PaginationConfig={"PageSize": size}))
    seen = [lb["LoadBalancerName"] for page in pages for lb in page["LoadBalancers"]]
    assert sorted(seen) == names, (size, len(seen))
    assert len(pages) == -(-count // size), (size, len(pages))
elbv2.get_waiter("load_balancer_available").wait(Names=names[:20], WaiterConfig={"Delay": 1})

try:
    elbv2.create_load_balancer(Name="one-too-many", Type="network", Scheme="internal", Subnets=[subnet["SubnetId"]])
    raise AssertionError("the quota is not kept")
except elbv2.exceptions.TooManyLoadBalancersException:
    pass
for page in elbv2.get_paginator("describe_load_balancers").paginate():
    for lb in page["LoadBalancers"]:
        elbv2.delete_load_balancer(LoadBalancerArn=lb["LoadBalancerArn"])
assert elbv2.describe_load_balancers()["LoadBalancers"] == []
print("paged")
