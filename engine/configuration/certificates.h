// Certificates of the listeners that terminate TLS: by ARN from the configuration, else found in ACM by hostname. Pure.
//
// A host takes the certificate that names it most particularly, a precise name before a wildcard, and of several the
// newest; Secrets are never read. What ACM has is listed once in a pass, and only where somebody needs it.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/configuration/load_balancer.h"
#include "sim/result.h"
#include "sim/time.h"

namespace nlbsim::engine {

struct KnownCertificate {
  std::string arn;
  std::vector<std::string> names;  // that it is good for
  sim::Instant since;              // issued, or imported the last time
};
// The issued certificates of the account, or why they could not be listed.
struct CertificateInventory {
  std::vector<KnownCertificate> certificates;
  std::optional<sim::Error> error = std::nullopt;
};
using CertificateInventoryRef = std::shared_ptr<const CertificateInventory>;

// "*.example.com" covers names with one label in its place, and itself. Without regard to case.
bool certificate_name_covers(std::string_view name, std::string_view host);
// Null: none covers the host.
const KnownCertificate* best_certificate(std::span<const KnownCertificate> certificates, std::string_view host);

// Whether TLS ends at the NLB listener for this Gateway listener.
bool terminates_tls(const kube::Listener& listener);
// ARNs that the configuration gives for the listener of that port, the default one first.
std::vector<std::string> configured_certificates(const EffectiveConfiguration* configuration, std::int32_t port);
// A listener of the Gateway has to find its certificate in ACM.
bool needs_inventory(std::span<const kube::Listener> listeners, const EffectiveConfiguration* configuration);

struct ListenerCertificates {
  std::vector<std::string> arns;  // the default one first where the configuration gives them; none: see `lacking`
  std::string lacking;            // why there is none
};
// `route_hosts`: hostnames of its routes, which count where the listener has none, or none with a certificate.
ListenerCertificates find_certificates(const kube::Listener& listener, const EffectiveConfiguration* configuration,
                                       const CertificateInventory* inventory, std::span<const std::string> route_hosts);

}  // namespace nlbsim::engine
