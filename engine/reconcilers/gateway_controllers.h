// The Gateway API controllers of one replica, put together: index and events in front, the three reconcilers behind
// their queues. Made after the caches and before they start; lives as long as the replica.
#pragma once

#include "engine/reconcilers/gateway_class_reconciler.h"
#include "engine/reconcilers/gateway_event_handlers.h"
#include "engine/reconcilers/gateway_reconciler.h"

namespace nlbsim::engine {

class GatewayControllers {
 public:
  // The caches hold watched_by_gateways(); `recorder` is that of component "gateway.k8s.aws/nlb". All references
  // outlive this object.
  GatewayControllers(const Context& context, Caches& caches, StackDeployer& deployer, EventRecorder& recorder,
                     GatewayQueues queues);
  GatewayControllers(const GatewayControllers&) = delete;
  GatewayControllers& operator=(const GatewayControllers&) = delete;

  Reconciler& gateways() { return gateways_; }
  Reconciler& gateway_classes() { return gateway_classes_; }
  Reconciler& route_status() { return route_status_; }  // one worker
  const ReferenceIndex& index() const { return index_; }

 private:
  ReferenceIndex index_;
  const Snapshot snapshot_;
  StackGatewayDeployer deployer_;
  RouteStatusReconciler route_status_;
  GatewayClassReconciler gateway_classes_;
  GatewayReconciler gateways_;
};

}  // namespace nlbsim::engine
