#include <algorithm>
#include <utility>

#include "fake_aws/action.h"
#include "fake_aws/ec2/describe.h"
#include "fake_aws/ec2/interface_shapes.h"

namespace nlbsim::fake_aws {

namespace {

// What filters read: the instance and the network that it stands in.
struct Shown {
  const InstanceEntry& instance;
  const Network& network;
  const aws::TagMap& tags;
};

template <std::string ec2::Instance::* member>
bool own(const Shown& s, const aws::Filter& f) {
  return accepts(f, s.instance.description.*member);
}

template <class Predicate>
bool any_interface(const Shown& s, Predicate predicate) {
  const auto owned = s.network.interfaces_of.find(s.instance.description.InstanceId);
  return owned != s.network.interfaces_of.end() && std::ranges::any_of(owned->second, [&](const std::string& id) {
           return predicate(s.network.interfaces.find(id)->second);
         });
}

bool interface_id(const Shown& s, const aws::Filter& f) {
  const auto owned = s.network.interfaces_of.find(s.instance.description.InstanceId);
  return owned != s.network.interfaces_of.end() &&
         std::ranges::any_of(owned->second, [&f](const std::string& id) { return accepts(f, id); });
}

bool group_id(const Shown& s, const aws::Filter& f) {
  return any_interface(s, [&f](const NetworkInterface& i) {
    return std::ranges::any_of(i.groups, [&f](const std::string& id) { return accepts(f, id); });
  });
}

bool group_name(const Shown& s, const aws::Filter& f) {
  return any_interface(s, [&](const NetworkInterface& i) {
    return std::ranges::any_of(group_identifiers(s.network, i.groups),
                               [&f](const ec2::GroupIdentifier& group) { return accepts(f, group.GroupName); });
  });
}

bool interface_address(const Shown& s, const aws::Filter& f) {
  return any_interface(s, [&f](const NetworkInterface& i) {
    return accepts(f, to_text_v4(i.private_ip)) ||
           std::ranges::any_of(i.secondary, [&f](std::uint32_t address) { return accepts(f, to_text_v4(address)); });
  });
}

constexpr FilterField<Shown> kFields[] = {
    {"instance-id", own<&ec2::Instance::InstanceId>},
    {"vpc-id", own<&ec2::Instance::VpcId>},
    {"subnet-id", own<&ec2::Instance::SubnetId>},
    {"private-ip-address", own<&ec2::Instance::PrivateIpAddress>},
    {"instance-type", own<&ec2::Instance::InstanceType>},
    {"image-id", own<&ec2::Instance::ImageId>},
    {"key-name", own<&ec2::Instance::KeyName>},
    {"client-token", own<&ec2::Instance::ClientToken>},
    {"availability-zone", [](const Shown& s, const aws::Filter& f) { return accepts(f, s.instance.zone); }},
    {"instance-state-name",
     [](const Shown& s, const aws::Filter& f) { return accepts(f, s.instance.description.State.Name); }},
    {"instance-state-code",
     [](const Shown& s, const aws::Filter& f) {
       return accepts(f, std::to_string(instance_state_code(s.instance.description.State.Name)));
     }},
    {"ip-address",
     [](const Shown& s, const aws::Filter& f) {
       return accepts(f, describe_instance(s.network, s.instance).PublicIpAddress);
     }},
    {"private-dns-name",
     [](const Shown& s, const aws::Filter& f) {
       return accepts(f, describe_instance(s.network, s.instance).PrivateDnsName);
     }},
    {"owner-id", [](const Shown& s, const aws::Filter& f) { return accepts(f, s.network.owner_id); }},
    {"reservation-id",
     [](const Shown& s, const aws::Filter& f) {
       return accepts(f, s.network.reservation_of.find(s.instance.description.InstanceId)->second);
     }},
    {"instance.group-id", group_id},
    {"instance.group-name", group_name},
    {"network-interface.group-id", group_id},
    {"network-interface.group-name", group_name},
    {"network-interface.network-interface-id", interface_id},
    {"network-interface.subnet-id",
     [](const Shown& s, const aws::Filter& f) {
       return any_interface(s, [&f](const NetworkInterface& i) { return accepts(f, i.subnet_id); });
     }},
    {"network-interface.addresses.private-ip-address", interface_address},
};

}  // namespace

// Pages count instances; those of one reservation that follow each other share its entry.
template <>
Answer<ec2::DescribeInstances> act<ec2::DescribeInstances>(const ActionContext& context,
                                                           const ec2::DescribeInstances::Request& request) {
  ec2::DescribeInstances::Response response;
  const Network& network = context.state.network;
  ById<Shown> all;
  const auto show = [&](const std::string& id, const InstanceEntry& entry) {
    all.emplace(id, Shown{entry, network, entry.tags});
  };
  // Only those that are asked for: controllers ask for few, however many there are.
  for (const std::string& id : request.InstanceIds)
    if (const auto found = network.instances.find(id); found != network.instances.end()) show(id, found->second);
  if (request.InstanceIds.empty())
    for (const auto& [id, entry] : network.instances) show(id, entry);
  const auto add = [&](const Shown& shown) {
    const std::string& reservation = network.reservation_of.find(shown.instance.description.InstanceId)->second;
    const auto known = std::ranges::find(response.Reservations, reservation, &ec2::Reservation::ReservationId);
    ec2::Reservation& into =
        known != response.Reservations.end()
            ? *known
            : response.Reservations.emplace_back(ec2::Reservation{reservation, network.owner_id, {}});
    into.Instances.push_back(describe_instance(network, shown.instance));
  };
  const Selection selection{request.InstanceIds, request.Filters, request.MaxResults, request.NextToken};
  auto next = select<Shown>(all, selection, kInstanceId, kFields, add);
  if (!next) return sim::forward(next.error());
  response.NextToken = std::move(*next);
  return response;
}

}  // namespace nlbsim::fake_aws
