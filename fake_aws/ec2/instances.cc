// The life of instances: RunInstances, StartInstances, StopInstances, TerminateInstances, DescribeInstanceStatus. A
// state that passes (pending, stopping, shutting-down) ends by itself; targets follow (elbv2/target_health.h).
#include "fake_aws/ec2/instances.h"

#include <algorithm>
#include <utility>

#include "api/aws/ec2_instance.h"
#include "api/aws/error_codes.h"
#include "fake_aws/action.h"
#include "fake_aws/ec2/describe_all.h"
#include "fake_aws/ec2/interface_shapes.h"
#include "fake_aws/ec2/tags.h"
#include "fake_aws/elbv2/target_health.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

using Launch = ec2::RunInstances::Request;

// What a request says of the first network interface, wherever it says it.
struct Placement {
  std::string subnet_id;
  std::vector<std::string> groups;
  std::string private_ip;
  bool public_address = false;
};

Placement placement_of(const Network& network, const Launch& request) {
  Placement placement{request.SubnetId, request.SecurityGroupIds, request.PrivateIpAddress};
  std::optional<bool> public_address;
  if (!request.NetworkInterfaces.empty()) {
    const ec2::InstanceNetworkInterfaceSpecification& first = request.NetworkInterfaces.front();
    placement = {first.SubnetId, first.Groups, first.PrivateIpAddress};
    public_address = first.AssociatePublicIpAddress;
  }
  const auto subnet = network.subnets.find(placement.subnet_id);
  if (subnet == network.subnets.end()) return placement;
  placement.public_address = public_address.value_or(subnet->second.description.MapPublicIpOnLaunch);
  const auto standard = network.group_ids.find({subnet->second.description.VpcId, "default"});
  if (placement.groups.empty() && standard != network.group_ids.end()) placement.groups.push_back(standard->second);
  return placement;
}

Result<void> check_counts(const Launch& request) {
  if (!request.MinCount) return missing_parameter("MinCount");
  if (!request.MaxCount) return missing_parameter("MaxCount");
  if (*request.MinCount >= 1 && *request.MaxCount >= *request.MinCount) return {};
  return refuse(code::kInvalidParameterValue, "Value (" + std::to_string(*request.MinCount) +
                                                  ") for parameter minCount is invalid. It must be at "
                                                  "least 1 and no greater than maxCount.");
}

Result<void> check_placement(const Network& network, const Placement& placement, std::int32_t count) {
  const auto subnet = find_by_id(network.subnets, kSubnetId, placement.subnet_id, "subnetId");
  if (!subnet) return sim::forward(subnet.error());
  for (const std::string& group : placement.groups) {
    const auto found = find_by_id(network.security_groups, kGroupId, group, "securityGroupId");
    if (!found) return sim::forward(found.error());
    if ((*found)->description.VpcId != (*subnet)->description.VpcId)
      return refuse(code::kInvalidParameterValue, "Security group " + group + " and subnet " + placement.subnet_id +
                                                      " belong to different networks.");
  }
  if ((*subnet)->available() < count)
    return refuse(code::kInsufficientFreeAddresses, "Not enough free addresses in subnet '" + placement.subnet_id +
                                                        "' for " + std::to_string(count) + " instances");
  if (placement.private_ip.empty()) return {};
  const auto address = parse_ip_v4(placement.private_ip);
  if (count > 1 || !address || !(*subnet)->cidr.contains(*address))
    return refuse(code::kInvalidParameterValue,
                  "Value (" + placement.private_ip + ") for parameter privateIpAddress is invalid.");
  if ((*subnet)->used.contains(*address))
    return refuse(code::kIpAddressInUse, "Address " + placement.private_ip + " is in use.");
  return {};
}

// Tags of instances; a request may tag what comes with them, too.
Result<aws::TagMap> instance_tags(const ActionContext& context, const Launch& request) {
  std::vector<ec2::TagSpecification> own;
  for (const ec2::TagSpecification& one : request.TagSpecifications)
    if (one.ResourceType != "volume" && one.ResourceType != "network-interface") own.push_back(one);
  return specified_tags(context, own, "instance");
}

ec2::RunInstances::Response launched(const Network& network, const std::string& reservation) {
  ec2::RunInstances::Response response{reservation, network.owner_id, {}, {}};
  for (const auto& [id, of] : network.reservation_of)
    if (of == reservation) response.Instances.push_back(describe_instance(network, network.instances.find(id)->second));
  return response;
}

