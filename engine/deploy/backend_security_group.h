// The security group that all NLBs of a cluster share: targets let it in, so that one rule serves every Gateway.
//
// Made by whoever needs it first, deleted by the last Gateway that goes. All of it happens one at a time: several
// workers that need the group make one, and nobody is given a group that another is about to delete. A Gateway holds
// the group from its first acquire() in this process; after a restart its finalizer, seen in the cache, holds it. One
// per replica.
#pragma once

#include <map>
#include <set>
#include <string>

#include "engine/context.h"
#include "engine/deploy/describe.h"
#include "engine/runtime/cache/lister.h"

namespace nlbsim::engine {

class BackendSecurityGroup {
 public:
  BackendSecurityGroup(const Context& context, const Lister& gateways) : context_(context), gateways_(gateways) {}
  BackendSecurityGroup(const BackendSecurityGroup&) = delete;
  BackendSecurityGroup& operator=(const BackendSecurityGroup&) = delete;

  // Its id; made if need be. From now on the Gateway holds it.
  sim::Task<sim::Result<std::string>> acquire(kube::ObjectKey gateway, sim::RecordId cause);
  // The Gateway needs it no more. Deletes it unless another Gateway does; while AWS still sees it in use, tries again
  // every 2 s for 2 minutes at most, or until somebody wants it again. It stays where a load balancer has it that no
  // Gateway stands for.
  sim::Task<sim::Result<void>> release(kube::ObjectKey gateway, sim::RecordId cause);
  bool holds(const kube::ObjectKey& gateway) const { return holders_.contains(gateway); }
  // AWS does not know the group: look again before it is used.
  void forget() { group_id_.clear(); }

 private:
  sim::Task<void> lock();
  void unlock();
  sim::Task<sim::Result<std::string>> find_or_create(sim::RecordId cause);
  sim::Task<sim::Result<std::string>> find(sim::RecordId cause);
  sim::Task<sim::Result<std::string>> create(sim::RecordId cause);
  // Where nothing is carried out: the plan is noted, and what stands for the id is given.
  std::string plan_create(sim::RecordId cause) const;
  void plan_delete(sim::RecordId cause) const;
  sim::Task<sim::Result<std::string>> find_named(std::string name, sim::RecordId cause);
  sim::Task<sim::Result<void>> remove_if_unused(sim::RecordId cause);
  sim::Task<sim::Result<bool>> used_by_load_balancer(std::string group_id, sim::RecordId cause);
  bool needed() const;
  void forget_vanished();

  const Context& context_;
  const Lister& gateways_;
  std::string group_id_;  // empty: not known
  std::set<kube::ObjectKey> holders_;
  // Gateways on their way out, by uid: their finalizer does not count any more, although the cache still shows it.
  std::map<kube::ObjectKey, std::string> released_;
  bool name_is_taken_ = false;  // by something that is not ours
  bool locked_ = false;
  sim::Event unlocked_;
};

}  // namespace nlbsim::engine
