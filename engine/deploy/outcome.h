// What became of a deploy: the NLB as it stands, and everything that could not be done, each with whom it concerns.
//
// One refused call is one failure, however many other calls had to wait for it. A failure names the ports that do not
// stand as desired because of it, so that each listener can tell its own story; a port that no failure names stands.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/result.h"

namespace nlbsim::engine {

// The NLB as the last call of a deploy showed it.
struct DeployedLoadBalancer {
  std::string arn;
  std::string dns_name;
  std::string state;  // provisioning, active, active_impaired, failed
  bool active() const { return state == "active" || state == "active_impaired"; }
  bool operator==(const DeployedLoadBalancer&) const = default;
};

struct DeployFailure {
  std::string object;               // "listener 8080"
  sim::Error error;                 // its origin is the operation
  std::vector<std::int32_t> ports;  // ascending; none: nothing that serves depends on it
  bool whole = false;               // nothing of the Gateway can stand without it

  // "CreateListener of listener 8080: TooManyListeners: ..."
  std::string text() const;
  // Only a change by somebody can help: sending the same once more would be refused in the same words.
  bool waits_for_change() const;
};

struct DeployOutcome {
  std::optional<DeployedLoadBalancer> load_balancer;  // none: there is none, or it could not be made
  std::vector<DeployFailure> failures;                // in the order in which they were met
  bool known = true;                                  // false: AWS could not be asked how things stand

  bool complete() const { return failures.empty(); }
  // The first failure that keeps the port from standing as desired; null when it stands.
  const DeployFailure* failure_of(std::int32_t port) const;
  // The first one that repeating may heal, else the first of all; null without any.
  const DeployFailure* to_repeat() const;
};

// Codes of our own: something that is not ours, or not provably ours, is in the way.
inline constexpr const char* kForeignResource = "ForeignResource";
inline constexpr const char* kUntaggedResource = "UntaggedResource";

}  // namespace nlbsim::engine
