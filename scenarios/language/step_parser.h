// The verbs and subjects of the language, each with the function that reads it. For the loader alone.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/fields.h"
#include "scenarios/language/scenario.h"
#include "scenarios/language/words.h"

namespace nlbsim::scenarios {

// What readers of steps need besides the node.
struct StepContext {
  Scope& scope;
  std::vector<std::string>& marks;  // set so far
  Words& words;
  std::vector<std::string> clusters;   // names, for `cluster:`
  std::vector<std::string> fault_ids;  // of the fault list
  // The manifests of a file named by a scenario; problems are added at the mark.
  std::function<std::vector<Manifest>(const std::string& name, Mark mark)> manifests;

  Problems& problems() const { return scope.problems; }
};

// The verbs whose steps hold others, and `show` (parse_inner.cc).
Action read_random(const Node& node, StepContext& context);
Action read_show(const Node& node, StepContext& context);
Action read_on(const Node& node, StepContext& context);

// One step: a map with exactly one verb. None after a problem.
std::optional<Step> read_step(const Node& node, StepContext& context);
// The subjects of wait, assert and never among the keys of `fields`.
Expectation read_expectation(Fields& fields, StepContext& context);
// The name of one of the world's clusters, under `cluster`.
void read_cluster(Fields& fields, StepContext& context, std::string& into);
// A call, by its operation's name or by a map.
CallFilter read_call_filter(const Node& node, StepContext& context);
// The steps of a list, loops unrolled.
std::vector<Step> read_steps(const Node& list, StepContext& context, std::string_view what);
// Complains about names in any text of the document that nothing binds.
void check_references(const Node& node, Scope& scope);
// What a probe asks, and what should come of it.
ProbeSubject read_probe(Fields& fields, StepContext& context);
// The name of a replica: one of the world's, or "controller" for the first.
void read_replica(Fields& fields, std::string_view key, StepContext& context, std::string& into);
// A kind that the API server serves.
void read_kind(Fields& fields, std::string_view key, StepContext& context, std::string& into);
// A number from 1.
void read_count(Fields& fields, std::string_view key, std::optional<std::int64_t>& into);
// Whether the map says `$open: true`, which then counts as a known key.
bool read_open(Fields& fields);
ObjectReference read_reference(Fields& fields, StepContext& context);
FaultSpec read_fault(const Node& node, StepContext& context);
std::vector<Manifest> read_objects(const Node& list, Problems& problems);
// An object of a manifest; none after a problem.
std::optional<Manifest> read_manifest(const Node& node, Problems& problems);
WorldSettings read_world(const Node& node, WorldSettings base, Problems& problems);

}  // namespace nlbsim::scenarios
