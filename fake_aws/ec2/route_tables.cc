// Route tables, their routes and their associations with subnets.
#include <algorithm>
#include <utility>

#include "api/aws/ec2_network.h"
#include "api/aws/error_codes.h"
#include "fake_aws/action.h"
#include "fake_aws/ec2/cidr_blocks.h"
#include "fake_aws/ec2/describe.h"
#include "fake_aws/ec2/tags.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

using Association = ec2::RouteTableAssociation;

Result<RouteTableEntry*> find_table(const ActionContext& context, const std::string& id) {
  return find_by_id(context.state.network.route_tables, kRouteTableId, id, "routeTableId");
}

struct FoundAssociation {
  RouteTableEntry* table = nullptr;
  std::vector<Association>::iterator at;
};

Result<FoundAssociation> find_association(const ActionContext& context, const std::string& id) {
  if (id.empty()) return missing_parameter("associationId");
  for (auto& [table_id, table] : context.state.network.route_tables) {
    auto& all = table.description.Associations;
    const auto at = std::ranges::find(all, id, &Association::RouteTableAssociationId);
    if (at != all.end()) return FoundAssociation{&table, at};
  }
  return refuse(code::kAssociationIdNotFound, "The association ID '" + id + "' does not exist");
}

// A route to the IPv4 or IPv6 block of the request, and to nowhere yet.
template <class Request>
Result<ec2::Route> destination_of(const Request& request) {
  const std::string& ipv4 = request.DestinationCidrBlock;
  const std::string& ipv6 = request.DestinationIpv6CidrBlock;
  if (ipv4.empty() && ipv6.empty()) return missing_parameter("destinationCidrBlock");
  if (!ipv4.empty() && !ipv6.empty())
    return refuse(code::kInvalidParameterCombination,
                  "The parameters destinationCidrBlock and destinationIpv6CidrBlock cannot be used together");
  ec2::Route route;
  if (const auto block = parse_cidr_v4(ipv4)) route.DestinationCidrBlock = to_text(*block);
  else if (auto block_v6 = canonical_cidr_v6(ipv6)) route.DestinationIpv6CidrBlock = *std::move(block_v6);
  else
    return refuse(code::kInvalidParameterValue,
                  "Value (" + ipv4 + ipv6 +
                      ") for parameter destinationCidrBlock is invalid. This is not a valid CIDR "
                      "block.");
  return route;
}

template <class Request>
Result<ec2::Route> route_of(const ActionContext& context, const RouteTableEntry& table, const Request& request) {
  const Network& network = context.state.network;
  const auto destination = destination_of(request);
  if (!destination) return sim::forward(destination.error());
  const int targets =
      int{!request.GatewayId.empty()} + int{!request.NetworkInterfaceId.empty()} + int{!request.InstanceId.empty()};
  if (targets != 1)
    return refuse(targets == 0 ? code::kMissingParameter : code::kInvalidParameterCombination,
                  "The request must contain exactly one of gatewayId, networkInterfaceId, instanceId");
  ec2::Route route = *destination;
  route.GatewayId = request.GatewayId;
  route.NetworkInterfaceId = request.NetworkInterfaceId;
  route.InstanceId = request.InstanceId;
  if (!request.GatewayId.empty() && request.GatewayId != "local") {
    const auto gateway = find_by_id(network.internet_gateways, kInternetGatewayId, request.GatewayId, "gatewayId");
    if (!gateway) return sim::forward(gateway.error());
    if ((*gateway)->vpc_id != table.description.VpcId)
      return refuse(code::kInvalidParameterValue, "route table " + table.description.RouteTableId +
                                                      " and network gateway " + request.GatewayId +
                                                      " belong to different networks");
  }
  if (!request.NetworkInterfaceId.empty())
    if (const auto found =
            find_by_id(network.interfaces, kNetworkInterfaceId, request.NetworkInterfaceId, "networkInterfaceId");
        !found)
      return sim::forward(found.error());
  if (!request.InstanceId.empty())
    if (const auto found = find_by_id(network.instances, kInstanceId, request.InstanceId, "instanceId"); !found)
      return sim::forward(found.error());
  return route;
}

