#include <algorithm>
#include <cassert>
#include <utility>

#include "fake_aws/default_network.h"
#include "fake_aws/holdings/holdings.h"
#include "scenarios/record/object_text.h"
#include "scenarios/world/node_object.h"
#include "scenarios/world/profile_name.h"
#include "scenarios/world/world.h"

namespace nlbsim::scenarios {

namespace {

fake_aws::DurationTable table_of(const DurationSpec& spec) {
  if (spec.is_fixed()) return fake_aws::fixed_duration(spec.median);
  return fake_aws::spread_duration({spec.median, spec.p5, spec.p95, spec.cap});
}

// A call's latency is spent half on the way there, half on the way back.
std::vector<sim::Duration> trip_of(const DurationSpec& latency) {
  std::vector<sim::Duration> table = table_of(latency);
  for (sim::Duration& entry : table) entry /= 2;
  return table;
}

// Of what grows with the number of load balancers.
constexpr std::size_t kRaisedQuota = 1'000'000;

fake_aws::Settings account_settings(const AwsSettings& aws) {
  fake_aws::Settings settings;
  if (aws.nlb_activation) settings.timing.activation.delay = table_of(*aws.nlb_activation);
  settings.timing.activation.ends_in = aws.nlb_activation_ends_in;
  if (aws.target_registration) settings.timing.target_registration = table_of(*aws.target_registration);
  if (aws.target_group_release) settings.timing.target_group_release = table_of(*aws.target_group_release);
  if (aws.target_group_attach) settings.timing.attach = table_of(*aws.target_group_attach);
  if (aws.instance_transition) settings.timing.instance_transition = table_of(*aws.instance_transition);
  if (aws.certificate_validation) settings.timing.certificate_validation = table_of(*aws.certificate_validation);
  if (aws.interface_release) settings.timing.interface_release = table_of(*aws.interface_release);
  if (!aws.quotas) {
    fake_aws::Quotas& quotas = settings.quotas;
    quotas.load_balancers = quotas.target_groups = quotas.security_groups = kRaisedQuota;
    quotas.vpcs = quotas.elastic_ips = quotas.certificates = kRaisedQuota;
    quotas.rules_per_security_group = kRaisedQuota;
  }
  for (const fake_aws::QuotaName& known : fake_aws::quota_names())
    if (const auto wanted = aws.quota_values.find(std::string(known.name)); wanted != aws.quota_values.end())
      settings.quotas.*known.quota = static_cast<std::size_t>(wanted->second);
  settings.consistency = fake_aws::parse_consistency(aws.consistency).value_or(fake_aws::Consistency::instant);
  settings.account = aws.account;
  settings.region = aws.region;
  settings.limits.enabled = aws.limits;
  return settings;
}

std::shared_ptr<fake_apiserver::ApiServer> empty_api_server(fake_apiserver::ServedVersions served,
                                                            const WorldSettings& settings) {
  fake_apiserver::ApiServerConfig config;
  config.served = served;
  config.start = settings.start;
  config.workloads = settings.workloads.value_or(false);
  return std::make_shared<fake_apiserver::ApiServer>(std::move(config));
}

// The nodes were there before the story begins: no call, no record.
void add_nodes(fake_apiserver::ApiServer& server, const std::vector<fake_aws::NodeInstance>& nodes,
               const std::string& region, sim::Instant start) {
  sim::FirstChooser chooser;
  api::CoreContext context{start, chooser, "kubelet", {}};
  for (const fake_aws::NodeInstance& node : nodes) {
    kube::Create::Request request;
    request.resource = kube::kNodes;
    request.body = node_object(node, region, start);
    api::TypedCall<kube::Create> call(std::move(request));
    [[maybe_unused]] const auto answer = server.apply(context, call);
    assert(answer);
  }
}

tl::unexpected<sim::Error> invalid_world(std::string message) { return sim::fail("InvalidWorld", std::move(message)); }

bool is_namespace(const api::JsonRef& object) { return api::text(api::member(*object, "kind")) == "Namespace"; }

// Namespaces first: nothing is held in one that is not there.
Result<void> add_objects(fake_apiserver::ApiServer& server, const WorldSettings& settings) {
  for (const bool namespaces : {true, false})
    for (const api::JsonRef& object : settings.objects) {
      if (is_namespace(object) != namespaces) continue;
      if (auto held = server.begin_with(object, settings.start); !held)
        return invalid_world("world.kube.holds: " + subject_text(*object) + ": " + held.error().message);
    }
  server.compact(server.store().revision());
  return {};
}

std::optional<sim::Instant> made_at(const api::Json& object) {
  const auto made = sim::parse_rfc3339(api::text(api::at(object, "metadata", "creationTimestamp")));
  return made ? std::optional(*made) : std::nullopt;
}

// Nothing is held that was made after the world began: the newest is as old as the world, and everything older by as
// much as it is, so that who was first stays first.
void move_back(WorldSettings& settings) {
  sim::Instant newest = settings.start;
  for (const api::JsonRef& object : settings.objects) newest = std::max(newest, made_at(*object).value_or(newest));
  const auto held = settings.aws.holds ? std::make_shared<fake_aws::Holdings>(*settings.aws.holds) : nullptr;
  if (held)
    for (const aws::LoadBalancer& balancer : held->LoadBalancers) newest = std::max(newest, balancer.CreatedTime);
  const sim::Duration ahead = newest - settings.start;
  if (ahead == sim::Duration::zero()) return;
  for (api::JsonRef& object : settings.objects) {
    const auto made = made_at(*object);
    if (!made) continue;
    api::Json moved = *object;
    moved["metadata"]["creationTimestamp"] = sim::to_rfc3339(*made - ahead);
    object = std::make_shared<const api::Json>(api::freeze(std::move(moved)));
  }
  if (!held) return;
  for (aws::LoadBalancer& balancer : held->LoadBalancers) balancer.CreatedTime = balancer.CreatedTime - ahead;
  settings.aws.holds = held;
}

// Where the account holds what is told: which VPC the cluster is in.
Result<std::string> cluster_vpc(const ClusterSettings& cluster, const fake_aws::Network& network) {
  if (!cluster.vpc.empty()) {
    if (network.vpcs.contains(cluster.vpc)) return cluster.vpc;
    return invalid_world("world.vpc is " + cluster.vpc + ", which is none of the Vpcs that world.aws.holds tells of");
  }
  if (network.vpcs.size() == 1) return network.vpcs.begin()->first;
  return invalid_world("world.aws.holds tells of " + std::to_string(network.vpcs.size()) +
                       " Vpcs: world.vpc says in which of them the cluster is");
}

}  // namespace

Result<WorldTemplate> WorldTemplate::make(WorldSettings settings, std::string_view profile,
                                          std::string_view served_versions) {
  WorldTemplate plan;
  const auto named = profile_named(std::string(profile));
  if (!named) return sim::fail("InvalidWorld", named.error().message);
  plan.profile_ = *named;
  const auto served = fake_apiserver::parse_served_versions(served_versions);
  if (!served)
    return sim::fail("InvalidWorld", "there is no bundle of served versions \"" + std::string(served_versions) + "\"");
  move_back(settings);
  plan.account_ = fake_aws::Account(account_settings(settings.aws));
  if (settings.aws.holds) {
    auto state = fake_aws::hold(*settings.aws.holds, plan.account_.settings(), settings.start);
    if (!state) return invalid_world("world.aws.holds: " + state.error().message);
    plan.account_.begin_with(*std::move(state));
  }
  for (const ClusterSettings& cluster : settings.clusters)
    if (auto added = plan.add_cluster(cluster, *served, settings); !added)
      return sim::forward(std::move(added.error()));
  plan.aws_trip_ = trip_of(settings.aws.call_latency);
  plan.kube_trip_ = trip_of(settings.kube_call_latency);
  plan.settings_ = std::move(settings);
  return plan;
}

Result<void> WorldTemplate::add_cluster(const ClusterSettings& cluster, fake_apiserver::ServedVersions served,
                                        const WorldSettings& settings) {
  auto server = empty_api_server(served, settings);
  std::string vpc_id;
  if (settings.aws.holds) {
    auto vpc = cluster_vpc(cluster, account_.network());
    if (!vpc) return sim::forward(std::move(vpc.error()));
    vpc_id = *std::move(vpc);
  } else {
    fake_aws::NetworkPlan network_plan;
    network_plan.cluster_name = cluster.name;
    network_plan.vpc_cidr = cluster.vpc_cidr;
    network_plan.nodes = cluster.nodes;
    network_plan.zones.clear();
    for (int zone = 0; zone < cluster.zones; ++zone) network_plan.zones.emplace_back(1, static_cast<char>('a' + zone));
    const fake_aws::DefaultNetwork network = fake_aws::default_network(account_, network_plan);
    vpc_id = network.vpc_id;
    add_nodes(*server, network.nodes, account_.settings().region, settings.start);
  }
  if (clusters_.empty() && !settings.objects.empty())
    if (auto added = add_objects(*server, settings); !added) return added;
  server->freeze();
  clusters_.push_back({cluster, std::move(vpc_id), std::move(server)});
  return {};
}

}  // namespace nlbsim::scenarios
