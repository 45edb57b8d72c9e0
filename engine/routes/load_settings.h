// What a Gateway is loaded with beside the caches: its configuration, and flags of the controller.
#pragma once

#include <string_view>

#include "engine/configuration/certificates.h"
#include "engine/configuration/target_group.h"

namespace nlbsim::engine {

struct LoadSettings {
  std::string_view default_target_type = "instance";
  ConfigurationRef configuration = nullptr;     // null: none
  CertificateInventoryRef inventory = nullptr;  // of ACM; null: no listener needs it
};

// What targets a target group has: instance, ip.
inline std::string_view target_type(const TargetGroupPropsRef& props, std::string_view default_type) {
  return props && props->targetType ? std::string_view(*props->targetType) : default_type;
}

}  // namespace nlbsim::engine
