// A ConformanceReport in the Gateway API's own format, for the profile GATEWAY-TCP.
//
// It is made by a simulator, says so at its head and in its mode, and is no submission: the rules of the Gateway API
// ask for runs of a real implementation. A test counts as run when a scenario under the deciding profile covers the
// requirement of its name; it passed when all such scenarios passed. Core tests that nothing covers, that deviate or
// that no Network Load Balancer can pass are skipped, each with its reason; extended features that no scenario
// exercises are unsupported. There is no date in it, so that equal runs give equal bytes.
#pragma once

#include <iosfwd>
#include <span>

#include "reports/context.h"
#include "scenarios/record/run_record.h"

namespace nlbsim::reports {

void write_conformance_report(std::span<const scenarios::RunRecord> runs, const Context& context, std::ostream& out);

}  // namespace nlbsim::reports
