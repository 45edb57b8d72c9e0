#include "api/aws/define_operations.h"

namespace nlbsim::aws {

std::span<const InfoFunction> elbv2_infos() { return info_functions(Elbv2Operations()); }

}  // namespace nlbsim::aws
