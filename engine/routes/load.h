// Loads a Gateway: its listeners checked, its routes attached, the rules applied, its backends looked up.
//
// A pure function of the caches: the same caches give the same value, whatever came first. Cost: what hangs on this
// Gateway, not what the cluster holds. Nothing in it fails; what is wrong with a listener or a route becomes its
// condition, and a Violation where the user has to decide something.
#pragma once

#include "engine/routes/load_settings.h"
#include "engine/routes/loaded_gateway.h"
#include "engine/routes/route_references.h"

namespace nlbsim::engine {

// The Gateway is one of ours; `profile` says whose rules hold.
LoadedGateway load(const Listers& listers, const kube::ObjectRef& gateway, const Profile& profile,
                   const LoadSettings& settings = {});
// Whether a listener of the Gateway or of its ListenerSets has to find its certificate in ACM: then settings.inventory
// is looked at.
bool looks_for_certificates(const Listers& listers, const kube::ObjectRef& gateway,
                            const EffectiveConfiguration* configuration);
// What is loaded of a Gateway that is not accepted as a whole: no route is, each says why, and no listener counts one.
void refuse_routes(LoadedGateway& loaded, const kube::ObjectKey& gateway, std::string_view why);

}  // namespace nlbsim::engine
