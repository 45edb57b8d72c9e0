// Elastic IP addresses: allocate, describe, associate with an instance or interface, release. One that a load balancer
// has taken belongs to it until it goes.
#include <algorithm>
#include <utility>

#include "api/aws/ec2_address.h"
#include "api/aws/error_codes.h"
#include "fake_aws/action.h"
#include "fake_aws/ec2/describe_all.h"
#include "fake_aws/ec2/tags.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

using Shown = Described<ec2::Address>;

constexpr FilterField<Shown> kFields[] = {
    {"allocation-id", [](const Shown& a, const aws::Filter& f) { return accepts(f, a.description.AllocationId); }},
    {"association-id", [](const Shown& a, const aws::Filter& f) { return accepts(f, a.description.AssociationId); }},
    {"public-ip", [](const Shown& a, const aws::Filter& f) { return accepts(f, a.description.PublicIp); }},
    {"domain", [](const Shown& a, const aws::Filter& f) { return accepts(f, a.description.Domain); }},
    {"instance-id", [](const Shown& a, const aws::Filter& f) { return accepts(f, a.description.InstanceId); }},
    {"network-interface-id",
     [](const Shown& a, const aws::Filter& f) { return accepts(f, a.description.NetworkInterfaceId); }},
    {"network-border-group",
     [](const Shown& a, const aws::Filter& f) { return accepts(f, a.description.NetworkBorderGroup); }},
    {"private-ip-address",
     [](const Shown& a, const aws::Filter& f) { return accepts(f, a.description.PrivateIpAddress); }},
};

ec2::Address describe(const Network& network, const std::string& id, const ElasticIpEntry& entry) {
  ec2::Address address;
  address.PublicIp = entry.public_ip;
  address.AllocationId = id;
  address.Domain = "vpc";
  address.PublicIpv4Pool = "amazon";
  address.NetworkBorderGroup = network.region;
  address.AssociationId = entry.association_id;
  address.Tags = aws::to_tags(entry.tags);
  const auto interface = network.interfaces.find(entry.interface_id);
  if (interface == network.interfaces.end()) return address;
  address.NetworkInterfaceId = entry.interface_id;
  address.NetworkInterfaceOwnerId = network.owner_id;
  address.PrivateIpAddress = entry.private_ip;
  if (interface->second.owner.starts_with(kInstanceId.prefix)) address.InstanceId = interface->second.owner;
  return address;
}

// By allocation id, else by the address itself.
Result<std::string> find_address(const Network& network, const std::string& allocation, const std::string& public_ip) {
  if (!allocation.empty()) {
    if (const auto found = find_by_id(network.elastic_ips, kAllocationId, allocation, "allocationId"); !found)
      return sim::forward(found.error());
    return allocation;
  }
  if (public_ip.empty()) return missing_parameter("allocationId or publicIp");
  for (const auto& [id, entry] : network.elastic_ips)
    if (entry.public_ip == public_ip) return id;
  return refuse(code::kAddressNotFound, "Address '" + public_ip + "' not found.");
}

tl::unexpected<sim::Error> belongs_to_a_load_balancer() {
  return refuse(code::kAuthFailure, "You do not have permission to access the specified resource.");
}

void dissociate(Network& network, ElasticIpEntry& entry) {
  if (const auto interface = network.interfaces.find(entry.interface_id); interface != network.interfaces.end())
    interface->second.allocation_id.clear();
  entry = {.public_ip = entry.public_ip, .tags = entry.tags};
}

// The interface that the request means: named, or the first one of its instance.
Result<std::string> interface_of(const Network& network, const ec2::AssociateAddress::Request& request) {
  if (!request.NetworkInterfaceId.empty()) {
    const auto found =
        find_by_id(network.interfaces, kNetworkInterfaceId, request.NetworkInterfaceId, "networkInterfaceId");
    if (!found) return sim::forward(found.error());
    return request.NetworkInterfaceId;
  }
  if (request.InstanceId.empty()) return missing_parameter("instanceId or networkInterfaceId");
  if (const auto found = find_by_id(network.instances, kInstanceId, request.InstanceId, "instanceId"); !found)
    return sim::forward(found.error());
  const auto owned = network.interfaces_of.find(request.InstanceId);
  if (owned == network.interfaces_of.end())
    return refuse(code::kIncorrectInstanceState, "The instance '" + request.InstanceId + "' has no network interface");
  for (const std::string& id : owned->second)
    if (network.interfaces.find(id)->second.device_index == 0) return id;
  return *owned->second.begin();
}

}  // namespace

template <>
Answer<ec2::AllocateAddress> act<ec2::AllocateAddress>(const ActionContext& context,
                                                       const ec2::AllocateAddress::Request& request) {
  Network& network = context.state.network;
  if (!request.Domain.empty() && request.Domain != "vpc")
    return refuse(code::kInvalidParameterValue, "Invalid value '" + request.Domain + "' for domain.");
  if (network.elastic_ips.size() >= context.settings.quotas.elastic_ips)
    return refuse(code::kAddressLimitExceeded, "The maximum number of addresses has been reached.");
  auto tags = specified_tags(context, request.TagSpecifications, "elastic-ip");
  if (!tags) return sim::forward(tags.error());
  const std::string id = network.add_elastic_ip("");
  ElasticIpEntry& entry = network.elastic_ips.find(id)->second;
  entry.tags = std::move(*tags);
  context.record("Address", id, "created");
  return ec2::AllocateAddress::Response{entry.public_ip, id, "amazon", network.region, "vpc"};
}

