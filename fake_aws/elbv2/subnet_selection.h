// The subnets of a load balancer, asked by CreateLoadBalancer and SetSubnets alike.
#pragma once

#include <string>
#include <vector>

#include "fake_aws/action_context.h"

namespace nlbsim::fake_aws {

// A subnet of the request with what the request says about it.
struct SelectedSubnet {
  const SubnetEntry* subnet = nullptr;
  aws::SubnetMapping mapping;
};

// One per zone, in the order of zone names. `Subnets` and `SubnetMappings` are alternatives. ValidationError,
// SubnetNotFound, InvalidConfigurationRequest, InvalidSubnet.
Result<std::vector<SelectedSubnet>> select_subnets(const ActionContext& context,
                                                   const std::vector<std::string>& subnets,
                                                   const std::vector<aws::SubnetMapping>& mappings,
                                                   const LoadBalancerEntry* existing);
// What the load balancer as a whole asks of its addresses.
struct AddressWishes {
  std::string scheme;           // internal, internet-facing
  std::string ip_address_type;  // ipv4, dualstack
  std::string source_nat;       // on, off: EnablePrefixForIpv6SourceNat
  std::string owner;
};
// Fixed addresses and the prefixes for source NAT. AllocationIdNotFound, ResourceInUse, InvalidConfigurationRequest,
// InvalidSubnet, ValidationError. Addresses that `owner` (a load balancer ARN, or "") holds already are no conflict.
Result<void> check_addresses(const ActionContext& context, const std::vector<SelectedSubnet>& selected,
                             const AddressWishes& wishes);
// InvalidSubnet unless the subnet has an IPv6 block.
Result<void> check_dualstack(const SubnetEntry& subnet);
// Where source NAT is on, every subnet has a prefix: AWS's choice where the request names none.
void fill_in_prefixes(std::vector<SelectedSubnet>& selected, std::string_view source_nat);

// `name` is the load balancer's.
std::vector<aws::AvailabilityZone> zones_of(const Network& network, const std::vector<SelectedSubnet>& selected,
                                            std::string_view name);
std::vector<aws::SubnetMapping> mappings_of(std::vector<SelectedSubnet> selected);
// Puts a network interface into the subnet and takes the elastic IP. False if the fixed private address asked for is
// taken: the load balancer will fail to provision.
bool occupy(const ActionContext& context, const SelectedSubnet& selected, const LoadBalancerEntry& load_balancer);
// Takes one interface back, and its elastic IP.
void release(Network& network, const std::string& interface_id);
// Takes all the load balancer's interfaces and elastic IPs back.
void release_all(const ActionContext& context, std::string_view load_balancer_arn);

}  // namespace nlbsim::fake_aws
