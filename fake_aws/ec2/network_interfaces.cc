// Network interfaces: describe, create, delete, attach, and their private addresses. Those of load balancers belong to
// Elastic Load Balancing and can only be looked at.
#include <algorithm>
#include <set>
#include <utility>

#include "api/aws/error_codes.h"
#include "fake_aws/action.h"
#include "fake_aws/ec2/describe_all.h"
#include "fake_aws/ec2/interface_shapes.h"
#include "fake_aws/ec2/tags.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

using Shown = Described<ec2::NetworkInterface>;

template <class Values, class Projection>
bool any(const Values& values, const aws::Filter& filter, Projection projection) {
  return std::ranges::any_of(values,
                             [&](const auto& value) { return accepts(filter, std::invoke(projection, value)); });
}

constexpr FilterField<Shown> kFields[] = {
    {"network-interface-id",
     [](const Shown& i, const aws::Filter& f) { return accepts(f, i.description.NetworkInterfaceId); }},
    {"subnet-id", [](const Shown& i, const aws::Filter& f) { return accepts(f, i.description.SubnetId); }},
    {"vpc-id", [](const Shown& i, const aws::Filter& f) { return accepts(f, i.description.VpcId); }},
    {"availability-zone",
     [](const Shown& i, const aws::Filter& f) { return accepts(f, i.description.AvailabilityZone); }},
    {"description", [](const Shown& i, const aws::Filter& f) { return accepts(f, i.description.Description); }},
    {"owner-id", [](const Shown& i, const aws::Filter& f) { return accepts(f, i.description.OwnerId); }},
    {"requester-id", [](const Shown& i, const aws::Filter& f) { return accepts(f, i.description.RequesterId); }},
    {"requester-managed",
     [](const Shown& i, const aws::Filter& f) {
       return accepts(f, i.description.RequesterManaged ? "true" : "false");
     }},
    {"status", [](const Shown& i, const aws::Filter& f) { return accepts(f, i.description.Status); }},
    {"mac-address", [](const Shown& i, const aws::Filter& f) { return accepts(f, i.description.MacAddress); }},
    {"interface-type", [](const Shown& i, const aws::Filter& f) { return accepts(f, i.description.InterfaceType); }},
    {"private-ip-address",
     [](const Shown& i, const aws::Filter& f) { return accepts(f, i.description.PrivateIpAddress); }},
    {"addresses.private-ip-address",
     [](const Shown& i, const aws::Filter& f) {
       return any(i.description.PrivateIpAddresses, f, &ec2::PrivateIpAddress::PrivateIpAddress_);
     }},
    {"ipv6-addresses.ipv6-address",
     [](const Shown& i, const aws::Filter& f) { return any(i.description.Ipv6Addresses, f, std::identity()); }},
    {"ipv4-prefix.ipv4-prefix",
     [](const Shown& i, const aws::Filter& f) { return any(i.description.Ipv4Prefixes, f, std::identity()); }},
    {"group-id",
     [](const Shown& i, const aws::Filter& f) { return any(i.description.Groups, f, &ec2::GroupIdentifier::GroupId); }},
    {"group-name", [](const Shown& i,
                      const aws::Filter& f) { return any(i.description.Groups, f, &ec2::GroupIdentifier::GroupName); }},
    {"attachment.instance-id",
     [](const Shown& i, const aws::Filter& f) {
       return i.description.Attachment && accepts(f, i.description.Attachment->InstanceId);
     }},
    {"attachment.attachment-id",
     [](const Shown& i, const aws::Filter& f) {
       return i.description.Attachment && accepts(f, i.description.Attachment->AttachmentId);
     }},
    {"attachment.status",
     [](const Shown& i, const aws::Filter& f) {
       return i.description.Attachment && accepts(f, i.description.Attachment->Status);
     }},
    {"attachment.device-index",
     [](const Shown& i, const aws::Filter& f) {
       return i.description.Attachment && accepts(f, std::to_string(i.description.Attachment->DeviceIndex));
     }},
    {"association.public-ip",
     [](const Shown& i, const aws::Filter& f) {
       return i.description.Association && accepts(f, i.description.Association->PublicIp);
     }},
    {"association.allocation-id",
     [](const Shown& i, const aws::Filter& f) {
       return i.description.Association && accepts(f, i.description.Association->AllocationId);
     }},
};

