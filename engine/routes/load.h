// Loads a Gateway: its listeners checked, its routes attached, the rules applied, its backends looked up.
//
// A pure function of the caches: the same snapshot gives the same value, whatever came first. Cost: what hangs on this
// Gateway, not what the cluster holds. Nothing in it fails; what is wrong with a listener or a route becomes its
// condition, and a Violation where the user has to decide something.
#pragma once

#include "engine/routes/loaded_gateway.h"
#include "engine/routes/snapshot.h"

namespace nlbsim::engine {

// The Gateway is one of ours; `profile` says whose rules hold.
LoadedGateway load(const Snapshot& snapshot, const kube::ObjectRef& gateway, const Profile& profile);

}  // namespace nlbsim::engine
