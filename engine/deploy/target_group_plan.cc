#include "engine/deploy/target_group_plan.h"

namespace nlbsim::engine {
namespace {

bool health_check_differs(const HealthCheck& desired, const aws::TargetGroup& actual) {
  const std::string matcher = actual.Matcher ? actual.Matcher->HttpCode : std::string();
  return desired.protocol != actual.HealthCheckProtocol || desired.port != actual.HealthCheckPort ||
         desired.path != actual.HealthCheckPath || desired.matcher != matcher ||
         desired.interval_seconds != actual.HealthCheckIntervalSeconds ||
         desired.timeout_seconds != actual.HealthCheckTimeoutSeconds ||
         desired.healthy_threshold != actual.HealthyThresholdCount ||
         desired.unhealthy_threshold != actual.UnhealthyThresholdCount;
}

template <class Request>
void set_health_check(Request& request, const HealthCheck& check) {
  request.HealthCheckProtocol = check.protocol;
  request.HealthCheckPort = check.port;
  request.HealthCheckPath = check.path;
  request.HealthCheckEnabled = true;
  request.HealthCheckIntervalSeconds = check.interval_seconds;
  request.HealthCheckTimeoutSeconds = check.timeout_seconds;
  request.HealthyThresholdCount = check.healthy_threshold;
  request.UnhealthyThresholdCount = check.unhealthy_threshold;
  if (!check.matcher.empty()) request.Matcher = aws::Matcher{check.matcher};
}

}  // namespace

bool target_group_replaced(const DesiredTargetGroup& desired, const TrackedTargetGroup& found) {
  const aws::TargetGroup& there = found.resource;
  const bool other_family = !there.IpAddressType.empty() && desired.ip_address_type != there.IpAddressType;
  return desired.target_type != there.TargetType || desired.protocol != there.Protocol || other_family;
}

std::string target_group_reference(const std::string& resource_id) { return "target group " + resource_id; }

PlannedCall plan_target_group_create(const DesiredTargetGroup& desired) {
  aws::CreateTargetGroup::Request request;
  request.Name = desired.name;
  request.Protocol = desired.protocol;
  request.Port = desired.port;
  request.VpcId = desired.vpc_id;
  set_health_check(request, desired.health_check);
  request.TargetType = desired.target_type;
  if (desired.ip_address_type != "ipv4") request.IpAddressType = desired.ip_address_type;
  request.Tags = aws::to_tags(desired.tags);
  auto planned = plan_call<aws::CreateTargetGroup>("target group " + desired.name, "the stack has no such target group",
                                                   std::move(request));
  planned.gives = target_group_reference(desired.id);
  return planned;
}

Plan plan_target_group_attributes(const DesiredTargetGroup& desired, const aws::TargetGroup* actual,
                                  const KnownAttributes& known) {
  if (desired.attributes.empty()) return {};
  const auto there = known.find(actual ? actual->TargetGroupArn : std::string());
  const std::vector<aws::Attribute> none;
  return plan_attributes<aws::ModifyTargetGroupAttributes>(
      "target group " + (actual ? actual->TargetGroupName : desired.name), target_group_reference(desired.id),
      &aws::ModifyTargetGroupAttributes::Request::TargetGroupArn,
      missing_attributes(desired.attributes, there == known.end() ? none : there->second));
}

Plan plan_target_group_update(const DesiredTargetGroup& desired, const TrackedTargetGroup& actual,
                              const std::string& cluster) {
  const std::string& arn = actual.resource.TargetGroupArn;
  const std::string object = "target group " + actual.resource.TargetGroupName;
  Plan plan = plan_tags(object, arn, tag_difference(desired.tags, *actual.tags, cluster));
  if (health_check_differs(desired.health_check, actual.resource)) {
    aws::ModifyTargetGroup::Request request;
    request.TargetGroupArn = arn;
    set_health_check(request, desired.health_check);
    plan.push_back(plan_call<aws::ModifyTargetGroup>(object, "the health check differs", std::move(request)));
  }
  return plan;
}

PlannedCall plan_target_group_delete(const aws::TargetGroup& group) {
  aws::DeleteTargetGroup::Request request;
  request.TargetGroupArn = group.TargetGroupArn;
  return plan_call<aws::DeleteTargetGroup>("target group " + group.TargetGroupName, "the stack does not ask for it",
                                           std::move(request));
}

Plan plan_tags(const std::string& object, const std::string& arn, TagDifference difference) {
  Plan plan;
  if (!difference.add.empty()) {
    aws::AddTags::Request request;
    request.ResourceArns.push_back(arn);
    request.Tags = std::move(difference.add);
    plan.push_back(plan_call<aws::AddTags>(object, "tags are missing or differ", std::move(request)));
  }
  if (!difference.remove.empty()) {
    aws::RemoveTags::Request request;
    request.ResourceArns.push_back(arn);
    request.TagKeys = std::move(difference.remove);
    plan.push_back(plan_call<aws::RemoveTags>(object, "tags are not desired", std::move(request)));
  }
  return plan;
}

}  // namespace nlbsim::engine