Result<NetworkInterface*> find_interface(const ActionContext& context, const std::string& id) {
  return find_by_id(context.state.network.interfaces, kNetworkInterfaceId, id, "networkInterfaceId");
}

tl::unexpected<sim::Error> not_yours(const std::string& id) {
  return refuse(code::kAuthFailure,
                "You do not have permission to access the specified resource: the network "
                "interface " +
                    id + " is managed by a load balancer");
}

Result<void> check_groups(const Network& network, const std::vector<std::string>& groups, const std::string& vpc_id) {
  for (const std::string& group : groups) {
    const auto found = find_by_id(network.security_groups, kGroupId, group, "groupId");
    if (!found) return sim::forward(found.error());
    if ((*found)->description.VpcId != vpc_id)
      return refuse(code::kInvalidParameterValue,
                    "Security group " + group + " and the subnet belong to different networks.");
  }
  return {};
}

// An address of the subnet that nobody has.
Result<std::uint32_t> check_free_address(const SubnetEntry& subnet, const std::string& text) {
  const auto address = parse_ip_v4(text);
  if (!address || !subnet.cidr.contains(*address))
    return refuse(code::kInvalidParameterValue, "The address " + text + " is not within the subnet's range");
  if (subnet.used.contains(*address)) return refuse(code::kIpAddressInUse, "Address " + text + " is in use.");
  return *address;
}

Result<void> check_room(const SubnetEntry& subnet, std::int64_t wanted) {
  if (wanted <= subnet.available()) return {};
  return refuse(code::kInsufficientFreeAddresses, "The subnet '" + subnet.description.SubnetId +
                                                      "' does not have enough free addresses to satisfy the request.");
}

}  // namespace

template <>
Answer<ec2::DescribeNetworkInterfaces> act<ec2::DescribeNetworkInterfaces>(
    const ActionContext& context, const ec2::DescribeNetworkInterfaces::Request& request) {
  const Network& network = context.state.network;
  ById<Shown> all;
  for (const auto& [id, entry] : network.interfaces) all[id] = {describe_interface(network, id), entry.tags};
  ec2::DescribeNetworkInterfaces::Response response;
  const Selection selection{request.NetworkInterfaceIds, request.Filters, request.MaxResults, request.NextToken};
  auto next =
      select_described<ec2::NetworkInterface>(all, selection, kNetworkInterfaceId, kFields, response.NetworkInterfaces);
  if (!next) return sim::forward(next.error());
  response.NextToken = std::move(*next);
  return response;
}

template <>
Answer<ec2::CreateNetworkInterface> act<ec2::CreateNetworkInterface>(
    const ActionContext& context, const ec2::CreateNetworkInterface::Request& request) {
  Network& network = context.state.network;
  const auto subnet = find_by_id(network.subnets, kSubnetId, request.SubnetId, "subnetId");
  if (!subnet) return sim::forward(subnet.error());
  const std::string& vpc_id = (*subnet)->description.VpcId;
  std::vector<std::string> groups = request.Groups;
  if (auto valid = check_groups(network, groups, vpc_id); !valid) return sim::forward(valid.error());
  if (const auto standard = network.group_ids.find({vpc_id, "default"});
      groups.empty() && standard != network.group_ids.end())
    groups.push_back(standard->second);
  InterfacePlan plan{request.SubnetId, std::move(groups)};
  plan.description = request.Description;
  plan.now = context.now();
  std::string first = request.PrivateIpAddress;
  std::set<std::uint32_t> others;
  for (const ec2::PrivateIpAddressSpecification& one : request.PrivateIpAddresses) {
    const auto address = check_free_address(**subnet, one.PrivateIpAddress);
    if (!address) return sim::forward(address.error());
    if (one.Primary) first = one.PrivateIpAddress;
    else others.insert(*address);
  }
  if (!first.empty()) {
    const auto address = check_free_address(**subnet, first);
    if (!address) return sim::forward(address.error());
    plan.private_ip = *address;
  }
  const std::int32_t more = request.SecondaryPrivateIpAddressCount.value_or(0);
  if (auto room = check_room(**subnet, 1 + static_cast<std::int64_t>(others.size()) + more); !room)
    return sim::forward(room.error());
  auto tags = specified_tags(context, request.TagSpecifications, "network-interface");
  if (!tags) return sim::forward(tags.error());

  const std::string id = network.add_interface(std::move(plan));
  network.interfaces.find(id)->second.tags = std::move(*tags);
  for (const std::uint32_t address : others) network.add_secondary_address(id, address);
  network.add_secondary_addresses(id, static_cast<std::size_t>(std::max(more, 0)));
  context.record("NetworkInterface", id, "created");
  return ec2::CreateNetworkInterface::Response{describe_interface(network, id), request.ClientToken};
}

