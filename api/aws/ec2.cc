#include "api/aws/define_operations.h"

namespace nlbsim::aws {

std::span<const InfoFunction> ec2_infos() { return info_functions(ec2::Operations()); }

}  // namespace nlbsim::aws
