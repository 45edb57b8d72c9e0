#include "fake_aws/action.h"
#include "fake_aws/elbv2/lookup.h"
#include "fake_aws/elbv2/target_health.h"

namespace nlbsim::fake_aws {

namespace {

aws::TargetHealthDescription describe(const TargetGroupEntry& group, const TargetKey& key, const TargetEntry& target) {
  aws::TargetHealthDescription description;
  description.Target = {key.id, key.port, target.availability_zone};
  description.HealthCheckPort = checked_port(group, key.port);
  description.TargetHealth = health_of(target);
  return description;
}

}  // namespace

// Unpaged. Asked for by name, a target that is not registered is shown as such.
template <>
Answer<aws::DescribeTargetHealth> act<aws::DescribeTargetHealth>(const ActionContext& context,
                                                                 const aws::DescribeTargetHealth::Request& request) {
  const auto found = find_target_group(context, request.TargetGroupArn);
  if (!found) return sim::forward(found.error());
  const TargetGroupEntry& group = **found;
  aws::DescribeTargetHealth::Response response;
  if (request.Targets.empty()) {
    response.TargetHealthDescriptions.reserve(group.targets.size());
    for (const auto& [key, target] : group.targets)
      if (!target.terminated) response.TargetHealthDescriptions.push_back(describe(group, key, target));
    return response;
  }
  for (const aws::TargetDescription& asked : request.Targets) {
    const TargetKey key{asked.Id, asked.Port.value_or(group.description.Port)};
    const auto target = group.targets.find(key);
    if (target != group.targets.end()) {
      response.TargetHealthDescriptions.push_back(describe(group, key, target->second));
      continue;
    }
    aws::TargetHealthDescription absent;
    absent.Target = {key.id, key.port, asked.AvailabilityZone};
    absent.HealthCheckPort = checked_port(group, key.port);
    absent.TargetHealth = not_registered();
    response.TargetHealthDescriptions.push_back(std::move(absent));
  }
  return response;
}

}  // namespace nlbsim::fake_aws
