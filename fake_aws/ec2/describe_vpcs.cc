#include <utility>

#include "fake_aws/ec2/actions.h"
#include "fake_aws/ec2/describe.h"

namespace nlbsim::fake_aws {

namespace {

constexpr FilterField<VpcEntry> kFields[] = {
    {"vpc-id", [](const VpcEntry& v, const aws::Filter& f) { return accepts(f, v.description.VpcId); }},
    {"cidr", [](const VpcEntry& v, const aws::Filter& f) { return accepts(f, v.description.CidrBlock); }},
};

}  // namespace

Result<ec2::DescribeVpcs::Response> describe_vpcs(const ActionContext& context,
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
