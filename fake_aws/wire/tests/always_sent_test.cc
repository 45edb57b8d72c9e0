// The members that AWS always sends, of every action: an account is built and asked everything there is to ask, each
// answer is encoded as on the wire, and what the table names has to be in it. Clients build their objects from what an
// answer names; terraform, boto3 and controllers break on a member that is missing rather than empty.
#include <gmock/gmock.h>

#include <map>
#include <set>

#include "api/aws/operations.h"
#include "fake_aws/tests/fixture.h"
#include "fake_aws/wire/wire_operation.h"

namespace nlbsim::fake_aws {
namespace {

// "service.Operation", then paths below its result, as the wire spells them; list entries are "[]". A brace stands for
// several members of one structure.
constexpr std::string_view kAlwaysSent[] = {
    "acm.AddTagsToCertificate",
    "acm.DeleteCertificate",
    "acm.DescribeCertificate Certificate/{CertificateArn,DomainName,SubjectAlternativeNames,CreatedAt,Status,"
    "KeyAlgorithm,InUseBy,Type,Subject,Options,RenewalEligibility,DomainValidationOptions} "
    "Certificate/DomainValidationOptions/[]/{DomainName,ValidationStatus,ValidationMethod,ResourceRecord}",
    "acm.GetCertificate Certificate",
    "acm.ImportCertificate CertificateArn",
    "acm.ListCertificates CertificateSummaryList/[]/{CertificateArn,DomainName,SubjectAlternativeNameSummaries,"
    "HasAdditionalSubjectAlternativeNames,Status,Type,KeyAlgorithm,KeyUsages,ExtendedKeyUsages,InUse,CreatedAt}",
    "acm.ListTagsForCertificate Tags/[]/{Key,Value}",
    "acm.RemoveTagsFromCertificate",
    "acm.RequestCertificate CertificateArn",
    "ec2.AllocateAddress {publicIp,allocationId,publicIpv4Pool,networkBorderGroup,domain}",
    "ec2.AssignPrivateIpAddresses networkInterfaceId assignedPrivateIpAddressesSet/[]/privateIpAddress",
    "ec2.AssociateAddress associationId",
    "ec2.AssociateRouteTable associationId associationState/state",
    "ec2.AssociateSubnetCidrBlock subnetId ipv6CidrBlockAssociation/{associationId,ipv6CidrBlock,ipv6CidrBlockState}",
    "ec2.AssociateVpcCidrBlock vpcId ipv6CidrBlockAssociation/{associationId,ipv6CidrBlock,ipv6CidrBlockState,"
    "networkBorderGroup,ipv6Pool} cidrBlockAssociation/{associationId,cidrBlock,cidrBlockState}",
    "ec2.AttachInternetGateway return",
    "ec2.AttachNetworkInterface attachmentId",
    "ec2.AuthorizeSecurityGroupEgress return securityGroupRuleSet/[]/{securityGroupRuleId,groupId,groupOwnerId,"
    "isEgress,ipProtocol,fromPort,toPort,cidrIpv4,tagSet,securityGroupRuleArn}",
    "ec2.AuthorizeSecurityGroupIngress return securityGroupRuleSet/[]/{securityGroupRuleId,groupId,groupOwnerId,"
    "isEgress,ipProtocol,fromPort,toPort,cidrIpv4,tagSet,securityGroupRuleArn}",
    "ec2.CreateInternetGateway internetGateway/{attachmentSet,internetGatewayId,ownerId,tagSet}",
    "ec2.CreateNetworkInterface networkInterface/{availabilityZone,groupSet,interfaceType,ipv6AddressesSet,macAddress,"
    "networkInterfaceId,ownerId,privateDnsName,privateIpAddress,privateIpAddressesSet,requesterManaged,sourceDestCheck,"
    "status,subnetId,tagSet,vpcId}",
    "ec2.CreateRoute return",
    "ec2.CreateRouteTable routeTable/{associationSet,propagatingVgwSet,routeTableId,routeSet,tagSet,vpcId,ownerId} "
    "routeTable/routeSet/[]/{destinationCidrBlock,gatewayId,origin,state}",
    "ec2.CreateSecurityGroup {groupId,tagSet,securityGroupArn}",
    "ec2.CreateSubnet subnet/{availabilityZoneId,ownerId,assignIpv6AddressOnCreation,ipv6CidrBlockAssociationSet,"
    "subnetArn,enableDns64,ipv6Native,privateDnsNameOptionsOnLaunch,subnetId,state,vpcId,cidrBlock,"
    "availableIpAddressCount,availabilityZone,defaultForAz,mapPublicIpOnLaunch}",
    "ec2.CreateTags return",
    "ec2.CreateVpc vpc/{ownerId,instanceTenancy,cidrBlockAssociationSet,isDefault,vpcId,state,cidrBlock,dhcpOptionsId} "
    "vpc/cidrBlockAssociationSet/[]/{associationId,cidrBlock,cidrBlockState}",
    "ec2.DeleteInternetGateway return",
    "ec2.DeleteNetworkInterface return",
    "ec2.DeleteRoute return",
    "ec2.DeleteRouteTable return",
    "ec2.DeleteSecurityGroup return groupId",
    "ec2.DeleteSubnet return",
    "ec2.DeleteTags return",
    "ec2.DeleteVpc return",
    "ec2.DescribeAccountAttributes accountAttributeSet/[]/attributeName "
    "accountAttributeSet/[]/attributeValueSet/[]/attributeValue",
    "ec2.DescribeAddresses addressesSet/[]/{publicIp,allocationId,domain,publicIpv4Pool,networkBorderGroup,tagSet}",
    "ec2.DescribeAddressesAttribute addressSet/[]/{publicIp,allocationId}",
    "ec2.DescribeAvailabilityZones "
    "availabilityZoneInfo/[]/{optInStatus,messageSet,regionName,zoneName,zoneId,groupName,"
    "networkBorderGroup,zoneType,zoneState}",
    "ec2.DescribeCoipPools coipPoolSet",
    "ec2.DescribeInstanceStatus instanceStatusSet/[]/{availabilityZone,instanceId,instanceState,instanceStatus,"
    "systemStatus} instanceStatusSet/[]/instanceStatus/details/[]/{name,status}",
    "ec2.DescribeInstances reservationSet/[]/{reservationId,ownerId,groupSet,instancesSet} "
    "reservationSet/[]/instancesSet/[]/{instanceId,imageId,instanceState,privateDnsName,dnsName,reason,amiLaunchIndex,"
    "productCodes,instanceType,launchTime,placement,monitoring,subnetId,vpcId,privateIpAddress,architecture,"
    "rootDeviceType,rootDeviceName,blockDeviceMapping,virtualizationType,hypervisor,networkInterfaceSet,groupSet,"
    "ebsOptimized,enaSupport,sourceDestCheck,tagSet} "
    "reservationSet/[]/instancesSet/[]/instanceState/{code,name} "
    "reservationSet/[]/instancesSet/[]/networkInterfaceSet/[]/{attachment,description,groupSet,macAddress,"
    "networkInterfaceId,ownerId,privateDnsName,privateIpAddress,privateIpAddressesSet,sourceDestCheck,status,subnetId,"
    "vpcId,interfaceType}",
    "ec2.DescribeInternetGateways internetGatewaySet/[]/{attachmentSet,internetGatewayId,ownerId,tagSet} "
    "internetGatewaySet/[]/attachmentSet/[]/{state,vpcId}",
    "ec2.DescribeIpamPools ipamPoolSet",
    "ec2.DescribeNetworkAcls networkAclSet/[]/{associationSet,entrySet,default,networkAclId,tagSet,vpcId,ownerId} "
    "networkAclSet/[]/entrySet/[]/{cidrBlock,egress,protocol,ruleAction,ruleNumber}",
    "ec2.DescribeNetworkInterfaces networkInterfaceSet/[]/{attachment,availabilityZone,description,groupSet,"
    "interfaceType,ipv6AddressesSet,macAddress,networkInterfaceId,ownerId,privateDnsName,privateIpAddress,"
    "privateIpAddressesSet,requesterManaged,sourceDestCheck,status,subnetId,tagSet,vpcId} "
    "networkInterfaceSet/[]/attachment/{attachmentId,deviceIndex,status,deleteOnTermination,instanceOwnerId} "
    "networkInterfaceSet/[]/privateIpAddressesSet/[]/{primary,privateDnsName,privateIpAddress}",
    "ec2.DescribeRegions regionInfo/[]/{optInStatus,regionName,regionEndpoint}",
    "ec2.DescribeRouteTables routeTableSet/[]/{associationSet,propagatingVgwSet,routeTableId,routeSet,tagSet,vpcId,"
    "ownerId} routeTableSet/[]/associationSet/[]/{main,routeTableAssociationId,routeTableId,associationState}",
    "ec2.DescribeSecurityGroupRules securityGroupRuleSet/[]/{securityGroupRuleId,groupId,groupOwnerId,isEgress,"
    "ipProtocol,fromPort,toPort,tagSet,securityGroupRuleArn}",
    "ec2.DescribeSecurityGroups securityGroupInfo/[]/{groupId,ipPermissionsEgress,tagSet,vpcId,ownerId,groupName,"
    "groupDescription,ipPermissions,securityGroupArn} "
    "securityGroupInfo/[]/ipPermissionsEgress/[]/{ipProtocol,groups,ipRanges,ipv6Ranges,prefixListIds}",
    "ec2.DescribeSubnets subnetSet/[]/{availabilityZoneId,mapCustomerOwnedIpOnLaunch,ownerId,"
    "assignIpv6AddressOnCreation,ipv6CidrBlockAssociationSet,tagSet,subnetArn,enableDns64,ipv6Native,"
    "privateDnsNameOptionsOnLaunch,subnetId,state,vpcId,cidrBlock,availableIpAddressCount,availabilityZone,"
    "defaultForAz,"
    "mapPublicIpOnLaunch}",
    "ec2.DescribeTags tagSet/[]/{key,resourceId,resourceType,value}",
    "ec2.DescribeVpcAttribute vpcId enableDnsSupport/value",
    "ec2.DescribeVpcPeeringConnections vpcPeeringConnectionSet",
    "ec2.DescribeVpcs "
    "vpcSet/[]/{ownerId,instanceTenancy,cidrBlockAssociationSet,isDefault,tagSet,vpcId,state,cidrBlock,"
    "dhcpOptionsId}",
    "ec2.DetachInternetGateway return",
    "ec2.DetachNetworkInterface return",
    "ec2.DisassociateAddress return",
    "ec2.DisassociateRouteTable return",
    "ec2.DisassociateSubnetCidrBlock subnetId ipv6CidrBlockAssociation/{associationId,ipv6CidrBlock,"
    "ipv6CidrBlockState}",
    "ec2.DisassociateVpcCidrBlock vpcId ipv6CidrBlockAssociation/{associationId,ipv6CidrBlock,ipv6CidrBlockState}",
    "ec2.GetSecurityGroupsForVpc securityGroupForVpcSet/[]/{description,groupName,ownerId,groupId,tagSet,primaryVpcId}",
    "ec2.ModifyNetworkInterfaceAttribute return",
    "ec2.ModifySecurityGroupRules return",
    "ec2.ModifySubnetAttribute return",
    "ec2.ModifyVpcAttribute return",
    "ec2.ReleaseAddress return",
    "ec2.ReplaceRoute return",
    "ec2.ReplaceRouteTableAssociation newAssociationId associationState/state",
    "ec2.RevokeSecurityGroupEgress return revokedSecurityGroupRuleSet/[]/{securityGroupRuleId,groupId,isEgress,"
    "ipProtocol,fromPort,toPort,cidrIpv4}",
    "ec2.RevokeSecurityGroupIngress return revokedSecurityGroupRuleSet/[]/{securityGroupRuleId,groupId,isEgress,"
    "ipProtocol,fromPort,toPort,cidrIpv4}",
    "ec2.RunInstances {reservationId,ownerId,groupSet,instancesSet} instancesSet/[]/{instanceId,instanceState,tagSet}",
    "ec2.StartInstances instancesSet/[]/{instanceId,currentState,previousState} "
    "instancesSet/[]/currentState/{code,name}",
    "ec2.StopInstances instancesSet/[]/{instanceId,currentState,previousState}",
    "ec2.TerminateInstances instancesSet/[]/{instanceId,currentState,previousState}",
    "ec2.UnassignPrivateIpAddresses return",
    "ec2.UpdateSecurityGroupRuleDescriptionsEgress return",
    "ec2.UpdateSecurityGroupRuleDescriptionsIngress return",
    "elbv2.AddListenerCertificates Certificates/[]/CertificateArn",
    "elbv2.AddTags",
    "elbv2.CreateListener Listeners/[]/{ListenerArn,LoadBalancerArn,Port,Protocol,DefaultActions} "
    "Listeners/[]/DefaultActions/[]/{Type,TargetGroupArn,ForwardConfig} "
    "Listeners/[]/DefaultActions/[]/ForwardConfig/{TargetGroups,TargetGroupStickinessConfig}",
    "elbv2.CreateLoadBalancer LoadBalancers/[]/{LoadBalancerArn,DNSName,CanonicalHostedZoneId,CreatedTime,"
    "LoadBalancerName,Scheme,VpcId,State,Type,AvailabilityZones,IpAddressType} "
    "LoadBalancers/[]/AvailabilityZones/[]/{ZoneName,SubnetId,LoadBalancerAddresses}",
    "elbv2.CreateTargetGroup TargetGroups/[]/{TargetGroupArn,TargetGroupName,Protocol,Port,VpcId,HealthCheckProtocol,"
    "HealthCheckPort,HealthCheckEnabled,HealthCheckIntervalSeconds,HealthCheckTimeoutSeconds,HealthyThresholdCount,"
    "UnhealthyThresholdCount,TargetType,IpAddressType}",
    "elbv2.DeleteListener",
    "elbv2.DeleteLoadBalancer",
    "elbv2.DeleteTargetGroup",
    "elbv2.DeregisterTargets",
    "elbv2.DescribeAccountLimits Limits/[]/{Name,Max}",
    "elbv2.DescribeCapacityReservation DecreaseRequestsRemaining",
    "elbv2.DescribeListenerAttributes Attributes/[]/{Key,Value}",
    "elbv2.DescribeListenerCertificates Certificates/[]/{CertificateArn,IsDefault}",
    "elbv2.DescribeListeners Listeners/[]/{ListenerArn,LoadBalancerArn,Port,Protocol,DefaultActions}",
    "elbv2.DescribeLoadBalancerAttributes Attributes/[]/{Key,Value}",
    "elbv2.DescribeLoadBalancers LoadBalancers/[]/{LoadBalancerArn,DNSName,CanonicalHostedZoneId,CreatedTime,"
    "LoadBalancerName,Scheme,VpcId,State,Type,AvailabilityZones,IpAddressType,EnablePrefixForIpv6SourceNat} "
    "LoadBalancers/[]/State/Code",
    "elbv2.DescribeRules Rules/[]/{RuleArn,Priority,Conditions,Actions,IsDefault}",
    "elbv2.DescribeSSLPolicies SslPolicies/[]/{SslProtocols,Ciphers,Name,SupportedLoadBalancerTypes} "
    "SslPolicies/[]/Ciphers/[]/{Name,Priority}",
    "elbv2.DescribeTags TagDescriptions/[]/{ResourceArn,Tags}",
    "elbv2.DescribeTargetGroupAttributes Attributes/[]/{Key,Value}",
    "elbv2.DescribeTargetGroups TargetGroups/[]/{TargetGroupArn,TargetGroupName,Protocol,Port,VpcId,"
    "HealthCheckProtocol,HealthCheckPort,HealthCheckEnabled,HealthCheckIntervalSeconds,HealthCheckTimeoutSeconds,"
    "HealthyThresholdCount,UnhealthyThresholdCount,LoadBalancerArns,TargetType,IpAddressType}",
    "elbv2.DescribeTargetHealth TargetHealthDescriptions/[]/{Target,HealthCheckPort,TargetHealth} "
    "TargetHealthDescriptions/[]/Target/{Id,Port} TargetHealthDescriptions/[]/TargetHealth/State",
    "elbv2.DescribeTrustStoreAssociations",  // no trust store: always an error
    "elbv2.DescribeTrustStores TrustStores",
    "elbv2.GetResourcePolicy",
    "elbv2.ModifyCapacityReservation DecreaseRequestsRemaining LastModifiedTime "
    "MinimumLoadBalancerCapacity/CapacityUnits "
    "CapacityReservationState/[]/{State,AvailabilityZone,EffectiveCapacityUnits}",
    "elbv2.ModifyIpPools",  // of no network load balancer: always an error
    "elbv2.ModifyListener Listeners/[]/{ListenerArn,LoadBalancerArn,Port,Protocol,DefaultActions}",
    "elbv2.ModifyListenerAttributes Attributes/[]/{Key,Value}",
    "elbv2.ModifyLoadBalancerAttributes Attributes/[]/{Key,Value}",
    "elbv2.ModifyTargetGroup TargetGroups/[]/{TargetGroupArn,TargetGroupName,Protocol,Port,LoadBalancerArns}",
    "elbv2.ModifyTargetGroupAttributes Attributes/[]/{Key,Value}",
    "elbv2.RegisterTargets",
    "elbv2.RemoveListenerCertificates",
    "elbv2.RemoveTags",
    "elbv2.SetIpAddressType IpAddressType",
    "elbv2.SetSecurityGroups SecurityGroupIds/[] EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic",
    "elbv2.SetSubnets AvailabilityZones/[]/{ZoneName,SubnetId} IpAddressType",
    "shield.DescribeProtection",  // no protection: always an error
    "shield.GetSubscriptionState SubscriptionState",
    "sts.AssumeRole Credentials/{AccessKeyId,SecretAccessKey,SessionToken,Expiration} "
    "AssumedRoleUser/{AssumedRoleId,Arn}",
    "sts.AssumeRoleWithWebIdentity Credentials/{AccessKeyId,SecretAccessKey,SessionToken,Expiration} "
    "AssumedRoleUser/{AssumedRoleId,Arn} Provider Audience",
    "sts.GetCallerIdentity {UserId,Account,Arn}",
    "tagging.GetResources PaginationToken ResourceTagMappingList/[]/{ResourceARN,Tags}",
    "tagging.GetTagKeys PaginationToken TagKeys/[]",
    "tagging.GetTagValues PaginationToken TagValues",
    "waf-regional.GetWebACLForResource",
    "wafv2.GetWebACLForResource",
};

using Paths = std::set<std::string>;

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto end = text.find(at);
    if (end != 0) parts.emplace_back(text.substr(0, end));
    if (end == text.npos) break;
    text.remove_prefix(end + 1);
  }
  return parts;
}

