// ListenerSets: listeners that others than a Gateway's owner add to it, where spec.allowedListeners lets them
// (Gateway API v1.5 and later). They come after the Gateway's own, those of older sets first.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/kube/views.h"
#include "engine/runtime/cache/lister.h"

namespace nlbsim::engine {

// The Gateway that a set names; none: its parent is something else.
std::optional<kube::ObjectKey> gateway_of_set(const kube::Object& set);
// An index of ListenerSets: those that name a Gateway.
std::vector<kube::ObjectKey> gateway_keys_of_set(const kube::Object& set);
inline constexpr Indexer kSetsByGateway{"gateway", gateway_keys_of_set};

// Those that name the Gateway, allowed or not, in the order of their precedence: by creationTimestamp, then by
// "namespace/name".
std::vector<kube::ObjectRef> sets_of(const Listers& listers, const kube::ObjectKey& gateway);
// The Gateway takes listeners from that set's namespace.
bool takes_set(const Listers& listers, const kube::ObjectRef& gateway, const kube::ObjectRef& set);
// Why not, for people.
std::string not_taken_text(const kube::ObjectRef& gateway, const kube::ObjectKey& set);

}  // namespace nlbsim::engine
