// The manifests that somebody names on a command line, made ready to be applied.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "scenarios/language/scenario.h"

namespace nlbsim::scenarios {

// The objects of files, of the .yaml, .yml and .json files of folders (in the order of their names) and of "-". Errors
// as of load_manifests.
Result<std::vector<Manifest>> collect_manifests(std::span<const std::string> paths);

// The same, with a Namespace before the first object of each namespace that no manifest and no new cluster brings.
// `added` names those.
std::vector<Manifest> with_namespaces(std::vector<Manifest> manifests, std::vector<std::string>& added);

}  // namespace nlbsim::scenarios
