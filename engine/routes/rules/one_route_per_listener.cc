#include "engine/routes/rules/one_route_per_listener.h"

#include <fmt/format.h>

#include <vector>

#include "engine/conditions/conditions.h"
#include "engine/conditions/reasons.h"

namespace nlbsim::engine::rules {
namespace {

bool older(const Contender& a, const Contender& b) {
  if (a.meta->creation_timestamp != b.meta->creation_timestamp)
    return a.meta->creation_timestamp < b.meta->creation_timestamp;
  if (a.id->key != b.id->key) return a.id->key.text() < b.id->key.text();
  return a.id->kind < b.id->kind;
}

// Index of the oldest of those that `counts` admits; none: it admits no one.
template <class F>
std::optional<std::size_t> oldest(std::span<const Contender> contenders, F counts) {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < contenders.size(); ++i)
    if (counts(contenders[i]) && (!found || older(contenders[i], contenders[*found]))) found = i;
  return found;
}

bool is_valid(const Contender& contender) { return contender.port == PortState::serving; }

}  // namespace

ListenerVerdict one_route_per_listener(std::span<const Contender> contenders, std::string_view protocol,
                                       std::int32_t port, const std::string& gateway, const Profile& profile) {
  ListenerVerdict verdict;
  if (contenders.empty()) return verdict;
  const bool undecided = contenders.size() > 1 && !profile.oldest_route_serves;
  if (!undecided) verdict.winner = oldest(contenders, is_valid);
  if (verdict.winner) verdict.port = PortState::serving;
  else if (undecided) verdict.port = PortState::frozen;
  else verdict.port = contenders[*oldest(contenders, [](const Contender&) { return true; })].port;

  std::string names;
  std::size_t rivals = 0;
  for (const Contender& contender : contenders) {
    if (!undecided && !is_valid(contender)) continue;
    names += (rivals++ == 0 ? "" : " ") + contender.id->key.text();
  }
  if (rivals < 2 || (profile.surplus_routes_accepted && !undecided)) return verdict;
  verdict.event = fmt::format("multiple routes [{}] are not supported for listener {}:{} for gateway {}", names,
                              protocol, port, gateway);
  if (verdict.winner) {
    const Contender& winner = contenders[*verdict.winner];
    verdict.event +=
        fmt::format("; {} is the oldest and {}", describe(*winner.id), winner.reaches ? "serves" : "holds it");
  }
  return verdict;
}

Verdict lost_to(const RouteId& winner, bool serves, const ListenerPlace& at) {
  const std::string text = fmt::format(
      "listener {} ({}:{}) of Gateway {} {} {}: a listener takes one route, the oldest", at.listener.name,
      at.listener.protocol, at.listener.port, at.gateway, serves ? "already serves" : "is held by", describe(winner));
  return {PortState::serving, {make_condition(condition::kAccepted, false, reason::kUnsupportedValue, text)}, {}};
}

}  // namespace nlbsim::engine::rules
