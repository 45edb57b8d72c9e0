// Whether a world serves what was asked of it, and if not, why: a pure function of its end state and its journal.
//
// A Gateway serves when for each of its listeners that has a route the account holds the NLB's listener, the target
// group behind it and at least one healthy target, a connection from where somebody ought to get in reaches one of them
// (EndState::probes), and no Warning about it stands. Conditions alone decide nothing:
// they are asked for the reason. Each thing that does not serve is one Shortfall; what follows from another shortfall
// is not told again.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "scenarios/record/end_state.h"
#include "sim/journal.h"

namespace nlbsim::scenarios {

// What, why, and what to change (empty where nobody but the reader can know).
struct Shortfall {
  std::string what;
  std::string why;
  std::string remedy;
};
std::string to_text(const Shortfall& shortfall);  // one line

// A listener of a Gateway and what it comes to in AWS; an empty field: there is none.
struct Reached {
  std::string gateway;       // "example-ns/my-tcp-gateway"
  std::string listener;      // "tcp-app"
  std::string port;          // "TCP:8080"
  std::string routes;        // "TCPRoute example-ns/r"
  std::string target_group;  // its name
  std::string targets;       // "3 healthy, 1 initial"
  std::size_t reaches = 0;   // how many different targets a connection may come to
};
std::string reach_text(const Reached& reached);  // "3 targets"; empty: none

// A Warning Event, and whether what it was about has come right since: the object that it regards lacks nothing, and
// its controller has looked at it again without an error.
struct Warning {
  std::string object;  // "Gateway example-ns/my-tcp-gateway"
  std::string reason, message;
  bool healed = false;
};

struct Verdict {
  std::vector<Shortfall> shortfalls;
  std::vector<Reached> listeners;
  std::vector<Warning> warnings;
  bool holds() const { return shortfalls.empty(); }
  // Holds, and some listener has a route: there is something that holds.
  bool serves() const;
};

// `controller` is the name of the GatewayClass controller that the world runs.
Verdict verdict_of(const EndState& state, std::span<const sim::Record> records, std::string_view controller);

Json to_json(const Verdict& verdict);

}  // namespace nlbsim::scenarios
