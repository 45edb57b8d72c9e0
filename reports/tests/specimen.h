// Small runs built by hand, as the runner would leave them.
#pragma once

#include <string>
#include <vector>

#include "reports/context.h"
#include "scenarios/record/run_record.h"

namespace nlbsim::reports {

// A run of a few records: a step, a CreateLoadBalancer whose answer was lost, the load balancer's states, a status
// write, a failed reconcile.
scenarios::RunRecord specimen(const std::string& id, scenarios::Outcome outcome);
// The same with a failed step and a violated invariant.
scenarios::RunRecord failed_specimen();
// Gives a run the journal of these records.
void set_records(scenarios::RunRecord& run, std::vector<api::Json> records);
// Two requirements that the specimens cover, one upstream test that they cover, one requirement that nothing covers.
Context specimen_context();

}  // namespace nlbsim::reports
