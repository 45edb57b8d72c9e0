#include "scenarios/explore/scenario_document.h"

#include <cassert>
#include <type_traits>

#include "fake_aws/wire/holdings_json.h"
#include "scenarios/language/yaml.h"

namespace nlbsim::scenarios {

namespace {

// What has been read once can be read again.
Json json_of(const Node& node) {
  auto value = to_json(node, "");
  assert(value);
  return *std::move(value);
}

Json json_of(const Pattern& pattern) {
  const auto documents = parse_yaml(pattern.text(), "");
  assert(documents && documents->size() == 1);
  return json_of(documents->front());
}

Json to_document(const DurationSpec& spec) {
  if (spec.is_fixed()) return Json{{"fixed", sim::format_duration(spec.median)}};
  return Json{{"median", sim::format_duration(spec.median)},
              {"p5", sim::format_duration(spec.p5)},
              {"p95", sim::format_duration(spec.p95)},
              {"cap", sim::format_duration(spec.cap)}};
}

template <class T>
void put(Json& into, const char* key, const std::optional<T>& value) {
  if (!value) return;
  if constexpr (std::is_same_v<T, sim::Duration>) into[key] = sim::format_duration(*value);
  else if constexpr (std::is_same_v<T, Pattern>) into[key] = json_of(*value);
  else if constexpr (std::is_same_v<T, DurationSpec>) into[key] = to_document(*value);
  else into[key] = *value;
}

// What a controller is told otherwise than it is by default.
Json to_document(const engine::Config& controller) {
  const engine::Config ordinary;
  Json out = Json::object();
  const auto say = [&out](const char* key, const auto& value, const auto& by_default) {
    if (value != by_default) out[key] = value;
  };
  const auto say_time = [&out](const char* key, sim::Duration value, sim::Duration by_default) {
    if (value != by_default) out[key] = sim::format_duration(value);
  };
  say("defaultTargetType", controller.default_target_type, ordinary.default_target_type);
  say("defaultLoadBalancerScheme", controller.default_scheme, ordinary.default_scheme);
  say("defaultSslPolicy", controller.default_ssl_policy, ordinary.default_ssl_policy);
  for (const auto& [key, value] : controller.default_tags) out["defaultTags"][key] = value;
  say("nlbGatewayMaxConcurrentReconciles", controller.gateway_workers, ordinary.gateway_workers);
  say("gatewayClassMaxConcurrentReconciles", controller.gateway_class_workers, ordinary.gateway_class_workers);
  say("targetgroupbindingMaxConcurrentReconciles", controller.target_group_binding_workers,
      ordinary.target_group_binding_workers);
  say_time("targetgroupbindingMaxExponentialBackoffDelay", controller.binding_max_backoff,
           ordinary.binding_max_backoff);
  say_time("syncPeriod", controller.resync_period, ordinary.resync_period);
  say_time("lbStabilizationMonitorInterval", controller.not_active_requeue, ordinary.not_active_requeue);
  say("awsMaxRetries", controller.aws_max_attempts, ordinary.aws_max_attempts);
  const auto say_gate = [&out](const char* key, bool value, bool by_default) {
    if (value != by_default) out["featureGates"][key] = value;
  };
  say_gate("EnableDefaultTagsLowPriority", controller.gates.default_tags_low_priority,
           ordinary.gates.default_tags_low_priority);
  say_gate("SubnetsClusterTagCheck", controller.gates.subnets_cluster_tag_check,
           ordinary.gates.subnets_cluster_tag_check);
  say_gate("SubnetDiscoveryByReachability", controller.gates.subnet_discovery_by_reachability,
           ordinary.gates.subnet_discovery_by_reachability);
  return out;
}

Json to_document(const WorldSettings& world) {
  Json clusters = Json::array();
  for (const ClusterSettings& cluster : world.clusters) {
    Json each{{"name", cluster.name},
              {"nodes", cluster.nodes},
              {"zones", cluster.zones},
              {"controllers", cluster.controllers}};
    if (world.aws.holds) {
      each.erase("nodes");
      each.erase("zones");
    }
    if (!cluster.vpc.empty()) each["vpc"] = cluster.vpc;
    put(each, "leaderElection", cluster.leader_election);
    clusters.push_back(std::move(each));
  }
  Json aws{{"nlbActivationEndsIn", world.aws.nlb_activation_ends_in},
           {"callLatency", to_document(world.aws.call_latency)},
           {"limits", world.aws.limits},
           {"consistency", world.aws.consistency},
           {"account", world.aws.account},
           {"region", world.aws.region}};
  if (world.aws.holds) aws["holds"] = fake_aws::holdings_json(*world.aws.holds);
  put(aws, "nlbActivation", world.aws.nlb_activation);
  put(aws, "targetRegistration", world.aws.target_registration);
  put(aws, "targetGroupRelease", world.aws.target_group_release);
  put(aws, "interfaceRelease", world.aws.interface_release);
  put(aws, "targetGroupAttach", world.aws.target_group_attach);
  put(aws, "instanceTransition", world.aws.instance_transition);
  put(aws, "certificateValidation", world.aws.certificate_validation);
  Json quotas = Json::object();
  for (const auto& [name, quota] : world.aws.quota_values) quotas[name] = quota;
  if (!quotas.empty()) aws["quotas"] = std::move(quotas);
  Json kube{{"callLatency", to_document(world.kube_call_latency)}};
  put(kube, "workloads", world.workloads);
  for (const api::JsonRef& object : world.objects) kube["holds"].push_back(*object);
  Json out{{"clusters", std::move(clusters)}, {"aws", std::move(aws)}, {"kube", std::move(kube)}};
  if (Json controller = to_document(world.controller); !controller.empty()) out["controller"] = std::move(controller);
  return out;
}

Json objects_of(const std::vector<Manifest>& manifests) {
  Json objects = Json::array();
  for (const Manifest& manifest : manifests) objects.push_back(*manifest.document);
  return objects;
}

Json to_document(const Step& step);

Json to_document(const InnerSteps& steps) {
  Json out = Json::array();
  for (const Step& step : *steps) out.push_back(to_document(step));
  return out;
}

Json to_document(const Step& step) {
  Json written = json_of(*step.written);
  if (const auto* on = std::get_if<OnStep>(&step.action)) written["on"]["do"] = to_document(on->steps);
  if (const auto* random = std::get_if<RandomStep>(&step.action); random && !random->ways.empty()) {
    Json ways = Json::array();
    for (const InnerSteps& way : random->ways) ways.push_back(to_document(way));
    written["random"]["ways"] = std::move(ways);
  }
  if (const auto* apply = std::get_if<ApplyStep>(&step.action)) {
    written["apply"].erase("files");
    written["apply"]["objects"] = objects_of(apply->manifests);
  }
  // The one part of a settle that the explorer takes away.
  if (const auto* settle = std::get_if<SettleStep>(&step.action))
    if (!settle->quiet_for && written["settle"].is_object()) written["settle"].erase("quietFor");
  if (written.contains("settle") && written["settle"].empty()) written["settle"] = nullptr;
  return written;
}

Json to_document(const FaultTarget& target) {
  Json on{{"plane", name(target.plane)}};
  put(on, "op", target.op);
  put(on, "caller", target.caller);
  Json object = Json::object();
  put(object, "kind", target.kind);
  put(object, "namespace", target.namespace_);
  put(object, "name", target.name);
  if (!object.empty()) on["object"] = std::move(object);
  if (target.open) on["$open"] = true;
  return on;
}

// 300000 as 0.3: the digits, not a fraction that was computed.
Json probability(std::int64_t parts_per_million) {
  constexpr double kMillion = 1'000'000;
  return static_cast<double>(parts_per_million) / kMillion;
}

Json to_document(const FaultTime& time) {
  Json when = Json::object();
  put(when, "call", time.call);
  put(when, "from", time.from);
  put(when, "every", time.every);
  put(when, "max", time.max);
  put(when, "at", time.at);
  put(when, "lasts", time.lasts);
  if (time.parts_per_million) when["p"] = probability(*time.parts_per_million);
  if (time.between)
    when["between"] =
        Json::array({sim::format_duration(time.between->first), sim::format_duration(time.between->second)});
  return when;
}

}  // namespace

Json to_document(const FaultSpec& fault) {
  Json effects = Json::object();
  for (const EffectRef& effect : fault.effects) effect->write(effects);
  Json out{{"id", fault.id}, {"on", to_document(fault.on)}, {"do", std::move(effects)}};
  if (Json when = to_document(fault.when); !when.empty()) out["when"] = std::move(when);
  if (fault.phase == FaultPhase::after) out["phase"] = "after";
  return out;
}

Json to_document(const Scenario& scenario) {
  Json spec{{"profile", scenario.profile},
            {"servedVersions", scenario.served_versions},
            {"world", to_document(scenario.world)}};
  for (const Excuse& excuse : scenario.excuse)
    spec["excuse"].push_back(Json{{"id", excuse.invariant}, {"because", excuse.because}});
  for (const FaultSpec& fault : scenario.faults) spec["faults"].push_back(to_document(fault));
  Json steps = Json::array();
  if (!scenario.fixtures.empty()) steps.push_back(Json{{"apply", {{"objects", objects_of(scenario.fixtures)}}}});
  for (const Step& step : scenario.steps)
    if (step.written) steps.push_back(to_document(step));
  spec["steps"] = std::move(steps);
  return Json{{"apiVersion", "nlbsim/v1"},
              {"kind", "Scenario"},
              {"metadata", {{"id", scenario.full_id()}, {"title", scenario.title}}},
              {"spec", std::move(spec)}};
}

}  // namespace nlbsim::scenarios
