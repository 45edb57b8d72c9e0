// The CEL rules of the Gateway API CRDs (v1.3.0 experimental), each a native function with the CRD's own message.
#pragma once

#include "fake_apiserver/schema/schema.h"

namespace nlbsim::fake_apiserver {

// The rule of that name, or null.
const Rule* find_rule(std::string_view name);

}  // namespace nlbsim::fake_apiserver
