// A cluster in a few lines, for tests of everything that reads caches.
//
//   gateway a/gw {listeners: [{name: tcp-app, protocol: TCP, port: 8080}]}
//   route a/r@5 {parentRefs: [{name: gw}], rules: [{backendRefs: [{name: s, port: 9000}]}]}
//
// One object a line: kind, [namespace/]name, optionally @ its age as seconds after the world's start and # its
// generation, then its spec as flow YAML without quotes (for a namespace its labels, for a grant its spec). The class
// `nlb` is there and accepted; a Gateway without gatewayClassName is of that class.
#pragma once

#include <string>
#include <string_view>

#include "engine/routes/loaded_gateway.h"
#include "engine/watches/all_watches.h"

namespace nlbsim::engine::testing {

// Flow YAML without quotes -> JSON. Bare words become strings; numbers, true, false and null stay what they are.
api::Json flow(std::string_view text);

// "route" -> TCPRoutes.
const kube::Resource& resource_called(const std::string& word);

class Cluster {
 public:
  Cluster();
  explicit Cluster(std::string_view lines) : Cluster() { apply(lines); }
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;

  void apply(std::string_view lines);
  // A new version of an object that is there: a merge patch, and one more revision. Returns the version before.
  kube::ObjectRef patch(const kube::Resource& resource, const kube::ObjectKey& key, const api::Json& patch);
  kube::ObjectRef put(const kube::Resource& resource, api::Json document);
  kube::ObjectRef erase(const kube::Resource& resource, const kube::ObjectKey& key);
  kube::ObjectRef get(const kube::Resource& resource, const kube::ObjectKey& key);
  const Listers& listers() const { return listers_; }

 private:
  Listers listers_ = watched_listers();
  std::uint64_t revision_ = 100;
};

// What load() says, a line for each fact:
//   port 8080 TCP serving a/r -> a/s:9000 as TCP
//   listener tcp-app attached=1 kinds=TCPRoute Accepted=True/Accepted ...
//   set a/more taken, and its listeners as a/more/tcp
//   route a/r -> gw[/section][:port] Accepted=True/Accepted ResolvedRefs=True/ResolvedRefs
//   violation FailedBuildModel Failed build model due to ...
std::string render(const LoadedGateway& loaded);
std::string render(const std::vector<kube::Condition>& conditions);

}  // namespace nlbsim::engine::testing
