// Which Gateways are ours: those whose GatewayClass names our controller.
#pragma once

#include "api/kube/views.h"
#include "engine/runtime/cache/lister.h"

namespace nlbsim::engine {

// An index of Gateways: those of a class, under {"", class}.
std::vector<kube::ObjectKey> class_key(const kube::Object& gateway);
inline constexpr Indexer kGatewaysByClass{"class", class_key};
const Lister::Keys& gateways_of_class(const Listers& listers, const std::string& gateway_class);

// The Gateway's class; null: unknown.
kube::ObjectRef class_of(const Listers& listers, const kube::ObjectRef& gateway);
bool is_our_class(const kube::ObjectRef& gateway_class);
bool is_ours(const Listers& listers, const kube::ObjectRef& gateway);
// The Gateway is there and ours.
bool is_our_gateway(const Listers& listers, const kube::ObjectKey& gateway);

}  // namespace nlbsim::engine