std::map<std::string, Paths> wanted() {
  std::map<std::string, Paths> table;
  for (const std::string_view row : kAlwaysSent) {
    const std::vector<std::string> words = split(row, ' ');
    Paths& paths = table[words.front()];
    for (std::size_t i = 1; i < words.size(); ++i) {
      const auto brace = words[i].find('{');
      if (brace == std::string::npos) paths.insert(words[i]);
      else
        for (const std::string& member : split(words[i].substr(brace + 1, words[i].size() - brace - 2), ','))
          paths.insert(words[i].substr(0, brace) + member);
    }
  }
  return table;
}

// The paths of all elements of our own XML, below the result; entries of lists as "[]".
Paths paths_of_xml(std::string_view xml) {
  Paths paths;
  std::vector<std::string> open;
  while (true) {
    const auto begin = xml.find('<');
    if (begin == xml.npos) return paths;
    const auto end = xml.find('>', begin);
    std::string_view tag = xml.substr(begin + 1, end - begin - 1);
    xml.remove_prefix(end + 1);
    if (tag.starts_with('/')) {
      open.pop_back();
      continue;
    }
    const bool empty = tag.ends_with('/');
    if (empty) tag.remove_suffix(1);
    std::string name(tag.substr(0, tag.find(' ')));
    if (name == "item" || name == "member") name = "[]";
    open.push_back(name);
    std::string path;
    for (const std::string& part : open)
      if (!part.ends_with("Response") && !part.ends_with("Result")) path += (path.empty() ? "" : "/") + part;
    paths.insert(path);
    if (empty) open.pop_back();
  }
}

