// CustomResourceDefinitions: objects that make, change and end kinds.
#pragma once

#include "fake_apiserver/strategy/strategy.h"

namespace nlbsim::fake_apiserver {

inline constexpr kube::Resource kDefinitions{"apiextensions.k8s.io", "v1", "customresourcedefinitions",
                                             "CustomResourceDefinition", false};
inline constexpr std::string_view kCleanupFinalizer = "customresourcecleanup.apiextensions.k8s.io";

const Strategy& custom_resource_definition_strategy();

}  // namespace nlbsim::fake_apiserver
