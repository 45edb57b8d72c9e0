// The tests of the Gateway API's own conformance suite that belong to the profile GATEWAY-TCP, as release v1.6.1 has
// them. A requirement that bears the name of one stands for it.
#pragma once

#include <span>
#include <string_view>

namespace nlbsim::reports {

inline constexpr std::string_view kUpstreamRelease = "v1.6.1";
inline constexpr std::string_view kTcpProfile = "GATEWAY-TCP";

struct UpstreamTest {
  std::string_view name;
  std::string_view extended_feature;  // that it needs beyond the profile's core; empty: a core test
  bool provisional = false;           // upstream counts it and lists it apart when it passes
};

// Core first, each part sorted by name.
std::span<const UpstreamTest> tcp_profile_tests();
// Every feature of the profile's extended set, sorted.
std::span<const std::string_view> tcp_profile_extended_features();

}  // namespace nlbsim::reports
