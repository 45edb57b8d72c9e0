// Writes to TargetGroupBindings: finalizer, checkpoint, observed generation, what a spec lacks, each a merge patch with
// the bytes of the real controller's. Remembers the answer of its last write until the cache has caught up, so that a
// reconcile that our own write has caused does not start from the state before it.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "engine/context.h"
#include "engine/runtime/cache/lister.h"
#include "sim/task.h"

namespace nlbsim::engine {

inline constexpr std::string_view kBindingFinalizer = "elbv2.k8s.aws/resources";

class BindingWriter {
 public:
  BindingWriter(const Context& context, const Lister& bindings) : context_(context), bindings_(bindings) {}

  // The newest version known; null when the cache says that there is none.
  kube::ObjectRef current(const kube::ObjectKey& key);

  // All return the binding as it then is, unchanged if there was nothing to write. With resourceVersion, so that a
  // change by somebody else is a Conflict.
  sim::Task<sim::Result<kube::ObjectRef>> add_finalizer(kube::ObjectRef binding, sim::RecordId cause);
  sim::Task<sim::Result<void>> remove_finalizer(kube::ObjectRef binding, sim::RecordId cause);
  // An empty checkpoint says that the state in AWS is not known to match. Not written if it already is that.
  sim::Task<sim::Result<kube::ObjectRef>> store_checkpoint(kube::ObjectRef binding, std::string checkpoint,
                                                           sim::RecordId cause);
  // Members of the spec that it lacks.
  sim::Task<sim::Result<kube::ObjectRef>> fill_in(kube::ObjectRef binding, api::Json spec, sim::RecordId cause);
  // status.observedGeneration = `generation`.
  sim::Task<sim::Result<kube::ObjectRef>> observe(kube::ObjectRef binding, std::int64_t generation,
                                                  sim::RecordId cause);

 private:
  sim::Task<sim::Result<kube::ObjectRef>> patch(kube::ObjectKey key, std::string subresource, api::Json body,
                                                sim::RecordId cause);

  const Context& context_;
  const Lister& bindings_;
  std::map<kube::ObjectKey, kube::ObjectRef> written_;  // newer than the cache's version
};

// The annotation's value, empty without one.
std::string_view stored_checkpoint(const kube::ObjectMeta& meta);
// When the checkpoint was stored; the epoch without a readable annotation.
sim::Instant checkpoint_time(const kube::ObjectMeta& meta);

}  // namespace nlbsim::engine
