// Keeps the security groups of nodes and Pods open for what the TargetGroupBindings need, and no further.
//
// The rules are merged over all bindings of the cluster, so before the first change of a process every binding in the
// cache is computed, also those whose own reconcile is skipped by its checkpoint: whatever a crash left behind is then
// seen as nobody's and revoked. After that each binding keeps its own share up to date in its own reconcile. A process
// that changes nothing makes no call. While some binding cannot be computed, rules are added but none is revoked. A
// rule that EC2 refuses (its source does not exist, say) is the trouble of the bindings that ask for it: only their own
// reconciles ask again. Where it was to narrow a wider one, it is the trouble of the binding that leaves as well: the
// wider one stays, and so does that binding, until it can be replaced.
//
// One per replica, shared by its workers: one of them works at a time.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/context.h"
#include "engine/runtime/cache/lister.h"
#include "engine/targets/ingress_rules.h"
#include "engine/targets/node_security_groups.h"
#include "engine/targets/resolve_endpoints.h"
#include "sim/task.h"

namespace nlbsim::engine {

// A binding's share in the rules, before it is known which security groups its nodes or Pods have.
struct BindingShare {
  kube::ObjectKey binding;
  std::string checkpoint;              // of the endpoints and the spec that it was computed from
  std::vector<std::string> instances;  // of its nodes; none if there are no rules
  std::vector<PodAddress> pods;        // whose own groups count; none: those of the nodes do
  std::vector<IngressRule> rules;
};

class NodeNetworking {
 public:
  NodeNetworking(const Context& context, BindingListers listers);

  // Opens what the share needs, then closes what nobody needs any more. An error means that targets should not be
  // registered yet.
  sim::Task<sim::Result<void>> reconcile(BindingShare share, sim::RecordId cause);
  // The binding needs nothing any more: it is being deleted, or its Service is gone. `instances` are those of the
  // nodes, whose groups are looked through in a process that has not computed this binding before.
  sim::Task<sim::Result<void>> remove(BindingShare share, sim::RecordId cause);
  // False if rules have been computed in this process, but not for this state of the binding: then a matching
  // checkpoint does not prove that its rules are there.
  bool covers(const kube::ObjectKey& binding, const std::string& checkpoint) const;
  // Whether this process holds a share of it.
  bool knows(const kube::ObjectKey& binding) const { return shares_.contains(binding); }

 private:
  struct Share {
    std::string checkpoint;
    RuleDemand demand;
  };

  sim::Task<void> lock();
  void unlock();
  sim::Task<sim::Result<void>> reconcile_locked(BindingShare share, sim::RecordId cause);
  sim::Task<sim::Result<void>> remove_locked(BindingShare share, sim::RecordId cause);
  // Computes every other binding of the cache; once per process, or until it succeeds for all.
  sim::Task<sim::Result<void>> compute_others(kube::ObjectKey own, std::vector<std::string> own_instances,
                                              sim::RecordId cause);
  sim::Task<sim::Result<RuleDemand>> demand_of(BindingShare share, sim::RecordId cause);
  // On whose behalf rules are changed: an error is about what that binding needs, or leaves behind.
  struct Asker {
    RuleDemand demand;
    bool leaves = false;
  };
  sim::Task<sim::Result<void>> apply(Asker asker, sim::RecordId cause);
  // Of what the group should hold, rules that are known to be refused and are no matter of the asker's.
  std::vector<aws::ec2::IpPermission> unasked_for(const Asker& asker, const std::string& group) const;
  sim::Result<void> note_refused(const Asker& asker, const std::string& group, const std::vector<RefusedRule>& refused);
  sim::Task<sim::Result<void>> sweep(sim::RecordId cause);
  void put(const kube::ObjectKey& binding, Share share);
  void drop(const kube::ObjectKey& binding);

  const Context& context_;
  const BindingListers listers_;
  NodeSecurityGroups security_groups_;
  std::map<kube::ObjectKey, Share> shares_;
  MergedRules rules_;
  // By group and identity of the rule: whether one of ours stays in its place.
  std::map<std::pair<std::string, std::string>, bool> refused_;
  std::set<std::string> tracked_;           // groups that may hold rules of ours
  std::set<kube::ObjectKey> not_computed_;  // bindings of the cache whose share is not known
  bool computed_others_ = false;
  bool listed_tagged_groups_ = false;
  bool busy_ = false;
  sim::Event free_;
};

// The share of a binding whose endpoints are known. Error code "InvalidNetworking".
sim::Result<BindingShare> make_share(const kube::ObjectRef& binding, const ResolvedEndpoints& resolved,
                                     std::string checkpoint);
// The share of a binding by what the cache says now; a missing Service or port is an empty one. An error if it cannot
// be told, because target type, Service, node or ports are not usable.
sim::Result<BindingShare> share_of(const kube::ObjectRef& binding, const BindingListers& listers,
                                   const Profile& profile);

}  // namespace nlbsim::engine
