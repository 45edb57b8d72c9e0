#include "engine/deploy/binding_plan.h"

#include <algorithm>

#include "engine/model/tags.h"

namespace nlbsim::engine {
namespace {

using api::Json;

const std::string kCheckpoint = "elbv2.k8s.aws/checkpoint";
const std::string kCheckpointTimestamp = "elbv2.k8s.aws/checkpoint-timestamp";

// A number where the text is one: IntOrString.
Json port_json(const std::string& port) {
  const bool number = !port.empty() && std::ranges::all_of(port, [](char c) { return c >= '0' && c <= '9'; });
  if (number) return std::stoi(port);
  return port;
}

Json networking_json(const DesiredTargetGroupBinding& binding, const ResolvedReferences& references) {
  const SecurityGroupReference& source = binding.source;
  const std::string& group =
      source.resource_id.empty() ? source.group_id : references.security_groups.at(source.resource_id);
  Json ingress = Json::array();
  for (const BindingIngress& entry : binding.ingress) {
    Json port = Json::object();
    port["protocol"] = entry.protocol;
    port["port"] = port_json(entry.port);
    Json from = Json::object();
    from["securityGroup"]["groupID"] = group;
    Json rule = Json::object();
    rule["from"] = Json::array({std::move(from)});
    rule["ports"] = Json::array({std::move(port)});
    ingress.push_back(std::move(rule));
  }
  Json out = Json::object();
  out["ingress"] = std::move(ingress);
  return out;
}

// Member by member: an initializer list would copy each one twice, and this is compared in every run.
Json spec_json(const DesiredTargetGroupBinding& binding, const ResolvedReferences& references) {
  Json spec = Json::object();
  spec["targetGroupARN"] = references.target_group_arns.at(binding.target_group_id);
  spec["targetType"] = binding.target_type;
  spec["targetGroupProtocol"] = binding.target_group_protocol;
  spec["serviceRef"]["name"] = binding.service_name;
  spec["serviceRef"]["port"] = binding.service_port;
  spec["networking"] = networking_json(binding, references);
  spec["ipAddressType"] = binding.ip_address_type;
  spec["vpcID"] = binding.vpc_id;
  return spec;
}

std::string_view target_group_of(const kube::Object& binding) {
  return api::text(api::at(binding.document(), "spec", "targetGroupARN"));
}

// What has to be merged into `actual` to get `desired`, member by member.
Json difference(const Json& desired, const Json& actual) {
  Json patch = Json::object();
  for (const auto& [key, value] : desired.get_ref<const Json::object_t&>()) {
    if (api::member(actual, key) != value) patch[key] = value;
  }
  if (!actual.is_object()) return patch;
  for (const auto& [key, value] : actual.get_ref<const Json::object_t&>()) {
    if (!desired.contains(key)) patch[key] = nullptr;
  }
  return patch;
}

Json text_map(const std::map<std::string, std::string>& map) {
  Json out = Json::object();
  for (const auto& [key, value] : map) out[key] = value;
  return out;
}

bool annotations_differ(const DesiredTargetGroupBinding& desired, const kube::ObjectMeta& actual) {
  auto there = actual.annotations;
  there.erase(kCheckpoint);
  there.erase(kCheckpointTimestamp);
  return there != desired.annotations;
}

}  // namespace

bool binding_belongs_to(const kube::Object& binding, const kube::ObjectKey& gateway) {
  const auto& labels = binding.meta().labels;
  const auto is = [&](std::string_view label, const std::string& value) {
    const auto found = labels.find(std::string(label));
    return found != labels.end() && found->second == value;
  };
  return is(kStackNamespaceLabel, gateway.namespace_) && is(kStackNameLabel, gateway.name);
}

PlannedCall plan_binding_create(const DesiredTargetGroupBinding& desired, const ResolvedReferences& references) {
  Json metadata = {
      {"name", desired.key.name}, {"namespace", desired.key.namespace_}, {"labels", text_map(desired.labels)}};
  if (!desired.annotations.empty()) metadata["annotations"] = text_map(desired.annotations);
  Json body = {{"apiVersion", kube::kTargetGroupBindings.api_version()},
               {"kind", std::string(kube::kTargetGroupBindings.kind)},
               {"metadata", std::move(metadata)},
               {"spec", spec_json(desired, references)}};
  kube::Create::Request request;
  request.resource = kube::kTargetGroupBindings;
  request.namespace_ = desired.key.namespace_;
  request.body = std::make_shared<const Json>(std::move(body));
  return plan_call<kube::Create>(desired.id, "nothing binds this target group", std::move(request));
}

std::optional<PlannedCall> plan_binding_patch(const DesiredTargetGroupBinding& desired, const kube::ObjectRef& actual,
                                              const ResolvedReferences& references) {
  const kube::ObjectMeta& meta = actual->meta();
  Json spec = difference(spec_json(desired, references), api::member(actual->document(), "spec"));
  if (spec.empty() && meta.labels == desired.labels && !annotations_differ(desired, meta)) return std::nullopt;
  Json metadata = Json::object();
  if (meta.labels != desired.labels) metadata["labels"] = difference(text_map(desired.labels), text_map(meta.labels));
  if (meta.annotations != desired.annotations) {
    const bool none = desired.annotations.empty();
    metadata["annotations"] =
        none ? Json(nullptr) : difference(text_map(desired.annotations), text_map(meta.annotations));
  }
  Json body = Json::object();
  if (!metadata.empty()) body["metadata"] = std::move(metadata);
  if (!spec.empty()) body["spec"] = std::move(spec);
  kube::Patch::Request request;
  request.resource = kube::kTargetGroupBindings;
  request.key = meta.key();
  request.type = kube::PatchType::merge;
  request.body = std::make_shared<const Json>(std::move(body));
  return plan_call<kube::Patch>(desired.id, "labels, annotations or spec differ", std::move(request));
}

PlannedCall plan_binding_delete(const kube::ObjectKey& key, std::string reason) {
  kube::Delete::Request request;
  request.resource = kube::kTargetGroupBindings;
  request.key = key;
  return plan_call<kube::Delete>(key.text(), std::move(reason), std::move(request));
}

BindingPlan plan_bindings(const Stack& stack, std::span<const kube::ObjectRef> existing,
                          const ResolvedReferences& references, std::span<const std::string> frozen_target_groups) {
  BindingPlan plan;
  std::vector<bool> used(existing.size());
  for (const DesiredTargetGroupBinding& desired : stack.bindings) {
    const std::string& arn = references.target_group_arns.at(desired.target_group_id);
    BindingPlan::Step step;
    step.key = desired.key;
    std::size_t same_target = existing.size();
    for (std::size_t at = 0; at < existing.size(); ++at) {
      const kube::Object& object = *existing[at];
      const bool deleting = object.meta().deleting();
      if (!used[at] && !deleting && target_group_of(object) == arn) same_target = at;
      const bool same_name = object.meta().key() == desired.key;
      if (same_name && (deleting || target_group_of(object) != arn)) step.remove_first = desired.key;
    }
    if (same_target < existing.size()) {
      used[same_target] = true;
      step.remove_first.reset();
      step.key = existing[same_target]->meta().key();
      step.write = plan_binding_patch(desired, existing[same_target], references);
    } else {
      step.write = plan_binding_create(desired, references);
    }
    plan.steps.push_back(std::move(step));
  }
  for (std::size_t at = 0; at < existing.size(); ++at) {
    const kube::ObjectKey key = existing[at]->meta().key();
    const auto written = [&](const BindingPlan::Step& step) { return step.key == key; };
    if (used[at] || std::ranges::any_of(plan.steps, written)) continue;
    const auto arn = target_group_of(*existing[at]);
    if (std::ranges::find(frozen_target_groups, arn) == frozen_target_groups.end()) plan.unmatched.push_back(key);
  }
  return plan;
}

}  // namespace nlbsim::engine