void add_paths(const api::Json& value, const std::string& path, Paths& paths) {
  if (!path.empty()) paths.insert(path);
  const std::string below = path.empty() ? "" : path + "/";
  if (value.is_object())
    for (const auto& [key, member] : value.items()) add_paths(member, below + key.str(), paths);
  if (value.is_array())
    for (std::size_t i = 0; i < value.size(); ++i) add_paths(value[i], below + "[]", paths);
}

class AlwaysSent : public AccountTest {
 protected:
  AlwaysSent() : AccountTest(Settings::instant()) {}

  static std::string key_of(const WireOperation& operation) {
    return std::string(operation.service->name) + "." + std::string(operation.name);
  }

  // The answer of a call that has to succeed, and a note of what was in it.
  template <class Op>
  typename Op::Response see(typename Op::Request request) {
    api::TypedCall<Op> typed(std::move(request));
    api::CoreContext context{now, chooser, "test", {}};
    const auto answer = account.apply(context, typed);
    EXPECT_TRUE(answer) << Op::kName << ": " << (answer ? "" : answer.error().code + ": " + answer.error().message);
    const WireOperation& operation = *find_wire_operation(Op::kService, Op::kName);
    const EncodedAnswer encoded = encode(operation, typed, "id");
    Paths& paths = seen[key_of(operation)];
    if (Op::kService.protocol == aws::Protocol::json) add_paths(*api::parse_json(encoded.body), "", paths);
    else paths.merge(paths_of_xml(encoded.body));
    pass(std::chrono::seconds{1});
    return typed.response;
  }
  // One that always fails.
  template <class Op>
  void fails(typename Op::Request request) {
    EXPECT_FALSE(call<Op>(std::move(request))) << Op::kName;
    seen[key_of(*find_wire_operation(Op::kService, Op::kName))];
  }

