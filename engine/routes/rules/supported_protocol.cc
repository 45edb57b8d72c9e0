#include "engine/routes/rules/supported_protocol.h"

namespace nlbsim::engine::rules {

std::string_view nlb_protocol(const kube::Listener& listener, const Profile& profile) {
  if (listener.protocol == "TCP") return "TCP";
  if (listener.protocol == "UDP") return "UDP";
  if (listener.protocol != "TLS") return {};
  const bool passthrough = listener.tls && listener.tls->mode == "Passthrough";
  return passthrough && profile.passthrough_is_tcp ? "TCP" : "TLS";
}

}  // namespace nlbsim::engine::rules
