// Elastic Load Balancing v2: what a controller of network load balancers seldom or never asks, and the AWS CLI and
// terraform do. Conventions as in api/aws/operation.h; described here, because only the fake account uses it.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/aws/elbv2.h"
#include "api/aws/elbv2_described.h"

namespace nlbsim::aws {

struct Limit {
  std::string Name, Max;
};
struct Cipher {
  std::string Name;
  std::int32_t Priority = 0;
};
struct SslPolicy {
  std::string Name;
  std::vector<std::string> SslProtocols;
  std::vector<Cipher> Ciphers;
  std::vector<std::string> SupportedLoadBalancerTypes;
};
struct TrustStore {
  std::string TrustStoreArn, Name;
};
struct TrustStoreAssociation {
  std::string ResourceArn;
};
struct MinimumLoadBalancerCapacity {
  std::optional<std::int32_t> CapacityUnits;
};
struct CapacityReservationStatus {
  std::string Code, Reason;
};
struct ZonalCapacityReservationState {
  CapacityReservationStatus State;
  std::string AvailabilityZone;
  std::int32_t EffectiveCapacityUnits = 0;
};
struct IpamPools {
  std::string Ipv4IpamPoolId;
};
struct SetIpAddressType : Operation<SetIpAddressType, kElbv2> {
  static constexpr std::string_view kName = "SetIpAddressType";
  struct Request {
    std::string LoadBalancerArn, IpAddressType;
  };
  struct Response {
    std::string IpAddressType;
  };
};
struct AddListenerCertificates : Operation<AddListenerCertificates, kElbv2> {
  static constexpr std::string_view kName = "AddListenerCertificates";
  struct Request {
    std::string ListenerArn;
    std::vector<Certificate> Certificates;
  };
  struct Response {
    std::vector<Certificate> Certificates;
  };
};
struct RemoveListenerCertificates : Operation<RemoveListenerCertificates, kElbv2> {
  static constexpr std::string_view kName = "RemoveListenerCertificates";
  struct Request {
    std::string ListenerArn;
    std::vector<Certificate> Certificates;
  };
  using Response = NoFields;
};
struct DescribeListenerCertificates : Operation<DescribeListenerCertificates, kElbv2> {
  static constexpr std::string_view kName = "DescribeListenerCertificates";
  struct Request {
    std::string ListenerArn, Marker;
    std::optional<std::int32_t> PageSize;
  };
  struct Response {
    std::vector<Certificate> Certificates;
    std::string NextMarker;
  };
};
struct DescribeAccountLimits : Operation<DescribeAccountLimits, kElbv2> {
  static constexpr std::string_view kName = "DescribeAccountLimits";
  struct Request {
    std::string Marker;
    std::optional<std::int32_t> PageSize;
  };
  struct Response {
    std::vector<Limit> Limits;
    std::string NextMarker;
  };
};
struct DescribeSSLPolicies : Operation<DescribeSSLPolicies, kElbv2> {
  static constexpr std::string_view kName = "DescribeSSLPolicies";
  struct Request {
    std::vector<std::string> Names;
    std::string Marker;
    std::optional<std::int32_t> PageSize;
    std::string LoadBalancerType;
  };
  struct Response {
    std::vector<SslPolicy> SslPolicies;
    std::string NextMarker;
  };
};
struct DescribeTrustStores : Operation<DescribeTrustStores, kElbv2> {
  static constexpr std::string_view kName = "DescribeTrustStores";
  struct Request {
    std::vector<std::string> TrustStoreArns, Names;
    std::string Marker;
    std::optional<std::int32_t> PageSize;
  };
  struct Response {
    std::vector<TrustStore> TrustStores;
    std::string NextMarker;
  };
};
struct DescribeTrustStoreAssociations : Operation<DescribeTrustStoreAssociations, kElbv2> {
  static constexpr std::string_view kName = "DescribeTrustStoreAssociations";
  struct Request {
    std::string TrustStoreArn, Marker;
    std::optional<std::int32_t> PageSize;
  };
  struct Response {
    std::vector<TrustStoreAssociation> TrustStoreAssociations;
    std::string NextMarker;
  };
};
struct GetResourcePolicy : Operation<GetResourcePolicy, kElbv2> {
  static constexpr std::string_view kName = "GetResourcePolicy";
  struct Request {
    std::string ResourceArn;
  };
  struct Response {
    std::string Policy;
  };
};
struct DescribeCapacityReservation : Operation<DescribeCapacityReservation, kElbv2> {
  static constexpr std::string_view kName = "DescribeCapacityReservation";
  struct Request {
    std::string LoadBalancerArn;
  };
  struct Response {
    std::optional<sim::Instant> LastModifiedTime;
    std::optional<std::int32_t> DecreaseRequestsRemaining;
    std::optional<aws::MinimumLoadBalancerCapacity> MinimumLoadBalancerCapacity;
    std::optional<std::vector<ZonalCapacityReservationState>> CapacityReservationState;
  };
};
struct ModifyCapacityReservation : Operation<ModifyCapacityReservation, kElbv2> {
  static constexpr std::string_view kName = "ModifyCapacityReservation";
  struct Request {
    std::string LoadBalancerArn;
    std::optional<aws::MinimumLoadBalancerCapacity> MinimumLoadBalancerCapacity;
    std::optional<bool> ResetCapacityReservation;
  };
  struct Response {
    std::optional<sim::Instant> LastModifiedTime;
    std::optional<std::int32_t> DecreaseRequestsRemaining;
    std::optional<aws::MinimumLoadBalancerCapacity> MinimumLoadBalancerCapacity;
    std::optional<std::vector<ZonalCapacityReservationState>> CapacityReservationState;
  };
};
struct ModifyIpPools : Operation<ModifyIpPools, kElbv2> {
  static constexpr std::string_view kName = "ModifyIpPools";
  struct Request {
    std::string LoadBalancerArn;
    std::optional<aws::IpamPools> IpamPools;
    std::vector<std::string> RemoveIpamPools;
  };
  struct Response {
    std::optional<aws::IpamPools> IpamPools;
  };
};

BOOST_DESCRIBE_STRUCT(Limit, (), (Name, Max))
BOOST_DESCRIBE_STRUCT(Cipher, (), (Name, Priority))
BOOST_DESCRIBE_STRUCT(SslPolicy, (), (Name, SslProtocols, Ciphers, SupportedLoadBalancerTypes))
BOOST_DESCRIBE_STRUCT(TrustStore, (), (TrustStoreArn, Name))
BOOST_DESCRIBE_STRUCT(TrustStoreAssociation, (), (ResourceArn))
BOOST_DESCRIBE_STRUCT(MinimumLoadBalancerCapacity, (), (CapacityUnits))
BOOST_DESCRIBE_STRUCT(CapacityReservationStatus, (), (Code, Reason))
BOOST_DESCRIBE_STRUCT(ZonalCapacityReservationState, (), (State, AvailabilityZone, EffectiveCapacityUnits))
BOOST_DESCRIBE_STRUCT(IpamPools, (), (Ipv4IpamPoolId))
BOOST_DESCRIBE_STRUCT(SetIpAddressType::Request, (), (LoadBalancerArn, IpAddressType))
BOOST_DESCRIBE_STRUCT(SetIpAddressType::Response, (), (IpAddressType))
BOOST_DESCRIBE_STRUCT(AddListenerCertificates::Request, (), (ListenerArn, Certificates))
BOOST_DESCRIBE_STRUCT(AddListenerCertificates::Response, (), (Certificates))
BOOST_DESCRIBE_STRUCT(RemoveListenerCertificates::Request, (), (ListenerArn, Certificates))
BOOST_DESCRIBE_STRUCT(DescribeListenerCertificates::Request, (), (ListenerArn, Marker, PageSize))
BOOST_DESCRIBE_STRUCT(DescribeListenerCertificates::Response, (), (Certificates, NextMarker))
BOOST_DESCRIBE_STRUCT(DescribeAccountLimits::Request, (), (Marker, PageSize))
BOOST_DESCRIBE_STRUCT(DescribeAccountLimits::Response, (), (Limits, NextMarker))
BOOST_DESCRIBE_STRUCT(DescribeSSLPolicies::Request, (), (Names, Marker, PageSize, LoadBalancerType))
BOOST_DESCRIBE_STRUCT(DescribeSSLPolicies::Response, (), (SslPolicies, NextMarker))
BOOST_DESCRIBE_STRUCT(DescribeTrustStores::Request, (), (TrustStoreArns, Names, Marker, PageSize))
BOOST_DESCRIBE_STRUCT(DescribeTrustStores::Response, (), (TrustStores, NextMarker))
BOOST_DESCRIBE_STRUCT(DescribeTrustStoreAssociations::Request, (), (TrustStoreArn, Marker, PageSize))
BOOST_DESCRIBE_STRUCT(DescribeTrustStoreAssociations::Response, (), (TrustStoreAssociations, NextMarker))
BOOST_DESCRIBE_STRUCT(GetResourcePolicy::Request, (), (ResourceArn))
BOOST_DESCRIBE_STRUCT(GetResourcePolicy::Response, (), (Policy))
BOOST_DESCRIBE_STRUCT(DescribeCapacityReservation::Request, (), (LoadBalancerArn))
BOOST_DESCRIBE_STRUCT(DescribeCapacityReservation::Response, (),
                      (LastModifiedTime, DecreaseRequestsRemaining, MinimumLoadBalancerCapacity,
                       CapacityReservationState))
BOOST_DESCRIBE_STRUCT(ModifyCapacityReservation::Request, (),
                      (LoadBalancerArn, MinimumLoadBalancerCapacity, ResetCapacityReservation))
BOOST_DESCRIBE_STRUCT(ModifyCapacityReservation::Response, (),
                      (LastModifiedTime, DecreaseRequestsRemaining, MinimumLoadBalancerCapacity,
                       CapacityReservationState))
BOOST_DESCRIBE_STRUCT(ModifyIpPools::Request, (), (LoadBalancerArn, IpamPools, RemoveIpamPools))
BOOST_DESCRIBE_STRUCT(ModifyIpPools::Response, (), (IpamPools))

}  // namespace nlbsim::aws
