#include "scenarios/record/reach.h"

#include <algorithm>
#include <set>

#include "scenarios/record/object_text.h"
#include "scenarios/record/remedies.h"

namespace nlbsim::scenarios {

namespace {

constexpr std::string_view kStackTag = "gateway.k8s.aws.nlb/stack";

bool same_port(const Json& a, const Json& b) {
  return a.is_number_integer() && b.is_number_integer() && a.get<std::int64_t>() == b.get<std::int64_t>();
}

// Whether the NLB's listener can be the one of a Gateway listener with that protocol; TLS may be passed through.
bool protocol_fits(std::string_view wanted, std::string_view found) {
  return wanted == found || found == "TCP_UDP" || (wanted == "TLS" && found == "TCP");
}

const Json& listener_status(const Json& owner, const Json& listener) {
  static const Json kNone;
  for (const Json& status : api::at(owner, "status", "listeners"))
    if (api::text(api::member(status, "name")) == api::text(api::member(listener, "name"))) return status;
  return kNone;
}

// Whether a parentRef means the listener. Without sectionName and port it means all that take the route: then the
// controller's own count decides.
bool means(const Json& route, const Json& ref, const Json& owner, const Json& listener) {
  if (parent_kind(ref) != text_member(owner, "kind")) return false;
  if (namespace_of(ref, route) + "/" + text_member(ref, "name") != key_text(owner)) return false;
  const Json& section = api::member(ref, "sectionName");
  const Json& port = api::member(ref, "port");
  if (!port.is_null() && !same_port(port, api::member(listener, "port"))) return false;
  if (section.is_string()) return api::text(section) == api::text(api::member(listener, "name"));
  const Json& count = api::member(listener_status(owner, listener), "attachedRoutes");
  return count.is_number_integer() && count.get<std::int64_t>() > 0;
}

struct Attached {
  std::string routes;   // that nobody has refused
  bool usable = false;  // one of them has nothing said against it
  std::string backend;  // the Service that it forwards to
};

std::string backend_of(const Json& route) {
  for (const Json& rule : api::at(route, "spec", "rules"))
    for (const Json& ref : api::member(rule, "backendRefs"))
      return namespace_of(ref, route) + "/" + text_member(ref, "name");
  return {};
}

Attached attached_to(const StateReader& reader, const Json& owner, const Json& listener) {
  Attached out;
  for (const Json& route : reader.state().objects) {
    if (!is_route(route)) continue;
    for (const Json& ref : api::at(route, "spec", "parentRefs")) {
      if (!means(route, ref, owner, listener)) continue;
      const Json& entry = reader.entry_of(route, ref);
      const Json& accepted = condition_of(entry, "Accepted");
      if (!accepted.is_null() && !is_true(accepted)) continue;
      out.routes += (out.routes.empty() ? "" : ", ") + subject_text(route);
      const bool usable = !entry.is_null() && complaint_of(entry).is_null();
      if (usable && !out.usable) out.backend = backend_of(route);
      out.usable |= usable;
      break;
    }
  }
  return out;
}

const Json* load_balancer_of(const EndState& state, const Json& gateway) {
  for (const Json& load_balancer : state.load_balancers)
    if (api::text(api::at(load_balancer, "Tags", kStackTag)) == key_text(gateway)) return &load_balancer;
  return nullptr;
}

const Json* nlb_listener(const EndState& state, const Json& load_balancer, const Json& listener) {
  for (const Json& found : state.listeners)
    if (text_member(found, "LoadBalancerArn") == text_member(load_balancer, "LoadBalancerArn") &&
        same_port(api::member(found, "Port"), api::member(listener, "port")) &&
        protocol_fits(api::text(api::member(listener, "protocol")), api::text(api::member(found, "Protocol"))))
      return &found;
  return nullptr;
}

std::vector<const Json*> groups_of(const EndState& state, const Json& listener) {
  std::set<std::string> arns;
  for (const Json& action : api::member(listener, "DefaultActions")) {
    arns.insert(text_member(action, "TargetGroupArn"));
    for (const Json& tuple : api::at(action, "ForwardConfig", "TargetGroups"))
      arns.insert(text_member(tuple, "TargetGroupArn"));
  }
  std::vector<const Json*> out;
  for (const Json& group : state.target_groups)
    if (arns.contains(text_member(group, "TargetGroupArn"))) out.push_back(&group);
  return out;
}

// The last Warning about the TargetGroupBinding that fills the group.
std::string binding_warning(const StateReader& reader, const Json& group) {
  const std::string arn = text_member(group, "TargetGroupArn");
  for (const Json& object : reader.state().objects)
    if (api::text(api::member(object, "kind")) == "TargetGroupBinding" &&
        api::text(api::at(object, "spec", "targetGroupARN")) == arn)
      return reader.last_warning(subject_text(object));
  return {};
}

Shortfall no_healthy_target(const StateReader& reader, const Attached& attached, const Reached& reached,
                            const std::vector<const Json*>& groups) {
  Shortfall out;
  if (reached.targets != "none") {
    out.why = "target group " + reached.target_group + " has no healthy target (" + reached.targets + ")";
    return out;
  }
  out.why = "target group " + reached.target_group + " has no targets";
  const Json* service = reader.find("Service", attached.backend);
  if (service && text_member(api::member(*service, "spec"), "type") == "ClusterIP") {
    out.why += ", because Service " + attached.backend + " is of type ClusterIP and has no node port";
    out.remedy = "make it a NodePort, or ask for targetType ip in a TargetGroupConfiguration";
  } else {
    out.remedy = "see that Service " + attached.backend + " has endpoints and that nodes are Ready";
  }
  for (const Json* group : groups) out.why += binding_warning(reader, *group);
  return out;
}

}  // namespace

Followed follow_listener(const StateReader& reader, const OwnedListener& owned, bool gateway_told) {
  const auto& [gateway, owner, listener] = owned;
  const EndState& state = reader.state();
  const Attached attached = attached_to(reader, owner, listener);
  const Json* load_balancer = load_balancer_of(state, gateway);
  const Json* found = load_balancer ? nlb_listener(state, *load_balancer, listener) : nullptr;
  const std::vector<const Json*> groups = found ? groups_of(state, *found) : std::vector<const Json*>();

  Followed out;
  Reached& reached = out.reached;
  reached.gateway = key_text(gateway);
  reached.listener = text_member(listener, "name");
  const Json& port = api::member(listener, "port");
  reached.port = text_member(listener, "protocol") + ":" +
                 (port.is_number_integer() ? std::to_string(port.get<std::int64_t>()) : "?");
  reached.routes = attached.routes;
  Json targets = Json::array();
  for (const Json* group : groups) {
    reached.target_group += (reached.target_group.empty() ? "" : ", ") + text_member(*group, "TargetGroupName");
    for (const Json& target : api::member(*group, "Targets")) targets.push_back(target);
  }
  if (!groups.empty()) reached.targets = health_text(targets);
  const Json& probed = found ? api::member(state.probes, text_member(*found, "ListenerArn")) : state.probes;
  if (const Json& count = api::member(probed, "targets"); count.is_number_integer())
    reached.reaches = count.get<std::size_t>();

  const auto missing = [&](std::string why, std::string remedy) {
    out.missing = Shortfall{{}, std::move(why), std::move(remedy)};
    return out;
  };
  const Json& complaint = complaint_of(listener_status(owner, listener));
  const std::string reason = text_member(complaint, "reason");
  if (!complaint.is_null() && reason != "Pending") return missing(condition_text(complaint), remedy_of(reason, owner));
  if (!attached.usable) return out;
  const std::string warning = reader.last_warning(subject_text(gateway));
  const bool active = load_balancer && text_member(api::member(*load_balancer, "State"), "Code").starts_with("active");
  if (!active && gateway_told) return out;
  if (!load_balancer) return missing("the Gateway has no load balancer" + warning, "");
  if (!active)
    return missing("its load balancer is " + text_member(api::member(*load_balancer, "State"), "Code"),
                   "let more time pass (--for)");
  if (!found) return missing("AWS has no listener " + reached.port + " on the load balancer" + warning, "");
  if (groups.empty()) return missing("AWS's listener forwards to no target group" + warning, "");
  const auto healthy = [](const Json& target) { return api::text(api::member(target, "State")) == "healthy"; };
  if (std::ranges::none_of(targets, healthy)) out.missing = no_healthy_target(reader, attached, reached, groups);
  else if (reached.reaches == 0)
    return missing("a connection to " + reached.port + " reaches nothing: " + text_member(probed, "why"),
                   remedy_of(text_member(probed, "obstacle"), gateway));
  return out;
}

}  // namespace nlbsim::scenarios