auto route_to(RouteTableEntry& table, const ec2::Route& wanted) {
  return std::ranges::find_if(table.description.Routes, [&wanted](const ec2::Route& route) {
    return route.DestinationCidrBlock == wanted.DestinationCidrBlock &&
           route.DestinationIpv6CidrBlock == wanted.DestinationIpv6CidrBlock;
  });
}

std::string block_of(const ec2::Route& route) { return route.DestinationCidrBlock + route.DestinationIpv6CidrBlock; }

tl::unexpected<sim::Error> no_route(const std::string& table, const ec2::Route& wanted) {
  return refuse(code::kInvalidRouteNotFound,
                "no route with destination-cidr-block " + block_of(wanted) + " in route table " + table);
}

}  // namespace

template <>
Answer<ec2::CreateRouteTable> act<ec2::CreateRouteTable>(const ActionContext& context,
                                                         const ec2::CreateRouteTable::Request& request) {
  Network& network = context.state.network;
  const auto vpc = find_by_id(network.vpcs, kVpcId, request.VpcId, "vpcId");
  if (!vpc) return sim::forward(vpc.error());
  auto tags = specified_tags(context, request.TagSpecifications, "route-table");
  if (!tags) return sim::forward(tags.error());
  const std::string id =
      network
          .add_route_table({request.VpcId + "/table", request.VpcId, false, {}, local_routes(**vpc), std::move(*tags)})
          .value();
  context.record("RouteTable", id, "created");
  const RouteTableEntry& entry = network.route_tables.find(id)->second;
  ec2::RouteTable table = entry.description;
  table.Tags = aws::to_tags(entry.tags);
  return ec2::CreateRouteTable::Response{std::move(table), request.ClientToken};
}

template <>
Answer<ec2::DeleteRouteTable> act<ec2::DeleteRouteTable>(const ActionContext& context,
                                                         const ec2::DeleteRouteTable::Request& request) {
  const auto table = find_table(context, request.RouteTableId);
  if (!table) return sim::forward(table.error());
  if (!(*table)->description.Associations.empty())
    return refuse(code::kDependencyViolation,
                  "The routeTable '" + request.RouteTableId + "' has dependencies and cannot be deleted.");
  context.state.network.route_tables.erase(request.RouteTableId);
  context.record("RouteTable", request.RouteTableId, "deleted");
  return ec2::Success{};
}

template <>
Answer<ec2::CreateRoute> act<ec2::CreateRoute>(const ActionContext& context, const ec2::CreateRoute::Request& request) {
  const auto table = find_table(context, request.RouteTableId);
  if (!table) return sim::forward(table.error());
  auto route = route_of(context, **table, request);
  if (!route) return sim::forward(route.error());
  if (route_to(**table, *route) != (*table)->description.Routes.end())
    return refuse(code::kRouteAlreadyExists, "The route identified by " + block_of(*route) + " already exists.");
  (*table)->description.Routes.push_back(std::move(*route));
  context.record("RouteTable", request.RouteTableId, "modified");
  return ec2::Success{};
}

template <>
Answer<ec2::ReplaceRoute> act<ec2::ReplaceRoute>(const ActionContext& context,
                                                 const ec2::ReplaceRoute::Request& request) {
  const auto table = find_table(context, request.RouteTableId);
  if (!table) return sim::forward(table.error());
  auto route = route_of(context, **table, request);
  if (!route) return sim::forward(route.error());
  const auto at = route_to(**table, *route);
  if (at == (*table)->description.Routes.end()) return no_route(request.RouteTableId, *route);
  *at = std::move(*route);
  context.record("RouteTable", request.RouteTableId, "modified");
  return ec2::Success{};
}

