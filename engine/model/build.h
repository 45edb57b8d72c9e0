// From what routes ask for and what was read of AWS to the desired stack: a pure function.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/model/naming.h"
#include "engine/model/stack.h"
#include "engine/profile.h"
#include "engine/routes/loaded_gateway.h"

namespace nlbsim::engine {

// Everything that the model of one Gateway depends on.
struct ModelInput {
  GatewayIdentity gateway;
  std::vector<LoadedPort> ports;
  std::map<std::string, std::string> infrastructure_labels;  // of the Gateway's spec.infrastructure
  std::map<std::string, std::string> infrastructure_annotations;
  std::string scheme;       // internal, internet-facing
  std::string target_type;  // instance, ip
  std::string vpc_id;
  std::vector<std::string> subnet_ids;    // chosen before (engine/model/subnets.h), or those of the existing NLB
  std::string backend_security_group_id;  // shared by all Gateways of the cluster; empty: it is not used
  // What a configuration asks for.
  ConfigurationRef configuration = nullptr;                        // null: none
  std::map<std::string, aws::SubnetMapping> fixed_addresses = {};  // by subnet id
  std::vector<std::string> security_group_ids = {};                // given ones, in order
  bool capacity_was_reserved = false;
  std::string_view default_ssl_policy = {};
  aws::TagMap default_tags = {};
  bool default_tags_low_priority = false;  // tags of configurations win over them
};

// A port that cannot be modelled (a ClusterIP Service behind instance targets, for one) is frozen and its reason listed
// in Stack::violations; where the profile stops the whole Gateway for that, it is the error, code "FailedBuildModel".
sim::Result<Stack> build_stack(const ModelInput& input, const Profile& profile);

}  // namespace nlbsim::engine
