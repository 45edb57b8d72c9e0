#include "scenarios/world/world.h"

#include <algorithm>
#include <utility>

#include "api/records.h"
#include "fake_aws/default_network.h"
#include "scenarios/world/node_object.h"
#include "scenarios/world/profile_name.h"

namespace nlbsim::scenarios {

namespace {

// A container that has ended by itself is started again after this: the kubelet's first back-off.
constexpr sim::Duration kRestartDelay = std::chrono::seconds{10};

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

// Tells nodes what becomes of their instances.
class AwsServer final : public api::Server {
 public:
  AwsServer(sim::Scheduler& scheduler, sim::Actor& actor, sim::Journal& journal, api::Core& core,
            std::optional<NodeLife>& nodes)
      : Server(scheduler, actor, journal, core), nodes_(nodes) {}

 protected:
  void after_effect(const api::CallContext&, api::AnyCall*, const std::vector<sim::RecordId>& records) override {
    for (const sim::RecordId id : records) {
      const sim::Record* record = journal().find(id);
      if (!record || record->kind != sim::RecordKind::resource_changed) continue;
      const auto& changed = api::payload<api::ResourceChanged>(*record);
      if (changed.resource == "Instance" && nodes_) nodes_->instance_changed(changed.key, changed.change, id);
    }
  }

