// From a loaded Gateway to AWS: builds the desired stack, deploys it by difference, and removes it.
//
// Decisions are pure (engine/model builds the stack from values, engine/deploy diffs it against what AWS holds); this
// class is the edge that gathers what they need and carries out the calls they ask for, in the order and with the
// parameters of the real controller. One per replica, shared by the Gateway workers.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "engine/configuration/certificates.h"
#include "engine/context.h"
#include "engine/deploy/outcome.h"
#include "engine/model/stack.h"
#include "engine/routes/loaded_gateway.h"
#include "engine/runtime/cache/caches.h"

namespace nlbsim::engine {

class StackDeployer {
 public:
  StackDeployer(const Context& context, const Caches& caches)
      : StackDeployer(context, caches.lister(kube::kGateways), caches.lister(kube::kTargetGroupBindings),
                      caches.lister(kube::kServices)) {}
  // All that it reads of the cluster.
  StackDeployer(const Context& context, const Lister& gateways, const Lister& bindings, const Lister& services);
  StackDeployer(const StackDeployer&) = delete;
  StackDeployer& operator=(const StackDeployer&) = delete;
  ~StackDeployer();

  // The desired stack of a Gateway. Reads AWS (subnets, the existing NLB) and allocates the shared backend security
  // group. An error is the user's or AWS's; its message is what the event FailedBuildModel says.
  sim::Task<sim::Result<Stack>> build(kube::ObjectRef gateway, LoadedGateway loaded, sim::RecordId cause);
  // Makes AWS and the TargetGroupBindings equal to the stack. Frozen ports are kept in their last valid state. What is
  // planned is in the journal as a note of topic "plan".
  // The certificates of ACM, as they are now.
  sim::Task<CertificateInventoryRef> certificates(sim::RecordId cause);
  sim::Task<DeployOutcome> deploy(Stack stack, sim::RecordId cause);
  // Removes everything that carries the Gateway's stack tags, then the shared security group if nobody needs it.
  sim::Task<DeployOutcome> remove(kube::ObjectRef gateway, sim::RecordId cause);
  // For a Gateway that went away before it held our finalizer, so that remove() never ran: build() may have made or
  // held the shared security group for it. A key that nobody holds is fine, so a replica can call it once when it
  // starts to lead, in case its predecessor died in between.
  sim::Task<sim::Result<void>> release(kube::ObjectKey gateway, sim::RecordId cause);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace nlbsim::engine
