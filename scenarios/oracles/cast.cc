#include "scenarios/oracles/cast.h"

#include <algorithm>
#include <limits>

namespace nlbsim::scenarios::oracles {

namespace {

constexpr sim::ActorId kNobody = std::numeric_limits<sim::ActorId>::max();

Performer performer_of(std::string_view name, std::span<const std::string> clusters) {
  Performer out;
  std::string_view title = name;
  if (const std::size_t slash = name.find('/'); slash != name.npos) {
    const auto home = std::ranges::find(clusters, name.substr(0, slash));
    if (home == clusters.end()) return out;
    out.cluster = static_cast<std::size_t>(home - clusters.begin());
    title = name.substr(slash + 1);
  }
  if (title.starts_with("controller-")) out.role = Role::controller;
  else if (title == "kube-apiserver") out.role = Role::api_server;
  else if (title == "aws") out.role = Role::aws;
  return out;
}

}  // namespace

Cast::Cast(std::vector<std::string> clusters, std::span<const std::string> actors, std::vector<std::string> clients)
    : clusters_(std::move(clusters)), clients_(std::move(clients)) {
  if (clusters_.empty()) clusters_.emplace_back();
  leaders_.resize(clusters_.size(), kNobody);
  leads_since_.resize(clusters_.size(), 0);
  meet(actors);
}

void Cast::meet(std::span<const std::string> actors) {
  performers_.reserve(actors.size());
  for (const std::string& name : actors.subspan(std::min(names_.size(), actors.size()))) {
    names_.push_back(name);
    performers_.push_back(performer_of(name, clusters_));
    if (std::ranges::find(clients_, name) != clients_.end()) performers_.back().role = Role::controller;
  }
}

std::optional<sim::ActorId> Cast::leader(std::size_t cluster) const {
  return leaders_[cluster] == kNobody ? std::nullopt : std::optional(leaders_[cluster]);
}

bool Cast::attended(std::size_t cluster) const {
  const auto at_work = [](const Performer& performer) { return performer.running && !performer.paused; };
  if (const sim::ActorId leader = leaders_[cluster]; leader != kNobody) return at_work(of(leader));
  return std::ranges::any_of(
      performers_, [&](const Performer& performer) { return performer.cluster == cluster && at_work(performer); });
}

void Cast::apply(sim::ActorId actor, const api::ActorChanged& change) {
  if (actor >= performers_.size()) return;
  Performer& performer = performers_[actor];
  if (performer.role != Role::controller) return;
  if (change.change == api::ActorChange::started) performer.running = true;
  else if (change.change == api::ActorChange::dropped) performer.running = false;
  else if (change.change == api::ActorChange::paused) performer.paused = true;
  else if (change.change == api::ActorChange::resumed) performer.paused = false;
}

void Cast::lease_written(sim::ActorId actor, sim::RecordId record) {
  if (!is_controller(actor)) return;
  const std::size_t cluster = of(actor).cluster;
  if (leaders_[cluster] != actor) leads_since_[cluster] = record;
  leaders_[cluster] = actor;
}

}  // namespace nlbsim::scenarios::oracles