std::string launch_one(const ActionContext& context, const Launch& request, const Placement& placement,
                       const aws::TagMap& tags, std::int32_t index) {
  Network& network = context.state.network;
  InstancePlan plan{placement.subnet_id + "/run", placement.subnet_id, placement.groups, tags, placement.private_ip};
  const std::string id = network.add_instance(std::move(plan)).value();
  ec2::Instance& d = network.instances.find(id)->second.description;
  if (!request.ImageId.empty()) d.ImageId = request.ImageId;
  if (!request.InstanceType.empty()) d.InstanceType = request.InstanceType;
  d.KeyName = request.KeyName;
  d.ClientToken = request.ClientToken;
  d.AmiLaunchIndex = index;
  d.LaunchTime = context.now();
  NetworkInterface& primary = network.interfaces.find(*network.interfaces_of.find(id)->second.begin())->second;
  primary.attached_at = context.now();
  if (placement.public_address) primary.public_ip = network.mint_public_ip(id);
  context.record("Instance", id, "created");
  change_instance(context, id, "pending", "running");
  return id;
}

// What all three changes of state do: every id is checked before any instance changes.
Result<std::vector<ec2::InstanceStateChange>> change_all(const ActionContext& context,
                                                         const std::vector<std::string>& ids, std::string_view passing,
                                                         std::string_view end,
                                                         bool (*allowed)(const std::string& state)) {
  Network& network = context.state.network;
  if (ids.empty()) return missing_parameter("InstanceId");
  for (const std::string& id : ids) {
    const auto found = find_by_id(network.instances, kInstanceId, id, "InstanceId");
    if (!found) return sim::forward(found.error());
    const std::string& state = (*found)->description.State.Name;
    if (!allowed(state))
      return refuse(code::kIncorrectInstanceState,
                    "The instance '" + id + "' is not in a state from which it can be " + std::string(end) + ".");
  }
  std::vector<ec2::InstanceStateChange> changes;
  for (const std::string& id : ids) {
    const std::string before = network.instances.find(id)->second.description.State.Name;
    const bool already = before == end || before == passing;
    if (!already) change_instance(context, id, passing, end);
    const std::string& after = network.instances.find(id)->second.description.State.Name;
    changes.push_back({id, {after, instance_state_code(after)}, {before, instance_state_code(before)}});
  }
  return changes;
}

}  // namespace

void change_instance(const ActionContext& context, const std::string& id, std::string_view passing,
                     std::string_view end) {
  InstanceEntry& instance = context.state.network.instances.find(id)->second;
  const Duration takes = context.draw(context.settings.timing.instance_transition, "Instance", end);
  const bool at_once = takes == Duration::zero();
  instance.description.State.Name = passing;
  if (at_once) return end_instance_change(context, id, end);
  instance_changed(context, id);
  Due due{Due::Kind::instance_passes, id, std::string(end)};
  context.state.timetable.schedule(context.now() + takes, std::move(due));
}

void end_instance_change(const ActionContext& context, std::string_view id, std::string_view end) {
  Network& network = context.state.network;
  InstanceEntry& instance = network.instances.find(id)->second;
  std::string& now = instance.description.State.Name;
  // Overtaken: terminated while it was still starting, say.
  const bool overtaken = now == "terminated" || (now == "shutting-down" && end != "terminated");
  if (overtaken) return;
  const std::string before = now;
  now = end;
  if (end == "terminated") release_instance_interfaces(network, std::string(id));
  context.record("Instance", std::string(id), std::string(end), before);
  instance_changed(context, id);
}

void release_instance_interfaces(Network& network, const std::string& id) {
  const auto owned = network.interfaces_of.find(id);
  if (owned == network.interfaces_of.end()) return;
  const std::set<std::string> interfaces = owned->second;
  for (const std::string& interface_id : interfaces) {
    NetworkInterface& interface = network.interfaces.find(interface_id)->second;
    if (const auto address = network.elastic_ips.find(interface.allocation_id); address != network.elastic_ips.end())
      address->second = {.public_ip = address->second.public_ip, .tags = address->second.tags};
    interface.allocation_id.clear();
    if (interface.delete_on_termination) network.remove_interface(interface_id);
    else network.detach_interface(interface_id);
  }
}