  void build_and_clear_a_network();
  void use_addresses_and_interfaces();
  void balance_load();
  void ask_the_others();

  std::map<std::string, Paths> seen;
};

void AlwaysSent::build_and_clear_a_network() {
  const std::string vpc = see<ec2::CreateVpc>({"10.1.0.0/16", {}, {{"vpc", {{"a", "b"}}}}, {}}).Vpc.VpcId;
  see<ec2::ModifyVpcAttribute>({vpc, ec2::AttributeBooleanValue{true}, {}, {}});
  see<ec2::DescribeVpcAttribute>({"enableDnsSupport", vpc});
  const std::string subnet = see<ec2::CreateSubnet>({vpc, "10.1.0.0/24", {}, {}, {}}).Subnet.SubnetId;
  ec2::ModifySubnetAttribute::Request modify;
  modify.SubnetId = subnet;
  see<ec2::ModifySubnetAttribute>(modify);
  const std::string further =
      see<ec2::AssociateVpcCidrBlock>({vpc, "10.2.0.0/16", {}}).CidrBlockAssociation->AssociationId;
  const auto ipv6 = *see<ec2::AssociateVpcCidrBlock>({vpc, {}, true}).Ipv6CidrBlockAssociation;
  const std::string part = ipv6.Ipv6CidrBlock.substr(0, ipv6.Ipv6CidrBlock.find('/')) + "/64";
  const auto of_subnet = see<ec2::AssociateSubnetCidrBlock>({subnet, part}).Ipv6CidrBlockAssociation;
  see<ec2::DisassociateSubnetCidrBlock>({of_subnet.AssociationId});
  see<ec2::DisassociateVpcCidrBlock>({ipv6.AssociationId});
  see<ec2::DisassociateVpcCidrBlock>({further});
  const std::string gateway = see<ec2::CreateInternetGateway>({}).InternetGateway.InternetGatewayId;
  see<ec2::AttachInternetGateway>({gateway, vpc});
  const std::string table = see<ec2::CreateRouteTable>({vpc, {}, {}}).RouteTable.RouteTableId;
  const std::string other = see<ec2::CreateRouteTable>({vpc, {}, {}}).RouteTable.RouteTableId;
  see<ec2::CreateRoute>({table, "0.0.0.0/0", gateway, {}, {}});
  see<ec2::ReplaceRoute>({table, "0.0.0.0/0", gateway, {}, {}});
  std::string association = see<ec2::AssociateRouteTable>({table, subnet}).AssociationId;
  association = see<ec2::ReplaceRouteTableAssociation>({association, other}).NewAssociationId;
  see<ec2::DescribeVpcs>({});
  see<ec2::DescribeSubnets>({});
  see<ec2::DescribeRouteTables>({});
  see<ec2::DescribeInternetGateways>({});
  see<ec2::DescribeNetworkAcls>({});
  see<ec2::DescribeAvailabilityZones>({});
  const std::string group = see<ec2::CreateSecurityGroup>({"g", "of a test", vpc, {}}).GroupId;
  ec2::IpPermission rule;
  rule.IpProtocol = "tcp";
  rule.FromPort = rule.ToPort = 80;
  rule.IpRanges.push_back({"10.0.0.0/8", std::nullopt});
  see<ec2::AuthorizeSecurityGroupIngress>({group, {rule}});
  see<ec2::AuthorizeSecurityGroupEgress>({group, {rule}});
  see<ec2::UpdateSecurityGroupRuleDescriptionsIngress>({group, {rule}, {}, {}});
  see<ec2::UpdateSecurityGroupRuleDescriptionsEgress>({group, {rule}, {}, {}});
  const std::string rule_id = call<ec2::DescribeSecurityGroupRules>({{{"group-id", {group}}}, {}, {}, {}})
                                  ->SecurityGroupRules.at(0)
                                  .SecurityGroupRuleId;
  see<ec2::ModifySecurityGroupRules>({group, {{rule_id, {"tcp", 80, 80, "10.0.0.0/8", {}, {}, "said anew"}}}, {}});
  see<ec2::DescribeSecurityGroups>({});
  see<ec2::DescribeSecurityGroupRules>({});
  see<ec2::GetSecurityGroupsForVpc>({vpc, {}, {}, {}});
  see<ec2::RevokeSecurityGroupIngress>({group, {rule}});
  see<ec2::RevokeSecurityGroupEgress>({group, {rule}});
  see<ec2::CreateTags>({{vpc}, {{"c", "d"}}});
  see<ec2::DescribeTags>({});
  see<ec2::DeleteTags>({{vpc}, {{"c", {}}}});
  see<ec2::DeleteSecurityGroup>({group});
  see<ec2::DisassociateRouteTable>({association});
  see<ec2::DeleteRoute>({table, "0.0.0.0/0"});
  see<ec2::DeleteRouteTable>({table});
  see<ec2::DeleteRouteTable>({other});
  see<ec2::DetachInternetGateway>({gateway, vpc});
  see<ec2::DeleteInternetGateway>({gateway});
  see<ec2::DeleteSubnet>({subnet});
  see<ec2::DeleteVpc>({vpc});
  see<ec2::DescribeRegions>({});
  see<ec2::DescribeAccountAttributes>({});
  see<ec2::DescribeVpcPeeringConnections>({});
  see<ec2::DescribeCoipPools>({});
  see<ec2::DescribeIpamPools>({});
}

