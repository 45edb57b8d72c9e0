#include "fake_aws/elbv2/names.h"

#include <algorithm>

#include "api/aws/error_codes.h"
#include "fake_aws/elbv2/lookup.h"

namespace nlbsim::fake_aws {

namespace {

bool allowed(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-'; }

Result<void> check_name(const std::string& name, const std::string& what) {
  constexpr std::size_t kMaxName = 32;
  const auto wrong = [&](const std::string& rule) {
    return refuse(aws::code::kValidationError, what + " name '" + name + "' " + rule);
  };
  if (name.empty()) return missing("name");
  if (name.size() > kMaxName) return wrong("cannot be longer than '32' characters");
  if (!std::ranges::all_of(name, allowed)) return wrong("can only contain characters that are alphanumeric or hyphens");
  if (name.front() == '-' || name.back() == '-') return wrong("cannot begin or end with a hyphen");
  return {};
}

}  // namespace

Result<void> check_load_balancer_name(const std::string& name) {
  if (auto valid = check_name(name, "Load balancer"); !valid) return valid;
  if (name.starts_with("internal-"))
    return refuse(aws::code::kValidationError, "Load balancer name '" + name + "' cannot begin with 'internal-'");
  return {};
}

Result<void> check_target_group_name(const std::string& name) {
  if (auto valid = check_name(name, "Target group"); !valid) return valid;
  if (name.find("--") != name.npos)
    return refuse(aws::code::kValidationError, "Target group name '" + name + "' cannot contain two hyphens in a row");
  return {};
}

}  // namespace nlbsim::fake_aws
