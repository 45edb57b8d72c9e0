#include <fmt/format.h>

#include "fake_apiserver/strategy/built_in.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::at;
using api::member;
using kube::Json;

class Node final : public Strategy {
 public:
  // Whoever registers a node reports its status with it.
  void prepare_for_create(const Target&, Json&) const override {}

  // Nothing is scheduled to a node that has just come, whatever its status says: admission taints it, and a controller
  // that this server does not have would take the taint away.
  void apply_defaults(Cluster&, const Candidate& candidate, Json& document, Findings&) const override {
    default_member(document, "spec", Json::object());
    default_member(document, "status", Json::object());
    change_member(document, "spec", default_networks);
    change_member(document, "status", default_status);
    if (!candidate.creating()) return;
    Json::Place taints = document["spec"]["taints"];
    for (const Json& taint : taints)
      if (api::text(member(taint, "key")) == "node.kubernetes.io/not-ready") return;
    taints.push_back(Json{{"key", "node.kubernetes.io/not-ready"}, {"effect", "NoSchedule"}});
  }

  // What a node is does not change while it is registered.
  void validate(const Candidate& candidate, const Json& document, Findings& findings) const override {
    if (candidate.creating()) return;
    const auto forbid = [&](std::string_view field, std::string_view name) {
      findings.causes.push_back(
          {"FieldValueForbidden",
           fmt::format("Forbidden: node updates may not change {} except from \"\" to valid", name),
           fmt::format("spec.{}", field)});
    };
    const Json& spec = member(document, "spec");
    const Json& old = member(candidate.old, "spec");
    if (const Json& before = member(old, "podCIDRs"); !before.empty() && before != member(spec, "podCIDRs"))
      forbid("podCIDRs", "podCIDR");
    if (const Json& before = member(old, "providerID"); before.is_string() && before != member(spec, "providerID"))
      forbid("providerID", "providerID");
  }

 private:
  static void default_networks(Json& spec) {
    if (const Json network = member(spec, "podCIDR"); network.is_string())
      default_member(spec, "podCIDRs", Json::array({network}));
  }

  static void default_status(Json& status) {
    if (const Json capacity = member(status, "capacity"); capacity.is_object())
      default_member(status, "allocatable", capacity);
    change_items(status, "conditions", [](Json& condition) {
      for (const char* time : {"lastHeartbeatTime", "lastTransitionTime"})
        if (!condition.contains(time)) condition[time] = nullptr;
    });
    default_member(status, "daemonEndpoints", Json{{"kubeletEndpoint", {{"Port", 0}}}});
    default_member(status, "nodeInfo", Json::object());
    change_member(status, "nodeInfo", [](Json& info) {
      for (const char* key :
           {"machineID", "systemUUID", "bootID", "kernelVersion", "osImage", "containerRuntimeVersion",
            "kubeletVersion", "kubeProxyVersion", "operatingSystem", "architecture"})
        default_member(info, key, "");
    });
  }
};

}  // namespace

const Strategy& node_strategy() { return only<Node>(); }

}  // namespace nlbsim::fake_apiserver
