// Objects of a CustomResourceDefinition: pruned, defaulted and validated by the schema of the version that is written.
#pragma once

#include "fake_apiserver/strategy/strategy.h"

namespace nlbsim::fake_apiserver {

const Strategy& custom_resource_strategy();

}  // namespace nlbsim::fake_apiserver
