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

// Those that name the Gateway.
const Lister::Keys& set_keys_of(const Listers& listers, const kube::ObjectKey& gateway);

struct GatewaySet {
  kube::ObjectRef set;
  bool taken = false;  // the Gateway takes listeners from its namespace
};
// Those that name the Gateway, in the order of their precedence: by creationTimestamp, then by "namespace/name".
std::vector<GatewaySet> sets_of(const Listers& listers, const kube::ObjectRef& gateway);
// Why one is not taken, for people.
std::string not_taken_text(const kube::ObjectRef& gateway, const kube::ObjectKey& set);

}  // namespace nlbsim::engine
