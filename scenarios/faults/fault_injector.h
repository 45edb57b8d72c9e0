// Breaks one world on purpose: the `faults:` list of a scenario and its verbs fault, heal, hold, release, partition.
//
//   FaultInjector injector;            // declared before the World: its hooks outlive what they hang on
//   World world(plan, chooser);
//   injector.attach(world);
//   injector.add(scenario.faults.front());
//
// Nothing is hooked into the world's calls while there is nothing to break. What struck is in the journal as
// FaultInjected, which the effect has as its cause where it is a record. Crashes before an effect are carried out in a
// step of their own that comes before anything else, so that the call never reaches its server; crashes after an
// effect, in the server's step. Used on the world's thread.
#pragma once

#include <deque>
#include <optional>
#include <string_view>
#include <vector>

#include "api/pipeline.h"
#include "fake_apiserver/kube_server.h"
#include "scenarios/faults/fault_match.h"
#include "scenarios/language/scenario.h"
#include "scenarios/world/world.h"

namespace nlbsim::scenarios {

class FaultInjector final : public api::Hook, public fake_apiserver::WatchHook {
 public:
  // At the beginning of the world, from which the times of faults count.
  void attach(World& world) { attach(world, {}, world.scheduler().chooser()); }
  // The same for a world that has more callers than its own, through these pipelines. `p` is asked of `chooser`. All
  // outlive this, or at least the last call.
  void attach(World& world, std::vector<api::Pipeline*> more, sim::Chooser& chooser);

  void add(const FaultSpec& fault);
  const std::deque<StandingFault>& faults() const { return faults_; }
  // False if there is no fault of that id.
  bool heal(std::string_view id);
  // Also lets go of every watch that is held and ends every partition: from here on the world is whole.
  void heal_all();
  // The same, and forgets the faults. Between steps of the world.
  void clear();
  // The replica's watches of a kind stand still; an empty field stands for all.
  void hold(fake_apiserver::WatchFilter filter);
  // Lets go of every hold of that kind and replica; false if there is none.
  bool release(const fake_apiserver::WatchFilter& filter);
  // Refuses what the replica asks of a server (`from` none: both) and holds its watches, which break when it is over.
  // False if there is no such replica.
  bool partition(const PartitionStep& step);

  // Something is broken right now that will not mend by itself.
  bool in_force() const;

  // As hooks.
  std::optional<sim::Error> before(api::Passage& passage) override;
  std::optional<sim::Error> after(api::Passage& passage, const Result<void>& answer) override;
  void deliver(fake_apiserver::WatchDelivery& delivery) override;

 private:
  struct Partition {
    std::string actor;
    std::optional<FaultPlane> from;
    std::uint64_t number = 0;
    bool cuts(const api::Passage& passage) const;
  };

  class Access;
  struct Crash {
    std::string replica;
    std::optional<sim::Duration> restart_after;
    sim::OpenCalls open;
    sim::RecordId cause = 0;
  };

  void hook();
  void hook_calls(bool on);
  sim::RecordId note(const FaultSpec& fault, sim::ActorId actor, sim::RecordId cause, std::string_view subject);
  std::optional<sim::Error> strike(const FaultSpec& fault, FaultPhase phase, api::Passage& passage, Access& access);
  void strike_event(const FaultSpec& fault, fake_apiserver::WatchDelivery& delivery);
  bool make_older(api::TypedCall<kube::List>& list, std::string_view caller, std::optional<sim::Duration> by,
                  std::optional<std::int64_t> revisions);
  void crash(const Crash& crash);
  void crash_soon(Crash wanted);
  void pause_soon(const std::string& replica, std::optional<sim::Duration> resume_after, sim::RecordId cause);
  void end_partition(std::uint64_t number);
  void cut_off(const Partition& partition, bool on);

  World* world_ = nullptr;
  sim::Instant begin_;
  sim::Chooser* chooser_ = nullptr;
  std::vector<api::Pipeline*> more_;
  bool calls_hooked_ = false;
  bool watches_hooked_ = false;
  std::deque<StandingFault> faults_;
  std::vector<fake_apiserver::WatchFilter> held_;
  std::vector<Partition> partitions_;
  std::uint64_t partition_count_ = 0;
  std::uint64_t events_ = 0;
};

}  // namespace nlbsim::scenarios
