// Finds the shipped library of scenarios, in this order: the folder that NLBSIM_LIBRARY names; share/nlbsim/scenarios
// beside the program's bin/; the source tree that the program was built from.
#pragma once

#include "scenarios/runner/batch.h"
#include "sim/result.h"

namespace nlbsim::cli {

// Error code "NotFound" when there is none.
sim::Result<scenarios::LibraryFolders> find_library();

}  // namespace nlbsim::cli
