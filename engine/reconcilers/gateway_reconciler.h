// Makes one Gateway what its spec asks for: class accepted, routes loaded, their statuses posted, finalizer, stack
// built and deployed, status written; and when it is deleted, its stack removed and then its finalizer.
//
// What the user has to repair (a violated rule, an invalid listener) is told once as a Warning event and in conditions;
// the next attempt then follows a change, not a timer. What AWS or the API server refuse is retried with backoff. While
// the NLB is not active the Gateway is looked at again every config.not_active_requeue.
#pragma once

#include <functional>
#include <map>
#include <set>

#include "engine/deploy/stack_deployer.h"
#include "engine/reconcilers/route_status_controller.h"
#include "engine/runtime/controller/reconciler.h"
#include "engine/runtime/events/event_recorder.h"
#include "engine/status/gateway_status.h"

namespace nlbsim::engine {

// What a Gateway reconcile asks of AWS. A replica passes its StackDeployer on; tests answer themselves.
class GatewayDeployer {
 public:
  GatewayDeployer() = default;
  GatewayDeployer(const GatewayDeployer&) = delete;
  GatewayDeployer& operator=(const GatewayDeployer&) = delete;
  virtual ~GatewayDeployer() = default;
  // Of `loaded` the ports are there; what statuses are made from has stayed with the reconciler.
  virtual sim::Task<sim::Result<Stack>> build(kube::ObjectRef gateway, LoadedGateway loaded, sim::RecordId cause) = 0;
  virtual sim::Task<sim::Result<DeployedLoadBalancer>> deploy(Stack stack, sim::RecordId cause) = 0;
  virtual sim::Task<sim::Result<void>> remove(kube::ObjectRef gateway, sim::RecordId cause) = 0;
  // For a Gateway that is gone without having been removed: its finalizer was never there, or was taken by force.
  virtual sim::Task<sim::Result<void>> release(kube::ObjectKey gateway, sim::RecordId cause) = 0;
};

class StackGatewayDeployer final : public GatewayDeployer {
 public:
  explicit StackGatewayDeployer(StackDeployer& deployer) : deployer_(deployer) {}
  sim::Task<sim::Result<Stack>> build(kube::ObjectRef gateway, LoadedGateway loaded, sim::RecordId cause) override {
    return deployer_.build(std::move(gateway), std::move(loaded), cause);
  }
  sim::Task<sim::Result<DeployedLoadBalancer>> deploy(Stack stack, sim::RecordId cause) override {
    return deployer_.deploy(std::move(stack), cause);
  }
  sim::Task<sim::Result<void>> remove(kube::ObjectRef gateway, sim::RecordId cause) override {
    return deployer_.remove(std::move(gateway), cause);
  }
  sim::Task<sim::Result<void>> release(kube::ObjectKey gateway, sim::RecordId cause) override {
    return deployer_.release(std::move(gateway), cause);
  }

 private:
  StackDeployer& deployer_;
};

// An event about a Gateway.
struct GatewayEvent {
  EventType type = EventType::normal;
  std::string_view reason;
  std::string message;
};

class GatewayReconciler final : public Reconciler {
 public:
  using RecordEvent = std::function<void(const kube::ObjectRef& gateway, GatewayEvent, sim::RecordId cause)>;

  // All references outlive the reconciler.
  GatewayReconciler(const Context& context, const Listers& listers, GatewayDeployer& deployer, RouteStatusReconciler& routes,
                    RecordEvent record_event);

  sim::Task<Outcome> reconcile(Request request) override;

 private:
  sim::Task<Outcome> converge(kube::ObjectRef gateway, kube::ObjectRef gateway_class, sim::RecordId cause);
  sim::Task<Outcome> wait_for_class(kube::ObjectRef gateway, kube::ObjectRef gateway_class, sim::RecordId cause);
  sim::Task<Outcome> deploy(kube::ObjectRef gateway, LoadedGateway loaded, sim::RecordId cause);
  sim::Task<Outcome> show_deployed(kube::ObjectRef gateway, std::vector<LoadedListener> listeners,
                                   DeployedLoadBalancer load_balancer, sim::RecordId cause);
  sim::Task<Outcome> remove(kube::ObjectRef gateway, sim::RecordId cause);
  sim::Task<Outcome> forget(kube::ObjectKey gateway, sim::RecordId cause);
  // Event and Accepted=False/Invalid; the error itself is what the outcome carries.
  sim::Task<Outcome> fail(kube::ObjectRef gateway, GatewayEvent event, sim::Error error, sim::RecordId cause);

  enum class Finalizer : std::uint8_t { add, remove };
  // From the newest version that the cache holds, again after a conflict. Returns the version that then stands.
  sim::Task<sim::Result<kube::ObjectRef>> set_finalizer(kube::ObjectRef gateway, Finalizer change, sim::RecordId cause);
  // True: something was written.
  sim::Task<sim::Result<bool>> write_status(kube::ObjectRef gateway, GatewayReport report, sim::RecordId cause);
  kube::ObjectRef newest(const kube::ObjectRef& gateway) const;

  // Each cause once, until it has gone and come back.
  void tell(const kube::ObjectRef& gateway, const std::vector<Violation>& violations, sim::RecordId cause);
  bool tells_build_failure(const kube::ObjectKey& key, const std::string& message);

  const Context& context_;
  const Profile& profile_;
  const Listers& listers_;
  GatewayDeployer& deployer_;
  RouteStatusReconciler& routes_;
  const RecordEvent record_event_;
  std::map<kube::ObjectKey, std::set<std::string>> told_;
  std::map<kube::ObjectKey, std::string> build_failures_;
};

}  // namespace nlbsim::engine
