// A scenario as a value: what the loader makes of a document, what the runner plays, what the explorer edits.
//
// Immutable parts (documents, compiled patterns) are shared between copies, so that copying one for a variant or a
// shrinking step is cheap and worlds on several threads may play the same one.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "scenarios/language/expectation.h"
#include "scenarios/language/fault_spec.h"
#include "scenarios/language/files.h"
#include "scenarios/record/run_record.h"
#include "scenarios/world/world_settings.h"

namespace nlbsim::scenarios {

// One object of a manifest.
struct Manifest {
  api::JsonRef document;
  bool has_references = false;  // some text holds "${...}"
  SourceLine source;
};

struct ApplyStep {
  std::string cluster;  // empty: the first
  std::vector<Manifest> manifests;
  std::optional<Pattern> refused;  // the API server has to refuse: {reason, status, message, causes}
};
struct PatchStep {
  ObjectReference ref;
  std::string type;  // "merge", "json", "strategic"
  std::string subresource;
  Manifest body;
  std::optional<Pattern> refused;
};
struct DeleteStep {
  ObjectReference ref;
  std::optional<Pattern> refused;
};
// Somebody changes the AWS account by hand. See scenarios/language/aws_call.h.
struct CallStep {
  std::string operation;
  Manifest request;
  std::optional<Pattern> refused;
};
struct AdvanceStep {
  sim::Duration by{0};
};
// A target fails its health checks from here on, or passes them again: an instance, an address or a Node's name.
struct HealthCheckStep {
  std::string target;
  std::int32_t port = 0;  // 0: every port
  bool passes = false;
};
// Runs until no event other than periodic ones is due. With quiet_for, so long after that no controller may change
// anything in either server.
struct SettleStep {
  sim::Duration within = std::chrono::hours{1};
  std::optional<sim::Duration> quiet_for;
};
struct WaitStep {
  sim::Duration within = std::chrono::minutes{10};
  Expectation expectation;
};
struct AssertStep {
  Expectation expectation;
};
// Watched from here to the end of the run; events, calls, journal and faults also look back, to `since` or the start.
struct NeverStep {
  Expectation expectation;
};
struct MarkStep {
  std::string name;
};
struct FaultStep {
  FaultSpec fault;
};
struct HealStep {
  bool all = false;
  std::string id;
};
struct CrashStep {
  std::string actor;
  std::optional<sim::Duration> restart_after;
};
struct RestartStep {
  std::string actor;
};
// A replica's watches stand still until released; an empty field stands for all.
struct HoldStep {
  std::string actor;
  std::string kind;
};
struct ReleaseStep {
  std::string actor;
  std::string kind;
};
// Nothing passes between a replica and a server for a while.
struct PartitionStep {
  std::string actor;
  std::optional<FaultPlane> from;  // none: both servers
  sim::Duration lasts{0};
};

// Steps inside a step.
struct Step;
using InnerSteps = std::shared_ptr<const std::vector<Step>>;

// One of several values, or of several ways to go on, as the chooser says; the ordinary run takes the first.
struct RandomStep {
  std::string name;           // what the value is bound to
  std::vector<api::Json> of;  // values; empty: one of the ways
  std::vector<InnerSteps> ways;
};
// Prints what stands there now.
struct ShowStep {
  Expectation what;  // k8s and aws subjects; their patterns match everything
};
// Somebody else acts between two calls: once such a call of a controller has taken effect, before it is answered.
struct OnStep {
  CallFilter call;
  std::int64_t nth = 1;
  InnerSteps steps;  // apply, patch, delete, call
};

using Action = std::variant<ApplyStep, PatchStep, DeleteStep, CallStep, AdvanceStep, SettleStep, WaitStep, AssertStep,
                            NeverStep, MarkStep, FaultStep, HealStep, CrashStep, RestartStep, HoldStep, ReleaseStep,
                            PartitionStep, RandomStep, ShowStep, OnStep, HealthCheckStep>;

struct Step {
  std::string verb;
  std::string text;  // one line for people
  SourceLine source;
  Action action;
  std::shared_ptr<const Node> written;  // as it stands in the document, for reproducers
};

struct Excuse {
  std::string invariant;
  std::string because;
};

struct Seeds {
  std::vector<std::int64_t> fixed;  // run besides the ordinary run
  std::int64_t random = 0;          // how many the explorer draws
};

struct Scenario {
  std::string id;
  std::string variant;
  std::string title;
  std::string group;
  std::string file;
  Files files;  // what `file` was read from
  std::vector<std::string> tags;
  std::vector<std::string> requirements;
  // passed, deviates or not_achievable: what it means when every expectation holds, and why.
  Outcome verdict = Outcome::passed;
  std::string verdict_reason;

  std::string profile = "seed";
  std::string served_versions = "seed-compat";
  Seeds seeds;
  WorldSettings world;
  std::vector<Manifest> fixtures;  // applied to the first cluster before the first step
  std::vector<Excuse> excuse;
  std::vector<FaultSpec> faults;
  std::vector<Step> steps;

  std::string full_id() const { return variant.empty() ? id : id + "[" + variant + "]"; }
};

}  // namespace nlbsim::scenarios
