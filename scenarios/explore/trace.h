// T0: what a run without faults does, as places where something can be broken.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "api/records.h"
#include "scenarios/language/fault_spec.h"

namespace nlbsim::scenarios {

// A logical call of a controller. `kind`, `namespace_` and `name` tell one object of the API server from another; AWS's
// calls are told apart by their order alone, because ids are not known before they are minted.
struct CallSite {
  FaultPlane plane = FaultPlane::aws;
  std::string actor;  // name of the replica
  std::string op;
  std::string kind, namespace_, name;
  bool mutates = false;
  std::int64_t sent = 0;     // the nth of its like to be sent, from 1
  std::int64_t applied = 0;  // the nth to reach the server; 0: it never did
  std::string text() const;  // "CreateLoadBalancer#1", "patch Gateway example-ns/my-tcp-gateway#2"
};

// A watch event as one informer saw it.
struct EventSite {
  std::string actor;
  std::string type;  // "ADDED", ...
  std::string kind, namespace_, name;
  std::int64_t nth = 0;      // of that type and object, from 1
  bool followed = false;     // somebody who is no controller changes the object again later
  bool status_only = false;  // nothing but the status changed
  sim::Duration sent_at{0};  // when the object changed, since the start of the world
  std::int64_t lists = 0;    // of that kind that this replica had been answered by then
  std::string text() const;  // "MODIFIED of Gateway example-ns/my-tcp-gateway#2"
};

struct Trace {
  std::vector<CallSite> calls;    // in the order of sending
  std::vector<EventSite> events;  // in the order of arrival
};

// `actors` maps ActorId to name.
Trace trace_of(std::span<const sim::Record> records, std::span<const std::string> actors);

}  // namespace nlbsim::scenarios
