#include "engine/configuration/certificates.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace nlbsim::engine {
namespace {

constexpr std::string_view kWildcard = "*.";

std::string without_case(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

bool is_wildcard(std::string_view name) { return name.starts_with(kWildcard); }

// The most particular of its names that covers the host: 2 the host itself, 1 a wildcard, 0 none.
int particularity(const KnownCertificate& certificate, std::string_view host) {
  int best = 0;
  for (const std::string& name : certificate.names) {
    if (certificate_name_covers(name, host)) best = std::max(best, without_case(name) == without_case(host) ? 2 : 1);
  }
  return best;
}

std::string no_hostname(const kube::Listener& listener) {
  return fmt::format(
      "listener {} (TLS:{}) has no hostname by which a certificate could be found, nor has a route of it",
      listener.name, listener.port);
}

}  // namespace

bool certificate_name_covers(std::string_view name, std::string_view host) {
  const std::string pattern = without_case(name);
  const std::string asked = without_case(host);
  if (pattern == asked) return true;
  if (!is_wildcard(pattern) || is_wildcard(asked)) return false;
  const std::size_t dot = asked.find('.');
  return dot != asked.npos && dot != 0 && asked.substr(dot) == pattern.substr(1);
}

const KnownCertificate* best_certificate(std::span<const KnownCertificate> certificates, std::string_view host) {
  const KnownCertificate* best = nullptr;
  int best_fit = 0;
  for (const KnownCertificate& one : certificates) {
    const int fit = particularity(one, host);
    if (fit == 0) continue;
    const bool newer = best && std::tie(fit, one.since, one.arn) > std::tie(best_fit, best->since, best->arn);
    if (best && !newer) continue;
    best = &one;
    best_fit = fit;
  }
  return best;
}

bool terminates_tls(const kube::Listener& listener) {
  return listener.protocol == "TLS" && (!listener.tls || listener.tls->mode != "Passthrough");
}

std::vector<std::string> configured_certificates(const EffectiveConfiguration* configuration, std::int32_t port) {
  std::vector<std::string> arns;
  const kube::ListenerConfiguration* wish = listener_configuration(configuration, "TLS", port);
  if (!wish) return arns;
  if (wish->defaultCertificate) arns.push_back(*wish->defaultCertificate);
  for (const std::string& arn : wish->certificates)
    if (std::ranges::find(arns, arn) == arns.end()) arns.push_back(arn);
  return arns;
}

bool needs_inventory(std::span<const kube::Listener> listeners, const EffectiveConfiguration* configuration) {
  return std::ranges::any_of(listeners, [&](const kube::Listener& listener) {
    return terminates_tls(listener) && configured_certificates(configuration, listener.port).empty();
  });
}

ListenerCertificates find_certificates(const kube::Listener& listener, const EffectiveConfiguration* configuration,
                                       const CertificateInventory* inventory,
                                       std::span<const std::string> route_hosts) {
  ListenerCertificates out;
  out.arns = configured_certificates(configuration, listener.port);
  if (!out.arns.empty()) return out;
  if (inventory && inventory->error) {
    out.lacking = "the certificates of ACM could not be listed: " + inventory->error->describe();
    return out;
  }
  const std::span<const KnownCertificate> known =
      inventory ? std::span<const KnownCertificate>(inventory->certificates) : std::span<const KnownCertificate>();
  const auto take = [&](const std::string& host) {
    const KnownCertificate* found = best_certificate(known, host);
    if (found && std::ranges::find(out.arns, found->arn) == out.arns.end()) out.arns.push_back(found->arn);
  };
  const bool named = listener.hostname && !listener.hostname->empty();
  if (named) take(*listener.hostname);
  if (out.arns.empty()) std::ranges::for_each(route_hosts, take);
  if (!out.arns.empty()) return out;
  if (named) out.lacking = fmt::format("no certificate found for host: {}", *listener.hostname);
  else if (!route_hosts.empty()) out.lacking = fmt::format("no certificate found for host: {}", route_hosts.front());
  else out.lacking = no_hostname(listener);
  return out;
}

}  // namespace nlbsim::engine
