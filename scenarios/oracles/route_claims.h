// Which ports of which Gateways a route lays claim to, by its spec alone.
#pragma once

#include <set>
#include <string>
#include <utility>

#include "scenarios/oracles/kube_ledger.h"

namespace nlbsim::scenarios::oracles {

using Claim = std::pair<std::string, std::int32_t>;  // "namespace/name" of the Gateway, port
using Claims = std::set<Claim>;

// Over all parentRefs that name a listener of a Gateway of ours that is there.
Claims claims_of(const kube::Object& route, const KubeLedger& kube);
// Exactly one backendRef over all rules, as the product's rules ask.
bool has_one_backend(const kube::Route& route);
// Its entry for that Gateway says Accepted=True.
bool is_accepted_by(const kube::Object& route, const std::string& gateway);
// Older by creation, then by namespace and name.
bool older(const kube::ObjectMeta& a, const kube::ObjectMeta& b);

}  // namespace nlbsim::scenarios::oracles
