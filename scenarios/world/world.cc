#include "scenarios/world/world.h"

#include <algorithm>
#include <utility>

#include "api/records.h"

namespace nlbsim::scenarios {

namespace {

// A container that has ended by itself is started again after this: the kubelet's first back-off.
constexpr sim::Duration kRestartDelay = std::chrono::seconds{10};

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

}  // namespace

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
  answers_.begin();
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
