#include <algorithm>
#include <utility>

#include "fake_aws/action.h"
#include "fake_aws/ec2/describe.h"
#include "fake_aws/ec2/interface_shapes.h"

namespace nlbsim::fake_aws {

namespace {

constexpr FilterField<InstanceEntry> kFields[] = {
    {"instance-id", [](const InstanceEntry& i, const aws::Filter& f) { return accepts(f, i.description.InstanceId); }},
    {"vpc-id", [](const InstanceEntry& i, const aws::Filter& f) { return accepts(f, i.description.VpcId); }},
    {"subnet-id", [](const InstanceEntry& i, const aws::Filter& f) { return accepts(f, i.description.SubnetId); }},
    {"private-ip-address",
     [](const InstanceEntry& i, const aws::Filter& f) { return accepts(f, i.description.PrivateIpAddress); }},
    {"availability-zone", [](const InstanceEntry& i, const aws::Filter& f) { return accepts(f, i.zone); }},
    {"instance-type",
     [](const InstanceEntry& i, const aws::Filter& f) { return accepts(f, i.description.InstanceType); }},
    {"image-id", [](const InstanceEntry& i, const aws::Filter& f) { return accepts(f, i.description.ImageId); }},
    {"key-name", [](const InstanceEntry& i, const aws::Filter& f) { return accepts(f, i.description.KeyName); }},
    {"client-token",
     [](const InstanceEntry& i, const aws::Filter& f) { return accepts(f, i.description.ClientToken); }},
    {"instance-state-name",
     [](const InstanceEntry& i, const aws::Filter& f) { return accepts(f, i.description.State.Name); }},
};

}  // namespace

// Pages count instances; those of one reservation that follow each other share its entry.
template <>
Answer<ec2::DescribeInstances> act<ec2::DescribeInstances>(const ActionContext& context,
                                                           const ec2::DescribeInstances::Request& request) {
  ec2::DescribeInstances::Response response;
  const Network& network = context.state.network;
  const auto add = [&](const InstanceEntry& entry) {
    const std::string& reservation = network.reservation_of.find(entry.description.InstanceId)->second;
    const auto known = std::ranges::find(response.Reservations, reservation, &ec2::Reservation::ReservationId);
    ec2::Reservation& into =
        known != response.Reservations.end()
            ? *known
            : response.Reservations.emplace_back(ec2::Reservation{reservation, network.owner_id, {}});
    into.Instances.push_back(describe_instance(network, entry));
  };
  const Selection selection{request.InstanceIds, request.Filters, request.MaxResults, request.NextToken};
  auto next = select<InstanceEntry>(network.instances, selection, kInstanceId, kFields, add);
  if (!next) return sim::forward(next.error());
  response.NextToken = std::move(*next);
  return response;
}

}  // namespace nlbsim::fake_aws
