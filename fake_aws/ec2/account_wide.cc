// What concerns the account as a whole: DescribeTags, DescribeRegions, DescribeAccountAttributes, DescribeNetworkAcls,
// and the kinds of resources of which it has none.
#include <algorithm>
#include <array>
#include <utility>

#include "api/aws/ec2_account.h"
#include "api/aws/ec2_network.h"
#include "api/aws/error_codes.h"
#include "fake_aws/action.h"
#include "fake_aws/ec2/describe_all.h"
#include "fake_aws/ec2/tags.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

using Tag = Described<ec2::TagDescription>;
using Acl = Described<ec2::NetworkAcl>;

constexpr FilterField<Tag> kTagFields[] = {
    {"key", [](const Tag& t, const aws::Filter& f) { return accepts(f, t.description.Key); }},
    {"value", [](const Tag& t, const aws::Filter& f) { return accepts(f, t.description.Value); }},
    {"resource-id", [](const Tag& t, const aws::Filter& f) { return accepts(f, t.description.ResourceId); }},
    {"resource-type", [](const Tag& t, const aws::Filter& f) { return accepts(f, t.description.ResourceType); }},
};

constexpr FilterField<Acl> kAclFields[] = {
    {"network-acl-id", [](const Acl& a, const aws::Filter& f) { return accepts(f, a.description.NetworkAclId); }},
    {"vpc-id", [](const Acl& a, const aws::Filter& f) { return accepts(f, a.description.VpcId); }},
    {"owner-id", [](const Acl& a, const aws::Filter& f) { return accepts(f, a.description.OwnerId); }},
    {"default",
     [](const Acl& a, const aws::Filter& f) { return accepts(f, a.description.IsDefault ? "true" : "false"); }},
    {"association.subnet-id",
     [](const Acl& a, const aws::Filter& f) {
       return std::ranges::any_of(a.description.Associations,
                                  [&f](const auto& association) { return accepts(f, association.SubnetId); });
     }},
};

using Region = Described<ec2::Region>;

constexpr FilterField<Region> kRegionFields[] = {
    {"region-name", [](const Region& r, const aws::Filter& f) { return accepts(f, r.description.RegionName); }},
    {"endpoint", [](const Region& r, const aws::Filter& f) { return accepts(f, r.description.Endpoint); }},
    {"opt-in-status", [](const Region& r, const aws::Filter& f) { return accepts(f, r.description.OptInStatus); }},
};

// The network ACL that comes with a VPC: everything passes, in both directions.
ec2::NetworkAcl acl_of(const Network& network, const VpcEntry& vpc) {
  constexpr std::int32_t kOpen = 100;
  constexpr std::int32_t kLast = 32767;
  ec2::NetworkAcl acl;
  acl.NetworkAclId = vpc.network_acl;
  acl.VpcId = vpc.description.VpcId;
  acl.OwnerId = network.owner_id;
  for (const bool egress : {true, false}) {
    acl.Entries.push_back({"0.0.0.0/0", egress, "-1", "allow", kOpen});
    acl.Entries.push_back({"0.0.0.0/0", egress, "-1", "deny", kLast});
  }
  for (const auto& [id, subnet] : network.subnets)
    if (subnet.description.VpcId == acl.VpcId)
      acl.Associations.push_back({"aclassoc" + id.substr(id.find('-')), acl.NetworkAclId, id});
  return acl;
}

// Of which there are none: every id is unknown.
Result<void> none_of(const std::vector<std::string>& ids, std::string_view what, std::string_view not_found) {
  if (ids.empty()) return {};
  return refuse(not_found, "The " + std::string(what) + " '" + ids.front() + "' does not exist");
}

}  // namespace

template <>
Answer<ec2::DescribeTags> act<ec2::DescribeTags>(const ActionContext& context,
                                                 const ec2::DescribeTags::Request& request) {
  ById<Tag> all;
  // "tag:KEY" and "tag-key" ask for the tag itself here.
  for_each_tagged(context.state.network, [&](const std::string& id, std::string_view type, const aws::TagMap& tags) {
    for (const auto& [key, value] : tags) all[id + "/" + key] = {{key, id, std::string(type), value}, {{key, value}}};
  });
  ec2::DescribeTags::Response response;
  const std::vector<std::string> no_ids;
  const Selection selection{no_ids, request.Filters, request.MaxResults, request.NextToken};
  auto next = select_described<ec2::TagDescription>(all, selection, kVpcId, kTagFields, response.Tags);
  if (!next) return sim::forward(next.error());
  response.NextToken = std::move(*next);
  return response;
}

