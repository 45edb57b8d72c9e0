// An NLB carries TCP, UDP and TLS. A Gateway listener of any other protocol is not accepted, and its port left out.
#pragma once

#include "engine/profile.h"
#include "engine/routes/verdict.h"

namespace nlbsim::engine::rules {

// The protocol of the NLB listener that a Gateway listener needs; empty: none can carry it. TLS that is passed through
// is plain TCP to the load balancer.
std::string_view nlb_protocol(const kube::Listener& listener, const Profile& profile);

Verdict supported_protocol(const kube::Listener& listener, const Profile& profile);

}  // namespace nlbsim::engine::rules
