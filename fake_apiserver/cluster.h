// The state of the API server as a value, and the one way of changing it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "api/server.h"
#include "fake_apiserver/api_server.h"
#include "fake_apiserver/registry/registry.h"
#include "fake_apiserver/store/store.h"
#include "sim/ids.h"

namespace nlbsim::fake_apiserver {

namespace admission {
class Policy;
}

using ObjectPlace = std::pair<KindIndex, kube::ObjectKey>;

// An object's dependents have to be looked at: it is gone, or it waits for them to go or to be let go.
struct GarbageTask {
  ObjectPlace owner;
  std::string uid;
};

// Whose turn it is among the controllers of fake_apiserver/workloads, and for which object.
enum class WorkKind : std::uint8_t { deployment, replica_set, pod, pod_end, endpoint_slices };
using WorkItem = std::pair<WorkKind, kube::ObjectKey>;

struct Cluster {
  explicit Cluster(ApiServerConfig settings);

  ApiServerConfig config;
  std::shared_ptr<const Registry> registry;
  Store store;
  sim::IdMint mint;
  std::set<std::int32_t> node_ports;      // one pool for all protocols
  std::set<std::uint32_t> service_hosts;  // host parts of cluster IPs
  // Uids of objects whose defaulted status has never been written: the next write stores it, even an equal one.
  std::set<std::string, std::less<>> status_unwritten;
  std::map<std::string, std::set<ObjectPlace>, std::less<>> dependents;  // by the owner's uid
  std::multimap<sim::Instant, GarbageTask> garbage;
  std::multimap<sim::Instant, std::string> draining;     // terminating namespaces, by their next step
  std::multimap<sim::Instant, std::string> definitions;  // whose names or objects have to be looked at, by when
  std::multimap<sim::Instant, WorkItem> workloads;
  std::set<WorkItem> workloads_waiting;  // the items of `workloads`: each waits once
  // Admission policies by name, compiled from the version that is stored (fake_apiserver/admission/gate.h).
  struct CompiledPolicy {
    kube::ObjectRef source;
    std::shared_ptr<const admission::Policy> policy;
  };
  std::map<std::string, CompiledPolicy> policies;
  bool bundled_shown = false;  // whether the bundled definitions are in the store
};

// The kind that a request is about, and the version at which it looks at it.
struct Target {
  KindIndex index;
  const Kind& kind;
  std::string_view version;  // a view of the registry
  kube::Resource resource() const { return kind.at(version); }
  const Schema* schema() const {
    const auto& schema = kind.version(version).schema;
    return schema ? &schema->get() : nullptr;
  }
};

// NotFound if the server does not serve that kind at that version.
sim::Result<Target> resolve(const Cluster& cluster, const kube::Resource& resource);
// The kind at its storage version.
Target storage_target(const Cluster& cluster, KindIndex index);
// The object as that version shows it: the same one if that is the storage version, else a copy without the fields that
// the version does not have.
kube::ObjectRef at_version(const kube::ObjectRef& object, const Kind& kind, std::string_view version);

// One request's writing: stores versions and leaves their records.
struct Write {
  Cluster& cluster;
  api::CoreContext& context;

  // Gives the document the next revision and stores it.
  kube::ObjectRef put(const Target& target, kube::Json document, std::string_view subresource = {});
  // Takes the object out of the store; what watchers see is `last`, with the deletion's revision.
  kube::ObjectRef remove(const Target& target, const kube::ObjectRef& last);

 private:
  void record(const Target& target, const Change& change, std::string_view subresource);
};

}  // namespace nlbsim::fake_apiserver
