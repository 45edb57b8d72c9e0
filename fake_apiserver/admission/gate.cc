#include "fake_apiserver/admission/gate.h"

#include <algorithm>

#include "fake_apiserver/access/identity.h"
#include "fake_apiserver/admission/match.h"

namespace nlbsim::fake_apiserver::admission {
namespace {

using api::at;
using api::member;
using api::text;
using kube::ObjectRef;

// The policy, compiled; null if it is not there or does not compile, which its own validation has told.
std::shared_ptr<const Policy> compiled(Cluster& cluster, const std::string& name) {
  const auto index = cluster.registry->find(kPolicies);
  const ObjectRef stored = index ? cluster.store.find(*index, {{}, name}) : nullptr;
  if (!stored) return nullptr;
  Cluster::CompiledPolicy& known = cluster.policies[name];
  if (known.source == stored) return known.policy;
  known.source = stored;
  known.policy = Policy::compile(stored->document()).value_or(nullptr);
  return known.policy;
}

// What a binding's paramRef picks.
std::vector<ObjectRef> parameters_of(const Cluster& cluster, const Json& policy, const Json& binding,
                                     std::string_view request_namespace) {
  const Json& kind = at(policy, "spec", "paramKind");
  const auto index = cluster.registry->find_kind(text(member(kind, "apiVersion")), text(member(kind, "kind")));
  const Json& reference = at(binding, "spec", "paramRef");
  if (!index || !reference.is_object()) return {};
  std::string_view space;
  if ((*cluster.registry)[*index].resource.namespaced) {
    space = text(member(reference, "namespace"));
    if (space.empty()) space = request_namespace;
  }
  if (const std::string_view name = text(member(reference, "name")); !name.empty()) {
    const ObjectRef found = cluster.store.find(*index, {std::string(space), std::string(name)});
    return found ? std::vector{found} : std::vector<ObjectRef>();
  }
  std::vector<ObjectRef> out;
  for (const auto& [key, object] : cluster.store.objects(*index))
    if (key.namespace_ == space && selects(member(reference, "selector"), at(object->document(), "metadata", "labels")))
      out.push_back(object);
  return out;
}

const Json* namespace_of(const Cluster& cluster, const std::string& name) {
  const auto index = cluster.registry->find(kube::kNamespaces);
  const ObjectRef found = index && !name.empty() ? cluster.store.find(*index, {{}, name}) : nullptr;
  return found ? &found->document() : nullptr;  // the store keeps it: nothing is written meanwhile
}

}  // namespace

sim::Result<void> admit(Write& write, const Proposal& proposal, std::vector<std::string>* warnings) {
  Cluster& cluster = write.cluster;
  const auto bindings = cluster.registry->find(kBindings);
  if (!bindings || cluster.store.objects(*bindings).empty()) return {};
  AdmittedRequest request;
  request.operation = proposal.operation;
  request.resource = proposal.target.resource();
  request.subresource = proposal.subresource;
  request.key = proposal.key;
  request.object = proposal.object;
  request.old_object = proposal.old;
  request.namespace_object = namespace_of(cluster, proposal.key.namespace_);
  const Identity& who = administrator();
  request.user = who.username;
  request.groups = who.groups;
  request.dry_run = proposal.dry_run;

  std::vector<BoundPolicy> bound;
  std::vector<ObjectRef> held;  // what the documents of `bound` are part of
  for (const auto& [key, binding] : cluster.store.objects(*bindings)) {
    // Before anything is compiled: most writes are no policy's business.
    if (!matches(at(binding->document(), "spec", "matchResources"), request)) continue;
    const std::string name(text(at(binding->document(), "spec", "policyName")));
    BoundPolicy next{compiled(cluster, name), &binding->document(), {}};
    if (!next.policy || !next.policy->concerns(request)) continue;
    if (next.policy->has_parameters())
      for (ObjectRef& each : parameters_of(cluster, cluster.policies[name].source->document(), binding->document(),
                                           proposal.key.namespace_)) {
        next.parameters.push_back(&each->document());
        held.push_back(std::move(each));
      }
    bound.push_back(std::move(next));
  }
  if (bound.empty()) return {};
  Verdict verdict = admit(bound, request);
  if (warnings) std::ranges::move(verdict.warnings, std::back_inserter(*warnings));
  if (verdict.denied) return sim::forward(*std::move(verdict.denied));
  return {};
}

namespace {

// What the Gateway API v1.6 guards: its definitions are not replaced by older or less stable ones by accident. Source:
// behaviour of the bundle's policy "safe-upgrades".
constexpr std::string_view kGuard = R"json({
  "apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicy",
  "metadata": {"name": "safe-upgrades.gateway.networking.k8s.io",
    "annotations": {"gateway.networking.k8s.io/bundle-version": "v1.6.1",
                    "gateway.networking.k8s.io/channel": "standard"}},
  "spec": {
    "failurePolicy": "Fail",
    "matchConstraints": {"matchPolicy": "Equivalent", "namespaceSelector": {}, "objectSelector": {},
      "resourceRules": [{"apiGroups": ["apiextensions.k8s.io"], "apiVersions": ["v1"], "resources": ["*"],
                         "operations": ["CREATE", "UPDATE"], "scope": "*"}]},
    "variables": [
      {"name": "ours", "expression": "object.spec.group == 'gateway.networking.k8s.io'"},
      {"name": "channel",
       "expression": "object.metadata.?annotations['gateway.networking.k8s.io/channel'].orValue('')"},
      {"name": "oldChannel",
       "expression": "oldObject == null ? '' : oldObject.metadata.?annotations['gateway.networking.k8s.io/channel'].orValue('')"},
      {"name": "bundle",
       "expression": "object.metadata.?annotations['gateway.networking.k8s.io/bundle-version'].orValue('')"}],
    "validations": [
      {"expression": "!variables.ours || oldObject == null || variables.channel == 'standard' || variables.oldChannel == 'experimental'",
       "message": "Installing experimental CRDs on top of standard channel CRDs is prohibited by default. Uninstall ValidatingAdmissionPolicy safe-upgrades.gateway.networking.k8s.io to install experimental CRDs on top of standard channel CRDs.",
       "reason": "Invalid"},
      {"expression": "!variables.ours || (variables.bundle != '' && (variables.bundle.contains('-rc') || !variables.bundle.matches('v0|v1[.][0-5][.][0-9]+')))",
       "message": "Installing CRDs with version before v1.5.0 is prohibited by default. Uninstall ValidatingAdmissionPolicy safe-upgrades.gateway.networking.k8s.io to install older versions.",
       "reason": "Invalid"}]}})json";

constexpr std::string_view kGuardBinding = R"({
  "apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicyBinding",
  "metadata": {"name": "safe-upgrades.gateway.networking.k8s.io",
    "annotations": {"gateway.networking.k8s.io/bundle-version": "v1.6.1",
                    "gateway.networking.k8s.io/channel": "standard"}},
  "spec": {"policyName": "safe-upgrades.gateway.networking.k8s.io", "validationActions": ["Deny"],
    "matchResources": {"matchPolicy": "Equivalent", "namespaceSelector": {}, "objectSelector": {},
      "resourceRules": [{"apiGroups": ["apiextensions.k8s.io"], "apiVersions": ["v1"],
                         "resources": ["customresourcedefinitions"], "operations": ["CREATE", "UPDATE"],
                         "scope": "*"}]}}})";

}  // namespace

std::vector<kube::Json> bundled_policies(ServedVersions served) {
  if (served != ServedVersions::gateway_api_v1_6) return {};
  return {Json::parse(kGuard), Json::parse(kGuardBinding)};
}

}  // namespace nlbsim::fake_apiserver::admission
