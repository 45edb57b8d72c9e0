#include "engine/routes/rules/protocol_conflict.h"

namespace nlbsim::engine::rules {

Conflict conflict_of(const ListenerClaim& one, std::span<const ListenerClaim> all) {
  if (one.nlb_protocol.empty()) return Conflict::none;
  Conflict worst = Conflict::none;
  for (const ListenerClaim& other : all) {
    if (other.listener == one.listener || other.nlb_protocol.empty()) continue;
    if (other.listener->port != one.listener->port) continue;
    // TCP beside TLS is indistinct even where both would need a TCP listener of the NLB.
    if (other.listener->protocol != one.listener->protocol || other.nlb_protocol != one.nlb_protocol)
      return Conflict::protocol;
    if (other.listener->hostname == one.listener->hostname) worst = Conflict::hostname;
  }
  return worst;
}

}  // namespace nlbsim::engine::rules
