#include <algorithm>

#include "api/aws/error_codes.h"
#include "fake_aws/action.h"
#include "fake_aws/ec2/describe.h"

namespace nlbsim::fake_aws {

namespace {

using Zone = ec2::AvailabilityZone;

constexpr FilterField<Zone> kFields[] = {
    {"zone-name", [](const Zone& z, const aws::Filter& f) { return accepts(f, z.ZoneName); }},
    {"zone-id", [](const Zone& z, const aws::Filter& f) { return accepts(f, z.ZoneId); }},
    {"zone-type", [](const Zone& z, const aws::Filter& f) { return accepts(f, z.ZoneType); }},
    {"region-name", [](const Zone& z, const aws::Filter& f) { return accepts(f, z.RegionName); }},
    {"state", [](const Zone& z, const aws::Filter& f) { return accepts(f, z.State); }},
};
constexpr std::span<const FilterField<Zone>> kAllFields = kFields;

bool contains(const std::vector<std::string>& values, const std::string& value) {
  return values.empty() || std::ranges::find(values, value) != values.end();
}

Result<void> check(const ActionContext& context, const ec2::DescribeAvailabilityZones::Request& request) {
  const auto& zones = context.state.network.zones;
  const auto unknown = [](const std::string& zone) {
    return refuse(aws::code::kInvalidParameterValue, "Invalid availability zone: [" + zone + "]");
  };
  for (const std::string& name : request.ZoneNames)
    if (!zones.contains(name)) return unknown(name);
  for (const std::string& id : request.ZoneIds) {
    const auto has_id = [&id](const auto& item) { return item.second.ZoneId == id; };
    if (std::ranges::none_of(zones, has_id)) return unknown(id);
  }
  for (const aws::Filter& filter : request.Filters)
    if (auto valid = check_filter(filter, find_field(kAllFields, filter.Name) != nullptr); !valid) return valid;
  return {};
}

}  // namespace

template <>
Answer<ec2::DescribeAvailabilityZones> act<ec2::DescribeAvailabilityZones>(
    const ActionContext& context, const ec2::DescribeAvailabilityZones::Request& request) {
  if (auto valid = check(context, request); !valid) return sim::forward(valid.error());
  ec2::DescribeAvailabilityZones::Response response;
  for (const auto& [name, zone] : context.state.network.zones) {
    const bool filtered_out = std::ranges::any_of(request.Filters, [&](const aws::Filter& filter) {
      return !find_field(kAllFields, filter.Name)->accepted(zone, filter);
    });
    if (!filtered_out && contains(request.ZoneNames, name) && contains(request.ZoneIds, zone.ZoneId))
      response.AvailabilityZones.push_back(zone);
  }
  return response;
}

}  // namespace nlbsim::fake_aws
