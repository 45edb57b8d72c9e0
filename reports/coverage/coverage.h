// What the runs exercised: every operation that was called, how often, and every error code that one answered with.
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>

#include "scenarios/record/run_record.h"

namespace nlbsim::reports {

struct OperationCoverage {
  bool mutates = false;
  std::size_t calls = 0;
  std::map<std::string, std::size_t> refused;  // by the server, by error code
  std::map<std::string, std::size_t> broken;   // by an injected fault: what the caller was told instead of the truth
  std::size_t unanswered = 0;                  // the caller was dropped, or the run ended
};

// By "elbv2/CreateListener" and "kube/patch gateways.gateway.networking.k8s.io/status".
using Coverage = std::map<std::string, OperationCoverage>;

Coverage coverage_of(std::span<const scenarios::RunRecord> runs);
api::Json coverage_json(const Coverage& coverage);

}  // namespace nlbsim::reports
