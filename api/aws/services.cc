#include "api/aws/services.h"

#include <algorithm>
#include <array>

namespace nlbsim::aws {

std::span<const ServiceInfo* const> services() {
  static constexpr std::array kAll{&kElbv2, &kEc2, &kAcm, &kTagging, &kSts, &kShield, &kWafv2, &kWafRegional};
  return kAll;
}

const ServiceInfo* find_service(std::string_view name) {
  const auto found = std::ranges::find(services(), name, &ServiceInfo::name);
  return found == services().end() ? nullptr : *found;
}

std::string_view throttle_category(const ServiceInfo& service, std::string_view operation) {
  const auto fits = [operation](const ThrottleCategory& row) { return operation.starts_with(row.prefix); };
  const auto found = std::ranges::find_if(service.throttle, fits);
  return found == service.throttle.end() ? std::string_view() : found->category;
}

}  // namespace nlbsim::aws
