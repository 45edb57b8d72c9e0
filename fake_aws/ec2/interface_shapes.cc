#include "fake_aws/ec2/interface_shapes.h"

#include <algorithm>
#include <array>

namespace nlbsim::fake_aws {

namespace {

std::string dashed(std::string address) {
  std::ranges::replace(address, '.', '-');
  return address;
}

// Locally administered, from the interface's id.
std::string mac_address(const std::string& id) {
  std::string mac = "02";
  for (std::size_t at = id.size() - 10; at < id.size(); at += 2) mac.append(":").append(id.substr(at, 2));
  return mac;
}

// The public address that leads to the interface's first private one.
std::optional<ec2::NetworkInterfaceAssociation> association_of(const Network& network, const NetworkInterface& entry) {
  ec2::NetworkInterfaceAssociation out;
  if (const auto address = network.elastic_ips.find(entry.allocation_id); address != network.elastic_ips.end()) {
    out.AllocationId = entry.allocation_id;
    out.AssociationId = address->second.association_id;
    out.IpOwnerId = network.owner_id;
    out.PublicIp = address->second.public_ip;
  } else if (!entry.public_ip.empty()) {
    out.IpOwnerId = entry.of_load_balancer() ? "amazon-elb" : "amazon";
    out.PublicIp = entry.public_ip;
  } else {
    return std::nullopt;
  }
  out.PublicDnsName = public_dns_name(network, out.PublicIp);
  return out;
}

std::vector<ec2::PrivateIpAddress> private_addresses(const Network& network, const NetworkInterface& entry) {
  std::vector<ec2::PrivateIpAddress> out;
  out.push_back({true, private_dns_name(network, entry.private_ip), to_text_v4(entry.private_ip),
                 association_of(network, entry)});
  for (const std::uint32_t address : entry.secondary)
    out.push_back({false, private_dns_name(network, address), to_text_v4(address), std::nullopt});
  return out;
}

ec2::InstanceNetworkInterface of_instance(const Network& network, const std::string& id) {
  const NetworkInterface& entry = network.interfaces.find(id)->second;
  ec2::InstanceNetworkInterface out{id, entry.subnet_id, to_text_v4(entry.private_ip)};
  out.Attachment = {entry.attachment_id, entry.device_index, "attached", entry.delete_on_termination,
                    entry.attached_at};
  out.Groups = group_identifiers(network, entry.groups);
  out.VpcId = network.subnets.find(entry.subnet_id)->second.description.VpcId;
  out.OwnerId = network.owner_id;
  out.Description = entry.description;
  out.MacAddress = mac_address(id);
  out.PrivateDnsName = private_dns_name(network, entry.private_ip);
  out.PrivateIpAddresses = private_addresses(network, entry);
  out.Association = association_of(network, entry);
  return out;
}

}  // namespace

std::string private_dns_name(const Network& network, std::uint32_t address) {
  return "ip-" + dashed(to_text_v4(address)) + "." + network.region + ".compute.internal";
}

std::string public_dns_name(const Network& network, const std::string& address) {
  return "ec2-" + dashed(address) + "." + network.region + ".compute.amazonaws.com";
}

std::vector<ec2::GroupIdentifier> group_identifiers(const Network& network, const std::vector<std::string>& groups) {
  std::vector<ec2::GroupIdentifier> out;
  for (const std::string& group : groups) {
    const auto found = network.security_groups.find(group);
    out.push_back({group, found == network.security_groups.end() ? "" : found->second.description.GroupName});
  }
  return out;
}

std::int32_t instance_state_code(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, std::int32_t>, 6> kCodes{
      {{"pending", 0}, {"running", 16}, {"shutting-down", 32}, {"terminated", 48}, {"stopping", 64}, {"stopped", 80}}};
  const auto found = std::ranges::find(kCodes, name, &std::pair<std::string_view, std::int32_t>::first);
  return found == kCodes.end() ? 0 : found->second;
}

ec2::NetworkInterface describe_interface(const Network& network, const std::string& id) {
  const NetworkInterface& entry = network.interfaces.find(id)->second;
  const SubnetEntry& subnet = network.subnets.find(entry.subnet_id)->second;
  ec2::NetworkInterface out;
  out.NetworkInterfaceId = id;
  out.SubnetId = entry.subnet_id;
  out.VpcId = subnet.description.VpcId;
  out.AvailabilityZone = subnet.description.AvailabilityZone;
  out.Description = entry.description;
  out.OwnerId = network.owner_id;
  out.RequesterManaged = entry.of_load_balancer();
  if (entry.of_load_balancer()) out.RequesterId = "amazon-elb";
  out.Status = entry.owner.empty() ? "available" : "in-use";
  out.MacAddress = mac_address(id);
  out.PrivateIpAddress = to_text_v4(entry.private_ip);
  out.PrivateDnsName = private_dns_name(network, entry.private_ip);
  out.InterfaceType = entry.of_load_balancer() ? "network_load_balancer" : "interface";
  out.SourceDestCheck = !entry.of_load_balancer();
  out.Groups = group_identifiers(network, entry.groups);
  out.Association = association_of(network, entry);
  out.PrivateIpAddresses = private_addresses(network, entry);
  out.TagSet = aws::to_tags(entry.tags);
  if (entry.owner.empty()) return out;
  ec2::NetworkInterfaceAttachment& attachment = out.Attachment.emplace();
  attachment.AttachmentId = entry.attachment_id;
  attachment.DeviceIndex = entry.device_index;
  attachment.Status = "attached";
  attachment.DeleteOnTermination = !entry.of_load_balancer() && entry.delete_on_termination;
  attachment.InstanceOwnerId = entry.of_load_balancer() ? "amazon-elb" : network.owner_id;
  if (!entry.of_load_balancer()) attachment.InstanceId = entry.owner;
  if (!entry.of_load_balancer()) attachment.AttachTime = entry.attached_at;
  return out;
}

ec2::Instance describe_instance(const Network& network, const InstanceEntry& instance) {
  ec2::Instance out = instance.description;
  out.State.Code = instance_state_code(out.State.Name);
  out.Tags = aws::to_tags(instance.tags);
  const auto owned = network.interfaces_of.find(out.InstanceId);
  if (owned == network.interfaces_of.end()) return out;  // terminated
  for (const std::string& id : owned->second) {
    ec2::InstanceNetworkInterface interface = of_instance(network, id);
    if (interface.Attachment.DeviceIndex == 0) {
      out.SecurityGroups = interface.Groups;
      out.PrivateDnsName = interface.PrivateDnsName;
      if (interface.Association) out.PublicIpAddress = interface.Association->PublicIp;
      if (interface.Association) out.PublicDnsName = interface.Association->PublicDnsName;
    }
    out.NetworkInterfaces.push_back(std::move(interface));
  }
  std::ranges::sort(out.NetworkInterfaces, {}, [](const auto& one) { return one.Attachment.DeviceIndex; });
  return out;
}

}  // namespace nlbsim::fake_aws
