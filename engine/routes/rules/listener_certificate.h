// A listener that terminates TLS needs a certificate. The NLB takes certificates from ACM, found by the listener's
// hostname; Secrets (certificateRefs) are never read. An account without ACM certificates has none for any host.
#pragma once

#include <optional>
#include <string>

#include "api/kube/views.h"

namespace nlbsim::engine::rules {

// Why the listener has no certificate; null: it needs none. `gateway` is "namespace/name".
std::optional<std::string> missing_certificate(const kube::Listener& listener, std::string_view nlb_protocol,
                                               const std::string& gateway);

}  // namespace nlbsim::engine::rules
