// Elastic Compute Cloud: the life of instances. Conventions as in api/aws/operation.h; described here, because only the
// fake account uses it.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/aws/ec2.h"
#include "api/aws/ec2_described.h"

namespace nlbsim::aws::ec2 {

struct InstanceNetworkInterfaceSpecification {
  static constexpr api::MemberNote notes[] = {{.member = "Groups", .request = "SecurityGroupId"}};
  std::string SubnetId, PrivateIpAddress, Description;
  std::optional<std::int32_t> DeviceIndex;
  std::vector<std::string> Groups;
  std::optional<bool> AssociatePublicIpAddress, DeleteOnTermination;
};
struct InstanceStateChange {
  std::string InstanceId;
  InstanceState CurrentState, PreviousState;
};
struct InstanceStatusDetails {
  std::string Name, Status;
};
struct InstanceStatusSummary {
  std::string Status;
  std::vector<InstanceStatusDetails> Details;
};
struct InstanceStatus {
  std::string InstanceId, AvailabilityZone;
  ec2::InstanceState InstanceState;
  InstanceStatusSummary InstanceStatus_, SystemStatus;
};
struct RunInstances : Operation<RunInstances, kEc2> {
  static constexpr std::string_view kName = "RunInstances";
  struct Request {
    std::string ImageId, InstanceType;
    std::optional<std::int32_t> MinCount, MaxCount;
    std::string KeyName, SubnetId, PrivateIpAddress, ClientToken;
    std::vector<std::string> SecurityGroupIds;
    std::vector<InstanceNetworkInterfaceSpecification> NetworkInterfaces;
    std::vector<TagSpecification> TagSpecifications;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    std::string ReservationId, OwnerId;
    std::vector<GroupIdentifier> Groups;
    std::vector<Instance> Instances;
  };
};
struct StartInstances : Operation<StartInstances, kEc2> {
  static constexpr std::string_view kName = "StartInstances";
  struct Request {
    std::vector<std::string> InstanceIds;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    static constexpr api::MemberNote notes[] = {{.member = "StartingInstances", .response = "instancesSet"}};
    std::vector<InstanceStateChange> StartingInstances;
  };
};
struct StopInstances : Operation<StopInstances, kEc2> {
  static constexpr std::string_view kName = "StopInstances";
  struct Request {
    std::vector<std::string> InstanceIds;
    std::optional<bool> Force;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    static constexpr api::MemberNote notes[] = {{.member = "StoppingInstances", .response = "instancesSet"}};
    std::vector<InstanceStateChange> StoppingInstances;
  };
};
struct TerminateInstances : Operation<TerminateInstances, kEc2> {
  static constexpr std::string_view kName = "TerminateInstances";
  struct Request {
    std::vector<std::string> InstanceIds;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    static constexpr api::MemberNote notes[] = {{.member = "TerminatingInstances", .response = "instancesSet"}};
    std::vector<InstanceStateChange> TerminatingInstances;
  };
};
struct DescribeInstanceStatus : Operation<DescribeInstanceStatus, kEc2> {
  static constexpr std::string_view kName = "DescribeInstanceStatus";
  struct Request {
    std::vector<Filter> Filters;
    std::vector<std::string> InstanceIds;
    std::optional<std::int32_t> MaxResults;
    std::string NextToken;
    std::optional<bool> IncludeAllInstances;
    std::optional<bool> DryRun = {};
  };
  struct Response {
    std::vector<InstanceStatus> InstanceStatuses;
    std::string NextToken;
  };
};

BOOST_DESCRIBE_STRUCT(InstanceNetworkInterfaceSpecification, (),
                      (SubnetId, PrivateIpAddress, Description, DeviceIndex, Groups, AssociatePublicIpAddress,
                       DeleteOnTermination))
BOOST_DESCRIBE_STRUCT(InstanceStateChange, (), (InstanceId, CurrentState, PreviousState))
BOOST_DESCRIBE_STRUCT(InstanceStatusDetails, (), (Name, Status))
BOOST_DESCRIBE_STRUCT(InstanceStatusSummary, (), (Status, Details))
BOOST_DESCRIBE_STRUCT(InstanceStatus, (), (InstanceId, AvailabilityZone, InstanceState, InstanceStatus_, SystemStatus))
BOOST_DESCRIBE_STRUCT(RunInstances::Request, (),
                      (ImageId, InstanceType, MinCount, MaxCount, KeyName, SubnetId, PrivateIpAddress, ClientToken,
                       SecurityGroupIds, NetworkInterfaces, TagSpecifications, DryRun))
BOOST_DESCRIBE_STRUCT(RunInstances::Response, (), (ReservationId, OwnerId, Groups, Instances))
BOOST_DESCRIBE_STRUCT(StartInstances::Request, (), (InstanceIds, DryRun))
BOOST_DESCRIBE_STRUCT(StartInstances::Response, (), (StartingInstances))
BOOST_DESCRIBE_STRUCT(StopInstances::Request, (), (InstanceIds, Force, DryRun))
BOOST_DESCRIBE_STRUCT(StopInstances::Response, (), (StoppingInstances))
BOOST_DESCRIBE_STRUCT(TerminateInstances::Request, (), (InstanceIds, DryRun))
BOOST_DESCRIBE_STRUCT(TerminateInstances::Response, (), (TerminatingInstances))
BOOST_DESCRIBE_STRUCT(DescribeInstanceStatus::Request, (),
                      (Filters, InstanceIds, MaxResults, NextToken, IncludeAllInstances, DryRun))
BOOST_DESCRIBE_STRUCT(DescribeInstanceStatus::Response, (), (InstanceStatuses, NextToken))

}  // namespace nlbsim::aws::ec2
