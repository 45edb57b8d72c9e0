// Lists the certificates of ACM that a load balancer could use.
#pragma once

#include "engine/configuration/certificates.h"
#include "engine/context.h"
#include "sim/task.h"

namespace nlbsim::engine {

// Whatever fails stands in the inventory.
sim::Task<CertificateInventoryRef> read_certificates(const Context& context, sim::RecordId cause);

}  // namespace nlbsim::engine
