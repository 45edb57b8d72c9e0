// The kinds that this server knows from the start, as data.
#pragma once

#include <vector>

#include "fake_apiserver/registry/registry.h"

namespace nlbsim::fake_apiserver {

std::vector<KindRef> known_kinds(ServedVersions served);

}  // namespace nlbsim::fake_apiserver
