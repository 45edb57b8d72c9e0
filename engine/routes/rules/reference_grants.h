// A backend in another namespace needs a ReferenceGrant there: some `from` equals the route's group, kind and
// namespace, and some `to` the Service, with its name or without one. Grants add up.
#pragma once

#include "engine/routes/route_kinds.h"
#include "engine/runtime/cache/lister.h"

namespace nlbsim::engine::rules {

bool grant_covers(const kube::ReferenceGrantSpec& grant, const RouteId& route, const std::string& service_name);
// Within one namespace no grant is needed.
bool reference_permitted(const Lister& grants, const RouteId& route, const kube::ObjectKey& service);

}  // namespace nlbsim::engine::rules
