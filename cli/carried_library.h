// The shipped library of scenarios as the program carries it: library/, manifests/ and requirements.yaml, written by
// cmake/tools/embed_library.cc at build time. cli/library.h says when it is the one that is used.
#pragma once

#include <span>

#include "scenarios/language/files.h"

namespace nlbsim::cli {

// Sorted by path.
std::span<const scenarios::CarriedFile> carried_library();

}  // namespace nlbsim::cli