template <>
Answer<ec2::DeleteRoute> act<ec2::DeleteRoute>(const ActionContext& context, const ec2::DeleteRoute::Request& request) {
  const auto table = find_table(context, request.RouteTableId);
  if (!table) return sim::forward(table.error());
  const auto wanted = destination_of(request);
  if (!wanted) return sim::forward(wanted.error());
  const auto at = route_to(**table, *wanted);
  if (at == (*table)->description.Routes.end()) return no_route(request.RouteTableId, *wanted);
  if (at->GatewayId == "local")
    return refuse(code::kInvalidParameterValue,
                  "cannot remove local route " + block_of(*at) + " in route table " + request.RouteTableId);
  (*table)->description.Routes.erase(at);
  context.record("RouteTable", request.RouteTableId, "modified");
  return ec2::Success{};
}

template <>
Answer<ec2::AssociateRouteTable> act<ec2::AssociateRouteTable>(const ActionContext& context,
                                                               const ec2::AssociateRouteTable::Request& request) {
  Network& network = context.state.network;
  const auto table = find_table(context, request.RouteTableId);
  if (!table) return sim::forward(table.error());
  const auto subnet = find_by_id(network.subnets, kSubnetId, request.SubnetId, "subnetId");
  if (!subnet) return sim::forward(subnet.error());
  if ((*subnet)->description.VpcId != (*table)->description.VpcId)
    return refuse(code::kInvalidParameterValue, "Route table " + request.RouteTableId + " and subnet " +
                                                    request.SubnetId + " belong to different networks");
  for (const auto& [id, other] : network.route_tables) {
    const auto& all = other.description.Associations;
    const auto at = std::ranges::find(all, request.SubnetId, &Association::SubnetId);
    if (at == all.end()) continue;
    if (id == request.RouteTableId) return ec2::AssociateRouteTable::Response{at->RouteTableAssociationId, {}};
    return refuse(code::kResourceAlreadyAssociated, "the specified association for route table " +
                                                        request.RouteTableId +
                                                        " conflicts with an existing association");
  }
  const std::string id = network.mint("rtbassoc", request.SubnetId);
  (*table)->description.Associations.push_back({false, request.RouteTableId, request.SubnetId, id});
  context.record("RouteTable", request.RouteTableId, "modified");
  return ec2::AssociateRouteTable::Response{id, {}};
}

template <>
Answer<ec2::DisassociateRouteTable> act<ec2::DisassociateRouteTable>(
    const ActionContext& context, const ec2::DisassociateRouteTable::Request& request) {
  const auto found = find_association(context, request.AssociationId);
  if (!found) return sim::forward(found.error());
  if (found->at->Main)
    return refuse(code::kInvalidParameterValue,
                  "cannot disassociate the main route table association " + request.AssociationId);
  found->table->description.Associations.erase(found->at);
  context.record("RouteTable", found->table->description.RouteTableId, "modified");
  return ec2::Success{};
}

template <>
Answer<ec2::ReplaceRouteTableAssociation> act<ec2::ReplaceRouteTableAssociation>(
    const ActionContext& context, const ec2::ReplaceRouteTableAssociation::Request& request) {
  const auto table = find_table(context, request.RouteTableId);
  if (!table) return sim::forward(table.error());
  const auto found = find_association(context, request.AssociationId);
  if (!found) return sim::forward(found.error());
  if (found->table->description.VpcId != (*table)->description.VpcId)
    return refuse(code::kInvalidParameterValue, "Route table " + request.RouteTableId + " and association " +
                                                    request.AssociationId + " belong to different networks");
  Association moved = *found->at;
  found->table->description.Associations.erase(found->at);
  moved.RouteTableId = request.RouteTableId;
  moved.RouteTableAssociationId = context.state.network.mint("rtbassoc", moved.SubnetId);
  (*table)->description.Associations.push_back(moved);
  context.record("RouteTable", request.RouteTableId, "modified");
  return ec2::ReplaceRouteTableAssociation::Response{moved.RouteTableAssociationId, {}};
}

}  // namespace nlbsim::fake_aws
