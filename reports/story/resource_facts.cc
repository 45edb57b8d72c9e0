#include "reports/story/resource_facts.h"

namespace nlbsim::reports {

namespace {

using api::Json;
using api::text;

// "TCP:8080" of the call that made a listener, as far as the request says it.
std::string listener_port(const api::AnyCall* call) {
  if (!call) return {};
  const Json request = call->request_json();
  const Json& port = api::member(request, "Port");
  const std::string protocol(text(api::member(request, "Protocol")));
  return port.is_number_integer() ? protocol + ":" + std::to_string(port.get<int>()) : protocol;
}

std::string subject_of(std::string_view kind, std::string_view id, const api::AnyCall* call) {
  if (kind == "LoadBalancer") return "NLB " + resource_name(id);
  if (kind == "TargetGroup") return "target group " + resource_name(id);
  if (kind == "Listener") {
    const std::string port = listener_port(call);
    return (port.empty() ? "a listener" : "listener " + port) + " of " + resource_name(id);
  }
  if (kind == "Target") {
    const auto space = id.find(' ');
    if (space == id.npos) return "target " + std::string(id);
    return "target " + std::string(id.substr(space + 1)) + " of " + resource_name(id.substr(0, space));
  }
  if (kind == "SecurityGroup") return "security group " + std::string(id);
  return std::string(kind) + " " + std::string(id);
}

}  // namespace

std::string resource_name(std::string_view id) {
  const auto colon = id.rfind(':');
  if (!id.starts_with("arn:") || colon == id.npos) return std::string(id);
  std::string_view path =
      id.substr(colon + 1);  // loadbalancer/net/NAME/ID, listener/net/NAME/ID/ID, targetgroup/NAME/ID
  const auto next = [&path] {
    const auto slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    path = slash == path.npos ? std::string_view() : path.substr(slash + 1);
    return part;
  };
  const std::string_view kind = next();
  if (kind == "loadbalancer" || kind == "listener" || kind == "listener-rule") next();
  const std::string_view name = next();
  return name.empty() ? std::string(id) : std::string(name);
}

bool is_state(std::string_view change) { return change != "modified" && change != "deleted"; }

std::string resource_fact(const api::ResourceChanged& changed, const api::AnyCall* call) {
  const std::string_view kind = changed.resource;
  const std::string_view change = changed.change;
  const std::string_view before = changed.before;
  std::string out = subject_of(kind, changed.key, call);
  if (kind == "LoadBalancer" && change == "created") return out + " created, provisioning";
  if (kind == "Target" && change == "created") return out + " registered";
  if (kind == "Target" && change == "deleted") return out + " gone";
  if (change == "created" || change == "modified" || change == "deleted") return out.append(" ").append(change);
  out.append(" is ").append(change);
  return before.empty() ? out : out.append(" (was ").append(before).append(")");
}

}  // namespace nlbsim::reports
