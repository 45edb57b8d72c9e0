// Looks after the configurations of one kind: while somebody of ours uses one it has our finalizer and does not go, and
// what it asks for that no NLB can have is told on it, once, as Warning events.
//
// A configuration that nobody of ours uses may be another controller's, and is left alone.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/context.h"
#include "engine/reconcilers/finalizers.h"
#include "engine/reconcilers/told_once.h"
#include "engine/runtime/controller/reconciler.h"

namespace nlbsim::engine {

// What differs between the kinds.
struct ConfigurationKind {
  Finalizer finalizer;
  bool (*used)(const Listers& listers, const kube::ObjectKey& key) = nullptr;
  std::vector<std::string> (*complaints)(const Listers& listers, const kube::ObjectRef& object) = nullptr;
};
extern const ConfigurationKind kLoadBalancerConfigurationKind;
extern const ConfigurationKind kTargetGroupConfigurationKind;

// A Warning about a configuration.
using ConfigurationEvents = std::function<void(const kube::Resource& resource, const kube::ObjectRef& object,
                                               std::string_view reason, std::string message, sim::RecordId cause)>;

class ConfigurationReconciler final : public Reconciler {
 public:
  // All references outlive the reconciler.
  ConfigurationReconciler(const Context& context, const Listers& listers, const ConfigurationKind& kind,
                          ConfigurationEvents events)
      : context_(context), listers_(listers), kind_(kind), events_(std::move(events)) {}

  sim::Task<Outcome> reconcile(Request request) override;

 private:
  void tell(const kube::ObjectRef& object, sim::RecordId cause);

  const Context& context_;
  const Listers& listers_;
  const ConfigurationKind& kind_;
  const ConfigurationEvents events_;
  ToldOnce told_;
};

}  // namespace nlbsim::engine
