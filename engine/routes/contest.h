// Who gets which NLB listener: the routes of one Gateway, the listeners they attach to, and one winner per NLB
// listener. A value that load() fills and reads; the sentences about losers and violations are made here, where the
// facts are.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/routes/attachment.h"
#include "engine/routes/backend.h"
#include "engine/routes/rules/exactly_one_backend.h"

namespace nlbsim::engine {

struct Candidate {
  RouteId id;
  kube::ObjectRef object;
  rules::BackendCount backends;
  BackendLookup lookup;  // when there is exactly one backendRef
};

// One parentRef to this Gateway.
struct Claim {
  std::size_t candidate = 0;
  const kube::ParentReference* parent = nullptr;  // in the route's view
  Attachment attachment;
};

// One NLB listener: the Gateway listeners that share its port and protocol.
struct Slot {
  std::int32_t port = 0;
  std::string_view protocol;  // of the NLB listener
  bool frozen = false;        // one of its Gateway listeners is not valid
  bool undecided = false;     // several routes, and the profile lets none of them win
  std::vector<std::size_t> contenders;
  std::optional<std::size_t> winner;  // a candidate
};

struct Contest {
  std::string gateway;  // "namespace/name"
  std::vector<CheckedListener> listeners;
  std::vector<Candidate> candidates;
  std::vector<Claim> claims;         // by candidate, then in the order of parentRefs
  std::vector<Slot> slots;           // by port, then protocol
  std::vector<std::size_t> slot_of;  // of each listener; slots.size() for one that claims no port
  bool surplus_accepted = false;

  // Makes the slots and picks the winners.
  void decide(const Profile& profile);
  // The route is the one that serves the listener's slot, or may share it.
  bool holds(std::size_t candidate, std::size_t listener) const;

  std::string backend_complaint(const Claim& claim) const;
  std::string surplus_complaint(const Claim& claim) const;
  std::string surplus_violation(const Slot& slot) const;

 private:
  void make_slots();
};

}  // namespace nlbsim::engine
