// How the two query protocols spell what api/aws describes. ELBv2 and STS speak "query": AWS's member names, lists as
// ".member.N". EC2 speaks its own: singular request names, lists as ".N", lower camel case and "<item>" in answers,
// with names of its own in many places; those stand in the tables below, as the EC2 API model has them.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "api/aws/ec2.h"
#include "fake_aws/query/form_tree.h"

namespace nlbsim::fake_aws {

struct QueryDialect {
  static constexpr std::string_view kItem = "member";
  static constexpr std::string_view kBadValue = "ValidationError";
  static constexpr bool kDropsEmptyInnerLists = true;

  template <class Owner>
  static std::string request_name(std::string_view member) {
    return std::string(member);
  }
  template <class Owner>
  static std::string response_name(std::string_view member) {
    return std::string(member);
  }
  static std::vector<const FormTree*> items(const FormTree& list) {
    const FormTree* members = list.child(kItem);
    return members ? members->items() : std::vector<const FormTree*>();
  }
};

// A member and its name on the EC2 wire; a slash puts it inside an element of its own.
struct Ec2Name {
  std::string_view member;
  std::string_view wire;
};

// Request names that are not the member's own.
inline constexpr std::array<Ec2Name, 13> kEc2RequestNames{{{"Filters", "Filter"},
                                                           {"Values", "Value"},
                                                           {"SubnetIds", "SubnetId"},
                                                           {"ZoneNames", "ZoneName"},
                                                           {"ZoneIds", "ZoneId"},
                                                           {"RouteTableIds", "RouteTableId"},
                                                           {"VpcIds", "VpcId"},
                                                           {"InstanceIds", "InstanceId"},
                                                           {"GroupIds", "GroupId"},
                                                           {"TagSpecifications", "TagSpecification"},
                                                           {"Tags", "Tag"},
                                                           {"Resources", "ResourceId"},
                                                           {"UserIdGroupPairs", "Groups"}}};

// Response names that are not the member's own in lower camel case, wherever they stand.
inline constexpr std::array<Ec2Name, 14> kEc2ResponseNames{{{"Subnets", "subnetSet"},
                                                            {"AvailabilityZones", "availabilityZoneInfo"},
                                                            {"RouteTables", "routeTableSet"},
                                                            {"Associations", "associationSet"},
                                                            {"Routes", "routeSet"},
                                                            {"Vpcs", "vpcSet"},
                                                            {"Reservations", "reservationSet"},
                                                            {"Instances", "instancesSet"},
                                                            {"NetworkInterfaces", "networkInterfaceSet"},
                                                            {"DeviceIndex", "attachment/deviceIndex"},
                                                            {"Groups", "groupSet"},
                                                            {"SecurityGroups", "securityGroupInfo"},
                                                            {"UserIdGroupPairs", "groups"},
                                                            {"Tags", "tagSet"}}};

struct Ec2Dialect {
  static constexpr std::string_view kItem = "item";
  static constexpr std::string_view kBadValue = "InvalidParameterValue";
  static constexpr bool kDropsEmptyInnerLists = false;

  template <class Owner>
  static std::string request_name(std::string_view member) {
    if constexpr (std::is_same_v<Owner, aws::ec2::CreateSecurityGroup::Request>)
      if (member == "Description") return "GroupDescription";
    return find(kEc2RequestNames, member, std::string(member));
  }
  template <class Owner>
  static std::string response_name(std::string_view member) {
    if constexpr (std::is_same_v<Owner, aws::ec2::SecurityGroup>)
      if (member == "Description") return "groupDescription";
    if constexpr (std::is_same_v<Owner, aws::ec2::AvailabilityZone>)
      if (member == "State") return "zoneState";
    if constexpr (std::is_same_v<Owner, aws::ec2::Instance>)
      if (member == "State") return "instanceState";
    if constexpr (std::is_same_v<Owner, aws::ec2::VpcCidrBlockAssociation>)
      if (member == "State") return "cidrBlockState/state";
    return find(kEc2ResponseNames, member, lower_camel(member));
  }
  static std::vector<const FormTree*> items(const FormTree& list) { return list.items(); }

 private:
  static std::string lower_camel(std::string_view member) {
    std::string name(member);
    if (name.front() >= 'A' && name.front() <= 'Z') name.front() = static_cast<char>(name.front() - 'A' + 'a');
    return name;
  }
  template <std::size_t N>
  static std::string find(const std::array<Ec2Name, N>& names, std::string_view member, std::string otherwise) {
    for (const Ec2Name& name : names)
      if (name.member == member) return std::string(name.wire);
    return otherwise;
  }
};

}  // namespace nlbsim::fake_aws