 private:
  std::optional<NodeLife>& nodes_;
};

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
  settings.region = aws.region;
  settings.limits.enabled = aws.limits;
  return settings;
}

// The nodes were there before the story begins: no call, no record.
std::shared_ptr<const fake_apiserver::ApiServer> api_server_with(const std::vector<fake_aws::NodeInstance>& nodes,
                                                                 const std::string& region,
                                                                 fake_apiserver::ServedVersions served,
                                                                 const WorldSettings& settings) {
  const sim::Instant start = settings.start;
  fake_apiserver::ApiServerConfig config;
  config.served = served;
  config.start = start;
  config.workloads = settings.workloads.value_or(false);
  auto server = std::make_shared<fake_apiserver::ApiServer>(std::move(config));
  sim::FirstChooser chooser;
  api::CoreContext context{start, chooser, "kubelet", {}};
  for (const fake_aws::NodeInstance& node : nodes) {
    kube::Create::Request request;
    request.resource = kube::kNodes;
    request.body = node_object(node, region, start);
    api::TypedCall<kube::Create> call(std::move(request));
    [[maybe_unused]] const auto answer = server->apply(context, call);
    assert(answer);
  }
  server->freeze();
  return server;
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
  plan.account_ = fake_aws::Account(account_settings(settings.aws));
  for (const ClusterSettings& cluster : settings.clusters) {
    fake_aws::NetworkPlan network_plan;
    network_plan.cluster_name = cluster.name;
    network_plan.vpc_cidr = cluster.vpc_cidr;
    network_plan.nodes = cluster.nodes;
    network_plan.zones.clear();
    for (int zone = 0; zone < cluster.zones; ++zone) network_plan.zones.emplace_back(1, static_cast<char>('a' + zone));
    const fake_aws::DefaultNetwork network = fake_aws::default_network(plan.account_, network_plan);
    plan.clusters_.push_back(
        {cluster, network.vpc_id, api_server_with(network.nodes, plan.account_.settings().region, *served, settings)});
  }
  plan.aws_trip_ = trip_of(settings.aws.call_latency);
  plan.kube_trip_ = trip_of(settings.kube_call_latency);
  plan.settings_ = std::move(settings);
  return plan;
}

World::World(const WorldTemplate& plan, sim::Chooser& chooser)
    : account_(plan.account_),
      aws_delay_(plan.aws_trip_),
      kube_delay_(plan.kube_trip_),
      scheduler_(chooser, plan.settings_.start) {
  user_ = &start_actor(std::string(kUserActor));
  aws_server_ =
      std::make_unique<AwsServer>(scheduler_, start_actor(std::string(kAwsActor)), *journal_, account_, nodes_);
  aws_.emplace(*aws_server_);
  aws_->add(aws_delay_);
  kubelet_ = &start_actor(std::string(kKubeletActor));
  nodes_.emplace(*this, *kubelet_);
  for (const WorldTemplate::ClusterPlan& cluster : plan.clusters_) add_cluster(plan, cluster);
  for (ReplicaSlot& slot : replicas_) start(slot);
}

sim::Actor& World::start_actor(std::string name) {
  actors_.push_back(name);
  return scheduler_.start(std::move(name));
}

void World::add_cluster(const WorldTemplate& plan, const WorldTemplate::ClusterPlan& cluster) {
  const ClusterSettings& settings = cluster.settings;
  const std::string prefix = actor_prefix(plan.settings_, settings);
  ClusterSlot& slot = clusters_.emplace_back(settings.name, *cluster.core);
  slot.server.emplace(scheduler_, start_actor(prefix + std::string(kApiServerActor)), *journal_, slot.core);
  slot.server->on_change([this](const kube::Resource& resource, const fake_apiserver::Change& change) {
    answers_.changed(resource, change);
  });
  slot.kube.emplace(*slot.server);
  slot.kube->add(kube_delay_);
  for (int i = 1; i <= settings.controllers; ++i) {
    ReplicaSlot& replica = replicas_.emplace_back();
    replica.name = replica_name(prefix, i);
    replica.cluster = settings.name;
    replica.config = plan.settings_.controller;
    replica.config.cluster_name = settings.name;
    replica.config.region = account_.settings().region;
    replica.config.vpc_id = cluster.vpc_id;
    replica.config.identity = replica_name({}, i);
    replica.config.profile = plan.profile_;
    replica.config.plan_only = settings.plan_only;
    replica.config.leader_election = settings.leader_election.value_or(settings.controllers > 1);
  }
}

ClusterSlot* World::cluster(std::string_view name) {
  if (name.empty()) return &clusters_.front();
  const auto found = std::ranges::find(clusters_, name, &ClusterSlot::name);
  return found == clusters_.end() ? nullptr : &*found;
}

ReplicaSlot* World::replica(std::string_view name) {
  if (name.empty() || name == "controller") return replicas_.empty() ? nullptr : &replicas_.front();
  const auto found = std::ranges::find(replicas_, name, &ReplicaSlot::name);
  return found == replicas_.end() ? nullptr : &*found;
}

sim::Actor& World::add_client(std::string name) {
  clients_.push_back(name);
  return start_actor(std::move(name));
}

void World::client_calls(sim::Actor& client) {
  if (clients_at_work_.insert(client.id()).second) note_change(client, api::ActorChange::started, 0);
}

void World::note_change(const sim::Actor& actor, api::ActorChange change, sim::RecordId cause) {
  auto changed = std::make_shared<api::ActorChanged>();
  changed->key = actor.name();
  changed->change = change;
  journal_->append(scheduler_.now(), actor.id(), cause, sim::RecordKind::actor_changed, std::move(changed));
}

void World::start(ReplicaSlot& slot, sim::RecordId cause) {
  assert(!slot.running());
  ClusterSlot& home = *cluster(slot.cluster);
  slot.replica.reset();
  slot.actor = &start_actor(slot.name);
  note_change(*slot.actor, api::ActorChange::started, cause);
  const engine::ReplicaServices services{*journal_, *home.kube, *aws_, *aws_, *aws_};
  slot.replica = std::make_unique<engine::Replica>(*slot.actor, services, slot.config);
  // Called in the replica's own step, which still stands on the stack: it is replaced later.
  slot.replica->on_exit([this, &slot](const std::string&) { start_after(slot, kRestartDelay); });
  slot.replica->start();
}

void World::start_after(ReplicaSlot& slot, sim::Duration delay) {
  const auto due = [this, &slot] {
    if (!slot.running()) start(slot);
  };
  scheduler_.after(*kubelet_, delay, sim::TimerKind::pending, due);
}

void World::crash(ReplicaSlot& slot, sim::RecordId cause) {
  if (!slot.running()) return;
  const std::uint32_t option = scheduler_.chooser().choose(2, {"world", slot.name, "open calls"});
  crash(slot, cause, option == 0 ? sim::OpenCalls::finish : sim::OpenCalls::abandon);
}

void World::crash(ReplicaSlot& slot, sim::RecordId cause, sim::OpenCalls open_calls) {
  if (!slot.running()) return;
  note_change(*slot.actor, api::ActorChange::dropped, cause);
  scheduler_.drop(*slot.actor, open_calls);
  // In a step of the replica's own its frames still stand on the stack; then they go at the end of the step, and what
  // they refer to goes with the next incarnation or the world.
  if (slot.actor->dropped()) slot.replica.reset();
}

void World::pause(ReplicaSlot& slot, sim::RecordId cause) {
  if (!slot.running() || slot.actor->paused()) return;
  note_change(*slot.actor, api::ActorChange::paused, cause);
  scheduler_.pause(*slot.actor);
}

void World::resume(ReplicaSlot& slot, sim::RecordId cause) {
  if (!slot.running() || !slot.actor->paused()) return;
  note_change(*slot.actor, api::ActorChange::resumed, cause);
  scheduler_.resume(*slot.actor);
}

}  // namespace nlbsim::scenarios
