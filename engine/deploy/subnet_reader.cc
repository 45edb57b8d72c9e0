#include "engine/deploy/subnet_reader.h"

#include <algorithm>

#include "engine/model/subnets.h"
#include "engine/profile.h"

namespace nlbsim::engine {

using aws::ec2::Subnet;

sim::Task<sim::Result<std::vector<std::string>>> SubnetReader::resolve(std::optional<aws::LoadBalancer> existing,
                                                                       std::string scheme, sim::RecordId cause) {
  const bool stays = existing && existing->Scheme == scheme && !existing->AvailabilityZones.empty();
  if (!stays) co_return co_await discover(std::move(scheme), cause);
  co_return co_await keep(std::move(*existing), cause);
}

sim::Task<sim::Result<std::vector<std::string>>> SubnetReader::keep(aws::LoadBalancer existing, sim::RecordId cause) {
  std::vector<std::string> ids;
  for (const auto& zone : existing.AvailabilityZones) ids.push_back(zone.SubnetId);
  if (!context_.config.profile->reads_without_use) co_return ids;
  aws::ec2::DescribeSubnets::Request request;
  request.SubnetIds = ids;
  auto subnets = co_await describe(std::move(request), cause);
  if (!subnets) co_return sim::forward(std::move(subnets.error()));
  auto checked = co_await check_locale(std::move(*subnets), cause);
  if (!checked) co_return sim::forward(std::move(checked.error()));
  co_return ids;
}

sim::Task<sim::Result<std::vector<std::string>>> SubnetReader::discover(std::string scheme, sim::RecordId cause) {
  aws::ec2::DescribeSubnets::Request request;
  request.Filters.push_back({"vpc-id", {context_.config.vpc_id}});
  request.Filters.push_back({"tag:" + std::string(subnet_role_tag(scheme)), {"", "1"}});
  auto candidates = co_await describe(std::move(request), cause);
  if (!candidates) co_return sim::forward(std::move(candidates.error()));
  if (candidates->empty()) {
    candidates = co_await untagged(scheme, cause);
    if (!candidates) co_return sim::forward(std::move(candidates.error()));
  }
  auto ids = choose_subnets(*candidates, context_.config.cluster_name, scheme);
  if (!ids) co_return ids;
  std::erase_if(*candidates,
                [&](const Subnet& subnet) { return std::ranges::find(*ids, subnet.SubnetId) == ids->end(); });
  auto checked = co_await check_locale(std::move(*candidates), cause);
  if (!checked) co_return sim::forward(std::move(checked.error()));
  co_return ids;
}

// Nothing in the VPC has the role tag: what the route tables say counts instead.
sim::Task<sim::Result<std::vector<Subnet>>> SubnetReader::untagged(std::string scheme, sim::RecordId cause) {
  aws::ec2::DescribeSubnets::Request request;
  request.Filters.push_back({"vpc-id", {context_.config.vpc_id}});
  auto subnets = co_await describe(std::move(request), cause);
  if (!subnets) co_return subnets;
  std::vector<aws::ec2::RouteTable> tables;
  aws::ec2::DescribeRouteTables::Request table_request;
  table_request.Filters.push_back({"vpc-id", {context_.config.vpc_id}});
  do {
    auto answer = co_await api::call<aws::ec2::DescribeRouteTables>(context_.ec2, context_.call(cause), table_request);
    if (!answer) answer.error().origin = aws::ec2::DescribeRouteTables::info().name;
    if (!answer) co_return sim::forward(std::move(answer.error()));
    for (auto& table : answer->RouteTables) tables.push_back(std::move(table));
    table_request.NextToken = answer->NextToken;
  } while (!table_request.NextToken.empty());
  co_return by_reachability(*subnets, tables, scheme);
}

sim::Task<sim::Result<std::vector<Subnet>>> SubnetReader::describe(aws::ec2::DescribeSubnets::Request request,
                                                                   sim::RecordId cause) {
  std::vector<Subnet> subnets;
  do {
    auto answer = co_await api::call<aws::ec2::DescribeSubnets>(context_.ec2, context_.call(cause), request);
    if (!answer) answer.error().origin = aws::ec2::DescribeSubnets::info().name;
    if (!answer) co_return sim::forward(std::move(answer.error()));
    for (auto& subnet : answer->Subnets) subnets.push_back(std::move(subnet));
    request.NextToken = answer->NextToken;
  } while (!request.NextToken.empty());
  co_return subnets;
}

// One call per zone that is not known yet, as the real controller does.
sim::Task<sim::Result<void>> SubnetReader::check_locale(std::vector<Subnet> subnets, sim::RecordId cause) {
  for (const Subnet& subnet : subnets) {
    if (zone_types_.contains(subnet.AvailabilityZoneId)) continue;
    aws::ec2::DescribeAvailabilityZones::Request request;
    request.ZoneIds.push_back(subnet.AvailabilityZoneId);
    auto answer =
        co_await api::call<aws::ec2::DescribeAvailabilityZones>(context_.ec2, context_.call(cause), std::move(request));
    if (!answer) co_return sim::forward(std::move(answer.error()));
    for (const auto& zone : answer->AvailabilityZones) zone_types_[zone.ZoneId] = zone.ZoneType;
  }
  co_return check_one_locale(subnets, zone_types_);
}

}  // namespace nlbsim::engine