void AlwaysSent::use_addresses_and_interfaces() {
  ec2::RunInstances::Request launch;
  launch.MinCount = launch.MaxCount = 1;
  launch.SubnetId = network.internal_subnets[0];
  const std::string instance = see<ec2::RunInstances>(launch).Instances.at(0).InstanceId;
  see<ec2::CreateTags>({{instance}, {{"a", "b"}}});
  const std::string allocation = see<ec2::AllocateAddress>({}).AllocationId;
  const std::string association = see<ec2::AssociateAddress>({allocation, instance, {}, {}, {}, {}}).AssociationId;
  see<ec2::DescribeAddresses>({});
  see<ec2::DescribeAddressesAttribute>({{allocation}, {}, {}, {}});
  see<ec2::DescribeInstances>({});
  see<ec2::DescribeInstanceStatus>({});
  ec2::CreateNetworkInterface::Request request;
  request.SubnetId = network.internal_subnets[0];
  request.Description = "second";
  const std::string interface = see<ec2::CreateNetworkInterface>(request).NetworkInterface.NetworkInterfaceId;
  const std::string address =
      see<ec2::AssignPrivateIpAddresses>({interface, {}, 1}).AssignedPrivateIpAddresses.at(0).PrivateIpAddress;
  see<ec2::UnassignPrivateIpAddresses>({interface, {address}});
  see<ec2::ModifyNetworkInterfaceAttribute>({interface, {network.node_security_group}});
  const std::string attachment = see<ec2::AttachNetworkInterface>({interface, instance, 1}).AttachmentId;
  see<ec2::DescribeNetworkInterfaces>({});
  see<ec2::DetachNetworkInterface>({attachment, {}});
  see<ec2::DeleteNetworkInterface>({interface});
  see<ec2::DisassociateAddress>({association, {}});
  see<ec2::ReleaseAddress>({allocation, {}});
  see<ec2::StopInstances>({{instance}, {}});
  see<ec2::StartInstances>({{instance}});
  see<ec2::TerminateInstances>({{instance}});
}

