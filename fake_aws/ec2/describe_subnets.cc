#include <algorithm>
#include <utility>

#include "fake_aws/action.h"
#include "fake_aws/ec2/describe.h"

namespace nlbsim::fake_aws {

namespace {

constexpr FilterField<SubnetEntry> kFields[] = {
    {"subnet-id", [](const SubnetEntry& s, const aws::Filter& f) { return accepts(f, s.description.SubnetId); }},
    {"vpc-id", [](const SubnetEntry& s, const aws::Filter& f) { return accepts(f, s.description.VpcId); }},
    {"availability-zone",
     [](const SubnetEntry& s, const aws::Filter& f) { return accepts(f, s.description.AvailabilityZone); }},
    {"availability-zone-id",
     [](const SubnetEntry& s, const aws::Filter& f) { return accepts(f, s.description.AvailabilityZoneId); }},
    {"state", [](const SubnetEntry& s, const aws::Filter& f) { return accepts(f, s.description.State); }},
    {"owner-id", [](const SubnetEntry& s, const aws::Filter& f) { return accepts(f, s.description.OwnerId); }},
    {"subnet-arn", [](const SubnetEntry& s, const aws::Filter& f) { return accepts(f, s.description.SubnetArn); }},
    {"default-for-az", [](const SubnetEntry& s,
                          const aws::Filter& f) { return accepts(f, s.description.DefaultForAz ? "true" : "false"); }},
    {"map-public-ip-on-launch",
     [](const SubnetEntry& s, const aws::Filter& f) {
       return accepts(f, s.description.MapPublicIpOnLaunch ? "true" : "false");
     }},
    {"availabilityZone",
     [](const SubnetEntry& s, const aws::Filter& f) { return accepts(f, s.description.AvailabilityZone); }},
    {"ipv6-cidr-block-association.ipv6-cidr-block",
     [](const SubnetEntry& s, const aws::Filter& f) {
       return std::ranges::any_of(s.description.Ipv6CidrBlockAssociationSet,
                                  [&f](const auto& one) { return accepts(f, one.Ipv6CidrBlock); });
     }},
    {"cidr", [](const SubnetEntry& s, const aws::Filter& f) { return accepts(f, s.description.CidrBlock); }},
    {"cidrBlock", [](const SubnetEntry& s, const aws::Filter& f) { return accepts(f, s.description.CidrBlock); }},
    {"cidr-block", [](const SubnetEntry& s, const aws::Filter& f) { return accepts(f, s.description.CidrBlock); }},
};

}  // namespace

template <>
Answer<ec2::DescribeSubnets> act<ec2::DescribeSubnets>(const ActionContext& context,
                                                       const ec2::DescribeSubnets::Request& request) {
  ec2::DescribeSubnets::Response response;
  const auto add = [&](const SubnetEntry& entry) {
    ec2::Subnet& subnet = response.Subnets.emplace_back(entry.description);
    subnet.AvailableIpAddressCount = entry.available();
    subnet.Tags = aws::to_tags(entry.tags);
  };
  const Selection selection{request.SubnetIds, request.Filters, request.MaxResults, request.NextToken};
  auto next = select<SubnetEntry>(context.state.network.subnets, selection, kSubnetId, kFields, add);
  if (!next) return sim::forward(next.error());
  response.NextToken = std::move(*next);
  return response;
}

}  // namespace nlbsim::fake_aws
