#include "engine/reconcilers/route_status_controller.h"

#include <algorithm>

#include "engine/routes/parent_entries.h"
#include "engine/runtime/controller/patch_object.h"
#include "engine/status/route_status.h"

namespace nlbsim::engine {

RouteStatusReconciler::RouteStatusReconciler(const Context& context, const Listers& listers, Enqueue enqueue)
    : context_(context), listers_(listers), enqueue_(std::move(enqueue)) {}

void RouteStatusReconciler::post(const kube::ObjectKey& gateway, std::vector<LoadedRouteParent> parents,
                                 sim::RecordId cause) {
  for (auto begin = parents.begin(); begin != parents.end();) {
    const auto end = std::find_if(begin, parents.end(), [&](const auto& p) { return p.route != begin->route; });
    const RouteId id{*route_kind_of(begin->resource), begin->route->meta().key()};
    post_route(id, gateway, {std::make_move_iterator(begin), std::make_move_iterator(end)}, cause);
    begin = end;
  }
}

void RouteStatusReconciler::post_route(const RouteId& id, const kube::ObjectKey& gateway,
                                       std::vector<LoadedRouteParent> parents, sim::RecordId cause) {
  const kube::ObjectRef route = newest(id);
  const bool shown = route && writing_ != id && std::ranges::all_of(parents, [&](const LoadedRouteParent& parent) {
                       return route_parent_up_to_date(route, {&parent.parent, parent.conditions});
                     });
  if (!shown) {
    posts_[id][gateway] = std::move(parents);
    enqueue_(id.key, cause);
  } else if (const auto waiting = posts_.find(id); waiting != posts_.end()) {
    waiting->second.erase(gateway);  // what waited has been overtaken
  }
}

kube::ObjectRef RouteStatusReconciler::newest(const RouteId& id) {
  kube::ObjectRef cached = find_route(listers_, id);
  const auto own = written_.find(id);
  if (own == written_.end()) return cached;
  const bool ahead = cached && own->second->meta().uid == cached->meta().uid &&
                     own->second->meta().resource_version > cached->meta().resource_version;
  if (ahead) return own->second;
  written_.erase(own);
  return cached;
}

RouteStatusReconciler::Posts RouteStatusReconciler::take(const RouteId& id) {
  const auto found = posts_.find(id);
  if (found == posts_.end()) return {};
  Posts taken = std::move(found->second);
  posts_.erase(found);
  return taken;
}

void RouteStatusReconciler::put_back(const RouteId& id, Posts posts) {
  posts_[id].merge(std::move(posts));  // what was posted meanwhile is newer and stays
}

std::optional<api::Json> RouteStatusReconciler::patch_for(const kube::ObjectRef& route, const Posts& posts) const {
  DesiredParents desired;
  for (const auto& [gateway, parents] : posts) {
    for (const LoadedRouteParent& parent : parents) {
      if (parent.route->meta().uid != route->meta().uid) continue;
      if (parent.route->meta().generation != route->meta().generation) continue;
      if (manages_parent(listers_, route, parent.parent))
        desired.entries.push_back({&parent.parent, parent.conditions});
    }
  }
  desired.keeps = [&](const kube::ParentReference& parent) { return manages_parent(listers_, route, parent); };
  const Stamp stamp{route->meta().generation, sim::to_rfc3339(context_.scheduler.now())};
  return route_status_patch(route, desired, stamp, *context_.config.profile);
}

sim::Task<sim::Result<void>> RouteStatusReconciler::write(RouteId id, sim::RecordId cause) {
  const kube::ObjectRef route = newest(id);
  Posts posts = take(id);
  if (!route) co_return sim::Result<void>();
  auto patch = patch_for(route, posts);
  if (!patch) co_return sim::Result<void>();
  PatchTarget target{kRouteKinds[id.kind].resource, id.key, "status"};
  auto patching = patch_object(context_, std::move(target), std::move(*patch), cause);
  writing_ = id;
  const auto answer = co_await std::move(patching);
  writing_.reset();
  if (answer) {
    written_[id] = *answer;
  } else if (answer.error().code != "NotFound") {
    put_back(id, std::move(posts));
    co_return sim::forward(answer.error());
  }
  co_return sim::Result<void>();
}

sim::Task<Outcome> RouteStatusReconciler::reconcile(Request request) {
  Outcome outcome = Done{};
  for (std::size_t kind = 0; kind < kRouteKinds.size(); ++kind) {
    RouteId id;
    id.kind = kind;
    id.key = request.key;
    const auto written = co_await write(std::move(id), request.cause);
    if (!written) outcome = Failed{written.error()};
  }
  co_return outcome;
}

}  // namespace nlbsim::engine
