#include "engine/routes/attachment.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>

#include "engine/conditions/reasons.h"
#include "engine/routes/rules/allowed_namespaces.h"
#include "engine/routes/rules/hostname_intersection.h"

namespace nlbsim::engine {
namespace {

// What a listener is asked, in this order. Of several listeners that refuse, the one that came closest is told of.
enum class Question : std::uint8_t { kind, namespace_, hostname, conflict };

// Why a listener that matches the parentRef does not take the route.
struct Refusal {
  Question asked = Question::kind;
  std::string_view reason;
  std::string message;
};

bool kind_allowed(const CheckedListener& listener, const kube::Resource& resource) {
  return std::ranges::any_of(listener.kinds.kinds, [&](const kube::RouteGroupKind& kind) {
    return kind.kind == resource.kind && kind.group == resource.group;
  });
}

std::optional<Refusal> refusal(const CheckedListener& listener, const RouteToAttach& route, const Lister& namespaces) {
  constexpr std::string_view kMismatch =
      "Listener does not allow route attachment, {} does not match between listener and route";
  if (!kind_allowed(listener, kRouteKinds[route.id.kind].resource))
    return Refusal{Question::kind, reason::kNotAllowedByListeners, fmt::format(kMismatch, "kind")};
  const rules::NamespacePair pair{listener.owner->meta().namespace_, route.id.key.namespace_};
  if (!rules::namespace_allowed(listener.spec->allowedRoutes.namespaces, pair, namespaces))
    return Refusal{Question::namespace_, reason::kNotAllowedByListeners, fmt::format(kMismatch, "namespace")};
  if (!rules::hostnames_intersect(listener.spec->hostname, route.spec.hostnames))
    return Refusal{Question::hostname, reason::kNoMatchingListenerHostname, fmt::format(kMismatch, "hostname")};
  if (listener.conflicted)
    return Refusal{
        Question::conflict, reason::kNotAllowedByListeners,
        fmt::format("Listener {} is in conflict with another listener and takes no routes", listener.spec->name)};
  return std::nullopt;
}

}  // namespace

Attachment attach(const kube::ParentReference& parent, const RouteToAttach& route,
                  std::span<const CheckedListener> listeners, const Lister& namespaces) {
  Attachment out;
  const auto set = parent_set(parent, route.id.key.namespace_);
  std::optional<Refusal> closest;
  for (std::size_t i = 0; i < listeners.size(); ++i) {
    if (!names_listener(parent, set, listeners[i])) continue;
    std::optional<Refusal> refused = refusal(listeners[i], route, namespaces);
    if (!refused) out.listeners.push_back(i);
    else if (!closest || closest->asked < refused->asked) closest = std::move(refused);
  }
  if (!out.listeners.empty()) return out;
  if (!closest) closest = Refusal{{}, reason::kNoMatchingParent, "Route parentRef does not match listener"};
  out.reason = closest->reason;
  out.message = std::move(closest->message);
  return out;
}

}  // namespace nlbsim::engine
