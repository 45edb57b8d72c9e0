#include <algorithm>

#include "fake_aws/action.h"
#include "fake_aws/ec2/describe.h"

namespace nlbsim::fake_aws {

namespace {

using Association = ec2::RouteTableAssociation;

constexpr FilterField<RouteTableEntry> kFields[] = {
    {"route-table-id",
     [](const RouteTableEntry& t, const aws::Filter& f) { return accepts(f, t.description.RouteTableId); }},
    {"vpc-id", [](const RouteTableEntry& t, const aws::Filter& f) { return accepts(f, t.description.VpcId); }},
    {"association.subnet-id",
     [](const RouteTableEntry& t, const aws::Filter& f) {
       return std::ranges::any_of(t.description.Associations, [&f](const Association& association) {
         return !association.SubnetId.empty() && accepts(f, association.SubnetId);
       });
     }},
    {"association.route-table-association-id",
     [](const RouteTableEntry& t, const aws::Filter& f) {
       return std::ranges::any_of(t.description.Associations, [&f](const Association& association) {
         return accepts(f, association.RouteTableAssociationId);
       });
     }},
    {"association.route-table-id",
     [](const RouteTableEntry& t, const aws::Filter& f) {
       return !t.description.Associations.empty() && accepts(f, t.description.RouteTableId);
     }},
    {"owner-id", [](const RouteTableEntry& t, const aws::Filter& f) { return accepts(f, t.description.OwnerId); }},
    {"route.destination-cidr-block",
     [](const RouteTableEntry& t, const aws::Filter& f) {
       return std::ranges::any_of(t.description.Routes,
                                  [&f](const ec2::Route& route) { return accepts(f, route.DestinationCidrBlock); });
     }},
    {"route.gateway-id",
     [](const RouteTableEntry& t, const aws::Filter& f) {
       return std::ranges::any_of(t.description.Routes,
                                  [&f](const ec2::Route& route) { return accepts(f, route.GatewayId); });
     }},
    {"association.main",
     [](const RouteTableEntry& t, const aws::Filter& f) {
       const bool main = std::ranges::any_of(t.description.Associations, &Association::Main);
       return accepts(f, main ? "true" : "false");
     }},
};

}  // namespace

template <>
Answer<ec2::DescribeRouteTables> act<ec2::DescribeRouteTables>(const ActionContext& context,
                                                               const ec2::DescribeRouteTables::Request& request) {
  constexpr std::int32_t kMaxPage = 100;
  ec2::DescribeRouteTables::Response response;
  const auto add = [&](const RouteTableEntry& entry) {
    response.RouteTables.emplace_back(entry.description).Tags = aws::to_tags(entry.tags);
  };
  const Selection selection{request.RouteTableIds, request.Filters, request.MaxResults, request.NextToken, kMaxPage};
  auto next = select<RouteTableEntry>(context.state.network.route_tables, selection, kRouteTableId, kFields, add);
  if (!next) return sim::forward(next.error());
  response.NextToken = std::move(*next);
  return response;
}

}  // namespace nlbsim::fake_aws
