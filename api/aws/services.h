// The AWS services that are played, a row each. What an operation needs to know of its service, where requests for it
// come in and which throttle it draws on derives from the row; the service's operations stand in api/aws/operations.h.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace nlbsim::aws {

// How requests and answers look on the wire.
enum class Protocol : std::uint8_t {
  query,  // a form, members as AWS names them; XML with a Result element
  ec2,    // a form, lists without ".member"; XML in lower camel case
  json,   // JSON 1.1, the operation in X-Amz-Target
};

// The throttle category of the operations whose names begin so.
struct ThrottleCategory {
  std::string_view prefix;
  std::string_view category;
};

struct ServiceInfo {
  std::string_view name;  // in records, faults and scenarios
  Protocol protocol = Protocol::query;
  std::string_view endpoint_prefix;                 // what requests are signed for
  std::string_view version;                         // of the API
  std::string_view wire_name;                       // XML namespace, or what X-Amz-Target has before the dot
  std::span<const ThrottleCategory> throttle = {};  // the first that fits; none: not throttled
  // How "too many calls" is said.
  std::string_view throttled_code = "ThrottlingException";
  std::string_view throttled_message = "Rate exceeded";
  int throttled_status = 400;
};

// Categories follow the token buckets that AWS documents per API family.
inline constexpr ThrottleCategory kElbv2Throttle[] = {
    {"Describe", "elbv2-describe"},        {"Get", "elbv2-describe"},
    {"RegisterTargets", "elbv2-targets"},  {"DeregisterTargets", "elbv2-targets"},
    {"Create", "elbv2-create-delete"},     {"Delete", "elbv2-create-delete"},
    {"SetSubnets", "elbv2-create-delete"}, {"", "elbv2-modify"}};
inline constexpr ThrottleCategory kEc2Throttle[] = {
    {"Describe", "ec2-describe"}, {"Get", "ec2-describe"}, {"", "ec2-modify"}};

inline constexpr ServiceInfo kElbv2{"elbv2",
                                    Protocol::query,
                                    "elasticloadbalancing",
                                    "2015-12-01",
                                    "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/",
                                    kElbv2Throttle,
                                    "Throttling"};
inline constexpr ServiceInfo kEc2{"ec2",
                                  Protocol::ec2,
                                  "ec2",
                                  "2016-11-15",
                                  "http://ec2.amazonaws.com/doc/2016-11-15/",
                                  kEc2Throttle,
                                  "RequestLimitExceeded",
                                  "Request limit exceeded.",
                                  503};
inline constexpr ServiceInfo kAcm{"acm", Protocol::json, "acm", "2015-12-08", "CertificateManager"};
inline constexpr ServiceInfo kTagging{"tagging", Protocol::json, "tagging", "2017-01-26",
                                      "ResourceGroupsTaggingAPI_20170126"};
inline constexpr ServiceInfo kSts{"sts", Protocol::query, "sts", "2011-06-15",
                                  "https://sts.amazonaws.com/doc/2011-06-15/"};
inline constexpr ServiceInfo kShield{"shield", Protocol::json, "shield", "2016-06-02", "AWSShield_20160616"};
inline constexpr ServiceInfo kWafv2{"wafv2", Protocol::json, "wafv2", "2019-07-29", "AWSWAF_20190729"};
inline constexpr ServiceInfo kWafRegional{"waf-regional", Protocol::json, "waf-regional", "2016-11-28",
                                          "AWSWAF_Regional_20161128"};

std::span<const ServiceInfo* const> services();
// Null if there is none of that name.
const ServiceInfo* find_service(std::string_view name);

std::string_view throttle_category(const ServiceInfo& service, std::string_view operation);

}  // namespace nlbsim::aws
