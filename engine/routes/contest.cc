#include "engine/routes/contest.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "engine/routes/rules/one_route_per_listener.h"

namespace nlbsim::engine {

void Contest::make_slots() {
  for (const CheckedListener& listener : listeners) {
    if (!listener.claims_port()) continue;
    const auto same = [&](const Slot& s) {
      return s.port == listener.spec->port && s.protocol == listener.nlb_protocol;
    };
    auto slot = std::ranges::find_if(slots, same);
    if (slot == slots.end()) {
      // Of two protocols on one port the one that comes first in the spec stays first.
      const auto place = std::ranges::upper_bound(slots, listener.spec->port, {}, &Slot::port);
      slot = slots.insert(place, {listener.spec->port, listener.nlb_protocol, false, false, {}, std::nullopt});
    }
    slot->frozen = slot->frozen || listener.freezes_port();
  }
  slot_of.reserve(listeners.size());
  for (const CheckedListener& listener : listeners) {
    const auto same = [&](const Slot& s) {
      return listener.claims_port() && s.port == listener.spec->port && s.protocol == listener.nlb_protocol;
    };
    slot_of.push_back(static_cast<std::size_t>(std::ranges::find_if(slots, same) - slots.begin()));
  }
}

void Contest::decide(const Profile& profile) {
  surplus_accepted = profile.surplus_routes_accepted || !profile.oldest_route_serves;
  make_slots();
  for (const Claim& claim : claims) {
    for (const std::size_t listener : claim.attachment.listeners) {
      if (slot_of[listener] == slots.size()) continue;
      auto& contenders = slots[slot_of[listener]].contenders;
      if (contenders.empty() || contenders.back() != claim.candidate) contenders.push_back(claim.candidate);
    }
  }
  for (Slot& slot : slots) {
    slot.undecided = slot.contenders.size() > 1 && !profile.oldest_route_serves;
    if (slot.contenders.empty() || slot.undecided) continue;
    std::vector<rules::Contender> contenders;
    contenders.reserve(slot.contenders.size());
    for (const std::size_t i : slot.contenders)
      contenders.push_back({&candidates[i].id, &candidates[i].object->meta()});
    slot.winner = slot.contenders[rules::winner_of(contenders)];
  }
}

bool Contest::holds(std::size_t candidate, std::size_t listener) const {
  const std::size_t slot = slot_of[listener];
  return surplus_accepted || slot == slots.size() || slots[slot].winner == candidate;
}

std::string Contest::backend_complaint(const Claim& claim) const {
  const kube::Listener& listener = *listeners[claim.attachment.listeners.front()].spec;
  const Candidate& candidate = candidates[claim.candidate];
  const std::string_view found = candidate.backends.written == 0 ? "no backend refs" : "multiple backend refs";
  return fmt::format(
      "{} found for route {} for listener on port:protocol {}:{} for gateway {} , only one must be specified", found,
      candidate.id.key.text(), listener.port, listener.protocol, gateway);
}

std::string Contest::surplus_complaint(const Claim& claim) const {
  const std::size_t index = claim.attachment.listeners.front();
  const kube::Listener& listener = *listeners[index].spec;
  assert(slot_of[index] < slots.size() && slots[slot_of[index]].winner);
  const Candidate& winner = candidates[*slots[slot_of[index]].winner];
  return fmt::format("listener {} ({}:{}) of Gateway {} already serves {}: a listener takes one route, the oldest",
                     listener.name, listener.protocol, listener.port, gateway, describe(winner.id));
}

std::string Contest::surplus_violation(const Slot& slot) const {
  std::string names;
  for (const std::size_t i : slot.contenders) names += (names.empty() ? "" : " ") + candidates[i].id.key.text();
  std::string text = fmt::format("multiple routes [{}] are not supported for listener {}:{} for gateway {}", names,
                                 slot.protocol, slot.port, gateway);
  if (slot.winner) text += fmt::format("; {} is the oldest and serves", describe(candidates[*slot.winner].id));
  return text;
}

}  // namespace nlbsim::engine
