#include <algorithm>
#include <utility>

#include "fake_aws/action.h"
#include "fake_aws/ec2/describe.h"

namespace nlbsim::fake_aws {

namespace {

constexpr FilterField<VpcEntry> kFields[] = {
    {"vpc-id", [](const VpcEntry& v, const aws::Filter& f) { return accepts(f, v.description.VpcId); }},
    {"state", [](const VpcEntry& v, const aws::Filter& f) { return accepts(f, v.description.State); }},
    {"owner-id", [](const VpcEntry& v, const aws::Filter& f) { return accepts(f, v.description.OwnerId); }},
    {"is-default",
     [](const VpcEntry& v, const aws::Filter& f) { return accepts(f, v.description.IsDefault ? "true" : "false"); }},
    {"isDefault",
     [](const VpcEntry& v, const aws::Filter& f) { return accepts(f, v.description.IsDefault ? "true" : "false"); }},
    {"dhcp-options-id",
     [](const VpcEntry& v, const aws::Filter& f) { return accepts(f, v.description.DhcpOptionsId); }},
    {"cidr-block-association.cidr-block",
     [](const VpcEntry& v, const aws::Filter& f) {
       return std::ranges::any_of(v.description.CidrBlockAssociationSet,
                                  [&f](const auto& one) { return accepts(f, one.CidrBlock); });
     }},
    {"ipv6-cidr-block-association.ipv6-cidr-block",
     [](const VpcEntry& v, const aws::Filter& f) {
       return std::ranges::any_of(v.description.Ipv6CidrBlockAssociationSet,
                                  [&f](const auto& one) { return accepts(f, one.Ipv6CidrBlock); });
     }},
    {"cidr-block", [](const VpcEntry& v, const aws::Filter& f) { return accepts(f, v.description.CidrBlock); }},
    {"cidr", [](const VpcEntry& v, const aws::Filter& f) { return accepts(f, v.description.CidrBlock); }},
};

}  // namespace

template <>
Answer<ec2::DescribeVpcs> act<ec2::DescribeVpcs>(const ActionContext& context,
                                                 const ec2::DescribeVpcs::Request& request) {
  ec2::DescribeVpcs::Response response;
  const auto add = [&](const VpcEntry& entry) {
    response.Vpcs.emplace_back(entry.description).Tags = aws::to_tags(entry.tags);
  };
  const Selection selection{request.VpcIds, request.Filters, request.MaxResults, request.NextToken};
  auto next = select<VpcEntry>(context.state.network.vpcs, selection, kVpcId, kFields, add);
  if (!next) return sim::forward(next.error());
  response.NextToken = std::move(*next);
  return response;
}

}  // namespace nlbsim::fake_aws
