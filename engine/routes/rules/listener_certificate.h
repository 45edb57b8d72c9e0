// A listener that terminates TLS needs a certificate. The NLB takes certificates from ACM, given by ARN or found by
// hostname; Secrets (certificateRefs) are never read. AWS keeps the port as it was until there is one.
#pragma once

#include <string>

#include "engine/configuration/certificates.h"
#include "engine/routes/verdict.h"

namespace nlbsim::engine::rules {

Verdict listener_certificate(const kube::Listener& listener, const ListenerCertificates& found);
// What is to be told of a listener that has a certificate and refers to others all the same; empty: nothing.
std::string unread_references(const kube::Listener& listener, const ListenerCertificates& found);

}  // namespace nlbsim::engine::rules
