// Finds the shipped library of scenarios: the folder that NLBSIM_LIBRARY names, for those who work on the library, else
// the one that the program carries, whose files are called "nlbsim:/library/...".
#pragma once

#include "scenarios/runner/batch.h"
#include "sim/result.h"

namespace nlbsim::cli {

// Error code "NotFound" when NLBSIM_LIBRARY names none.
sim::Result<scenarios::LibraryFolders> find_library();

}  // namespace nlbsim::cli
