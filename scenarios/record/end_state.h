// What a world holds when a run has ended: AWS's resources and the objects of its clusters, as plain documents.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/json/json.h"

namespace nlbsim::scenarios {

using api::Json;

struct EndState {
  Json load_balancers = Json::array();  // each list sorted by ARN or id; Tags are objects
  Json listeners = Json::array();
  Json target_groups = Json::array();  // with "Targets"
  Json security_groups = Json::array();
  // What a connection to each listener would reach, by the listener's ARN: scenarios/world/data_plane.h.
  Json probes = Json::object();
  // Of each cluster in turn, all that its API server holds but Nodes and Leases, kind by kind.
  std::vector<Json> objects;
};

Json to_json(const EndState& state);

// A condition of an object, of one of a Gateway's listeners or of one of a route's parents.
struct ConditionLine {
  std::string kind;
  std::string object;  // "example-ns/my-tcp-gateway"
  std::string part;    // "listener tcp-app", "parent my-tcp-gateway/tcp-app"; may be empty
  std::string type, status, reason, message;
};
std::vector<ConditionLine> conditions(const EndState& state);

}  // namespace nlbsim::scenarios
