#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "fake_apiserver/cause_limit.h"
#include "fake_apiserver/strategy/built_in.h"
#include "fake_apiserver/strategy/metadata.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::member;
using api::text;
using kube::Json;

constexpr std::size_t kMaxAddresses = 100;
constexpr std::size_t kMaxEndpoints = 1'000;

class EndpointSlice final : public Strategy {
 public:
  void apply_defaults(Cluster&, const Candidate&, Json& document, Findings&) const override {
    if (!document.contains("endpoints")) document["endpoints"] = nullptr;
    if (!document.contains("ports")) document["ports"] = nullptr;
    change_items(document, "endpoints", [](Json& endpoint) { default_member(endpoint, "conditions", Json::object()); });
    change_items(document, "ports", [](Json& port) {
      default_member(port, "name", "");
      default_member(port, "protocol", "TCP");
    });
  }

  void validate(const Candidate& candidate, const Json& document, Findings& findings) const override {
    const std::string_view type = text(member(document, "addressType"));
    if (type.empty()) findings.causes.push_back({"FieldValueRequired", "Required value", "addressType"});
    else if (type != "IPv4" && type != "IPv6" && type != "FQDN")
      findings.causes.push_back(
          {"FieldValueNotSupported",
           fmt::format(R"(Unsupported value: "{}": supported values: "FQDN", "IPv4", "IPv6")", type), "addressType"});
    else if (!candidate.creating() && text(member(candidate.old, "addressType")) != type)
      findings.causes.push_back(
          invalid_value("addressType", fmt::format("Invalid value: \"{}\": field is immutable", type)));
    check_endpoints(member(document, "endpoints"), type, findings);
    check_ports(member(document, "ports"), findings);
  }

 private:
  static void check_endpoints(const Json& endpoints, std::string_view type, Findings& findings) {
    if (endpoints.size() > kMaxEndpoints)
      findings.causes.push_back(
          {"FieldValueTooMany",
           fmt::format("Too many: {}: must have at most {} items", endpoints.size(), kMaxEndpoints), "endpoints"});
    for (std::size_t i = 0; i < endpoints.size() && findings.causes.size() < kMaxCauses; ++i) {
      const Json& addresses = member(endpoints[i], "addresses");
      const std::string path = fmt::format("endpoints[{}].addresses", i);
      if (addresses.empty())
        findings.causes.push_back({"FieldValueRequired", "Required value: must contain at least 1 address", path});
      if (addresses.size() > kMaxAddresses)
        findings.causes.push_back(
            {"FieldValueTooMany",
             fmt::format("Too many: {}: must have at most {} items", addresses.size(), kMaxAddresses), path});
      for (std::size_t a = 0; a < addresses.size(); ++a)
        check_address(text(addresses[a]), type, fmt::format("{}[{}]", path, a), findings);
    }
  }

  static void check_address(std::string_view address, std::string_view type, std::string path, Findings& findings) {
    std::string why;
    if (type == "IPv4" && !is_ipv4(address)) why = "must be an IPv4 address";
    if (type == "IPv6" && !is_ipv6(address)) why = "must be an IPv6 address";
    if (type == "FQDN") why = name_error(address, NameRule::dns1123_subdomain);
    if ((type == "IPv4" || type == "IPv6") && !is_ipv4(address) && !is_ipv6(address))
      findings.causes.push_back(invalid_value(
          path, fmt::format("Invalid value: \"{}\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)",
                            address)));
    if (!why.empty())
      findings.causes.push_back(invalid_value(std::move(path), fmt::format("Invalid value: \"{}\": {}", address, why)));
  }

  static void check_ports(const Json& ports, Findings& findings) {
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < ports.size() && findings.causes.size() < kMaxCauses; ++i) {
      const std::string_view name = text(member(ports[i], "name"));
      const std::string path = fmt::format("ports[{}]", i);
      if (std::ranges::find(names, name) != names.end())
        findings.causes.push_back(
            {"FieldValueDuplicate", fmt::format("Duplicate value: \"{}\"", name), path + ".name"});
      names.push_back(name);
      const std::string_view protocol = text(member(ports[i], "protocol"));
      if (protocol != "TCP" && protocol != "UDP" && protocol != "SCTP")
        findings.causes.push_back(
            {"FieldValueNotSupported",
             fmt::format(R"(Unsupported value: "{}": supported values: "SCTP", "TCP", "UDP")", protocol),
             path + ".protocol"});
    }
  }
};

class Endpoints final : public Strategy {
 public:
  void apply_defaults(Cluster&, const Candidate&, Json& document, Findings&) const override {
    change_items(document, "subsets", [](Json& subset) {
      change_items(subset, "ports", [](Json& port) { default_member(port, "protocol", "TCP"); });
    });
  }

  void validate(const Candidate&, const Json& document, Findings& findings) const override {
    const Json& subsets = member(document, "subsets");
    for (std::size_t i = 0; i < subsets.size(); ++i)
      for (const char* list : {"addresses", "notReadyAddresses"}) {
        const Json& addresses = member(subsets[i], list);
        for (std::size_t a = 0; a < addresses.size(); ++a)
          if (const std::string_view ip = text(member(addresses[a], "ip")); !is_ipv4(ip) && !is_ipv6(ip))
            findings.causes.push_back(invalid_value(
                fmt::format("subsets[{}].{}[{}].ip", i, list, a),
                fmt::format("Invalid value: \"{}\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)",
                            ip)));
      }
  }
};

}  // namespace

const Strategy& endpoint_slice_strategy() { return only<EndpointSlice>(); }
const Strategy& endpoints_strategy() { return only<Endpoints>(); }

}  // namespace nlbsim::fake_apiserver
