#include "engine/status/gateway_status.h"

#include <algorithm>

#include "engine/conditions/reasons.h"
#include "engine/status/patch.h"

namespace nlbsim::engine {
namespace {

constexpr std::string_view kListenerPending = "Listener is pending to be programmed.";

bool is_true(const std::vector<kube::Condition>& conditions, std::string_view type) {
  const kube::Condition* found = kube::find_condition(conditions, type);
  return found && found->status == "True";
}

kube::Condition not_programmed(std::string_view reason, std::string_view message) {
  return make_condition(condition::kProgrammed, false, reason, message);
}

// None: it stays as the status has it.
std::optional<kube::Condition> listener_programmed(const LoadedListener& listener, const PassFacts& facts,
                                                   const kube::GatewayStatus& shown) {
  if (!listener.valid) return not_programmed(reason::kInvalid, "Listener is not valid.");
  if (const auto failed = facts.failures.find(listener.port); failed != facts.failures.end())
    return not_programmed(reason::kPending, failed->second);
  if (facts.load_balancer && facts.load_balancer->active && facts.failure.empty())
    return make_condition(condition::kProgrammed, true, reason::kProgrammed, "Listener is programmed.");
  const bool known = facts.load_balancer && facts.failure.empty();
  const auto before = std::ranges::find(shown.listeners, listener.name, &kube::ListenerStatus::name);
  const bool serves = before != shown.listeners.end() && is_true(before->conditions, condition::kProgrammed);
  if (!known && serves) return std::nullopt;
  return not_programmed(reason::kPending, facts.failure.empty() ? kListenerPending : facts.failure);
}

// Releases before conditions were complete show one: what is wrong, or Accepted.
void keep_one(std::vector<kube::Condition>& conditions) {
  const auto wrong = [](const kube::Condition& c) { return (c.status == "True") == (c.type == "Conflicted"); };
  const auto found = std::ranges::find_if(conditions, wrong);
  const auto accepted = std::ranges::find(conditions, "Accepted", &kube::Condition::type);
  const kube::Condition only = found == conditions.end() ? *accepted : *found;
  conditions.assign(1, only);
}

std::vector<kube::ListenerStatus> listener_reports(const std::vector<LoadedListener>& listeners, const PassFacts& facts,
                                                   const kube::GatewayStatus& shown, const Profile& profile) {
  std::vector<kube::ListenerStatus> out;
  out.reserve(listeners.size());
  for (const LoadedListener& listener : listeners) {
    kube::ListenerStatus status{listener.name, listener.supported_kinds, listener.attached_routes, listener.conditions};
    if (!profile.full_listener_conditions) keep_one(status.conditions);
    else if (auto programmed = listener_programmed(listener, facts, shown))
      status.conditions.push_back(std::move(*programmed));
    out.push_back(std::move(status));
  }
  return out;
}

// NLB names are case-insensitive; the API's Hostname is lower case.
std::string lower_case(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

bool same_listener(const kube::ListenerStatus& existing, const kube::ListenerStatus& desired, std::int64_t generation) {
  return existing.name == desired.name && existing.attachedRoutes == desired.attachedRoutes &&
         existing.supportedKinds == desired.supportedKinds &&
         up_to_date(existing.conditions, desired.conditions, generation);
}

bool same_listeners(const std::vector<kube::ListenerStatus>& existing, const std::vector<kube::ListenerStatus>& desired,
                    std::int64_t generation) {
  return std::ranges::equal(existing, desired,
                            [&](const auto& a, const auto& b) { return same_listener(a, b, generation); });
}

api::Json listeners_json(const std::vector<kube::ListenerStatus>& existing,
                         const std::vector<kube::ListenerStatus>& desired, const Stamp& stamp) {
  api::Json out = api::Json::array();
  for (kube::ListenerStatus status : desired) {
    const auto before = std::ranges::find(existing, status.name, &kube::ListenerStatus::name);
    const std::vector<kube::Condition> none;
    status.conditions =
        merge_conditions(before == existing.end() ? none : before->conditions, status.conditions, stamp);
    out.push_back(kube::to_json(status));
  }
  return out;
}

api::Json addresses_json(const std::vector<kube::GatewayStatusAddress>& addresses) {
  api::Json out = api::Json::array();
  for (const auto& address : addresses) out.push_back({{"type", address.type}, {"value", address.value}});
  return out;
}

}  // namespace

GatewayReport report_pass(const kube::ObjectRef& gateway, const std::vector<LoadedListener>& listeners,
                          const PassFacts& facts, const Profile& profile) {
  GatewayReport report;
  const bool all_valid = std::ranges::all_of(listeners, &LoadedListener::valid);
  if (facts.failure.empty())
    report.conditions.push_back(
        make_condition(condition::kAccepted, true, all_valid ? reason::kAccepted : reason::kListenersNotValid, ""));
  else if (profile.build_failure_in_status)
    report.conditions.push_back(make_condition(condition::kAccepted, false, reason::kInvalid, facts.failure));
  if (facts.not_programmed) report.conditions.push_back(*facts.not_programmed);
  else if (facts.load_balancer && facts.load_balancer->active)
    report.conditions.push_back(
        make_condition(condition::kProgrammed, true, reason::kProgrammed, facts.load_balancer->arn));
  else if (facts.load_balancer && profile.programmed_pending_while_provisioning)
    report.conditions.push_back(
        make_unknown(condition::kProgrammed, reason::kPending, "Waiting for load balancer to be active."));
  if (facts.load_balancer && !facts.load_balancer->dns_name.empty())
    report.addresses = std::vector<kube::GatewayStatusAddress>{{"Hostname", lower_case(facts.load_balancer->dns_name)}};
  report.listeners = listener_reports(listeners, facts, gateway->view<kube::Gateway>().status, profile);
  return report;
}

GatewayReport report_no_valid_listener(const std::vector<LoadedListener>& listeners, const Profile& profile) {
  constexpr std::string_view kText = "No listener is valid.";
  GatewayReport report;
  report.conditions.push_back(make_condition(condition::kAccepted, false, reason::kListenersNotValid, kText));
  report.conditions.push_back(not_programmed(reason::kInvalid, kText));
  report.listeners = listener_reports(listeners, {}, {}, profile);
  return report;
}

GatewayReport report_not_accepted(const kube::ObjectRef& gateway, const std::vector<LoadedListener>& listeners,
                                  std::string_view reason, std::string_view message, const Profile& profile) {
  const auto& status = gateway->view<kube::Gateway>().status;
  GatewayReport report;
  report.conditions.push_back(make_condition(condition::kAccepted, false, reason, message));
  if (!is_true(status.conditions, condition::kProgrammed))
    report.conditions.push_back(not_programmed(reason::kInvalid, message));
  PassFacts facts;
  facts.failure = message;
  report.listeners = listener_reports(listeners, facts, status, profile);
  return report;
}

std::optional<api::Json> gateway_status_patch(const kube::ObjectRef& gateway, const GatewayReport& report,
                                              const Stamp& stamp, const Profile& profile) {
  const auto& status = gateway->view<kube::Gateway>().status;
  std::vector<kube::Condition> desired = report.conditions;
  if (!profile.missing_conditions_created)
    std::erase_if(desired, [&](const auto& c) { return !kube::find_condition(status.conditions, c.type); });
  api::Json changes = api::Json::object();
  if (!up_to_date(status.conditions, desired, stamp.generation))
    changes["conditions"] = conditions_json(merge_conditions(status.conditions, desired, stamp));
  if (report.addresses && *report.addresses != status.addresses)
    changes["addresses"] = addresses_json(*report.addresses);
  if (report.listeners && !same_listeners(status.listeners, *report.listeners, stamp.generation))
    changes["listeners"] = listeners_json(status.listeners, *report.listeners, stamp);
  if (changes.empty()) return std::nullopt;
  return status_patch(gateway, std::move(changes), profile);
}

}  // namespace nlbsim::engine
