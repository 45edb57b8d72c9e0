#include "scenarios/oracles/beginning.h"

#include <algorithm>

#include "scenarios/oracles/controller_names.h"
#include "scenarios/world/world.h"

namespace nlbsim::scenarios::oracles {

namespace {

AwsResource held(AwsKind kind, const std::string& id, const std::string& its_name, const aws::TagMap& tags) {
  AwsResource out;
  out.kind = kind;
  out.id = id;
  out.name = its_name;
  for (const auto& [key, value] : tags) {
    if (key == kStackTag) out.stack = value;
    else if (key == kClusterTag || key == kLegacyClusterTag) out.cluster = value;
  }
  out.born_in = out.cluster;
  return out;
}

void add_balancers(const fake_aws::LoadBalancing& all, std::vector<AwsResource>& into) {
  for (const auto& [arn, entry] : all.load_balancers) {
    AwsResource& one =
        into.emplace_back(held(AwsKind::load_balancer, arn, entry.description.LoadBalancerName, entry.tags));
    one.scheme = entry.description.Scheme;
    one.dns_name = entry.description.DNSName;
    one.state = entry.description.State.Code;
  }
  for (const auto& [arn, entry] : all.target_groups)
    into.emplace_back(held(AwsKind::target_group, arn, entry.description.TargetGroupName, entry.tags)).protocol =
        entry.description.Protocol;
  for (const auto& [arn, entry] : all.listeners) {
    AwsResource& one = into.emplace_back(held(AwsKind::listener, arn, {}, entry.tags));
    one.parent = entry.description.LoadBalancerArn;
    one.protocol = entry.description.Protocol;
    one.port = entry.description.Port;
    one.groups = target_groups_of(entry.description.DefaultActions);
  }
}

std::vector<std::shared_ptr<const api::ObjectChanged>> objects_in(const fake_apiserver::ApiServer& core) {
  std::vector<std::shared_ptr<const api::ObjectChanged>> out;
  for (const fake_apiserver::Kind& kind : core.registry().kinds()) {
    const auto place = core.registry().find(kind.resource);
    if (!place) continue;
    for (const auto& [key, object] : core.store().objects(*place)) {
      auto came = std::make_shared<api::ObjectChanged>();
      came->resource = kind.resource;
      came->type = kube::WatchEventType::added;
      came->object = object;
      out.push_back(std::move(came));
    }
  }
  return out;
}

}  // namespace

Beginning beginning_of(World& world, const WorldSettings& settings) {
  Beginning out;
  if (settings.aws.holds) {
    const fake_aws::State& state = world.account().state();
    add_balancers(state.load_balancing, out.aws);
    for (const auto& [id, entry] : state.network.security_groups) {
      constexpr std::int32_t kLastPort = 65'535;
      for (const auto& [rule, its] : entry.ingress)
        out.rules.push_back({id, std::max(rule.from, 0), rule.to < 0 ? kLastPort : rule.to});
      AwsResource group = held(AwsKind::security_group, id, entry.description.GroupName, entry.tags);
      if (!group.cluster.empty() || !group.stack.empty()) out.aws.push_back(std::move(group));
    }
  }
  if (!settings.objects.empty())
    for (const ClusterSlot& cluster : world.clusters()) out.kube.push_back(objects_in(cluster.core));
  return out;
}

}  // namespace nlbsim::scenarios::oracles
