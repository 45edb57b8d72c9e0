// From a form tree to the request of an operation, driven by its shape. Unknown parameters are ignored, as AWS does; a
// value of the wrong type is an error in the words of the protocol: ValidationError, or InvalidParameterValue of EC2.
#pragma once

#include "api/aws/services.h"
#include "api/shape.h"
#include "fake_aws/wire/form_tree.h"

namespace nlbsim::fake_aws {

// `into` is an object of that shape.
sim::Result<void> read_form(const FormTree& form, aws::Protocol protocol, const api::Shape& shape, void* into);

}  // namespace nlbsim::fake_aws
