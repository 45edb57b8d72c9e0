// The differential oracle: once faults have stopped, a run must end as the run without faults did.
//
//   const CanonicalState expected = canonical_state_of(raw_state(fault_free_world));
//   if (auto violation = judge_end_state(expected, canonical_state_of(raw_state(world)))) ...
//
// Pure functions of two end states. What is left out of the comparison is in canonical_state_exclusions.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenarios/oracles/canonical_state.h"
#include "scenarios/record/run_record.h"

namespace nlbsim::scenarios::oracles {

inline constexpr std::string_view kEndStateId = "I-27";
inline constexpr std::string_view kEndStateSentence =
    "What a run ends with follows from what was asked for, not from the faults on the way.";

struct StateDifference {
  std::string owner;  // "load balancer k8s-...", "demo-cluster: Gateway example-ns/my-tcp-gateway"
  std::string path;   // "status.conditions.0.reason"; empty: the whole of it is there in one run only
  Json expected;      // null: not there
  Json actual;
};
// In the order of owners, then of paths.
// Of two documents of one form.
std::vector<StateDifference> differences_of(const Json& expected, const Json& actual);
std::vector<StateDifference> compare_end_states(const CanonicalState& expected, const CanonicalState& actual);
// One line for each, at most `limit`, and how many more there are.
std::string to_text(const std::vector<StateDifference>& differences, std::size_t limit);

// What differs, whatever the objects are called: the kinds of objects and the members, a few of them by name. Equal for
// differences of one shape.
std::string group_of(const std::vector<StateDifference>& differences);

// None: they agree. The subject is what differs (group_of), the message the differences; no records, because the
// proof is in two journals.
std::optional<Violation> judge_end_state(const CanonicalState& expected, const CanonicalState& actual);

}  // namespace nlbsim::scenarios::oracles
