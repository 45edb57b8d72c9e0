#include <fmt/format.h>

#include "fake_apiserver/errors.h"
#include "fake_apiserver/verbs/continue_token.h"
#include "fake_apiserver/verbs/verbs.h"

namespace nlbsim::fake_apiserver {
namespace {

using kube::ObjectKey;
using kube::ObjectRef;
using Objects = Store::Objects;

sim::Result<Selection> selection_of(const std::string& namespace_, std::string_view labels, std::string_view fields,
                                    const Kind& kind) {
  Selection selection;
  selection.namespace_ = namespace_;
  if (!labels.empty()) {
    auto parsed = parse_label_selector(labels);
    if (!parsed) return sim::forward(std::move(parsed.error()));
    selection.labels = *std::move(parsed);
  }
  if (!fields.empty()) {
    auto parsed = parse_field_selector(fields, kind);
    if (!parsed) return sim::forward(std::move(parsed.error()));
    selection.fields = *std::move(parsed);
  }
  return selection;
}

// Calls f(object) for every selected object in key order, beginning after `start`, until f returns false.
template <class F>
void for_selected(const Objects& objects, const Selection& selection, const std::optional<ObjectKey>& start, F f) {
  auto it = start ? objects.upper_bound(*start) : objects.lower_bound(ObjectKey{selection.namespace_, ""});
  for (; it != objects.end(); ++it) {
    if (!selection.namespace_.empty() && it->first.namespace_ != selection.namespace_) break;
    if (!selection.by_selector() || selection.matches(*it->second))
      if (!f(it->second)) break;
  }
}

// The objects of one page, and whether more follow.
kube::List::Response page_of(const Objects& objects, const Target& target, const kube::List::Request& request,
                             const Selection& selection, std::uint64_t revision,
                             const std::optional<ObjectKey>& start) {
  // A list from the watch cache, "any version will do", comes whole.
  const bool whole = request.limit <= 0 || (request.resource_version == 0U && request.continue_token.empty());
  const auto limit = static_cast<std::size_t>(request.limit);
  kube::List::Response response;
  response.resource_version = revision;
  if (whole && selection.everything()) response.items.reserve(objects.size());
  std::int64_t remaining = 0;
  for_selected(objects, selection, start, [&](const ObjectRef& object) {
    if (whole || response.items.size() < limit) {
      response.items.push_back(at_version(object, target.kind, target.version));
      return true;
    }
    ++remaining;
    return !selection.by_selector();  // only an unfiltered list is counted to its end
  });
  if (remaining == 0) return response;
  response.continue_token = continue_token(revision, response.items.back()->meta().key());
  if (!selection.by_selector()) response.remaining = remaining;
  return response;
}

sim::Error stale_token() {
  return expired(
      "The provided continue parameter is too old to display a consistent list result. You can start a new list "
      "without the continue parameter, or use the continue token in this response to retrieve the remainder of the "
      "results. Continuing with the provided token results in an inconsistent list - objects that were created, "
      "modified, or deleted between the time the first chunk was returned and now may show up in the list.");
}

sim::Result<kube::List::Response> next_page(const Cluster& cluster, const Target& target,
                                            const kube::List::Request& request, const Selection& selection) {
  if (request.resource_version.value_or(0) != 0)
    return sim::forward(bad_request("specifying resource version is not allowed when using continue"));
  const auto token = parse_continue_token(request.continue_token);
  if (!token) return sim::forward(token.error());
  const std::uint64_t now = cluster.store.revision();
  // A token from an Expired answer goes on with what is there now.
  const std::uint64_t revision = token->revision.value_or(now);
  if (revision > now) return sim::forward(too_large_resource_version(revision, now));
  if (cluster.store.compacted(target.index, revision)) {
    sim::Error error = stale_token();
    error.causes.push_back({"ContinueToken", continue_token(std::nullopt, token->start), "metadata.continue"});
    return sim::forward(std::move(error));
  }
  if (revision == now)
    return page_of(cluster.store.objects(target.index), target, request, selection, now, token->start);
  const Objects then = cluster.store.objects_at(target.index, revision);
  return page_of(then, target, request, selection, revision, token->start);
}

// The state at exactly that revision.
sim::Result<kube::List::Response> list_at(const Cluster& cluster, const Target& target,
                                          const kube::List::Request& request, const Selection& selection,
                                          std::uint64_t revision) {
  if (revision > cluster.store.revision())
    return sim::forward(internal_error("etcdserver: mvcc: required revision is a future revision"));
  if (cluster.store.compacted(target.index, revision))
    return sim::forward(expired("The resourceVersion for the provided list is too old."));
  return page_of(cluster.store.objects_at(target.index, revision), target, request, selection, revision, std::nullopt);
}

}  // namespace

sim::Result<kube::Get::Response> get(const Cluster& cluster, const kube::Get::Request& request) {
  const auto target = resolve(cluster, request.resource);
  if (!target) return sim::forward(target.error());
  const ObjectRef object = cluster.store.find(target->index, request.key);
  if (!object) return sim::forward(not_found(target->kind.resource, request.key.name));
  return kube::Get::Response{at_version(object, target->kind, target->version)};
}

sim::Result<kube::List::Response> list(const Cluster& cluster, const kube::List::Request& request) {
  const auto target = resolve(cluster, request.resource);
  if (!target) return sim::forward(target.error());
  const auto selection = selection_of(request.namespace_, request.label_selector, request.field_selector, target->kind);
  if (!selection) return sim::forward(selection.error());
  if (!request.continue_token.empty()) return next_page(cluster, *target, request, *selection);
  const std::uint64_t now = cluster.store.revision();
  const std::uint64_t wanted = request.resource_version.value_or(0);
  if (request.match == kube::RevisionMatch::exact) return list_at(cluster, *target, request, *selection, wanted);
  if (wanted > now) return sim::forward(too_large_resource_version(wanted, now));
  return page_of(cluster.store.objects(target->index), *target, request, *selection, now, std::nullopt);
}

sim::Result<WatchStart> start_watch(const Cluster& cluster, const kube::Watch::Request& request) {
  const auto target = resolve(cluster, request.resource);
  if (!target) return sim::forward(target.error());
  auto selection = selection_of(request.namespace_, request.label_selector, request.field_selector, target->kind);
  if (!selection) return sim::forward(std::move(selection.error()));
  const std::uint64_t now = cluster.store.revision();
  const std::uint64_t from = request.resource_version.value_or(0);
  WatchStart start;
  start.kind = target->index;
  start.version = target->version;
  start.selection = *std::move(selection);
  start.bookmarks = request.allow_bookmarks;
  start.revision = now;
  // Initial events are asked for, or implied: "from anywhere" has to begin with what there is.
  const bool initial = request.send_initial_events || from == 0;
  if (initial) {
    if (from > now) {
      start.expired = too_large_resource_version(from, now);
      return start;
    }
    for_selected(cluster.store.objects(target->index), start.selection, std::nullopt, [&](const ObjectRef& object) {
      start.initial.push_back(object);
      return true;
    });
    // The end is marked for whoever can read bookmarks.
    start.initial_end = request.allow_bookmarks;
  } else if (cluster.store.compacted(target->index, from)) {
    const std::uint64_t oldest = cluster.store.oldest(target->index);
    start.expired = expired(fmt::format("too old resource version: {} ({})", from, oldest));
  } else {
    start.history = cluster.store.changes_after(target->index, from);
    start.revision = std::max(from, now);  // a future one: silent until it is reached
  }
  return start;
}

}  // namespace nlbsim::fake_apiserver
