#include "engine/status/gateway_status.h"

#include <algorithm>

#include "engine/conditions/reasons.h"
#include "engine/status/listener_status.h"
#include "engine/status/patch.h"

namespace nlbsim::engine {
namespace {

// NLB names are case-insensitive; the API's Hostname is lower case.
std::string lower_case(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
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
  report.listeners = listener_reports(listeners, facts, gateway->view<kube::Gateway>().status.listeners, profile);
  return report;
}

GatewayReport report_no_valid_listener(const std::vector<LoadedListener>& listeners, const Profile& profile) {
  GatewayReport report;
  report.conditions.push_back(
      make_condition(condition::kAccepted, false, reason::kListenersNotValid, kNoValidListener));
  report.conditions.push_back(not_programmed(reason::kInvalid, kNoValidListener));
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
  report.listeners = listener_reports(listeners, facts, status.listeners, profile);
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
  if (report.attached_sets.value_or(status.attachedListenerSets) != status.attachedListenerSets)
    changes["attachedListenerSets"] = *report.attached_sets;
  if (changes.empty()) return std::nullopt;
  return status_patch(gateway, std::move(changes), profile);
}

}  // namespace nlbsim::engine
