// Network interfaces and instances as EC2 shows them: put together from what the network holds.
#pragma once

#include "api/aws/ec2_interface.h"
#include "fake_aws/action_context.h"

namespace nlbsim::fake_aws {

ec2::NetworkInterface describe_interface(const Network& network, const std::string& id);
ec2::Instance describe_instance(const Network& network, const InstanceEntry& instance);
// The number that EC2 gives to a state's name.
std::int32_t instance_state_code(std::string_view name);
std::string private_dns_name(const Network& network, std::uint32_t address);
std::string public_dns_name(const Network& network, const std::string& address);
std::vector<ec2::GroupIdentifier> group_identifiers(const Network& network, const std::vector<std::string>& groups);

}  // namespace nlbsim::fake_aws
