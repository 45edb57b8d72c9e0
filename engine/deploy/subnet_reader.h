// The subnets of a Gateway's NLB: those it has, or those that discovery by role tag finds. One per replica: the types
// of Availability Zones are asked once, and kept for good.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "api/aws/ec2.h"
#include "api/aws/elbv2.h"
#include "engine/context.h"

namespace nlbsim::engine {

class SubnetReader {
 public:
  explicit SubnetReader(const Context& context) : context_(context) {}
  SubnetReader(const SubnetReader&) = delete;
  SubnetReader& operator=(const SubnetReader&) = delete;

  // `existing`: the NLB of the stack, whose subnets stay as long as its scheme does. Error codes: NoSubnet,
  // InvalidSubnets, AWS's own.
  sim::Task<sim::Result<std::vector<std::string>>> resolve(std::optional<aws::LoadBalancer> existing,
                                                           std::string scheme, sim::RecordId cause);

 private:
  sim::Task<sim::Result<std::vector<std::string>>> keep(aws::LoadBalancer existing, sim::RecordId cause);
  sim::Task<sim::Result<std::vector<std::string>>> discover(std::string scheme, sim::RecordId cause);
  sim::Task<sim::Result<std::vector<aws::ec2::Subnet>>> describe(aws::ec2::DescribeSubnets::Request request,
                                                                 sim::RecordId cause);
  sim::Task<sim::Result<std::vector<aws::ec2::Subnet>>> untagged(std::string scheme, sim::RecordId cause);
  sim::Task<sim::Result<void>> check_locale(std::vector<aws::ec2::Subnet> subnets, sim::RecordId cause);

  const Context& context_;
  std::map<std::string, std::string> zone_types_;  // by zone id
};

}  // namespace nlbsim::engine