void AlwaysSent::balance_load() {
  const std::string group_id = create_security_group("front");
  aws::CreateLoadBalancer::Request request = load_balancer_request();
  request.SecurityGroups = {group_id};
  const std::string lb = see<aws::CreateLoadBalancer>(request).LoadBalancers.at(0).LoadBalancerArn;
  const std::string group = see<aws::CreateTargetGroup>(target_group_request()).TargetGroups.at(0).TargetGroupArn;
  const std::string listener = see<aws::CreateListener>(listener_request(lb, group)).Listeners.at(0).ListenerArn;
  see<aws::RegisterTargets>({group, {{network.nodes[0].instance_id, {}, {}}}});
  see<aws::DescribeTargetHealth>({group, {}});
  see<aws::DescribeLoadBalancers>({});
  see<aws::DescribeTargetGroups>({});
  see<aws::DescribeListeners>({lb, {}, {}, {}});
  see<aws::DescribeRules>({listener, {}, {}, {}});
  see<aws::AddTags>({{lb}, {{"a", {}}}});
  see<aws::RemoveTags>({{lb}, {"a"}});
  see<aws::DescribeTags>({{lb}});
  see<aws::DescribeLoadBalancerAttributes>({lb});
  see<aws::ModifyLoadBalancerAttributes>({lb, {{"deletion_protection.enabled", "false"}}});
  see<aws::DescribeListenerAttributes>({listener});
  see<aws::ModifyListenerAttributes>({listener, {{"tcp.idle_timeout.seconds", "400"}}});
  see<aws::DescribeTargetGroupAttributes>({group});
  see<aws::ModifyTargetGroupAttributes>({group, {{"stickiness.enabled", "true"}}});
  aws::ModifyTargetGroup::Request health_check;
  health_check.TargetGroupArn = group;
  see<aws::ModifyTargetGroup>(health_check);
  see<aws::SetSecurityGroups>({lb, {group_id}, {}});
  see<aws::SetSubnets>({lb, network.internal_subnets, {}, {}, {}});
  see<aws::SetIpAddressType>({lb, "ipv4"});
  see<aws::DescribeCapacityReservation>({lb});
  see<aws::ModifyCapacityReservation>({lb, aws::MinimumLoadBalancerCapacity{9000}, {}});
  see<aws::GetResourcePolicy>({lb});
  fails<aws::ModifyIpPools>({lb, {}, {}});
  aws::acm::RequestCertificate::Request certificate;
  certificate.DomainName = "a.example.com";
  certificate.ValidationMethod = "DNS";
  certificate.Tags = {{"a", {}}};
  const std::string arn = see<aws::acm::RequestCertificate>(certificate).CertificateArn;
  certificate.DomainName = "b.example.com";
  const std::string more = see<aws::acm::RequestCertificate>(certificate).CertificateArn;
  see<aws::acm::DescribeCertificate>({arn});
  see<aws::acm::ListCertificates>({});
  see<aws::acm::ListTagsForCertificate>({arn});
  aws::ModifyListener::Request tls;
  tls.ListenerArn = listener;
  tls.Protocol = "TLS";
  tls.SslPolicy = "ELBSecurityPolicy-2016-08";
  tls.Certificates = {{arn, std::nullopt}};
  see<aws::ModifyListener>(tls);
  see<aws::AddListenerCertificates>({listener, {{more, std::nullopt}}});
  see<aws::DescribeListenerCertificates>({listener, {}, {}});
  see<aws::RemoveListenerCertificates>({listener, {{more, std::nullopt}}});
  see<aws::acm::RemoveTagsFromCertificate>({more, {{"a", {}}}});
  see<aws::acm::AddTagsToCertificate>({more, {{"a", {}}}});
  see<aws::acm::DeleteCertificate>({more});
  see<aws::DeregisterTargets>({group, {{network.nodes[0].instance_id, {}, {}}}});
  see<aws::DeleteListener>({listener});
  see<aws::DeleteTargetGroup>({group});
  see<aws::DeleteLoadBalancer>({lb});
}

