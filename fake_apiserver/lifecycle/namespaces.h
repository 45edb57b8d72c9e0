// The life of a namespace: nothing is created in one that is missing or terminating; a deleted one loses its content
// first and goes when it is empty. Source: the NamespaceLifecycle admission plugin and the namespace controller.
#pragma once

#include <string_view>

#include "fake_apiserver/cluster.h"

namespace nlbsim::fake_apiserver {

bool is_immortal(std::string_view name);
// NotFound if the namespace is missing, Forbidden if it is terminating.
sim::Result<void> check_namespace_open(const Cluster& cluster, const Target& target, const kube::ObjectKey& key);
// Stores other finalizers of its spec. One that is terminating and has none left goes at once; the answer is what it
// has been then, at its old revision.
kube::ObjectRef finalize_namespace(Write& write, const kube::ObjectRef& object, const kube::Json& finalizers,
                                   bool dry_run);
// The namespace has been marked for deletion: its content goes after one step.
void start_draining(Cluster& cluster, sim::Instant now, std::string_view name);
// Something in the namespace is gone; if it is terminating and that was the last, its end is near.
void namespace_content_removed(Cluster& cluster, sim::Instant now, std::string_view name);
// Does the steps of terminating namespaces that are due.
void drain_namespaces(Write& write);

}  // namespace nlbsim::fake_apiserver
