// DescribeCapacityReservation and ModifyCapacityReservation: capacity units that a load balancer has at its disposal
// whatever its traffic.
#include "api/aws/elbv2_more.h"
#include "api/aws/error_codes.h"
#include "fake_aws/action.h"
#include "fake_aws/elbv2/lookup.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

// A load balancer without a reservation has neither capacity nor its state; a controller takes one for the other's
// proof.
template <class Response>
Response describe(const LoadBalancerEntry& entry) {
  Response response;
  response.DecreaseRequestsRemaining = entry.capacity_decreases_left;
  if (entry.capacity_units == 0) return response;
  response.LastModifiedTime = entry.capacity_changed;
  response.MinimumLoadBalancerCapacity = aws::MinimumLoadBalancerCapacity{entry.capacity_units};
  const auto zones = static_cast<std::int32_t>(entry.description.AvailabilityZones.size());
  response.CapacityReservationState.emplace();
  for (const aws::AvailabilityZone& zone : entry.description.AvailabilityZones)
    response.CapacityReservationState->push_back({{"provisioned", {}}, zone.ZoneName, entry.capacity_units / zones});
  return response;
}

}  // namespace

template <>
Answer<aws::DescribeCapacityReservation> act<aws::DescribeCapacityReservation>(
    const ActionContext& context, const aws::DescribeCapacityReservation::Request& request) {
  const auto found = find_load_balancer(context, request.LoadBalancerArn);
  if (!found) return sim::forward(found.error());
  return describe<aws::DescribeCapacityReservation::Response>(**found);
}

template <>
Answer<aws::ModifyCapacityReservation> act<aws::ModifyCapacityReservation>(
    const ActionContext& context, const aws::ModifyCapacityReservation::Request& request) {
  constexpr std::int32_t kLeastPerZone = 2750;
  const auto found = find_load_balancer(context, request.LoadBalancerArn);
  if (!found) return sim::forward(found.error());
  LoadBalancerEntry& entry = **found;
  const bool reset = request.ResetCapacityReservation.value_or(false);
  const auto& minimum = request.MinimumLoadBalancerCapacity;
  if (reset == (minimum && minimum->CapacityUnits))
    return refuse(code::kValidationError, "Specify either MinimumLoadBalancerCapacity or ResetCapacityReservation");
  if (entry.description.State.Code == "provisioning")
    return refuse(code::kInvalidConfigurationRequest, "The load balancer '" + request.LoadBalancerArn +
                                                          "' is being provisioned: capacity can be reserved once it is "
                                                          "active");
  const std::int32_t units = reset ? 0 : *minimum->CapacityUnits;
  const auto zones = static_cast<std::int32_t>(entry.description.AvailabilityZones.size());
  if (!reset && units < kLeastPerZone * zones)
    return refuse(code::kInvalidConfigurationRequest,
                  "The minimum capacity is " + std::to_string(kLeastPerZone) + " units per Availability Zone");
  if (units > context.settings.quotas.capacity_units)
    return refuse("CapacityUnitsLimitExceeded",
                  "The maximum number of capacity units is " + std::to_string(context.settings.quotas.capacity_units));
  if (units < entry.capacity_units) {
    if (entry.capacity_decreases_left == 0)
      return refuse("CapacityDecreaseRequestLimitExceeded", "You have exceeded the daily limit of capacity decreases");
    --entry.capacity_decreases_left;
  }
  if (units != entry.capacity_units) context.record("LoadBalancer", request.LoadBalancerArn, "modified");
  entry.capacity_units = units;
  entry.capacity_changed = context.now();
  return describe<aws::ModifyCapacityReservation::Response>(entry);
}

}  // namespace nlbsim::fake_aws
