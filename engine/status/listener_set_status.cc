#include "engine/status/listener_set_status.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/conditions/reasons.h"
#include "engine/routes/listener_sets.h"
#include "engine/status/patch.h"

namespace nlbsim::engine {
namespace {

// Not accepted, and so not programmed.
void refuse(ListenerSetReport& report, std::string_view reason, std::string_view of_programmed,
            const std::string& message) {
  report.conditions = {make_condition(condition::kAccepted, false, reason, message),
                       not_programmed(of_programmed, message)};
}

std::optional<kube::Condition> programmed(const PassFacts& facts) {
  if (!facts.load_balancer || !facts.failure.empty()) return std::nullopt;
  if (facts.load_balancer->active)
    return make_condition(condition::kProgrammed, true, reason::kProgrammed, "ListenerSet is programmed.");
  return make_unknown(condition::kProgrammed, reason::kPending, "Waiting for load balancer to be active.");
}

}  // namespace

ListenerSetReport report_listener_set(const kube::ObjectRef& gateway, const LoadedListenerSet& set,
                                      const PassFacts& facts, std::string_view refusal, const Profile& profile) {
  const auto& shown = set.set->view<kube::ListenerSet>().status;
  ListenerSetReport report{set.set, false, {}, {}};
  if (!set.taken) {
    refuse(report, reason::kNotAllowed, reason::kInvalid, not_taken_text(gateway, set.set->meta().key()));
    return report;
  }
  PassFacts known = facts;
  if (!refusal.empty()) known.failure = refusal;
  report.listeners = listener_reports(set.listeners, known, shown.listeners, profile);
  if (!refusal.empty()) {
    refuse(report, reason::kParentNotAccepted, reason::kInvalid,
           fmt::format("Gateway {} is not accepted: {}", gateway->meta().key().text(), refusal));
    // What was programmed before goes on serving.
    if (is_true(shown.conditions, condition::kProgrammed)) report.conditions.pop_back();
    return report;
  }
  const auto valid = std::ranges::count_if(set.listeners, &LoadedListener::valid);
  if (valid == 0) {
    refuse(report, reason::kListenersNotValid, reason::kListenersNotValid, std::string(kNoValidListener));
    return report;
  }
  report.attached = true;
  const bool all = valid == std::ssize(set.listeners);
  report.conditions.push_back(
      make_condition(condition::kAccepted, true, all ? reason::kAccepted : reason::kListenersNotValid, ""));
  if (auto condition = programmed(facts)) report.conditions.push_back(std::move(*condition));
  return report;
}

std::optional<api::Json> listener_set_status_patch(const kube::ObjectRef& newest, const ListenerSetReport& report,
                                                   const Stamp& stamp, const Profile& profile) {
  const auto& status = newest->view<kube::ListenerSet>().status;
  api::Json changes = api::Json::object();
  if (!up_to_date(status.conditions, report.conditions, stamp.generation))
    changes["conditions"] = conditions_json(merge_conditions(status.conditions, report.conditions, stamp));
  if (!same_listeners(status.listeners, report.listeners, stamp.generation))
    changes["listeners"] = listeners_json(status.listeners, report.listeners, stamp);
  if (changes.empty()) return std::nullopt;
  return status_patch(newest, std::move(changes), profile);
}

}  // namespace nlbsim::engine
