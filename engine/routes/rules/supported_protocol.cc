#include "engine/routes/rules/supported_protocol.h"

#include <fmt/format.h>

#include "engine/conditions/conditions.h"
#include "engine/conditions/reasons.h"

namespace nlbsim::engine::rules {

std::string_view nlb_protocol(const kube::Listener& listener, const Profile& profile) {
  if (listener.protocol == "TCP") return "TCP";
  if (listener.protocol == "UDP") return "UDP";
  if (listener.protocol != "TLS") return {};
  const bool passthrough = listener.tls && listener.tls->mode == "Passthrough";
  return passthrough && profile.passthrough_is_tcp ? "TCP" : "TLS";
}

Verdict supported_protocol(const kube::Listener& listener, const Profile& profile) {
  if (!nlb_protocol(listener, profile).empty()) return {};
  const std::string text = fmt::format("Unsupported protocol {} for listener {}", listener.protocol, listener.name);
  return {PortState::unused, {make_condition(condition::kAccepted, false, reason::kUnsupportedProtocol, text)}, text};
}

}  // namespace nlbsim::engine::rules
