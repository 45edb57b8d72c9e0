#include "engine/status/listener_status.h"

#include <algorithm>

#include "engine/conditions/reasons.h"

namespace nlbsim::engine {
namespace {

constexpr std::string_view kListenerPending = "Listener is pending to be programmed.";

// None: it stays as the status has it.
std::optional<kube::Condition> listener_programmed(const LoadedListener& listener, const PassFacts& facts,
                                                   const std::vector<kube::ListenerStatus>& shown) {
  if (!listener.valid) return not_programmed(reason::kInvalid, "Listener is not valid.");
  if (const auto failed = facts.failures.find(listener.port); failed != facts.failures.end())
    return not_programmed(reason::kPending, failed->second);
  if (facts.load_balancer && facts.load_balancer->active && facts.failure.empty())
    return make_condition(condition::kProgrammed, true, reason::kProgrammed, "Listener is programmed.");
  const bool known = facts.load_balancer && facts.failure.empty();
  const auto before = std::ranges::find(shown, listener.name, &kube::ListenerStatus::name);
  const bool serves = before != shown.end() && is_true(before->conditions, condition::kProgrammed);
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

}  // namespace

std::vector<kube::ListenerStatus> listener_reports(const std::vector<LoadedListener>& listeners, const PassFacts& facts,
                                                   const std::vector<kube::ListenerStatus>& shown,
                                                   const Profile& profile) {
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

namespace {

bool same_listener(const kube::ListenerStatus& existing, const kube::ListenerStatus& desired, std::int64_t generation) {
  return existing.name == desired.name && existing.attachedRoutes == desired.attachedRoutes &&
         existing.supportedKinds == desired.supportedKinds &&
         up_to_date(existing.conditions, desired.conditions, generation);
}

}  // namespace

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

}  // namespace nlbsim::engine
