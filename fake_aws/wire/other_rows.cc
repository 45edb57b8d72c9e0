#include "api/aws/operations.h"
#include "fake_aws/wire/make_wire_rows.h"

namespace nlbsim::fake_aws {

void add_other_rows(std::vector<WireOperation>& rows) { add_rows(rows, aws::OtherOperations()); }

}  // namespace nlbsim::fake_aws