template <>
Answer<ec2::DeleteNetworkInterface> act<ec2::DeleteNetworkInterface>(
    const ActionContext& context, const ec2::DeleteNetworkInterface::Request& request) {
  const auto found = find_interface(context, request.NetworkInterfaceId);
  if (!found) return sim::forward(found.error());
  if ((*found)->of_load_balancer()) return not_yours(request.NetworkInterfaceId);
  if (!(*found)->owner.empty())
    return refuse(code::kInterfaceInUse, "Interface: " + request.NetworkInterfaceId + " in use.");
  Network& network = context.state.network;
  if (const auto address = network.elastic_ips.find((*found)->allocation_id); address != network.elastic_ips.end())
    address->second = {.public_ip = address->second.public_ip, .tags = address->second.tags};
  network.remove_interface(request.NetworkInterfaceId);
  context.record("NetworkInterface", request.NetworkInterfaceId, "deleted");
  return ec2::Success{};
}

template <>
Answer<ec2::ModifyNetworkInterfaceAttribute> act<ec2::ModifyNetworkInterfaceAttribute>(
    const ActionContext& context, const ec2::ModifyNetworkInterfaceAttribute::Request& request) {
  Network& network = context.state.network;
  const auto found = find_interface(context, request.NetworkInterfaceId);
  if (!found) return sim::forward(found.error());
  if ((*found)->of_load_balancer()) return not_yours(request.NetworkInterfaceId);
  if (request.Groups.empty()) return missing_parameter("groups");
  const std::string& vpc_id = network.subnets.find((*found)->subnet_id)->second.description.VpcId;
  if (auto valid = check_groups(network, request.Groups, vpc_id); !valid) return sim::forward(valid.error());
  network.set_groups(request.NetworkInterfaceId, request.Groups);
  context.record("NetworkInterface", request.NetworkInterfaceId, "modified");
  return ec2::Success{};
}

template <>
Answer<ec2::AttachNetworkInterface> act<ec2::AttachNetworkInterface>(
    const ActionContext& context, const ec2::AttachNetworkInterface::Request& request) {
  Network& network = context.state.network;
  const auto found = find_interface(context, request.NetworkInterfaceId);
  if (!found) return sim::forward(found.error());
  const auto instance = find_by_id(network.instances, kInstanceId, request.InstanceId, "instanceId");
  if (!instance) return sim::forward(instance.error());
  if (!request.DeviceIndex) return missing_parameter("deviceIndex");
  if (!(*found)->owner.empty())
    return refuse(code::kInterfaceInUse, "Interface: " + request.NetworkInterfaceId + " in use.");
  if (network.subnets.find((*found)->subnet_id)->second.description.AvailabilityZone != (*instance)->zone)
    return refuse(
        code::kInvalidParameterCombination,
        "You may not attach a network interface to an instance if they are not in the same availability zone");
  for (const std::string& id : network.interfaces_of[request.InstanceId])
    if (network.interfaces.find(id)->second.device_index == *request.DeviceIndex)
      return refuse(code::kInvalidParameterValue, "Instance '" + request.InstanceId +
                                                      "' already has an interface attached at device index '" +
                                                      std::to_string(*request.DeviceIndex) + "'.");
  network.attach_interface(request.NetworkInterfaceId, request.InstanceId, *request.DeviceIndex, context.now());
  context.record("NetworkInterface", request.NetworkInterfaceId, "modified");
  return ec2::AttachNetworkInterface::Response{(*found)->attachment_id};
}

