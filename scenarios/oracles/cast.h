// Who is who in a run: what each ActorId is, to which cluster it belongs, and whether it is at work.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/records.h"
#include "sim/journal.h"

namespace nlbsim::scenarios::oracles {

enum class Role : std::uint8_t { outsider, controller, api_server, aws };

// One incarnation.
struct Performer {
  Role role = Role::outsider;
  std::size_t cluster = 0;  // of a controller or an API server
  bool running = false;     // controllers only
  bool paused = false;
};

class Cast {
 public:
  // `clusters` in the order of the world; with several of them an actor's name starts with its cluster's: "blue/...".
  // `clients`: names of controllers that are somebody else's.
  Cast(std::vector<std::string> clusters, std::span<const std::string> actors, std::vector<std::string> clients = {});
  // All actors so far: those that have come since are met.
  void meet(std::span<const std::string> actors);

  std::size_t cluster_count() const { return clusters_.size(); }
  const std::string& cluster_name(std::size_t cluster) const { return clusters_[cluster]; }
  // An actor nobody knows is an outsider.
  const Performer& of(sim::ActorId actor) const { return actor < performers_.size() ? performers_[actor] : nobody_; }
  bool is_controller(sim::ActorId actor) const { return of(actor).role == Role::controller; }
  std::string_view name(sim::ActorId actor) const {
    return actor < names_.size() ? std::string_view(names_[actor]) : std::string_view("?");
  }
  // Some controller of the cluster is at work and, where a leader is elected, it is the leader.
  bool attended(std::size_t cluster) const;
  // Who wrote the cluster's lease last, and in which record the first of his writes in a row stands; nobody where there
  // is no lease.
  std::optional<sim::ActorId> leader(std::size_t cluster) const;
  sim::RecordId leads_since(std::size_t cluster) const { return leads_since_[cluster]; }

  void apply(sim::ActorId actor, const api::ActorChanged& change);
  void lease_written(sim::ActorId actor, sim::RecordId record);

 private:
  std::vector<std::string> clusters_;
  std::vector<std::string> clients_;
  std::vector<std::string> names_;
  std::vector<Performer> performers_;
  std::vector<sim::ActorId> leaders_;  // of each cluster: who wrote a lease last, or kNobody
  std::vector<sim::RecordId> leads_since_;
  Performer nobody_;
};

}  // namespace nlbsim::scenarios::oracles
