#include <utility>

#include "fake_aws/ec2/actions.h"
#include "fake_aws/ec2/describe.h"

namespace nlbsim::fake_aws {

namespace {

constexpr FilterField<InstanceEntry> kFields[] = {
    {"instance-id", [](const InstanceEntry& i, const aws::Filter& f) { return accepts(f, i.description.InstanceId); }},
    {"vpc-id", [](const InstanceEntry& i, const aws::Filter& f) { return accepts(f, i.description.VpcId); }},
    {"subnet-id", [](const InstanceEntry& i, const aws::Filter& f) { return accepts(f, i.description.SubnetId); }},
    {"private-ip-address",
     [](const InstanceEntry& i, const aws::Filter& f) { return accepts(f, i.description.PrivateIpAddress); }},
    {"instance-state-name",
     [](const InstanceEntry& i, const aws::Filter& f) { return accepts(f, i.description.State.Name); }},
};

}  // namespace

// Each instance was started alone, so each is a reservation of its own; pages count reservations.
Result<ec2::DescribeInstances::Response> describe_instances(const ActionContext& context,
                                                            const ec2::DescribeInstances::Request& request) {
  ec2::DescribeInstances::Response response;
  const auto add = [&](const InstanceEntry& entry) {
    ec2::Reservation& reservation = response.Reservations.emplace_back();
    reservation.ReservationId = "r-" + entry.description.InstanceId.substr(kInstanceId.prefix.size());
    reservation.OwnerId = context.settings.account;
    reservation.Instances.emplace_back(entry.description).Tags = aws::to_tags(entry.tags);
  };
  const Selection selection{request.InstanceIds, request.Filters, request.MaxResults, request.NextToken};
  auto next = select<InstanceEntry>(context.state.network.instances, selection, kInstanceId, kFields, add);
  if (!next) return sim::forward(next.error());
  response.NextToken = std::move(*next);
  return response;
}

}  // namespace nlbsim::fake_aws
