// Accepts the GatewayClasses that name our controller: finalizer, annotation, status, in this order; and lets a deleted
// one go once no Gateway names it.
#pragma once

#include "engine/context.h"
#include "engine/routes/gateway_ownership.h"
#include "engine/runtime/controller/reconciler.h"

namespace nlbsim::engine {

class GatewayClassReconciler final : public Reconciler {
 public:
  // `context` and `listers` outlive the reconciler.
  GatewayClassReconciler(const Context& context, const Listers& listers) : context_(context), listers_(listers) {}

  sim::Task<Outcome> reconcile(Request request) override;

 private:
  sim::Task<Outcome> accept(kube::ObjectRef gateway_class, sim::RecordId cause);
  sim::Task<Outcome> release(kube::ObjectRef gateway_class, sim::RecordId cause);

  const Context& context_;
  const Listers& listers_;
};

}  // namespace nlbsim::engine
