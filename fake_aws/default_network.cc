#include "fake_aws/default_network.h"

#include <algorithm>
#include <cassert>

namespace nlbsim::fake_aws {

namespace {

constexpr int kSubnetBits = 4;             // a subnet is a sixteenth of the VPC
constexpr std::uint32_t kFirstPublic = 8;  // internal subnets are the lower half of the VPC, public ones the upper

// Short form of a region inside zone ids: us-west-2 is usw2, so its zones are usw2-az1, ...
std::string zone_id_prefix(const std::string& region) {
  std::string prefix;
  bool first = true;
  for (std::size_t at = 0; at < region.size();) {
    const std::size_t end = std::min(region.find('-', at), region.size());
    prefix += region.substr(at, first ? 2 : 1);
    first = false;
    at = end + 1;
  }
  return prefix;
}

ec2::AvailabilityZone zone_of_region(const std::string& region, const std::string& suffix, std::size_t index) {
  const std::string zone_id = zone_id_prefix(region) + "-az" + std::to_string(index + 1);
  return {region + suffix, zone_id, "availability-zone", region, "available"};
}

std::string subnet_cidr(const CidrV4& vpc, std::uint32_t index) {
  const int prefix = vpc.prefix + kSubnetBits;
  return to_text(CidrV4{vpc.base + (index << (32 - prefix)), prefix});
}

class Builder {
 public:
  Builder(Account& account, const NetworkPlan& plan)
      : network_(account.network()), region_(account.settings().region), plan_(plan) {}

  DefaultNetwork build() {
    const auto vpc_cidr = parse_cidr_v4(plan_.vpc_cidr);
    assert(vpc_cidr && vpc_cidr->prefix >= 8 && vpc_cidr->prefix <= 24);
    assert(!plan_.zones.empty() && plan_.zones.size() <= kFirstPublic);
    made_.vpc_id = network_.add_vpc(plan_.cluster_name, plan_.vpc_cidr, with_name("vpc")).value();
    for (std::uint32_t i = 0; i < plan_.zones.size(); ++i) add_zone(*vpc_cidr, i);
    add_routes();
    add_nodes();
    return std::move(made_);
  }

 private:
  aws::TagMap with_name(const std::string& what, aws::TagMap tags = {}) const {
    tags["Name"] = plan_.cluster_name + "-" + what;
    tags["kubernetes.io/cluster/" + plan_.cluster_name] = "owned";
    return tags;
  }

  void add_zone(const CidrV4& vpc, std::uint32_t index) {
    const std::string zone = region_ + plan_.zones[index];
    network_.add_zone(zone_of_region(region_, plan_.zones[index], index));
    made_.zones.push_back(zone);
    const auto add = [&](const std::string& what, const std::string& role, std::uint32_t part) {
      const std::string name = what + "-" + zone;
      SubnetPlan subnet{name, made_.vpc_id, zone, subnet_cidr(vpc, part), with_name(name, {{role, "1"}})};
      return network_.add_subnet(std::move(subnet)).value();
    };
    made_.internal_subnets.push_back(add("internal", "kubernetes.io/role/internal-elb", index));
    made_.public_subnets.push_back(add("public", "kubernetes.io/role/elb", kFirstPublic + index));
  }

  void add_routes() {
    const std::string gateway = network_.add_internet_gateway(made_.vpc_id).value();
    const ec2::Route local{plan_.vpc_cidr, "local"};
    RouteTablePlan main{"main", made_.vpc_id, true, {}, {local}, with_name("main")};
    network_.add_route_table(std::move(main)).value();
    const ec2::Route outward{"0.0.0.0/0", gateway};
    RouteTablePlan open{"public", made_.vpc_id, false, made_.public_subnets, {local, outward}, with_name("public")};
    network_.add_route_table(std::move(open)).value();
  }

  void add_nodes() {
    SecurityGroupPlan group{plan_.cluster_name + "-node", "nodes of cluster " + plan_.cluster_name, made_.vpc_id,
                            with_name("node")};
    made_.node_security_group = network_.add_security_group(std::move(group)).value();
    for (int i = 0; i < plan_.nodes; ++i) {
      const std::size_t zone = static_cast<std::size_t>(i) % made_.zones.size();
      const std::string name = "node-" + std::to_string(i + 1);
      InstancePlan instance{name, made_.internal_subnets[zone], {made_.node_security_group}, with_name(name)};
      const std::string id = network_.add_instance(std::move(instance)).value();
      made_.nodes.push_back({id, made_.zones[zone], network_.instances.at(id).description.PrivateIpAddress});
    }
  }

  Network& network_;
  const std::string& region_;
  const NetworkPlan& plan_;
  DefaultNetwork made_;
};

}  // namespace

void add_zones(Account& account) {
  const std::vector<std::string> suffixes = NetworkPlan().zones;
  for (std::size_t i = 0; i < suffixes.size(); ++i)
    account.network().add_zone(zone_of_region(account.settings().region, suffixes[i], i));
}

DefaultNetwork default_network(Account& account, const NetworkPlan& plan) { return Builder(account, plan).build(); }

}  // namespace nlbsim::fake_aws
