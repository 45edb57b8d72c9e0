// Writes status.parents of routes: one worker, one key per route name, so that a route whose status cannot be written
// holds up no Gateway.
//
// A Gateway reconcile posts what its routes should show, before it builds anything. A post waits here only until it is
// written or found to be there already: the status itself is the memory, and after a restart every Gateway posts again.
// A post made for an older generation of the route is dropped, because the route's change has its Gateways load it
// anew. Keys also come from events, when an entry of ours has lost its parentRef or its Gateway.
#pragma once

#include <functional>
#include <map>
#include <optional>

#include "engine/context.h"
#include "engine/routes/loaded_gateway.h"
#include "engine/routes/route_references.h"
#include "engine/runtime/controller/reconciler.h"

namespace nlbsim::engine {

class RouteStatusReconciler final : public Reconciler {
 public:
  using Enqueue = std::function<void(const kube::ObjectKey&, sim::RecordId)>;

  // `context` and `listers` outlive the reconciler; `enqueue` adds to the queue that feeds it.
  RouteStatusReconciler(const Context& context, const Listers& listers, Enqueue enqueue);

  // `parents` are all routes of that Gateway, those of one route side by side, as load() returns them.
  void post(const kube::ObjectKey& gateway, std::vector<LoadedRouteParent> parents, sim::RecordId cause);

  // The key names the routes of every kind that are called so.
  sim::Task<Outcome> reconcile(Request request) override;

 private:
  using Posts = std::map<kube::ObjectKey, std::vector<LoadedRouteParent>>;  // by Gateway

  void post_route(const RouteId& id, const kube::ObjectKey& gateway, std::vector<LoadedRouteParent> parents,
                  sim::RecordId cause);
  // The newest version we know of: the cached one, or what our own last write returned while the cache lags behind it.
  kube::ObjectRef newest(const RouteId& id);
  Posts take(const RouteId& id);
  void put_back(const RouteId& id, Posts posts);
  std::optional<api::Json> patch_for(const kube::ObjectRef& route, const Posts& posts) const;
  sim::Task<sim::Result<void>> write(RouteId id, sim::RecordId cause);

  const Context& context_;
  const Listers& listers_;
  const Enqueue enqueue_;
  std::map<RouteId, Posts> posts_;
  std::map<RouteId, kube::ObjectRef> written_;
  std::optional<RouteId> writing_;  // what it shows now it may not show for long
};

}  // namespace nlbsim::engine
