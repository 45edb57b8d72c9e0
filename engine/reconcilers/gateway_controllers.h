// The Gateway API reconcilers of one replica and those of its configurations, put together. Lives as long as the
// replica.
#pragma once

#include "engine/reconcilers/configuration_reconciler.h"
#include "engine/reconcilers/gateway_class_reconciler.h"
#include "engine/reconcilers/gateway_reconciler.h"

namespace nlbsim::engine {

class GatewayControllers {
 public:
  // `recorder` is that of component "gateway.k8s.aws/nlb"; `route_status_queue` feeds route_status(). All references
  // outlive this object.
  GatewayControllers(const Context& context, const Listers& listers, StackDeployer& deployer, EventRecorder& recorder,
                     WorkQueue& route_status_queue);
  GatewayControllers(const GatewayControllers&) = delete;
  GatewayControllers& operator=(const GatewayControllers&) = delete;

  Reconciler& gateways() { return gateways_; }
  Reconciler& gateway_classes() { return gateway_classes_; }
  Reconciler& route_status() { return route_status_; }  // one worker
  Reconciler& load_balancer_configurations() { return load_balancer_configurations_; }
  Reconciler& target_group_configurations() { return target_group_configurations_; }

 private:
  RouteStatusReconciler route_status_;
  GatewayClassReconciler gateway_classes_;
  GatewayReconciler gateways_;
  ConfigurationReconciler load_balancer_configurations_;
  ConfigurationReconciler target_group_configurations_;
};

}  // namespace nlbsim::engine
