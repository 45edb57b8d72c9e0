// The core of the fake Kubernetes API server: a plain state machine over the operations of api/kube/kube.h.
//
// It keeps the versioned store and does what kube-apiserver 1.33 does around it: optimistic concurrency, generation,
// the split of spec and status, finalizers and deletion, defaults and validation, the life of namespaces and garbage
// collection by owner. Every stored version leaves an ObjectChanged record. Watches are only judged here; streams
// belong to the server around it (fake_apiserver/kube_server.h).
//
// What the simulation leaves out on purpose: managedFields are neither kept nor returned (nobody in a world reads
// them, and they double the size of every object); fieldManager is accepted and ignored. Server-side apply answers
// UnsupportedMediaType.
//
// Errors carry the Status's reason as code, its HTTP code as http_status, its message and causes word for word.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/kube/kube.h"
#include "api/server.h"
#include "fake_apiserver/registry/registry.h"
#include "fake_apiserver/store/store.h"
#include "fake_apiserver/watch/watch_start.h"

namespace nlbsim::fake_apiserver {

struct Cluster;  // the state: fake_apiserver/cluster.h

// There from the start.
inline constexpr std::array<std::string_view, 4> kNamespacesOfEveryCluster{"default", "kube-node-lease", "kube-public",
                                                                           "kube-system"};

struct ApiServerConfig {
  ServedVersions served = ServedVersions::seed_compat;
  std::size_t history_limit = 1024;  // changes kept per kind, for watches and pages of a list
  std::vector<std::string> namespaces{kNamespacesOfEveryCluster.begin(), kNamespacesOfEveryCluster.end()};
  sim::Instant start = sim::kWorldStart;                        // when they were created
  sim::Duration namespace_step = std::chrono::seconds(5);       // Terminating -> content deleted -> gone
  sim::Duration garbage_delay = std::chrono::milliseconds(30);  // owner gone -> dependents deleted
  // A definition comes -> its names are accepted -> its kind is served; deleted -> its objects go.
  sim::Duration definition_step = std::chrono::milliseconds(30);
  // Whether Deployments make Pods, Pods run and Services get EndpointSlices by themselves (fake_apiserver/workloads),
  // and how long after what they follow from.
  bool workloads = false;
  sim::Duration workload_step = std::chrono::milliseconds(10);
};

class ApiServer final : public api::Core {
 public:
  explicit ApiServer(ApiServerConfig config = {});
  // A server in the same state, with objects of its own: a world may be started from one that was prepared before, in
  // any thread if freeze() was called before.
  ApiServer(const ApiServer& prepared);
  // From here on this one is only copied: its documents stay for good, and copies on several threads share them.
  void freeze();
  ApiServer& operator=(const ApiServer&) = delete;
  ~ApiServer() override;

  // An object that is there from the start, as a server shows it: uid, times, generation, owners and status are kept,
  // what a server would have filled in is filled in. One of that name is replaced. Errors as of a create.
  sim::Result<void> begin_with(const api::JsonRef& object, sim::Instant now);
  api::Result<void> apply(api::CoreContext& context, api::AnyCall& call) override;
  std::optional<sim::Instant> next_deadline() const override;
  void advance(api::CoreContext& context) override;

  const Registry& registry() const;
  const Store& store() const;
  // What a watch shows first and from where it goes on. Errors as a client would get them before the stream starts
  // (NotFound, BadRequest, Invalid); history that is gone is not one of these: see WatchStart::expired.
  sim::Result<WatchStart> start_watch(const kube::Watch::Request& request) const;
  // Forgets all changes up to and including `revision`, as etcd's compaction does.
  void compact(std::uint64_t revision);

 private:
  std::unique_ptr<Cluster> cluster_;
};

}  // namespace nlbsim::fake_apiserver
