#include "engine/targets/network_interfaces.h"

#include <algorithm>
#include <utility>

#include "api/aws/ec2_interface.h"

namespace nlbsim::engine {
namespace {

namespace ec2 = aws::ec2;

constexpr sim::Duration kInterfacesKnownFor = std::chrono::minutes{10};
constexpr std::size_t kValuesPerCall = 199;  // EC2 takes 200 values of a filter
constexpr std::string_view kById = "network-interface-id";
constexpr std::string_view kByAddress = "addresses.private-ip-address";

std::vector<std::string> groups_of_interface(const ec2::NetworkInterface& interface) {
  std::vector<std::string> groups;
  for (const ec2::GroupIdentifier& group : interface.Groups) groups.push_back(group.GroupId);
  return groups;
}

}  // namespace

bool NetworkInterfaces::fresh(const std::string& id_or_address) const {
  const auto found = found_.find(id_or_address);
  return found != found_.end() && context_.scheduler.now() < found->second.expires;
}

const std::vector<std::string>& NetworkInterfaces::groups_of(const std::string& id_or_address) const {
  static const std::vector<std::string> kNone;
  const auto found = found_.find(id_or_address);
  return found == found_.end() ? kNone : found->second.groups;
}

sim::Task<sim::Result<void>> NetworkInterfaces::load_by_id(std::vector<std::string> ids, sim::RecordId cause) {
  return load(kById, std::move(ids), cause);
}

sim::Task<sim::Result<void>> NetworkInterfaces::load_by_address(std::vector<std::string> addresses,
                                                                sim::RecordId cause) {
  return load(kByAddress, std::move(addresses), cause);
}

sim::Task<sim::Result<void>> NetworkInterfaces::load(std::string_view filter, std::vector<std::string> values,
                                                     sim::RecordId cause) {
  std::erase_if(values, [this](const std::string& value) { return fresh(value); });
  for (std::size_t at = 0; at < values.size(); at += kValuesPerCall) {
    const auto first = values.begin() + static_cast<std::ptrdiff_t>(at);
    const auto count = static_cast<std::ptrdiff_t>(std::min(kValuesPerCall, values.size() - at));
    std::vector<std::string> part(first, first + count);
    auto described = co_await describe(std::string(filter), std::move(part), cause);
    if (!described) co_return described;
  }
  co_return sim::Result<void>();
}

sim::Task<sim::Result<void>> NetworkInterfaces::describe(std::string filter, std::vector<std::string> values,
                                                         sim::RecordId cause) {
  std::vector<ec2::NetworkInterface> interfaces;
  std::string token;
  do {
    ec2::DescribeNetworkInterfaces::Request request;
    request.Filters.push_back({filter, values});
    request.Filters.push_back({"vpc-id", {context_.config.vpc_id}});
    request.NextToken = std::move(token);
    auto answer =
        co_await api::call<ec2::DescribeNetworkInterfaces>(context_.ec2, context_.call(cause), std::move(request));
    if (!answer) co_return sim::forward(std::move(answer.error()));
    std::ranges::move(answer->NetworkInterfaces, std::back_inserter(interfaces));
    token = std::move(answer->NextToken);
  } while (!token.empty());
  const sim::Instant expires = context_.scheduler.now() + kInterfacesKnownFor;
  for (const std::string& value : values) found_.insert_or_assign(value, Found{expires, {}});
  for (const ec2::NetworkInterface& interface : interfaces) {
    const auto note = [&](const std::string& value) {
      if (const auto asked = found_.find(value); asked != found_.end())
        asked->second.groups = groups_of_interface(interface);
    };
    note(interface.NetworkInterfaceId);
    for (const ec2::PrivateIpAddress& address : interface.PrivateIpAddresses) note(address.PrivateIpAddress_);
  }
  co_return sim::Result<void>();
}

}  // namespace nlbsim::engine