template <>
Answer<ec2::DescribeNetworkAcls> act<ec2::DescribeNetworkAcls>(const ActionContext& context,
                                                               const ec2::DescribeNetworkAcls::Request& request) {
  const Network& network = context.state.network;
  ById<Acl> all;
  for (const auto& [id, vpc] : network.vpcs) all[vpc.network_acl] = {acl_of(network, vpc), {}};
  ec2::DescribeNetworkAcls::Response response;
  const Selection selection{request.NetworkAclIds, request.Filters, request.MaxResults, request.NextToken};
  auto next = select_described<ec2::NetworkAcl>(all, selection, kNetworkAclId, kAclFields, response.NetworkAcls);
  if (!next) return sim::forward(next.error());
  response.NextToken = std::move(*next);
  return response;
}

template <>
Answer<ec2::DescribeRegions> act<ec2::DescribeRegions>(const ActionContext&,
                                                       const ec2::DescribeRegions::Request& request) {
  static constexpr std::array<std::string_view, 17> kRegions{
      "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2",
      "ca-central-1",   "eu-central-1",   "eu-north-1",     "eu-west-1",  "eu-west-2",      "eu-west-3",
      "sa-east-1",      "us-east-1",      "us-east-2",      "us-west-1",  "us-west-2"};
  for (const std::string& name : request.RegionNames)
    if (std::ranges::find(kRegions, name) == kRegions.end())
      return refuse(code::kInvalidParameterValue, "Invalid region provided: [" + name + "]");
  ById<Region> all;
  for (const std::string_view name : kRegions) {
    const std::string region(name);
    const bool asked =
        request.RegionNames.empty() || std::ranges::find(request.RegionNames, region) != request.RegionNames.end();
    if (asked) all[region] = {{region, "ec2." + region + ".amazonaws.com", "opt-in-not-required"}, {}};
  }
  ec2::DescribeRegions::Response response;
  const std::vector<std::string> no_ids;
  const Selection selection{no_ids, request.Filters, std::nullopt, {}};
  const auto next = select_described<ec2::Region>(all, selection, kVpcId, kRegionFields, response.Regions);
  if (!next) return sim::forward(next.error());
  return response;
}

template <>
Answer<ec2::DescribeAccountAttributes> act<ec2::DescribeAccountAttributes>(
    const ActionContext& context, const ec2::DescribeAccountAttributes::Request& request) {
  const auto number = [](std::size_t value) { return std::to_string(value); };
  const std::pair<std::string, std::string> all[] = {
      {"supported-platforms", "VPC"},
      {"default-vpc", "none"},
      {"max-instances", "20"},
      {"vpc-max-security-groups-per-interface", number(context.settings.quotas.security_groups_per_interface)},
      {"max-elastic-ips", number(context.settings.quotas.elastic_ips)},
      {"vpc-max-elastic-ips", number(context.settings.quotas.elastic_ips)}};
  for (const std::string& name : request.AttributeNames)
    if (std::ranges::find(all, name, &std::pair<std::string, std::string>::first) == std::end(all))
      return refuse(code::kInvalidParameterValue, "Value (" + name + ") for parameter attributeName is invalid.");
  ec2::DescribeAccountAttributes::Response response;
  for (const auto& [name, value] : all) {
    const bool asked = request.AttributeNames.empty() ||
                       std::ranges::find(request.AttributeNames, name) != request.AttributeNames.end();
    if (asked) response.AccountAttributes.push_back({name, {{value}}});
  }
  return response;
}

template <>
Answer<ec2::DescribeVpcPeeringConnections> act<ec2::DescribeVpcPeeringConnections>(
    const ActionContext&, const ec2::DescribeVpcPeeringConnections::Request& request) {
  if (auto none =
          none_of(request.VpcPeeringConnectionIds, "vpcPeeringConnection ID", "InvalidVpcPeeringConnectionID.NotFound");
      !none)
    return sim::forward(none.error());
  return ec2::DescribeVpcPeeringConnections::Response{};
}

template <>
Answer<ec2::DescribeCoipPools> act<ec2::DescribeCoipPools>(const ActionContext&,
                                                           const ec2::DescribeCoipPools::Request& request) {
  if (auto none = none_of(request.PoolIds, "pool ID", "InvalidPoolID.NotFound"); !none)
    return sim::forward(none.error());
  return ec2::DescribeCoipPools::Response{};
}

template <>
Answer<ec2::DescribeIpamPools> act<ec2::DescribeIpamPools>(const ActionContext&,
                                                           const ec2::DescribeIpamPools::Request& request) {
  if (auto none = none_of(request.IpamPoolIds, "IPAM pool ID", "InvalidIpamPoolId.NotFound"); !none)
    return sim::forward(none.error());
  return ec2::DescribeIpamPools::Response{};
}

}  // namespace nlbsim::fake_aws
