// Whose account it is, where, and which cluster's.
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <vector>

#include "scenarios/import/import.h"

namespace nlbsim::scenarios {

namespace {

using fake_aws::Holdings;
namespace ec2 = aws::ec2;

constexpr std::string_view kOwnTag = "elbv2.k8s.aws/cluster";      // the name is its value
constexpr std::string_view kEksTag = "aws:eks:cluster-name";       // of instances, the same
constexpr std::string_view kSharedTag = "kubernetes.io/cluster/";  // the name ends its key

// A part of an ARN, counted from 0: arn:aws:elasticloadbalancing:REGION:ACCOUNT:...
std::string arn_part(std::string_view arn, int part) {
  for (; part > 0; --part) arn.remove_prefix(std::min(arn.find(':') + 1, arn.size()));
  return std::string(arn.substr(0, arn.find(':')));
}

// What a cluster is called by the tags of one resource; empty: they do not say.
std::string cluster_in(const std::vector<aws::Tag>& tags) {
  std::string shared;
  for (const aws::Tag& tag : tags) {
    if (tag.Key == kOwnTag || tag.Key == kEksTag) return tag.Value;
    if (tag.Key.starts_with(kSharedTag)) shared = tag.Key.substr(kSharedTag.size());
  }
  return shared;
}

using NameSet = std::set<std::string>;

void add_name(NameSet& names, std::string name) {
  if (!name.empty()) names.insert(std::move(name));
}

NameSet accounts_in(const Holdings& held) {
  constexpr int kAccount = 4;
  NameSet names;
  for (const aws::LoadBalancer& one : held.LoadBalancers) add_name(names, arn_part(one.LoadBalancerArn, kAccount));
  for (const aws::TargetGroup& one : held.TargetGroups) add_name(names, arn_part(one.TargetGroupArn, kAccount));
  if (!names.empty()) return names;
  for (const ec2::Reservation& one : held.Reservations) add_name(names, one.OwnerId);
  // A VPC may be shared by another account.
  if (names.empty())
    for (const ec2::Vpc& one : held.Vpcs) add_name(names, one.OwnerId);
  return names;
}

// us-west-2a is a zone of us-west-2.
NameSet regions_in(const Holdings& held) {
  constexpr int kRegion = 3;
  NameSet names;
  for (const aws::LoadBalancer& one : held.LoadBalancers) add_name(names, arn_part(one.LoadBalancerArn, kRegion));
  for (const ec2::AvailabilityZone& one : held.AvailabilityZones) add_name(names, one.RegionName);
  if (names.empty())
    for (const ec2::Subnet& one : held.Subnets)
      add_name(names,
               one.AvailabilityZone.substr(0, one.AvailabilityZone.empty() ? 0 : one.AvailabilityZone.size() - 1));
  return names;
}

// The instances that are nodes of the cluster, by the providerID of its Nodes.
std::vector<const ec2::Instance*> node_instances(const Imported& imported) {
  std::set<std::string_view> ids;
  for (const api::JsonRef& object : imported.objects) {
    if (api::text(api::member(*object, "kind")) != "Node") continue;
    const std::string_view provider = api::text(api::at(*object, "spec", "providerID"));
    ids.insert(provider.substr(provider.rfind('/') + 1));
  }
  std::vector<const ec2::Instance*> nodes;
  for (const ec2::Reservation& reservation : imported.holdings.Reservations)
    for (const ec2::Instance& one : reservation.Instances)
      if (ids.contains(one.InstanceId)) nodes.push_back(&one);
  return nodes;
}

// What tells most of all goes first: the nodes, then what the controller has made, then the rest.
NameSet clusters_in(const Imported& imported) {
  const Holdings& held = imported.holdings;
  NameSet names;
  for (const ec2::Instance* node : node_instances(imported)) add_name(names, cluster_in(node->Tags));
  if (!names.empty()) return names;
  for (const aws::TagDescription& one : held.TagDescriptions) add_name(names, cluster_in(one.Tags));
  if (!names.empty()) return names;
  for (const ec2::Subnet& one : held.Subnets) add_name(names, cluster_in(one.Tags));
  for (const ec2::SecurityGroup& one : held.SecurityGroups) add_name(names, cluster_in(one.Tags));
  return names;
}

NameSet vpcs_in(const Imported& imported) {
  const Holdings& held = imported.holdings;
  NameSet names;
  for (const ec2::Instance* node : node_instances(imported)) add_name(names, node->VpcId);
  if (!names.empty()) return names;
  for (const aws::LoadBalancer& balancer : held.LoadBalancers)
    for (const aws::TagDescription& tags : held.TagDescriptions)
      if (tags.ResourceArn == balancer.LoadBalancerArn && cluster_in(tags.Tags) == imported.cluster)
        add_name(names, balancer.VpcId);
  if (names.empty())
    for (const ec2::Vpc& one : held.Vpcs) add_name(names, one.VpcId);
  return names;
}

sim::Result<std::string> only(const NameSet& names, const std::string& none, const std::string& several) {
  if (names.empty()) return sim::fail("InvalidImport", none);
  if (names.size() > 1) return sim::fail("InvalidImport", fmt::format("{}: {}", several, fmt::join(names, ", ")));
  return *names.begin();
}

}  // namespace

sim::Result<void> import_names(const ImportSources& sources, Imported& into) {
  constexpr std::string_view kDefault = "demo-cluster";
  into.cluster = sources.cluster;
  if (!into.tells_account) {
    if (into.cluster.empty()) into.cluster = kDefault;
    return {};
  }
  const auto set = [](std::string& name, sim::Result<std::string> found) -> sim::Result<void> {
    if (!found) return sim::forward(std::move(found.error()));
    name = *std::move(found);
    return {};
  };
  if (auto done = set(into.account,
                      only(accounts_in(into.holdings), "no file tells whose account it is: aws ec2 describe-vpcs does",
                           "the files tell of several accounts"));
      !done)
    return done;
  if (auto done =
          set(into.region, only(regions_in(into.holdings), "no file tells the region: aws ec2 describe-subnets does",
                                "the files tell of several regions"));
      !done)
    return done;
  if (into.cluster.empty())
    if (auto done =
            set(into.cluster, only(clusters_in(into), "no tag tells what the cluster is called: --cluster NAME does",
                                   "tags tell of several clusters, --cluster NAME says which one it is"));
        !done)
      return done;
  return set(into.vpc, only(vpcs_in(into), "no file tells of a VPC: aws ec2 describe-vpcs does",
                            "which VPC is the cluster's cannot be told: aws ec2 describe-instances tells where its "
                            "nodes are"));
}

}  // namespace nlbsim::scenarios
