// The verbs of the API, one file per group: pure for reading, through a Write for writing.
#pragma once

#include "api/kube/kube.h"
#include "fake_apiserver/apply/managers.h"
#include "fake_apiserver/cluster.h"

namespace nlbsim::fake_apiserver {

sim::Result<kube::Get::Response> get(const Cluster& cluster, const kube::Get::Request& request);
sim::Result<kube::List::Response> list(const Cluster& cluster, const kube::List::Request& request);
sim::Result<WatchStart> start_watch(const Cluster& cluster, const kube::Watch::Request& request);

sim::Result<kube::Create::Response> create(Write& write, const kube::Create::Request& request);
sim::Result<kube::Update::Response> update(Write& write, const kube::Update::Request& request);
sim::Result<kube::Patch::Response> patch(Write& write, const kube::Patch::Request& request);
// A patch of type apply.
sim::Result<kube::Patch::Response> apply(Write& write, const Target& target, const kube::Patch::Request& request);
// `applied`: the body has been applied, and these own its fields.
sim::Result<kube::Create::Response> create(Write& write, const kube::Create::Request& request, const Managers* applied);
sim::Result<kube::Delete::Response> remove(Write& write, const kube::Delete::Request& request);

// Stores an object that is there from the start (api_server.h).
sim::Result<void> begin_with(Write& write, kube::Json document);

// Deletes by the server itself: no preconditions, finalizers respected. Nothing if the object is not there.
void remove_in_background(Write& write, const Target& target, const kube::ObjectKey& key);

}  // namespace nlbsim::fake_apiserver
