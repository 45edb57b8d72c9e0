#include "api/aws/define_operations.h"

namespace nlbsim::aws {

std::span<const InfoFunction> other_infos() { return info_functions(OtherOperations()); }

}  // namespace nlbsim::aws
