#include <algorithm>
#include <array>
#include <charconv>

#include "fake_aws/settings.h"
#include "fake_aws/wire/holdings_json.h"
#include "scenarios/language/step_parser.h"

namespace nlbsim::scenarios {

namespace {

bool read_value(const Node& node, Problems& problems, std::string_view what, DurationSpec& into) {
  Fields fields(node, problems, std::string(what));
  if (!fields.valid()) return false;
  sim::Duration fixed{0};
  DurationSpec spec;
  if (fields.read("fixed", fixed)) spec = DurationSpec::fixed(fixed);
  if (!node.find("fixed")) {
    fields.read_required("median", spec.median);
    spec.p5 = spec.p95 = spec.cap = spec.median;
    fields.read("p5", spec.p5);
    if (fields.read("p95", spec.p95)) spec.cap = spec.p95;
    fields.read("cap", spec.cap);
    if (spec.p5 > spec.median || spec.median > spec.p95 || spec.p95 > spec.cap)
      problems.add(node.mark, std::string(what) + " must grow: p5 <= median <= p95 <= cap");
  }
  fields.finish();
  into = spec;
  return true;
}

template <class T>
void read_spec(Fields& fields, std::string_view key, T& into) {
  const Node* node = fields.find(key);
  DurationSpec spec;
  if (node && read_value(*node, fields.problems(), fields.what() + "." + std::string(key), spec)) into = spec;
}

void read_bounded(Fields& fields, std::string_view key, int low, int high, int& into) {
  int value = into;
  if (!fields.read(key, value)) return;
  if (value < low || value > high)
    fields.problems().add(fields.find(key)->mark, fields.what() + "." + std::string(key) + " must be from " +
                                                      std::to_string(low) + " to " + std::to_string(high));
  else into = value;
}

void read_quotas(const Node& node, std::map<std::string, int>& into, Problems& problems) {
  constexpr int kMost = 100'000;
  Fields fields(node, problems, "world.aws.quotas");
  for (const fake_aws::QuotaName& known : fake_aws::quota_names()) {
    if (!fields.find(known.name)) continue;
    int quota = 0;
    read_bounded(fields, known.name, 0, kMost, quota);
    into[std::string(known.name)] = quota;
  }
  fields.finish();
}

void read_cluster(Fields& fields, ClusterSettings& cluster) {
  constexpr int kMostNodes = 1000;
  constexpr int kMostControllers = 16;
  read_bounded(fields, "nodes", 0, kMostNodes, cluster.nodes);
  read_bounded(fields, "zones", 1, kMostZones, cluster.zones);
  read_bounded(fields, "controllers", 0, kMostControllers, cluster.controllers);
  fields.read("leaderElection", cluster.leader_election);
  fields.read("vpc", cluster.vpc);
}

std::vector<ClusterSettings> read_clusters(const Node& list, Problems& problems) {
  std::vector<ClusterSettings> clusters;
  constexpr std::size_t kMostClusters = 16;
  if (!list.is_list() || list.items.empty() || list.items.size() > kMostClusters) {
    problems.add(list.mark, "world.clusters must be a list of 1 to 16 clusters: [{name: a}, {name: b}]");
    return {ClusterSettings{}};
  }
  for (const Node& item : list.items) {
    ClusterSettings cluster;
    cluster.vpc_cidr = "10." + std::to_string(clusters.size()) + ".0.0/16";
    Fields fields(item, problems, "world.clusters[" + std::to_string(clusters.size()) + "]");
    fields.read_required("name", cluster.name);
    read_cluster(fields, cluster);
    fields.finish();
    if (std::ranges::find(clusters, cluster.name, &ClusterSettings::name) != clusters.end())
      problems.add(item.mark, "two clusters are called " + cluster.name);
    clusters.push_back(std::move(cluster));
  }
  return clusters;
}

// The place of "LoadBalancers[0].Name" in a document: as far as that goes.
Mark mark_at(const Node& document, std::string_view path) {
  const Node* node = &document;
  Mark mark = document.mark;
  while (node && !path.empty()) {
    const std::size_t end = std::min(path.find_first_of(".[]", 1), path.size());
    const std::string_view part = path.substr(path.find_first_not_of(".[]"), end);
    path.remove_prefix(end);
    while (path.starts_with(']') || path.starts_with('.')) path.remove_prefix(1);
    std::size_t index = 0;
    const bool numbered = std::from_chars(part.data(), part.data() + part.size(), index).ec == std::errc();
    if (node->is_list()) node = numbered && index < node->items.size() ? &node->items[index] : nullptr;
    else node = node->find(part.substr(0, part.find_first_of(".[]")));
    if (node) mark = node->mark;
  }
  return mark;
}

void read_holdings(const Node& node, AwsSettings& aws, Problems& problems) {
  const auto document = to_json(node, problems.file());
  if (!document) return problems.add(node.mark, document.error().message);
  auto holdings = std::make_shared<fake_aws::Holdings>();
  const auto problem = fake_aws::read_holdings(*document, *holdings);
  aws.holds = std::move(holdings);
  if (!problem) return;
  const std::vector<std::string_view> known(problem->known.begin(), problem->known.end());
  problems.add(mark_at(node, problem->path),
               "world.aws.holds: " + (problem->message.empty()
                                          ? "there is no member " + problem->path + suggest(problem->member, known)
                                          : problem->message));
}

void read_account(Fields& fields, std::string& into) {
  constexpr std::size_t kDigits = 12;
  if (!fields.read("account", into) || fields.problems().asked()) return;
  const bool digits = std::ranges::all_of(into, [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || into.size() != kDigits)
    fields.problems().add(fields.find("account")->mark,
                          "world.aws.account must be the twelve digits of an account, in quotes: \"123456789012\"");
}

void read_aws(const Node& node, AwsSettings& aws, Problems& problems) {
  static constexpr std::array<std::string_view, 3> kEnds{"active", "active_impaired", "failed"};
  Fields fields(node, problems, "world.aws");
  read_spec(fields, "nlbActivation", aws.nlb_activation);
  if (fields.read("nlbActivationEndsIn", aws.nlb_activation_ends_in) &&
      std::ranges::find(kEnds, aws.nlb_activation_ends_in) == kEnds.end())
    problems.add(fields.find("nlbActivationEndsIn")->mark, "no load balancer ends in \"" + aws.nlb_activation_ends_in +
                                                               "\"" + suggest(aws.nlb_activation_ends_in, kEnds));
  read_spec(fields, "targetRegistration", aws.target_registration);
  read_spec(fields, "targetGroupRelease", aws.target_group_release);
  read_spec(fields, "interfaceRelease", aws.interface_release);
  read_spec(fields, "callLatency", aws.call_latency);
  read_spec(fields, "targetGroupAttach", aws.target_group_attach);
  read_spec(fields, "instanceTransition", aws.instance_transition);
  read_spec(fields, "certificateValidation", aws.certificate_validation);
  if (const Node* quotas = fields.find("quotas")) read_quotas(*quotas, aws.quota_values, problems);
  fields.read("limits", aws.limits);
  if (fields.read("consistency", aws.consistency) && !fake_aws::parse_consistency(aws.consistency))
    problems.add(fields.find("consistency")->mark, "there is no consistency \"" + aws.consistency + "\"" +
                                                       suggest(aws.consistency, fake_aws::kConsistencyNames));
  read_account(fields, aws.account);
  fields.read("region", aws.region);
  if (const Node* holds = fields.find("holds")) read_holdings(*holds, aws, problems);
  fields.finish();
}

void read_word(Fields& fields, std::string_view key, std::span<const std::string_view> words, std::string& into) {
  if (fields.read(key, into) && std::ranges::find(words, into) == words.end())
    fields.problems().add(fields.find(key)->mark, fields.what() + "." + std::string(key) + " is \"" + into +
                                                      "\", which is none" + suggest(into, words));
}

void read_tags(Fields& fields, std::string_view key, std::map<std::string, std::string>& into) {
  const Node* node = fields.find(key);
  if (!node) return;
  Fields tags(*node, fields.problems(), fields.what() + "." + std::string(key));
  for (const Node::Entry& tag : node->entries) tags.read(tag.key.text, into[tag.key.text]);
  tags.finish();
}

void read_gates(const Node& node, engine::FeatureGates& gates, Problems& problems) {
  Fields fields(node, problems, "world.controller.featureGates");
  fields.read("EnableDefaultTagsLowPriority", gates.default_tags_low_priority);
  fields.read("SubnetsClusterTagCheck", gates.subnets_cluster_tag_check);
  fields.read("SubnetDiscoveryByReachability", gates.subnet_discovery_by_reachability);
  fields.finish();
}

// Called as the real controller's flags are.
void read_controller(const Node& node, engine::Config& controller, Problems& problems) {
  static constexpr std::array<std::string_view, 2> kTargetTypes{"instance", "ip"};
  static constexpr std::array<std::string_view, 2> kSchemes{"internal", "internet-facing"};
  constexpr int kMostWorkers = 100;
  Fields fields(node, problems, "world.controller");
  read_word(fields, "defaultTargetType", kTargetTypes, controller.default_target_type);
  read_word(fields, "defaultLoadBalancerScheme", kSchemes, controller.default_scheme);
  fields.read("defaultSslPolicy", controller.default_ssl_policy);
  read_tags(fields, "defaultTags", controller.default_tags);
  read_bounded(fields, "nlbGatewayMaxConcurrentReconciles", 1, kMostWorkers, controller.gateway_workers);
  read_bounded(fields, "gatewayClassMaxConcurrentReconciles", 1, kMostWorkers, controller.gateway_class_workers);
  read_bounded(fields, "targetgroupbindingMaxConcurrentReconciles", 1, kMostWorkers,
               controller.target_group_binding_workers);
  fields.read("targetgroupbindingMaxExponentialBackoffDelay", controller.binding_max_backoff);
  fields.read("syncPeriod", controller.resync_period);
  fields.read("lbStabilizationMonitorInterval", controller.not_active_requeue);
  int attempts = static_cast<int>(controller.aws_max_attempts);
  read_bounded(fields, "awsMaxRetries", 1, kMostWorkers, attempts);
  controller.aws_max_attempts = static_cast<std::uint32_t>(attempts);
  if (const Node* gates = fields.find("featureGates")) read_gates(*gates, controller.gates, problems);
  fields.finish();
}

// Where the account holds what is told, no network and no node is made.
void check_made_and_held(const Node& node, const WorldSettings& world, Problems& problems) {
  if (problems.asked()) return;
  for (const std::string_view made : {"nodes", "zones"})
    if (const Node* value = node.find(made); value && world.aws.holds)
      problems.add(value->mark, "world." + std::string(made) + " stands beside world.aws.holds, which tells of all " +
                                    "that there is: leave it out");
  if (node.find("vpc") && !world.aws.holds)
    problems.add(node.find("vpc")->mark, "world.vpc is one of the Vpcs of world.aws.holds, which is not there");
}

}  // namespace

WorldSettings read_world(const Node& node, WorldSettings base, Problems& problems) {
  Fields fields(node, problems, "world");
  WorldSettings world = std::move(base);
  if (const Node* clusters = fields.find("clusters")) {
    world.clusters = read_clusters(*clusters, problems);
    if (node.find("cluster") || node.find("nodes") || node.find("controllers") || node.find("leaderElection") ||
        node.find("vpc"))
      problems.add(clusters->mark,
                   "world.clusters tells all about clusters: cluster, nodes, controllers, leaderElection and vpc "
                   "belong inside its entries");
  }
  ClusterSettings& first = world.clusters.front();
  fields.read("cluster", first.name);
  read_cluster(fields, first);
  if (const Node* aws = fields.find("aws")) read_aws(*aws, world.aws, problems);
  if (const Node* controller = fields.find("controller")) read_controller(*controller, world.controller, problems);
  if (const Node* kube = fields.find("kube")) {
    Fields kube_fields(*kube, problems, "world.kube");
    read_spec(kube_fields, "callLatency", world.kube_call_latency);
    if (bool workloads = false; kube_fields.read("workloads", workloads)) world.workloads = workloads;
    if (const Node* holds = kube_fields.find("holds")) {
      world.objects.clear();
      for (const Manifest& object : read_objects(*holds, problems)) world.objects.push_back(object.document);
    }
    kube_fields.finish();
  }
  check_made_and_held(node, world, problems);
  fields.finish();
  return world;
}

}  // namespace nlbsim::scenarios
