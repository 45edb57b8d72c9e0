#include "fake_apiserver/strategy/built_in.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::at;
using api::member;
using kube::Json;

class Node final : public Strategy {
 public:
  std::string type_error(const Target& target, const Json& document) const override {
    if (std::string error = parts_type_error(target, document); !error.empty()) return error;
    const Json& taints = at(document, "spec", "taints");
    if (taints.is_null() || taints.is_array()) return "";
    return cannot_unmarshal(taints, "NodeSpec.spec.taints", "[]v1.Taint");
  }

  // Whoever registers a node reports its status with it.
  void prepare_for_create(const Target&, Json&) const override {}

  // Nothing is scheduled to a node that has just come, whatever its status says: admission taints it, and a controller
  // that this server does not have would take the taint away.
  void apply_defaults(Cluster&, const Candidate& candidate, Json& document, Findings&) const override {
    if (!candidate.creating()) return;
    Json::Place taints = document["spec"]["taints"];
    for (const Json& taint : taints)
      if (api::text(member(taint, "key")) == "node.kubernetes.io/not-ready") return;
    taints.push_back(Json{{"key", "node.kubernetes.io/not-ready"}, {"effect", "NoSchedule"}});
  }
};

}  // namespace

const Strategy& node_strategy() {
  static const Node strategy;
  return strategy;
}

}  // namespace nlbsim::fake_apiserver
