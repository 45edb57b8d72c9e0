#include "fake_apiserver/http/health.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "fake_apiserver/http/options.h"
#include "fake_apiserver/http/status_json.h"

namespace nlbsim::fake_apiserver {
namespace {

struct Check {
  std::string_view name;
  bool ready_only = false;
};

// In the order in which kube-apiserver 1.33 registers them.
constexpr std::array kChecks{Check{"ping"},
                             Check{"log"},
                             Check{"etcd"},
                             Check{"etcd-readiness", true},
                             Check{"informer-sync", true},
                             Check{"poststarthook/start-apiserver-admission-initializer"},
                             Check{"poststarthook/generic-apiserver-start-informers"},
                             Check{"poststarthook/priority-and-fairness-config-consumer"},
                             Check{"poststarthook/priority-and-fairness-filter"},
                             Check{"poststarthook/storage-object-count-tracker-hook"},
                             Check{"poststarthook/start-apiextensions-informers"},
                             Check{"poststarthook/start-apiextensions-controllers"},
                             Check{"poststarthook/crd-informer-synced"},
                             Check{"poststarthook/start-system-namespaces-controller"},
                             Check{"poststarthook/start-cluster-authentication-info-controller"},
                             Check{"poststarthook/start-legacy-token-tracking-controller"},
                             Check{"poststarthook/start-service-ip-repair-controllers"},
                             Check{"poststarthook/rbac/bootstrap-roles"},
                             Check{"poststarthook/scheduling/bootstrap-system-priority-classes"},
                             Check{"poststarthook/priority-and-fairness-config-producer"},
                             Check{"poststarthook/bootstrap-controller"},
                             Check{"poststarthook/start-kubernetes-service-cidr-controller"},
                             Check{"poststarthook/start-kube-aggregator-informers"},
                             Check{"poststarthook/apiservice-status-local-available-controller"},
                             Check{"poststarthook/apiservice-status-remote-available-controller"},
                             Check{"poststarthook/apiservice-registration-controller"},
                             Check{"poststarthook/apiservice-discovery-controller"},
                             Check{"poststarthook/kube-apiserver-autoregistration"},
                             Check{"autoregister-completion"},
                             Check{"poststarthook/apiservice-openapi-controller"},
                             Check{"poststarthook/apiservice-openapiv3-controller"},
                             Check{"shutdown", true}};

bool belongs(const Check& check, std::string_view endpoint) { return !check.ready_only || endpoint == "readyz"; }

// "a", "b": as Go quotes a list of what it did not find.
std::string quoted(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += fmt::format("{}\"{}\"", out.empty() ? "" : ",", name);
  return out;
}

std::string verbose(std::string_view endpoint, std::vector<std::string> excluded) {
  std::string out;
  for (const Check& check : kChecks) {
    if (!belongs(check, endpoint)) continue;
    const bool left_out = std::erase(excluded, std::string(check.name)) > 0;
    out += fmt::format("[+]{} {}\n", check.name, left_out ? "excluded: ok" : "ok");
  }
  if (!excluded.empty())
    out += fmt::format("warn: some health checks cannot be excluded: no matches for {}\n", quoted(excluded));
  return out + fmt::format("{} check passed\n", endpoint);
}

}  // namespace

std::optional<http::Response> answer_health(const http::Target& target) {
  const auto& segments = target.segments;
  if (segments.empty() || (segments[0] != "healthz" && segments[0] != "livez" && segments[0] != "readyz"))
    return std::nullopt;
  if (segments.size() == 1)
    return text_response(
        200, target.has_parameter("verbose") ? verbose(segments[0], values_of(target, "exclude")) : std::string("ok"));
  std::string name = segments[1];
  for (std::size_t i = 2; i < segments.size(); ++i) name += "/" + segments[i];
  const bool known = std::ranges::any_of(
      kChecks, [&](const Check& check) { return check.name == name && belongs(check, segments[0]); });
  return known ? text_response(200, "ok") : text_response(404, "404 page not found\n");
}

}  // namespace nlbsim::fake_apiserver