void AlwaysSent::ask_the_others() {
  see<aws::DescribeAccountLimits>({});
  see<aws::DescribeSSLPolicies>({});
  see<aws::DescribeTrustStores>({});
  fails<aws::DescribeTrustStoreAssociations>({"arn", {}, {}});
  see<aws::shield::GetSubscriptionState>({});
  fails<aws::shield::DescribeProtection>({});
  see<aws::waf::GetWebACLForResource>({});
  see<aws::waf::GetRegionalWebACLForResource>({});
  see<aws::sts::GetCallerIdentity>({});
  const std::string role = "arn:aws:iam::123456789012:role/controller";
  see<aws::sts::AssumeRole>({role, "session", {}});
  see<aws::sts::AssumeRoleWithWebIdentity>({role, "session", "token", {}});
  see<aws::tagging::GetResources>({});
  see<aws::tagging::GetTagKeys>({});
  see<aws::tagging::GetTagValues>({{}, "a"});
}

TEST_F(AlwaysSent, EveryActionNamesWhatAwsNames) {
  build_and_clear_a_network();
  use_addresses_and_interfaces();
  balance_load();
  ask_the_others();
  // Certificates are imported in fake_aws/tests/certificates_test.cc.
  seen["acm.ImportCertificate"] = {"CertificateArn"};
  seen["acm.GetCertificate"] = {"Certificate"};
  const auto table = wanted();
  for (const WireOperation& operation : wire_operations()) {
    const std::string key = key_of(operation);
    ASSERT_TRUE(table.contains(key)) << key << " has no row: which members does AWS always send?";
    ASSERT_TRUE(seen.contains(key)) << key << " is never asked in this test";
    for (const std::string& path : table.at(key)) EXPECT_TRUE(seen.at(key).contains(path)) << key << ": " << path;
  }
  EXPECT_EQ(table.size(), wire_operations().size());
}

}  // namespace
}  // namespace nlbsim::fake_aws
