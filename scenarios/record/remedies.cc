#include "scenarios/record/remedies.h"

#include <algorithm>
#include <array>

#include "scenarios/record/object_text.h"

namespace nlbsim::scenarios {

namespace {

struct Remedy {
  std::string_view reason;
  std::string_view text;
};
// By reason of a condition, as the Gateway API and the rules of profile seed give them, and by what stops a connection
// (fake_aws/data_plane/probe.h).
constexpr std::array kRemedies{
    Remedy{"BackendNotFound", "see that the backend is there, with a port that an NLB can reach"},
    Remedy{"RefNotPermitted", "apply a ReferenceGrant in the namespace that is referred to"},
    Remedy{"NoMatchingParent", "name a listener (sectionName, port) that the Gateway has"},
    Remedy{"NotAllowedByListeners",
           "allow this kind and namespace in the listener's allowedRoutes, or mend the listener if it is in conflict"},
    Remedy{"NoMatchingListenerHostname", "give the route a hostname that the listener's hostname covers"},
    Remedy{"InvalidKind", "refer to a Service"},
    Remedy{"UnsupportedValue", "give each listener one route and each route exactly one backendRef"},
    Remedy{"UnsupportedProtocol", "use protocol TCP, UDP or TLS"},
    Remedy{"ProtocolConflict", "give one of the listeners another port"},
    Remedy{"HostnameConflict", "give one of the listeners another hostname"},
    Remedy{"InvalidRouteKinds", "name only kinds of routes that the listener's protocol takes"},
    Remedy{"InvalidCertificateRef", "name a certificate that is there"},
    Remedy{"UnsupportedAddress", "leave out spec.addresses, or ask for addresses that an NLB can have"},
    Remedy{"AddressNotUsable", "leave out spec.addresses, or ask for addresses that an NLB can have"},
    Remedy{"ParentNotAccepted", "see what stands in the way of the Gateway"},
    Remedy{"InvalidParameters", "apply the configuration that parametersRef names, or correct it"},
    Remedy{"security-group", "let clients in by the load balancer's security groups"},
    Remedy{"target-security-group", "let the load balancer in by the security groups of its targets"},
    Remedy{"no-answer", "see that the Service has a ready endpoint where the traffic goes"},
    Remedy{"Pending", "let more time pass (--for), or look at what it waits for"},
};

// "default/postgres-service port 5432" of each backendRef.
std::string backends_of(const api::Json& route) {
  std::string out;
  for (const api::Json& rule : api::at(route, "spec", "rules"))
    for (const api::Json& ref : api::member(rule, "backendRefs")) {
      std::string space = text_member(ref, "namespace");
      if (space.empty()) space = text_member(api::member(route, "metadata"), "namespace");
      out += (out.empty() ? "" : ", ") + space + "/" + text_member(ref, "name");
      if (const api::Json& port = api::member(ref, "port"); port.is_number_integer())
        out += " port " + std::to_string(port.get<std::int64_t>());
    }
  return out;
}

}  // namespace

std::string remedy_of(std::string_view reason, const api::Json& object) {
  const auto found = std::ranges::find(kRemedies, reason, &Remedy::reason);
  if (found == kRemedies.end()) return {};
  std::string out(found->text);
  if (reason == "BackendNotFound") out += " (" + backends_of(object) + ")";
  return out;
}

}  // namespace nlbsim::scenarios
