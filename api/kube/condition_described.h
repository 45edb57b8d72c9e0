// The description of Condition, for every file that describes a status with conditions.
#pragma once

#include "api/describe.h"
#include "api/kube/views.h"

namespace nlbsim::kube {

BOOST_DESCRIBE_STRUCT(Condition, (), (type, status, reason, message, lastTransitionTime, observedGeneration))

}  // namespace nlbsim::kube
