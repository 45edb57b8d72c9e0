// All operations of AWS that there are, a row each, by service. What the account can do, what it takes on the wire and
// in a scenario's `call:`, and every name of an operation derives from these lists. An operation without a row has no
// info(), and one without an action (fake_aws/action.h) does not link.
#pragma once

#include <span>

#include "api/aws/acm.h"
#include "api/aws/acm_described.h"
#include "api/aws/ec2.h"
#include "api/aws/ec2_account.h"
#include "api/aws/ec2_address.h"
#include "api/aws/ec2_described.h"
#include "api/aws/ec2_instance.h"
#include "api/aws/ec2_interface.h"
#include "api/aws/ec2_network.h"
#include "api/aws/ec2_security.h"
#include "api/aws/elbv2.h"
#include "api/aws/elbv2_described.h"
#include "api/aws/elbv2_more.h"
#include "api/aws/protection.h"
#include "api/aws/sts.h"
#include "api/aws/tagging.h"

namespace nlbsim::aws {

using Elbv2Operations =
    OperationList<AddListenerCertificates, AddTags, CreateListener, CreateLoadBalancer, CreateTargetGroup,
                  DeleteListener, DeleteLoadBalancer, DeleteTargetGroup, DeregisterTargets, DescribeAccountLimits,
                  DescribeCapacityReservation, DescribeListenerAttributes, DescribeListenerCertificates,
                  DescribeListeners, DescribeLoadBalancerAttributes, DescribeLoadBalancers, DescribeRules,
                  DescribeSSLPolicies, DescribeTags, DescribeTargetGroupAttributes, DescribeTargetGroups,
                  DescribeTargetHealth, DescribeTrustStoreAssociations, DescribeTrustStores, GetResourcePolicy,
                  ModifyCapacityReservation, ModifyIpPools, ModifyListener, ModifyListenerAttributes,
                  ModifyLoadBalancerAttributes, ModifyTargetGroup, ModifyTargetGroupAttributes, RegisterTargets,
                  RemoveListenerCertificates, RemoveTags, SetIpAddressType, SetSecurityGroups, SetSubnets>;

namespace ec2 {
using Operations = OperationList<
    AllocateAddress, AssignPrivateIpAddresses, AssociateAddress, AssociateRouteTable, AssociateSubnetCidrBlock,
    AssociateVpcCidrBlock, AttachInternetGateway, AttachNetworkInterface, AuthorizeSecurityGroupEgress,
    AuthorizeSecurityGroupIngress, CreateInternetGateway, CreateNetworkInterface, CreateRoute, CreateRouteTable,
    CreateSecurityGroup, CreateSubnet, CreateTags, CreateVpc, DeleteInternetGateway, DeleteNetworkInterface,
    DeleteRoute, DeleteRouteTable, DeleteSecurityGroup, DeleteSubnet, DeleteTags, DeleteVpc, DescribeAccountAttributes,
    DescribeAddresses, DescribeAddressesAttribute, DescribeAvailabilityZones, DescribeCoipPools, DescribeInstanceStatus,
    DescribeInstances, DescribeInternetGateways, DescribeIpamPools, DescribeNetworkAcls, DescribeNetworkInterfaces,
    DescribeRegions, DescribeRouteTables, DescribeSecurityGroupRules, DescribeSecurityGroups, DescribeSubnets,
    DescribeTags, DescribeVpcAttribute, DescribeVpcPeeringConnections, DescribeVpcs, DetachInternetGateway,
    DetachNetworkInterface, DisassociateAddress, DisassociateRouteTable, DisassociateSubnetCidrBlock,
    DisassociateVpcCidrBlock, GetSecurityGroupsForVpc, ModifyNetworkInterfaceAttribute, ModifySecurityGroupRules,
    ModifySubnetAttribute, ModifyVpcAttribute, ReleaseAddress, ReplaceRoute, ReplaceRouteTableAssociation,
    RevokeSecurityGroupEgress, RevokeSecurityGroupIngress, RunInstances, StartInstances, StopInstances,
    TerminateInstances, UnassignPrivateIpAddresses, UpdateSecurityGroupRuleDescriptionsEgress,
    UpdateSecurityGroupRuleDescriptionsIngress>;
}  // namespace ec2

// Services with few operations share a list.
using OtherOperations =
    OperationList<acm::AddTagsToCertificate, acm::DeleteCertificate, acm::DescribeCertificate, acm::GetCertificate,
                  acm::ImportCertificate, acm::ListCertificates, acm::ListTagsForCertificate,
                  acm::RemoveTagsFromCertificate, acm::RequestCertificate, sts::AssumeRole,
                  sts::AssumeRoleWithWebIdentity, sts::GetCallerIdentity, shield::DescribeProtection,
                  shield::GetSubscriptionState, tagging::GetResources, tagging::GetTagKeys, tagging::GetTagValues,
                  waf::GetRegionalWebACLForResource, waf::GetWebACLForResource>;

using InfoFunction = const api::OperationInfo& (*)();
std::span<const InfoFunction> elbv2_infos();
std::span<const InfoFunction> ec2_infos();
std::span<const InfoFunction> other_infos();

}  // namespace nlbsim::aws
