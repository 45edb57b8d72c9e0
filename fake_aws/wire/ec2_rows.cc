#include "api/aws/ec2_described.h"
#include "api/aws/operations.h"
#include "fake_aws/wire/make_wire_rows.h"

namespace nlbsim::fake_aws {

void add_ec2_rows(std::vector<WireOperation>& rows) { add_rows(rows, aws::ec2::Operations()); }

}  // namespace nlbsim::fake_aws