template <>
Answer<ec2::RunInstances> act<ec2::RunInstances>(const ActionContext& context, const Launch& request) {
  Network& network = context.state.network;
  if (auto valid = check_counts(request); !valid) return sim::forward(valid.error());
  if (!request.ClientToken.empty())
    if (const auto earlier = network.launched_by_token.find(request.ClientToken);
        earlier != network.launched_by_token.end())
      return launched(network, earlier->second);
  const Placement placement = placement_of(network, request);
  if (auto valid = check_placement(network, placement, *request.MaxCount); !valid) return sim::forward(valid.error());
  const auto tags = instance_tags(context, request);
  if (!tags) return sim::forward(tags.error());

  std::string reservation;
  for (std::int32_t i = 0; i < *request.MaxCount; ++i) {
    const std::string id = launch_one(context, request, placement, *tags, i);
    if (reservation.empty()) reservation = network.reservation_of[id];
    network.reservation_of[id] = reservation;
  }
  if (!request.ClientToken.empty()) network.launched_by_token[request.ClientToken] = reservation;
  return launched(network, reservation);
}

template <>
Answer<ec2::StartInstances> act<ec2::StartInstances>(const ActionContext& context,
                                                     const ec2::StartInstances::Request& request) {
  const auto allowed = [](const std::string& state) {
    return state == "stopped" || state == "running" || state == "pending";
  };
  auto changes = change_all(context, request.InstanceIds, "pending", "running", allowed);
  if (!changes) return sim::forward(changes.error());
  return ec2::StartInstances::Response{std::move(*changes)};
}

template <>
Answer<ec2::StopInstances> act<ec2::StopInstances>(const ActionContext& context,
                                                   const ec2::StopInstances::Request& request) {
  const auto allowed = [](const std::string& state) {
    return state == "running" || state == "stopping" || state == "stopped" || state == "pending";
  };
  auto changes = change_all(context, request.InstanceIds, "stopping", "stopped", allowed);
  if (!changes) return sim::forward(changes.error());
  return ec2::StopInstances::Response{std::move(*changes)};
}

template <>
Answer<ec2::TerminateInstances> act<ec2::TerminateInstances>(const ActionContext& context,
                                                             const ec2::TerminateInstances::Request& request) {
  const auto allowed = [](const std::string&) { return true; };
  auto changes = change_all(context, request.InstanceIds, "shutting-down", "terminated", allowed);
  if (!changes) return sim::forward(changes.error());
  return ec2::TerminateInstances::Response{std::move(*changes)};
}

namespace {

using Shown = Described<ec2::InstanceStatus>;

constexpr FilterField<Shown> kStatusFields[] = {
    {"availability-zone",
     [](const Shown& s, const aws::Filter& f) { return accepts(f, s.description.AvailabilityZone); }},
    {"instance-state-name",
     [](const Shown& s, const aws::Filter& f) { return accepts(f, s.description.InstanceState.Name); }},
    {"instance-status.status",
     [](const Shown& s, const aws::Filter& f) { return accepts(f, s.description.InstanceStatus_.Status); }},
    {"system-status.status",
     [](const Shown& s, const aws::Filter& f) { return accepts(f, s.description.SystemStatus.Status); }},
};

ec2::InstanceStatus status_of(const InstanceEntry& instance) {
  const std::string& state = instance.description.State.Name;
  const bool running = state == "running";
  const ec2::InstanceStatusSummary summary{running ? "ok" : "not-applicable",
                                           {{"reachability", running ? "passed" : "insufficient-data"}}};
  return {instance.description.InstanceId, instance.zone, {state, instance_state_code(state)}, summary, summary};
}

}  // namespace

// Running instances alone, unless all are asked for.
template <>
Answer<ec2::DescribeInstanceStatus> act<ec2::DescribeInstanceStatus>(
    const ActionContext& context, const ec2::DescribeInstanceStatus::Request& request) {
  const Network& network = context.state.network;
  for (const std::string& id : request.InstanceIds)
    if (const auto found = find_by_id(network.instances, kInstanceId, id, "InstanceId"); !found)
      return sim::forward(found.error());
  ById<Shown> all;
  std::vector<std::string> shown_ids;
  for (const auto& [id, instance] : network.instances) {
    const bool asked =
        request.InstanceIds.empty() || std::ranges::find(request.InstanceIds, id) != request.InstanceIds.end();
    const bool shown = request.IncludeAllInstances.value_or(false) || instance.description.State.Name == "running";
    if (asked && shown) all[id] = {status_of(instance), {}};
  }
  ec2::DescribeInstanceStatus::Response response;
  const Selection selection{shown_ids, request.Filters, request.MaxResults, request.NextToken};
  auto next =
      select_described<ec2::InstanceStatus>(all, selection, kInstanceId, kStatusFields, response.InstanceStatuses);
  if (!next) return sim::forward(next.error());
  response.NextToken = std::move(*next);
  return response;
}

}  // namespace nlbsim::fake_aws
