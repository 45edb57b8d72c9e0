#include "engine/reconcilers/binding_handlers.h"

#include <memory>

#include "api/kube/views.h"
#include "engine/reconcilers/binding_triggers.h"

namespace nlbsim::engine {
namespace {

void add_selecting(const Lister& bindings, NodeChange change, WorkQueue& queue, sim::RecordId cause) {
  for (const auto& [key, binding] : bindings.all()) {
    const bool selects_nodes = binding->view<kube::TargetGroupBinding>().spec.nodeSelector.has_value();
    if (change == NodeChange::eligibility || selects_nodes) queue.add(key, cause);
  }
}

}  // namespace

void add_target_group_binding_handlers(Caches& caches, WorkQueue& queue) {
  auto index = std::make_shared<ServiceIndex>();
  caches.add_handler(kube::kTargetGroupBindings, [index, &queue](const Delta& delta) {
    index->update(delta);
    if (!delta.echo) queue.add(delta.object->meta().key(), delta.cause);
  });
  caches.add_handler(kube::kServices, [index, &queue](const Delta& delta) {
    if (!service_matters(delta)) return;
    for (const kube::ObjectKey& key : index->bindings_of(delta.object->meta().key())) queue.add(key, delta.cause);
  });
  const Lister& bindings = caches.lister(kube::kTargetGroupBindings);
  caches.add_handler(kube::kNodes, [&bindings, &queue](const Delta& delta) {
    const NodeChange change = compare_nodes(delta);
    if (change != NodeChange::nothing) add_selecting(bindings, change, queue, delta.cause);
  });
}

}  // namespace nlbsim::engine
