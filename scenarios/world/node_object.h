// A cluster node as the API server shows it: Ready, and known to AWS by its providerID.
#pragma once

#include "api/json/json.h"
#include "fake_aws/default_network.h"

namespace nlbsim::scenarios {

api::JsonRef node_object(const fake_aws::NodeInstance& node, const std::string& region, sim::Instant start);

}  // namespace nlbsim::scenarios
