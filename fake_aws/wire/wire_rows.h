// Makes the rows of wire operations from the lists of api/aws/operations.h. Each function stands in a file of its own,
// because describing a service's types is dear to compile.
#pragma once

#include <memory>
#include <vector>

#include "api/aws/operation.h"
#include "fake_aws/wire/wire_operation.h"

namespace nlbsim::fake_aws {

void add_elbv2_rows(std::vector<WireOperation>& rows);
void add_ec2_rows(std::vector<WireOperation>& rows);
void add_other_rows(std::vector<WireOperation>& rows);

}  // namespace nlbsim::fake_aws
