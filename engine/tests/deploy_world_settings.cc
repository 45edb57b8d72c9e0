// What DeployWorld answers about settings: attributes, subnets, certificates, capacity, tags.
#include <algorithm>

#include "engine/tests/deploy_world.h"

namespace nlbsim::engine::testing {
namespace {

using Attributes = std::map<std::string, std::string>;

void set(Attributes& all, const std::vector<aws::Attribute>& given) {
  for (const aws::Attribute& attribute : given) all[attribute.Key] = attribute.Value;
}

std::vector<aws::Attribute> listed(const Attributes& all) {
  std::vector<aws::Attribute> out;
  for (const auto& [key, value] : all) out.push_back({key, value});
  return out;
}

}  // namespace

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::DescribeLoadBalancerAttributes>& call) {
  call.response.Attributes = listed(attributes[call.request.LoadBalancerArn]);
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::ModifyLoadBalancerAttributes>& call) {
  set(attributes[call.request.LoadBalancerArn], call.request.Attributes);
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::DescribeTargetGroupAttributes>& call) {
  call.response.Attributes = listed(attributes[call.request.TargetGroupArn]);
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::ModifyTargetGroupAttributes>& call) {
  set(attributes[call.request.TargetGroupArn], call.request.Attributes);
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::DescribeListenerAttributes>& call) {
  call.response.Attributes = listed(attributes[call.request.ListenerArn]);
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::ModifyListenerAttributes>& call) {
  set(attributes[call.request.ListenerArn], call.request.Attributes);
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::ModifyTargetGroup>& call) {
  const auto& request = call.request;
  aws::TargetGroup& item = target_groups.at(request.TargetGroupArn);
  item.HealthCheckProtocol = request.HealthCheckProtocol;
  item.HealthCheckPort = request.HealthCheckPort;
  item.HealthCheckPath = request.HealthCheckPath;
  item.Matcher = request.Matcher;
  item.HealthCheckIntervalSeconds = *request.HealthCheckIntervalSeconds;
  item.HealthCheckTimeoutSeconds = *request.HealthCheckTimeoutSeconds;
  item.HealthyThresholdCount = *request.HealthyThresholdCount;
  item.UnhealthyThresholdCount = *request.UnhealthyThresholdCount;
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::SetSubnets>& call) {
  aws::LoadBalancer& item = load_balancers.at(call.request.LoadBalancerArn);
  item.AvailabilityZones.clear();
  for (const auto& mapping : call.request.SubnetMappings)
    item.AvailabilityZones.push_back({"zone-of-" + mapping.SubnetId, mapping.SubnetId});
  item.EnablePrefixForIpv6SourceNat = call.request.EnablePrefixForIpv6SourceNat;
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::SetIpAddressType>& call) {
  load_balancers.at(call.request.LoadBalancerArn).IpAddressType = call.request.IpAddressType;
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::AddListenerCertificates>& call) {
  for (const aws::Certificate& one : call.request.Certificates)
    more_certificates[call.request.ListenerArn].push_back(one.CertificateArn);
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::RemoveListenerCertificates>& call) {
  for (const aws::Certificate& one : call.request.Certificates)
    std::erase(more_certificates[call.request.ListenerArn], one.CertificateArn);
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::DescribeListenerCertificates>& call) {
  for (const std::string& arn : more_certificates[call.request.ListenerArn])
    call.response.Certificates.push_back({arn, false});
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::DescribeCapacityReservation>& call) {
  const auto found = capacity_units.find(call.request.LoadBalancerArn);
  if (found != capacity_units.end())
    call.response.MinimumLoadBalancerCapacity = aws::MinimumLoadBalancerCapacity{found->second};
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::ModifyCapacityReservation>& call) {
  const std::string& arn = call.request.LoadBalancerArn;
  if (call.request.ResetCapacityReservation.value_or(false)) capacity_units.erase(arn);
  else capacity_units[arn] = call.request.MinimumLoadBalancerCapacity->CapacityUnits.value_or(0);
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::RemoveTags>& call) {
  for (const std::string& arn : call.request.ResourceArns)
    for (const std::string& key : call.request.TagKeys) tags[arn].erase(key);
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::acm::ListCertificates>& call) {
  call.response.CertificateSummaryList = certificates;
  return {};
}

}  // namespace nlbsim::engine::testing
