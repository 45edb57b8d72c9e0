// Keeps what health checks of targets find in step with the clusters: a node port answers on a node to which the
// Service has a ready endpoint to lead to, an endpoint's address while it is ready (scenarios/world/data_plane.h). A
// node port that a Service has given up answers no more. Of what no cluster knows it is taken that it answers.
//
// Besides, somebody may have a target fail its checks by hand.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "fake_apiserver/store/store.h"
#include "fake_aws/state.h"

namespace nlbsim::scenarios {

class World;

class TargetAnswers {
 public:
  explicit TargetAnswers(World& world) : world_(world) {}
  TargetAnswers(const TargetAnswers&) = delete;
  TargetAnswers& operator=(const TargetAnswers&) = delete;

  // Of what the clusters hold when the world begins.
  void begin();
  // In the step in which an object changed.
  void changed(const kube::Resource& resource, const fake_apiserver::Change& change);
  // An instance, an address or the name of a Node, and its port (0: every port).
  void set_passing(std::string target, std::int32_t port, bool passing);

 private:
  using Targets = std::set<std::pair<std::string, std::int32_t>>;
  void follow();
  void tell(const Targets& silent);

  World& world_;
  std::set<std::int32_t> given_up_;  // node ports that Services had
  bool slices_ = false;              // some cluster has told of endpoints
  Targets by_hand_;
  Targets told_;  // what the account has been told to be silent
};

}  // namespace nlbsim::scenarios
