// The composition root of a simulation: scheduler, journal, one AWS account, and clusters with an API server and
// controller replicas each, wired together through pipelines.
//
//   const WorldTemplate plan = *WorldTemplate::make(scenario.world, "seed", "seed-compat");
//   sim::FirstChooser chooser;
//   World world(plan, chooser);
//   world.scheduler().step(); ...
//
// A template is prepared once and makes worlds by the thousand; it is immutable and may be shared by threads. A World
// belongs to one thread, starts at the time that the settings name with its controllers running, and takes everything
// with it when it is destroyed but the journal. Actors are "user" (whoever applies manifests), "aws", "kubelet" (starts
// controllers again), and for each cluster "kube-apiserver" and "controller-1"...; with several clusters the last two
// carry the cluster's name: "blue/controller-1". A controller that is somebody else's and calls over the wire is an
// actor of the name that it was given.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "api/pipeline.h"
#include "api/records.h"
#include "engine/config.h"
#include "engine/replica.h"
#include "fake_apiserver/api_server.h"
#include "fake_apiserver/kube_server.h"
#include "fake_aws/account.h"
#include "scenarios/world/node_life.h"
#include "scenarios/world/target_answers.h"
#include "scenarios/world/world_settings.h"

namespace nlbsim::scenarios {

using sim::Result;

class WorldTemplate {
 public:
  // Error code "InvalidWorld": an unknown profile or bundle of versions, or what it is to hold cannot be.
  static Result<WorldTemplate> make(WorldSettings settings, std::string_view profile, std::string_view served_versions);

  struct ClusterPlan {
    ClusterSettings settings;
    std::string vpc_id;
    std::shared_ptr<const fake_apiserver::ApiServer> core;  // with its nodes; each world starts with a copy
  };
  const WorldSettings& settings() const { return settings_; }
  const engine::Profile& profile() const { return *profile_; }

 private:
  friend class World;
  Result<void> add_cluster(const ClusterSettings& cluster, fake_apiserver::ServedVersions served,
                           const WorldSettings& settings);

  WorldSettings settings_;
  const engine::Profile* profile_ = nullptr;
  fake_aws::Account account_;  // with the networks of all clusters
  std::vector<ClusterPlan> clusters_;
  std::vector<sim::Duration> aws_trip_;  // one way, entry 0 the median
  std::vector<sim::Duration> kube_trip_;
};

// One controller, through all its incarnations.
struct ReplicaSlot {
  std::string name;     // of its actors
  std::string cluster;  // of whose controllers it is one
  engine::Config config;
  sim::Actor* actor = nullptr;               // of the incarnation that runs, or ran last
  std::unique_ptr<engine::Replica> replica;  // of that incarnation
  bool running() const { return replica && !actor->dropped(); }
};

struct ClusterSlot {
  ClusterSlot(std::string cluster_name, const fake_apiserver::ApiServer& prepared)
      : name(std::move(cluster_name)), core(prepared) {}
  std::string name;
  fake_apiserver::ApiServer core;
  std::optional<fake_apiserver::KubeServer> server;
  std::optional<api::Pipeline> kube;
};

class World {
 public:
  World(const WorldTemplate& plan, sim::Chooser& chooser);
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  ~World() = default;

  sim::Scheduler& scheduler() { return scheduler_; }
  const sim::Scheduler& scheduler() const { return scheduler_; }
  sim::Journal& journal() { return *journal_; }
  const sim::Journal& journal() const { return *journal_; }
  // Outlives the world.
  std::shared_ptr<const sim::Journal> shared_journal() const { return journal_; }
  // The name of each ActorId so far.
  const std::vector<std::string>& actors() const { return actors_; }
  sim::Actor& user() { return *user_; }
  // Somebody else's controller. It is at work from its first call on, which whoever serves it tells.
  sim::Actor& add_client(std::string name);
  void client_calls(sim::Actor& client);
  // Their names, in the order of adding.
  const std::vector<std::string>& clients() const { return clients_; }

  fake_aws::Account& account() { return account_; }
  api::Server& aws_server() { return *aws_server_; }
  api::Pipeline& aws() { return *aws_; }
  std::deque<ClusterSlot>& clusters() { return clusters_; }
  // Empty: the first. Null if there is none of that name.
  ClusterSlot* cluster(std::string_view name);

  std::deque<ReplicaSlot>& replicas() { return replicas_; }
  // By actor name; empty or "controller": the first. Null if there is none.
  ReplicaSlot* replica(std::string_view name);

  // Everything the replica has under way ends where it stands. The chooser says whether calls that have not taken
  // effect yet still do ("world/<name>/open calls"; ordinarily they do). Nothing if it is down.
  void crash(ReplicaSlot& slot, sim::RecordId cause = 0);
  // The same where whoever breaks the world has chosen already.
  void crash(ReplicaSlot& slot, sim::RecordId cause, sim::OpenCalls open_calls);
  // A new incarnation with empty memory; the old one must be down.
  void start(ReplicaSlot& slot, sim::RecordId cause = 0);
  // Has a target fail its health checks, or pass them again (scenarios/world/target_answers.h).
  void set_passing(std::string target, std::int32_t port, bool passing) {
    answers_.set_passing(std::move(target), port, passing);
  }

  // As start, after a delay; nothing if it runs by then.
  void start_after(ReplicaSlot& slot, sim::Duration delay);
  void pause(ReplicaSlot& slot, sim::RecordId cause = 0);
  void resume(ReplicaSlot& slot, sim::RecordId cause = 0);

 private:
  sim::Actor& start_actor(std::string name);
  void add_cluster(const WorldTemplate& plan, const WorldTemplate::ClusterPlan& cluster);
  void note_change(const sim::Actor& actor, api::ActorChange change, sim::RecordId cause);

  std::shared_ptr<sim::Journal> journal_ = std::make_shared<sim::Journal>();
  std::vector<std::string> actors_;
  std::vector<std::string> clients_;
  std::set<sim::ActorId> clients_at_work_;
  fake_aws::Account account_;
  api::Delay aws_delay_;
  api::Delay kube_delay_;
  TargetAnswers answers_{*this};
  std::optional<NodeLife> nodes_;
  std::unique_ptr<api::Server> aws_server_;
  std::optional<api::Pipeline> aws_;
  std::deque<ClusterSlot> clusters_;
  std::deque<ReplicaSlot> replicas_;
  sim::Actor* user_ = nullptr;
  sim::Actor* kubelet_ = nullptr;
  // Last, so that it goes first: its coroutines still use all of the above when they are destroyed.
  sim::Scheduler scheduler_;
};

}  // namespace nlbsim::scenarios
