#include "engine/routes/rules/distinct_listeners.h"

#include <fmt/format.h>

#include <cstdint>

#include "engine/conditions/conditions.h"
#include "engine/conditions/reasons.h"

namespace nlbsim::engine::rules {
namespace {

enum class Clash : std::uint8_t { none, protocol, hostname };

bool is_http(const kube::Listener& listener) { return listener.protocol == "HTTP" || listener.protocol == "HTTPS"; }

// `served` is one that an NLB carries, `http` one that it does not.
Clash clash_with_http(const kube::Listener& served, const kube::Listener& http) {
  if (served.protocol == "TCP") return Clash::protocol;
  return served.protocol == "TLS" && served.hostname == http.hostname ? Clash::protocol : Clash::none;
}

Clash compare(const PortListener& one, const PortListener& other) {
  if (one.listener == other.listener || one.listener->port != other.listener->port) return Clash::none;
  if (is_http(*one.listener) && is_http(*other.listener)) return Clash::none;
  if (is_http(*one.listener) && !other.nlb_protocol.empty()) return clash_with_http(*other.listener, *one.listener);
  if (is_http(*other.listener) && !one.nlb_protocol.empty()) return clash_with_http(*one.listener, *other.listener);
  if (one.nlb_protocol.empty() || other.nlb_protocol.empty()) return Clash::none;
  // TCP beside TLS is not distinct even where both would need a TCP listener of the NLB.
  if (other.listener->protocol != one.listener->protocol || other.nlb_protocol != one.nlb_protocol)
    return Clash::protocol;
  return other.listener->hostname == one.listener->hostname ? Clash::hostname : Clash::none;
}

Verdict conflicted(std::string_view reason, const std::string& text, bool lost) {
  return {lost ? PortState::unused : PortState::frozen,
          {make_condition(condition::kConflicted, true, reason, text),
           make_condition(condition::kAccepted, false, reason, text)},
          lost ? std::string() : text};  // told on the ListenerSet
}

}  // namespace

Verdict distinct_listeners(const PortListener& one, std::span<const PortListener> all) {
  Clash worst = Clash::none;
  bool lost = false;
  for (const PortListener& other : all) {
    if (other.precedence > one.precedence) continue;
    const Clash clash = compare(one, other);
    lost = lost || (clash != Clash::none && other.precedence < one.precedence);
    if (clash == Clash::protocol || worst == Clash::none) worst = clash;
  }
  if (worst == Clash::none) return {};
  const std::string_view winner = lost ? ": it is taken by a listener that comes first" : "";
  const std::int32_t port = one.listener->port;
  if (worst == Clash::protocol)
    return conflicted(reason::kProtocolConflict, fmt::format("Protocol conflict for port {}{}", port, winner), lost);
  return conflicted(reason::kHostnameConflict,
                    fmt::format("Hostname conflict for port {} with hostname {}{}", port,
                                one.listener->hostname.value_or(""), winner),
                    lost);
}

}  // namespace nlbsim::engine::rules
