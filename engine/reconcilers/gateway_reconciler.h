// Makes one Gateway what its spec asks for: class accepted, routes loaded, their statuses posted, finalizer, stack
// built and deployed, status written; and when it is deleted, its stack removed and then its finalizer.
//
// What the user has to repair (a violated rule, an invalid listener) is told once as a Warning event and in conditions;
// the next attempt then follows a change, not a timer. What AWS or the API server refuse is told once, too, and retried
// with backoff. Whatever fails, the status says what is known by then. While the NLB is not active the Gateway is
// looked at again every config.not_active_requeue.
//
// A Gateway that goes without having been removed (its finalizer was taken by force) has its stack removed all the
// same. If that fails for long it is told as an orphan and let go.
#pragma once

#include <map>
#include <optional>

#include "engine/deploy/stack_deployer.h"
#include "engine/reconcilers/gateway_writer.h"
#include "engine/reconcilers/route_status_controller.h"
#include "engine/reconcilers/told_once.h"
#include "engine/routes/rules/gateway_refusal.h"
#include "engine/runtime/controller/reconciler.h"

namespace nlbsim::engine {

// How far a pass came.
struct Pass {
  std::vector<LoadedListener> listeners;
  std::vector<LoadedListenerSet> sets;
  PassFacts facts;
  bool failed_state = false;        // AWS has given the NLB up
  std::optional<sim::Error> error;  // what has to be tried again
  bool waits_for_somebody = false;  // trying again as it is helps nobody
  // ACM tells nobody of a new certificate: look again after so long; zero: no listener depends on what it has.
  sim::Duration certificates_again{0};
};

class GatewayReconciler final : public Reconciler {
 public:
  // All references outlive the reconciler.
  GatewayReconciler(const Context& context, const Listers& listers, StackDeployer& deployer,
                    RouteStatusReconciler& routes, GatewayEvents events);

  sim::Task<Outcome> reconcile(Request request) override;

 private:
  sim::Task<Outcome> converge(kube::ObjectRef gateway, kube::ObjectRef gateway_class, sim::RecordId cause);
  // Routes and status say why; what was made before stays as it is.
  sim::Task<Outcome> refuse(kube::ObjectRef gateway, rules::Refusal refusal, sim::RecordId cause);
  sim::Task<Outcome> deploy(kube::ObjectRef gateway, LoadedGateway loaded, Pass pass, sim::RecordId cause);
  // The end of every pass: what is known goes into the status, and what failed decides how the key comes back.
  sim::Task<Outcome> finish(kube::ObjectRef gateway, Pass pass, sim::RecordId cause);
  // Both statuses: the Gateway's, and those of the ListenerSets that name it. True: the Gateway's was written.
  sim::Task<sim::Result<bool>> write_statuses(kube::ObjectRef gateway, GatewayReport report,
                                              std::vector<ListenerSetReport> sets, sim::RecordId cause);
  // `refusal`: why the Gateway is not accepted as a whole; empty: it is.
  std::vector<ListenerSetReport> report_sets(const kube::ObjectRef& gateway, const std::vector<LoadedListenerSet>& sets,
                                             const PassFacts& facts, std::string_view refusal) const;
  sim::Task<Outcome> remove(kube::ObjectRef gateway, sim::RecordId cause);
  bool protected_from_deletion(const kube::ObjectRef& gateway) const;
  // Of a Gateway that is gone, perhaps without having been removed.
  sim::Task<Outcome> forget(kube::ObjectKey key, sim::RecordId cause);
  sim::Task<sim::Result<void>> clean_up(kube::ObjectKey key, sim::RecordId cause);

  void tell(ToldOnce& told, const kube::ObjectRef& gateway, std::vector<ToldEvent> standing, sim::RecordId cause);
  void tell_violations(const kube::ObjectRef& gateway, const std::vector<Violation>& violations, sim::RecordId cause);
  void tell_notes(const kube::ObjectRef& gateway, const std::vector<Violation>& notes, sim::RecordId cause);

  const Context& context_;
  const Profile& profile_;
  const Listers& listers_;
  StackDeployer& deployer_;
  RouteStatusReconciler& routes_;
  const GatewayEvents events_;
  GatewayWriter writer_;
  ToldOnce told_violations_;
  ToldOnce told_failures_;
  ToldOnce told_notes_;
  // What this replica may have made something in AWS for, as it was last seen, until that is removed.
  std::map<kube::ObjectKey, kube::ObjectRef> made_;
  std::map<kube::ObjectKey, int> orphan_tries_;
};

}  // namespace nlbsim::engine
