#include "engine/deploy/subnet_reader.h"

#include <algorithm>
#include <iterator>

#include "engine/model/subnets.h"
#include "engine/profile.h"

namespace nlbsim::engine {

using aws::ec2::Subnet;

namespace {

std::vector<std::string> identifiers_of(const ConfigurationRef& configuration) {
  std::vector<std::string> out;
  if (!configuration || !configuration->spec.loadBalancerSubnets) return out;
  for (const kube::SubnetConfiguration& subnet : *configuration->spec.loadBalancerSubnets)
    if (!subnet.identifier.empty()) out.push_back(subnet.identifier);
  return out;
}

bool is_id(const std::string& identifier) { return identifier.starts_with("subnet-"); }

}  // namespace

sim::Task<sim::Result<ResolvedSubnets>> SubnetReader::resolve(std::optional<aws::LoadBalancer> existing,
                                                              std::string scheme, ConfigurationRef configuration,
                                                              sim::RecordId cause) {
  sim::Result<std::vector<std::string>> ids;
  std::vector<std::string> identifiers = identifiers_of(configuration);
  const bool selects = configuration && configuration->spec.loadBalancerSubnetsSelector;
  const bool stays = existing && existing->Scheme == scheme && !existing->AvailabilityZones.empty();
  if (!identifiers.empty()) ids = co_await named(std::move(identifiers), cause);
  else if (selects) ids = co_await selected(*configuration->spec.loadBalancerSubnetsSelector, std::move(scheme), cause);
  else if (stays) ids = co_await keep(std::move(*existing), cause);
  else ids = co_await discover(std::move(scheme), cause);
  if (!ids) co_return sim::forward(std::move(ids.error()));
  ResolvedSubnets resolved;
  resolved.ids = std::move(*ids);
  if (!configuration || !asks_for_addresses(configuration->spec)) co_return resolved;
  aws::ec2::DescribeSubnets::Request request;
  request.SubnetIds = resolved.ids;
  auto subnets = co_await describe(std::move(request), cause);
  if (!subnets) co_return sim::forward(std::move(subnets.error()));
  auto fixed = fixed_addresses(*configuration->spec.loadBalancerSubnets, resolved.ids, *subnets);
  if (!fixed) co_return sim::forward(std::move(fixed.error()));
  resolved.fixed_addresses = std::move(*fixed);
  co_return resolved;
}

sim::Task<sim::Result<std::vector<std::string>>> SubnetReader::named(std::vector<std::string> identifiers,
                                                                     sim::RecordId cause) {
  std::vector<std::string> ids;
  std::vector<std::string> names;
  for (const std::string& one : identifiers) (is_id(one) ? ids : names).push_back(one);
  std::vector<Subnet> found;
  if (!ids.empty()) {
    aws::ec2::DescribeSubnets::Request by_id;
    by_id.SubnetIds = std::move(ids);
    auto subnets = co_await describe(std::move(by_id), cause);
    if (!subnets) co_return sim::forward(std::move(subnets.error()));
    std::ranges::move(*subnets, std::back_inserter(found));
  }
  if (!names.empty()) {
    aws::ec2::DescribeSubnets::Request by_name;
    by_name.Filters.push_back({"vpc-id", {context_.config.vpc_id}});
    by_name.Filters.push_back({"tag:Name", std::move(names)});
    auto subnets = co_await describe(std::move(by_name), cause);
    if (!subnets) co_return sim::forward(std::move(subnets.error()));
    std::ranges::move(*subnets, std::back_inserter(found));
  }
  auto ordered = in_order_of(identifiers, found);
  if (!ordered) co_return ordered;
  auto checked = co_await check_locale(std::move(found), cause);
  if (!checked) co_return sim::forward(std::move(checked.error()));
  co_return ordered;
}

sim::Task<sim::Result<std::vector<std::string>>> SubnetReader::selected(
    std::map<std::string, std::vector<std::string>> selector, std::string scheme, sim::RecordId cause) {
  aws::ec2::DescribeSubnets::Request request;
  request.Filters.push_back({"vpc-id", {context_.config.vpc_id}});
  for (auto& [key, values] : selector) request.Filters.push_back({"tag:" + key, std::move(values)});
  auto candidates = co_await describe(std::move(request), cause);
  if (!candidates) co_return sim::forward(std::move(candidates.error()));
  co_return co_await choose(std::move(*candidates), std::move(scheme), cause);
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
  if (candidates->empty() && context_.config.gates.subnet_discovery_by_reachability) {
    candidates = co_await untagged(scheme, cause);
    if (!candidates) co_return sim::forward(std::move(candidates.error()));
  }
  co_return co_await choose(std::move(*candidates), std::move(scheme), cause);
}

sim::Task<sim::Result<std::vector<std::string>>> SubnetReader::choose(std::vector<Subnet> candidates,
                                                                      std::string scheme, sim::RecordId cause) {
  auto ids =
      choose_subnets(candidates, context_.config.cluster_name, scheme, context_.config.gates.subnets_cluster_tag_check);
  if (!ids) co_return ids;
  std::erase_if(candidates,
                [&](const Subnet& subnet) { return std::ranges::find(*ids, subnet.SubnetId) == ids->end(); });
  auto checked = co_await check_locale(std::move(candidates), cause);
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
