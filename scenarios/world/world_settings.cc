#include "scenarios/world/world_settings.h"

namespace nlbsim::scenarios {

namespace {

template <class Add>
void for_each_cluster(const WorldSettings& settings, Add add) {
  for (const ClusterSettings& cluster : settings.clusters) add(cluster, actor_prefix(settings, cluster));
}

}  // namespace

std::string actor_prefix(const WorldSettings& settings, const ClusterSettings& cluster) {
  return settings.clusters.size() == 1 ? std::string() : cluster.name + "/";
}

std::string replica_name(const std::string& prefix, int number) {
  return prefix + "controller-" + std::to_string(number);
}

std::vector<std::string> replica_names(const WorldSettings& settings) {
  std::vector<std::string> names;
  for_each_cluster(settings, [&](const ClusterSettings& cluster, const std::string& prefix) {
    for (int i = 1; i <= cluster.controllers; ++i) names.push_back(replica_name(prefix, i));
  });
  return names;
}

std::vector<std::string> actor_names(const WorldSettings& settings) {
  std::vector<std::string> names = replica_names(settings);
  for (const std::string_view name : {kUserActor, kAwsActor, kKubeletActor}) names.emplace_back(name);
  for_each_cluster(settings, [&](const ClusterSettings&, const std::string& prefix) {
    names.push_back(prefix + std::string(kApiServerActor));
  });
  return names;
}

}  // namespace nlbsim::scenarios