template <>
Answer<ec2::DetachNetworkInterface> act<ec2::DetachNetworkInterface>(
    const ActionContext& context, const ec2::DetachNetworkInterface::Request& request) {
  Network& network = context.state.network;
  if (request.AttachmentId.empty()) return missing_parameter("attachmentId");
  const auto with_attachment = [&](const auto& item) { return item.second.attachment_id == request.AttachmentId; };
  const auto found = std::ranges::find_if(network.interfaces, with_attachment);
  if (found == network.interfaces.end())
    return refuse(code::kAttachmentIdNotFound, "The attachment ID '" + request.AttachmentId + "' does not exist");
  if (found->second.of_load_balancer()) return not_yours(found->first);
  if (found->second.device_index == 0)
    return refuse("OperationNotPermitted", "The network interface at device index 0 cannot be detached.");
  network.detach_interface(found->first);
  context.record("NetworkInterface", found->first, "modified");
  return ec2::Success{};
}

template <>
Answer<ec2::AssignPrivateIpAddresses> act<ec2::AssignPrivateIpAddresses>(
    const ActionContext& context, const ec2::AssignPrivateIpAddresses::Request& request) {
  Network& network = context.state.network;
  const auto found = find_interface(context, request.NetworkInterfaceId);
  if (!found) return sim::forward(found.error());
  if ((*found)->of_load_balancer()) return not_yours(request.NetworkInterfaceId);
  const SubnetEntry& subnet = network.subnets.find((*found)->subnet_id)->second;
  const std::int32_t count = request.SecondaryPrivateIpAddressCount.value_or(0);
  if (request.PrivateIpAddresses.empty() == (count <= 0))
    return refuse(code::kInvalidParameterCombination,
                  "Give either privateIpAddress or secondaryPrivateIpAddressCount, and not both");
  std::vector<std::uint32_t> wanted;
  for (const std::string& text : request.PrivateIpAddresses) {
    const auto address = check_free_address(subnet, text);
    if (!address) return sim::forward(address.error());
    wanted.push_back(*address);
  }
  if (auto room = check_room(subnet, count); !room) return sim::forward(room.error());
  for (const std::uint32_t address : wanted) network.add_secondary_address(request.NetworkInterfaceId, address);
  if (count > 0) wanted = network.add_secondary_addresses(request.NetworkInterfaceId, static_cast<std::size_t>(count));
  context.record("NetworkInterface", request.NetworkInterfaceId, "modified");
  ec2::AssignPrivateIpAddresses::Response response{request.NetworkInterfaceId, {}};
  for (const std::uint32_t address : wanted) response.AssignedPrivateIpAddresses.push_back({to_text_v4(address)});
  return response;
}

template <>
Answer<ec2::UnassignPrivateIpAddresses> act<ec2::UnassignPrivateIpAddresses>(
    const ActionContext& context, const ec2::UnassignPrivateIpAddresses::Request& request) {
  Network& network = context.state.network;
  const auto found = find_interface(context, request.NetworkInterfaceId);
  if (!found) return sim::forward(found.error());
  std::vector<std::uint32_t> addresses;
  for (const std::string& text : request.PrivateIpAddresses) {
    const auto address = parse_ip_v4(text);
    if (!address || !(*found)->secondary.contains(*address))
      return refuse(code::kInvalidParameterValue,
                    "The address " + text + " is not assigned to interface " + request.NetworkInterfaceId);
    addresses.push_back(*address);
  }
  if (addresses.empty()) return missing_parameter("privateIpAddress");
  for (const std::uint32_t address : addresses) network.remove_secondary_address(request.NetworkInterfaceId, address);
  context.record("NetworkInterface", request.NetworkInterfaceId, "modified");
  return ec2::Success{};
}

}  // namespace nlbsim::fake_aws
