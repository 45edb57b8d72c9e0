// The TargetGroupBinding controller: registers the nodes or Pods behind a binding's Service with its target group and
// opens their security groups for it, as the AWS Load Balancer Controller does. Whether a Gateway's stack or a person
// made the binding is all the same.
//
// A reconcile resolves endpoints from the caches and compares them with the checkpoint that the last complete one
// stored: if they agree nothing is called. Otherwise the checkpoint is cleared before anything changes and stored when
// all of it is done, so that whatever a crash or a lost answer leaves behind is looked at again. Decisions are in
// endpoints.h, target_diff.h and ingress_rules.h; this class is the order of effects. One per replica, shared by its
// workers.
//
// A target that is deregistered behind our back stays unnoticed while the checkpoint matches. When nobody has looked
// for longer than the resync period, the targets are therefore described 30 to 45 minutes after a reconcile has found
// the checkpoint in order; that timer is periodic, nothing waits for it. The real controller drops its checkpoint to
// that end and writes it again; here nothing is written unless something is amiss.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "api/kube/object.h"
#include "engine/context.h"
#include "engine/runtime/controller/reconciler.h"
#include "engine/runtime/events/event_recorder.h"
#include "engine/targets/binding_writer.h"
#include "engine/targets/endpoints.h"
#include "engine/targets/node_networking.h"
#include "engine/targets/readiness_gates.h"
#include "engine/targets/shared_targets.h"
#include "engine/targets/target_registry.h"
#include "engine/targets/target_zones.h"

namespace nlbsim::engine {

// Where the events on bindings go; normally EventRecorder::event of the component "targetGroupBinding".
using BindingEvents = std::function<void(const kube::ObjectRef& binding, EventType type, std::string_view reason,
                                         std::string message, sim::RecordId cause)>;

// Asks for the caches of Pods and EndpointSlices, which nobody fills before the first binding that needs them. False:
// they have not been filled yet, and whoever asked is woken when they are.
using EndpointsKnown = std::function<bool()>;

class TargetGroupBindingReconciler final : public Reconciler {
 public:
  TargetGroupBindingReconciler(const Context& context, BindingListers listers, BindingEvents events,
                               EndpointsKnown endpoints_known);
  sim::Task<Outcome> reconcile(Request request) override;

 private:
  using Written = sim::Result<kube::ObjectRef>;

  // What somebody who made the binding by hand left out: AWS knows it by the target group's ARN or name.
  sim::Task<Written> fill_in(kube::ObjectRef binding, sim::RecordId cause);
  sim::Task<sim::Result<Outcome>> reconcile_live(kube::ObjectRef binding, sim::RecordId cause);
  // Endpoints differ from the checkpoint, or nobody knows.
  sim::Task<sim::Result<Outcome>> converge(kube::ObjectRef binding, ResolvedEndpoints resolved, std::string wanted,
                                           sim::RecordId cause);
  // From the targets there are to those that there should be. `own`: of a target group that is shared, what this
  // cluster has registered.
  struct Moves {
    TargetDiff diff;
    bool pending = false;  // some target may yet turn healthy
    std::optional<TargetTexts> own;
  };
  sim::Task<sim::Result<Moves>> plan_moves(kube::ObjectRef binding, std::vector<Endpoint> wanted, sim::RecordId cause);
  sim::Task<sim::Result<void>> move_targets(kube::ObjectRef binding, Moves moves, ResolvedEndpoints resolved,
                                            sim::RecordId cause);
  // Of either type: what AWS refused of these, each tried with all the zones that it may need.
  sim::Task<sim::Result<std::vector<aws::TargetDescription>>> register_targets(
      kube::ObjectRef binding, std::vector<aws::TargetDescription> targets, ResolvedEndpoints resolved,
      sim::RecordId cause);
  // What the targets' health means to Pods that wait for it.
  sim::Task<sim::Result<Gates>> tell_gates(kube::ObjectRef binding, ResolvedEndpoints resolved, sim::RecordId cause);
  // The targets' health has a say in what comes next; the checkpoint says that all is not done.
  struct Awaited {
    bool pending = false;  // something will come of it
    std::string reason;
  };
  sim::Task<sim::Result<Outcome>> wait_for_health(kube::ObjectRef binding, Awaited awaited, std::int64_t generation,
                                                  sim::RecordId cause);
  // The checkpoint matches.
  sim::Task<sim::Result<Outcome>> skip(kube::ObjectRef binding, ResolvedEndpoints resolved, sim::RecordId cause);
  // Without a write, unless AWS does not have what the checkpoint says.
  sim::Task<sim::Result<Outcome>> look_again(kube::ObjectRef binding, ResolvedEndpoints resolved, sim::RecordId cause);
  sim::Task<sim::Result<Outcome>> backend_missing(kube::ObjectRef binding, sim::Error error, sim::RecordId cause);
  sim::Task<sim::Result<Outcome>> finish(kube::ObjectRef binding, std::string checkpoint, std::int64_t generation,
                                         sim::RecordId cause);
  sim::Task<sim::Result<Outcome>> remove(kube::ObjectRef binding, sim::RecordId cause);
  // The binding vanished without us: only its share in the rules is left of it.
  sim::Task<sim::Result<Outcome>> forget(kube::ObjectKey key, sim::RecordId cause);
  // Gives up the binding's share in the rules.
  sim::Task<sim::Result<void>> close_rules(kube::ObjectRef binding, sim::RecordId cause);
  // Deregisters the targets of a binding that is being deleted, unless it will be made again.
  sim::Task<sim::Result<void>> deregister_unless_live(kube::ObjectRef binding, sim::RecordId cause);
  sim::Task<sim::Result<void>> deregister_all(kube::ObjectRef binding, sim::RecordId cause);
  // Pods that wait for the health of their targets here wait no more.
  sim::Task<sim::Result<void>> open_gates(kube::ObjectRef binding, sim::RecordId cause);
  void report_skipped_nodes(const kube::ObjectRef& binding, const ResolvedEndpoints& resolved, sim::RecordId cause);
  Outcome failed(const kube::ObjectKey& key, sim::Error error, sim::RecordId cause);

  const Context& context_;
  const BindingListers listers_;
  const BindingEvents events_;
  const EndpointsKnown endpoints_known_;
  BindingWriter writer_;
  TargetRegistry targets_;
  TargetZones zones_;
  ReadinessGates gates_;
  SharedTargets shared_;
  NodeNetworking networking_;
  std::map<kube::ObjectKey, std::string> told_skipped_;     // what the last event about nodes said
  std::map<kube::ObjectKey, sim::Instant> deferred_until_;  // when the targets are looked at again
  std::map<kube::ObjectKey, sim::Instant> looked_at_;       // when they last were, and were in order
};

}  // namespace nlbsim::engine