template <>
Answer<ec2::DescribeAddresses> act<ec2::DescribeAddresses>(const ActionContext& context,
                                                           const ec2::DescribeAddresses::Request& request) {
  const Network& network = context.state.network;
  std::vector<std::string> ids = request.AllocationIds;
  for (const std::string& address : request.PublicIps) {
    auto id = find_address(network, {}, address);
    if (!id) return sim::forward(id.error());
    ids.push_back(std::move(*id));
  }
  ById<Shown> all;
  for (const auto& [id, entry] : network.elastic_ips) all[id] = {describe(network, id, entry), entry.tags};
  ec2::DescribeAddresses::Response response;
  const Selection selection{ids, request.Filters, std::nullopt, {}};
  const auto next = select_described<ec2::Address>(all, selection, kAllocationId, kFields, response.Addresses);
  if (!next) return sim::forward(next.error());
  return response;
}

// The only attribute, the name that an address resolves to, is nobody's here.
template <>
Answer<ec2::DescribeAddressesAttribute> act<ec2::DescribeAddressesAttribute>(
    const ActionContext& context, const ec2::DescribeAddressesAttribute::Request& request) {
  ec2::DescribeAddressesAttribute::Response response;
  for (const std::string& id : request.AllocationIds) {
    const auto found = find_by_id(context.state.network.elastic_ips, kAllocationId, id, "allocationId");
    if (!found) return sim::forward(found.error());
    response.Addresses.push_back({(*found)->public_ip, id});
  }
  return response;
}

template <>
Answer<ec2::AssociateAddress> act<ec2::AssociateAddress>(const ActionContext& context,
                                                         const ec2::AssociateAddress::Request& request) {
  Network& network = context.state.network;
  const auto id = find_address(network, request.AllocationId, request.PublicIp);
  if (!id) return sim::forward(id.error());
  const auto interface_id = interface_of(network, request);
  if (!interface_id) return sim::forward(interface_id.error());
  ElasticIpEntry& entry = network.elastic_ips.find(*id)->second;
  NetworkInterface& interface = network.interfaces.find(*interface_id)->second;
  if (!entry.load_balancer.empty()) return belongs_to_a_load_balancer();
  if (entry.in_use() && entry.interface_id != *interface_id && request.AllowReassociation == false)
    return refuse(code::kResourceAlreadyAssociated,
                  "resource " + *id + " is already associated with associate-id " + entry.association_id);
  const std::string address =
      request.PrivateIpAddress.empty() ? to_text_v4(interface.private_ip) : request.PrivateIpAddress;
  const auto parsed = parse_ip_v4(address);
  if (!parsed || (*parsed != interface.private_ip && !interface.secondary.contains(*parsed)))
    return refuse(code::kInvalidParameterValue,
                  "The address '" + address + "' does not belong to network interface " + *interface_id);
  const VpcEntry& vpc = network.vpcs.find(network.subnets.find(interface.subnet_id)->second.description.VpcId)->second;
  if (vpc.internet_gateway.empty())
    return refuse(code::kGatewayNotAttached,
                  "Network " + vpc.description.VpcId + " is not attached to any internet gateway");

  if (entry.in_use()) dissociate(network, entry);
  if (const auto other = network.elastic_ips.find(interface.allocation_id); other != network.elastic_ips.end())
    dissociate(network, other->second);
  entry.interface_id = *interface_id;
  entry.private_ip = address;
  entry.association_id = network.mint("eipassoc", *interface_id);
  interface.allocation_id = *id;
  context.record("Address", *id, "modified");
  return ec2::AssociateAddress::Response{entry.association_id};
}

template <>
Answer<ec2::DisassociateAddress> act<ec2::DisassociateAddress>(const ActionContext& context,
                                                               const ec2::DisassociateAddress::Request& request) {
  Network& network = context.state.network;
  if (request.AssociationId.empty() && request.PublicIp.empty()) return missing_parameter("associationId");
  for (auto& [id, entry] : network.elastic_ips) {
    const bool meant = request.AssociationId.empty() ? entry.public_ip == request.PublicIp
                                                     : entry.association_id == request.AssociationId;
    if (!meant) continue;
    if (!entry.load_balancer.empty()) return belongs_to_a_load_balancer();
    dissociate(network, entry);
    context.record("Address", id, "modified");
    return ec2::Success{};
  }
  return refuse(code::kAssociationIdNotFound, "The association ID '" + request.AssociationId + "' does not exist");
}

template <>
Answer<ec2::ReleaseAddress> act<ec2::ReleaseAddress>(const ActionContext& context,
                                                     const ec2::ReleaseAddress::Request& request) {
  Network& network = context.state.network;
  const auto id = find_address(network, request.AllocationId, request.PublicIp);
  if (!id) return sim::forward(id.error());
  const ElasticIpEntry& entry = network.elastic_ips.find(*id)->second;
  if (!entry.load_balancer.empty()) return belongs_to_a_load_balancer();
  if (entry.in_use()) return refuse("InvalidIPAddress.InUse", "Address " + entry.public_ip + " is in use.");
  network.elastic_ips.erase(*id);
  context.record("Address", *id, "deleted");
  return ec2::Success{};
}

}  // namespace nlbsim::fake_aws
