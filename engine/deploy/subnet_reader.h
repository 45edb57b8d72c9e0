// The subnets of a Gateway's NLB: those that its configuration names or selects, else those it has, else those that
// discovery by role tag finds. One per replica: the types of Availability Zones are asked once, and kept for good.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "api/aws/ec2.h"
#include "api/aws/elbv2.h"
#include "engine/configuration/load_balancer.h"
#include "engine/context.h"

namespace nlbsim::engine {

struct ResolvedSubnets {
  std::vector<std::string> ids;
  std::map<std::string, aws::SubnetMapping> fixed_addresses;  // by subnet id, where the configuration asks for some
};

class SubnetReader {
 public:
  explicit SubnetReader(const Context& context) : context_(context) {}
  SubnetReader(const SubnetReader&) = delete;
  SubnetReader& operator=(const SubnetReader&) = delete;

  // `existing`: the NLB of the stack, whose subnets stay as long as its scheme does. Error codes: NoSubnet,
  // InvalidSubnets, AWS's own.
  sim::Task<sim::Result<ResolvedSubnets>> resolve(std::optional<aws::LoadBalancer> existing, std::string scheme,
                                                  ConfigurationRef configuration, sim::RecordId cause);

 private:
  // By id, else by tag Name; as many as are named, in that order.
  sim::Task<sim::Result<std::vector<std::string>>> named(std::vector<std::string> identifiers, sim::RecordId cause);
  sim::Task<sim::Result<std::vector<std::string>>> selected(std::map<std::string, std::vector<std::string>> selector,
                                                            std::string scheme, sim::RecordId cause);
  sim::Task<sim::Result<std::vector<std::string>>> choose(std::vector<aws::ec2::Subnet> candidates, std::string scheme,
                                                          sim::RecordId cause);
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
