// Which subnets an NLB is put into: a pure choice over subnets that were described before.
//
// Candidates carry the role tag of the scheme. A subnet that only other clusters claim, or with fewer than 8 free
// addresses (AWS's minimum for a load balancer), is passed over; of several in one Availability Zone the one tagged for
// this cluster wins, then the lowest id. Source of the rules: AWS Load Balancer Controller, subnet discovery.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/aws/ec2.h"
#include "api/aws/elbv2.h"
#include "api/kube/views.h"
#include "sim/result.h"

namespace nlbsim::engine {

// "kubernetes.io/role/elb" for internet-facing, else "kubernetes.io/role/internal-elb".
std::string_view subnet_role_tag(std::string_view scheme);

// Ids in ascending order. Error code "NoSubnet": nothing is left.
sim::Result<std::vector<std::string>> choose_subnets(std::span<const aws::ec2::Subnet> candidates,
                                                     std::string_view cluster, std::string_view scheme,
                                                     bool cluster_tag_check = true);
// All of one locale: Availability Zone, Local Zone, Wavelength Zone or Outpost. `zone_types` is by zone id. Error code
// "InvalidSubnets".
sim::Result<void> check_one_locale(std::span<const aws::ec2::Subnet> subnets,
                                   const std::map<std::string, std::string>& zone_types);
// Those that a route table of theirs (explicit, else the VPC's main one) connects to an internet gateway, or those that
// none does: what can be said of subnets without role tags.
std::vector<aws::ec2::Subnet> by_reachability(std::span<const aws::ec2::Subnet> subnets,
                                              std::span<const aws::ec2::RouteTable> tables, std::string_view scheme);

// Those that a configuration names, by id or by tag Name, in its order. Error code "InvalidSubnets": one is not there,
// a name is not unique, or two are in one Availability Zone.
sim::Result<std::vector<std::string>> in_order_of(std::span<const std::string> identifiers,
                                                  std::span<const aws::ec2::Subnet> found);

bool asks_for_addresses(const kube::LoadBalancerConfigurationSpec& spec);
// What a configuration asks for in each subnet: elastic IPs and prefixes by position among `ids`, private and IPv6
// addresses by the block that holds them. Error code "InvalidSubnets": numbers differ, or an address fits nowhere.
sim::Result<std::map<std::string, aws::SubnetMapping>> fixed_addresses(
    std::span<const kube::SubnetConfiguration> wishes, std::span<const std::string> ids,
    std::span<const aws::ec2::Subnet> subnets);

}  // namespace nlbsim::engine
