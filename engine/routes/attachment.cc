#include "engine/routes/attachment.h"

#include <algorithm>

#include "engine/routes/rules/allowed_namespaces.h"

namespace nlbsim::engine {
namespace {

bool matches(const kube::ParentReference& parent, const kube::Listener& listener) {
  if (parent.sectionName && *parent.sectionName != listener.name) return false;
  return !parent.port || *parent.port == listener.port;
}

bool kind_allowed(const CheckedListener& listener, const kube::Resource& resource) {
  return std::ranges::any_of(listener.kinds.kinds, [&](const kube::RouteGroupKind& kind) {
    return kind.kind == resource.kind && kind.group == resource.group;
  });
}

constexpr std::string_view kKindMismatch =
    "Listener does not allow route attachment, kind does not match between listener and route";
constexpr std::string_view kNamespaceMismatch =
    "Listener does not allow route attachment, namespace does not match between listener and route";

}  // namespace

Attachment attach(const kube::ParentReference& parent, const RouteId& route, const std::string& gateway_namespace,
                  std::span<const CheckedListener> listeners, const Lister& namespaces) {
  Attachment out;
  for (std::size_t i = 0; i < listeners.size(); ++i) {
    const kube::Listener& listener = *listeners[i].spec;
    if (!matches(parent, listener)) continue;
    std::string_view refusal;
    if (!kind_allowed(listeners[i], kRouteKinds[route.kind].resource)) {
      refusal = kKindMismatch;
    } else {
      const rules::NamespacePair pair{gateway_namespace, route.key.namespace_};
      if (!rules::namespace_allowed(listener.allowedRoutes.namespaces, pair, namespaces)) refusal = kNamespaceMismatch;
    }
    if (refusal.empty()) out.listeners.push_back(i);
    else if (out.message.empty()) out.message = refusal;
  }
  if (!out.listeners.empty()) out.message = {};
  else if (!out.message.empty()) out.reason = "NotAllowedByListeners";
  else out = {{}, "NoMatchingParent", "Route parentRef does not match listener"};
  return out;
}

}  // namespace nlbsim::engine
