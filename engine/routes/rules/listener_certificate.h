// A listener that terminates TLS needs a certificate. The NLB takes certificates from ACM, found by the listener's
// hostname; Secrets (certificateRefs) are never read. An account without ACM certificates has none for any host. AWS
// keeps the port as it was until there is one.
#pragma once

#include <string>

#include "engine/routes/verdict.h"

namespace nlbsim::engine::rules {

// `gateway` is "namespace/name".
Verdict listener_certificate(const kube::Listener& listener, std::string_view nlb_protocol, const std::string& gateway);

}  // namespace nlbsim::engine::rules
