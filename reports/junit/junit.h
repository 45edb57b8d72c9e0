// JUnit XML, as GitLab, Jenkins and Prow read it: a suite for each profile, a case for each scenario and variant.
//
// Times are virtual seconds. A deviation and what no Network Load Balancer can do are "skipped" with their reason, for
// JUnit knows no third outcome. Well-formed whatever the texts hold.
#pragma once

#include <iosfwd>
#include <span>

#include "scenarios/record/run_record.h"

namespace nlbsim::reports {

void write_junit(std::span<const scenarios::RunRecord> runs, std::ostream& out);

}  // namespace nlbsim::reports
