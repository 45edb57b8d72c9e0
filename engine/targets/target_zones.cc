#include "engine/targets/target_zones.h"

#include <algorithm>
#include <boost/asio/ip/network_v4.hpp>
#include <utility>

#include "api/aws/ec2.h"

namespace nlbsim::engine {
namespace {

namespace ip = boost::asio::ip;

constexpr sim::Duration kBlocksKnownFor = std::chrono::minutes{10};

bool block_contains(const std::string& cidr, const ip::address_v4& address) {
  boost::system::error_code error;
  const ip::network_v4 block = ip::make_network_v4(cidr, error);
  if (error) return false;
  return ip::network_v4(address, block.prefix_length()).canonical() == block.canonical();
}

}  // namespace

bool inside(std::string_view address, const std::vector<std::string>& cidrs) {
  boost::system::error_code error;
  const ip::address_v4 parsed = ip::make_address_v4(std::string(address), error);
  if (error) return false;
  return std::ranges::any_of(cidrs, [&](const std::string& cidr) { return block_contains(cidr, parsed); });
}

std::vector<aws::TargetDescription> in_zones_of_nodes(const std::vector<aws::TargetDescription>& targets,
                                                      const ResolvedEndpoints& resolved) {
  std::vector<aws::TargetDescription> placed;
  for (std::size_t at = 0; at < resolved.pods.size(); ++at) {
    const Endpoint& endpoint = resolved.endpoints[at];
    const std::string& zone = resolved.pods[at].zone;
    const auto same = [&](const aws::TargetDescription& target) {
      return target.Id == endpoint.target_id && target.Port == endpoint.port && target.AvailabilityZone != zone;
    };
    const auto target = std::ranges::find_if(targets, same);
    if (zone.empty() || target == targets.end()) continue;
    placed.push_back(*target);
    placed.back().AvailabilityZone = zone;
  }
  return placed;
}

sim::Task<sim::Result<void>> TargetZones::load(sim::RecordId cause) {
  if (context_.scheduler.now() < expires_) co_return sim::Result<void>();
  aws::ec2::DescribeVpcs::Request request;
  request.VpcIds.push_back(context_.config.vpc_id);
  auto answer = co_await api::call<aws::ec2::DescribeVpcs>(context_.ec2, context_.call(cause), std::move(request));
  if (!answer) co_return sim::forward(std::move(answer.error()));
  cidrs_.clear();
  for (const aws::ec2::Vpc& vpc : answer->Vpcs) {
    cidrs_.push_back(vpc.CidrBlock);
    for (const auto& association : vpc.CidrBlockAssociationSet)
      if (association.CidrBlockState.State == "associated") cidrs_.push_back(association.CidrBlock);
  }
  expires_ = context_.scheduler.now() + kBlocksKnownFor;
  co_return sim::Result<void>();
}

sim::Task<sim::Result<std::vector<aws::TargetDescription>>> TargetZones::place(
    std::vector<aws::TargetDescription> targets, sim::RecordId cause) {
  if (targets.empty()) co_return targets;
  auto loaded = co_await load(cause);
  if (!loaded) co_return sim::forward(std::move(loaded.error()));
  for (aws::TargetDescription& target : targets) {
    const bool of_version_6 = target.Id.find(':') != std::string::npos;
    if (!of_version_6 && !inside(target.Id, cidrs_)) target.AvailabilityZone = kAllZones;
  }
  co_return targets;
}

}  // namespace nlbsim::engine
