// Complaints about holdings: what refers to something that nobody tells of, and what stands twice.
#pragma once

#include <string>
#include <string_view>

#include "fake_aws/holdings/holdings.h"

namespace nlbsim::fake_aws {

tl::unexpected<sim::Error> unheld(std::string message);
tl::unexpected<sim::Error> twice(std::string_view list, const std::string& id);
// "Subnets: subnet-1 is in VPC vpc-2, which nothing tells of: aws ec2 describe-vpcs does"
tl::unexpected<sim::Error> untold(const std::string& says, const std::string& id, std::string_view command);

template <class Entries>
Result<void> refer(const Entries& entries, const std::string& id, const std::string& says, std::string_view command) {
  if (entries.contains(id)) return {};
  return untold(says, id, command);
}

}  // namespace nlbsim::fake_aws
