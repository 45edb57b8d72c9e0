// A load run as one HTML file that needs no network: figures, the queues over virtual time, and how latencies are
// spread.
#pragma once

#include <string>

#include "scenarios/load/load_run.h"

namespace nlbsim::reports {

std::string load_page(const scenarios::LoadReport& report);

}  // namespace nlbsim::reports
