#include "engine/deploy/binding_plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/deploy/frozen_ports.h"
#include "engine/deploy/security_group_plan.h"
#include "engine/deploy/target_group_plan.h"
#include "engine/model/tags.h"

namespace nlbsim::engine {
namespace {

using api::Json;

// A number where the text is one: IntOrString.
Json port_json(const std::string& port) {
  const bool number = !port.empty() && std::ranges::all_of(port, [](char c) { return c >= '0' && c <= '9'; });
  if (number) return std::stoi(port);
  return port;
}

Json networking_json(const DesiredTargetGroupBinding& binding, const References& references) {
  const SecurityGroupReference& source = binding.source;
  const std::string group =
      source.resource_id.empty() ? source.group_id : references.at(security_group_reference(source.resource_id));
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
Json spec_json(const DesiredTargetGroupBinding& binding, const References& references) {
  Json spec = Json::object();
  spec["targetGroupARN"] = references.at(target_group_reference(binding.target_group_id));
  spec["targetType"] = binding.target_type;
  spec["targetGroupProtocol"] = binding.target_group_protocol;
  spec["serviceRef"]["name"] = binding.service_name;
  spec["serviceRef"]["port"] = binding.service_port;
  if (!binding.source.empty()) spec["networking"] = networking_json(binding, references);
  spec["ipAddressType"] = binding.ip_address_type;
  spec["vpcID"] = binding.vpc_id;
  if (!binding.node_selector.is_null()) spec["nodeSelector"] = binding.node_selector;
  if (binding.multi_cluster) spec["multiClusterTargetGroup"] = true;
  return spec;
}

// What has to be merged into `actual` to get `desired`, member by member.
Json difference(const Json& desired, const Json& actual) {
  Json patch = Json::object();
  for (const auto& [key, value] : desired.items()) {
    if (api::member(actual, key) != value) patch[key] = value;
  }
  if (!actual.is_object()) return patch;
  for (const auto& [key, value] : actual.items()) {
    if (!desired.contains(key)) patch[key] = nullptr;
  }
  return patch;
}

Json text_map(const std::map<std::string, std::string>& map) {
  Json out = Json::object();
  for (const auto& [key, value] : map) out[key] = value;
  return out;
}

// Those that the Gateway's infrastructure may have asked for: ours are left out.
std::map<std::string, std::string> without_own(std::map<std::string, std::string> annotations) {
  std::erase_if(annotations, [](const auto& entry) { return entry.first.starts_with(kOwnAnnotations); });
  return annotations;
}

std::string object_of(const kube::ObjectKey& key) { return "TargetGroupBinding " + key.text(); }

}  // namespace

bool binding_belongs_to(const kube::Object& binding, const kube::ObjectKey& gateway) {
  const auto& labels = binding.meta().labels;
  const auto is = [&](std::string_view label, const std::string& value) {
    const auto found = labels.find(std::string(label));
    return found != labels.end() && found->second == value;
  };
  return is(kStackNamespaceLabel, gateway.namespace_) && is(kStackNameLabel, stack_name_label(gateway.name));
}

PlannedCall plan_binding_create(const DesiredTargetGroupBinding& desired) {
  auto make = [desired](const References& references) {
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
    return request;
  };
  return plan_call_with<kube::Create>(object_of(desired.key), "nothing binds this target group", std::move(make));
}

std::optional<PlannedCall> plan_binding_patch(const DesiredTargetGroupBinding& desired, const kube::ObjectRef& actual,
                                              const References& known) {
  const kube::ObjectMeta& meta = actual->meta();
  const auto annotations = without_own(meta.annotations);
  Json spec = difference(spec_json(desired, known), api::member(actual->document(), "spec"));
  const bool same_annotations = annotations == desired.annotations;
  if (spec.empty() && meta.labels == desired.labels && same_annotations) return std::nullopt;
  Json metadata = Json::object();
  if (meta.labels != desired.labels) metadata["labels"] = difference(text_map(desired.labels), text_map(meta.labels));
  if (!same_annotations) metadata["annotations"] = difference(text_map(desired.annotations), text_map(annotations));
  Json body = Json::object();
  if (!metadata.empty()) body["metadata"] = std::move(metadata);
  if (!spec.empty()) body["spec"] = std::move(spec);
  kube::Patch::Request request;
  request.resource = kube::kTargetGroupBindings;
  request.key = meta.key();
  request.type = kube::PatchType::merge;
  request.body = std::make_shared<const Json>(std::move(body));
  return plan_call<kube::Patch>(object_of(meta.key()), "labels, annotations or spec differ", std::move(request));
}

PlannedCall plan_binding_delete(const kube::ObjectKey& key, std::string reason) {
  kube::Delete::Request request;
  request.resource = kube::kTargetGroupBindings;
  request.key = key;
  return plan_call<kube::Delete>(object_of(key), std::move(reason), std::move(request));
}

namespace {

DeployFailure held_by_another(const kube::ObjectKey& key) {
  DeployFailure failure;
  failure.object = object_of(key);
  failure.error.code = kForeignResource;
  failure.error.message = fmt::format("{} exists and lacks the labels of this Gateway: remove it", object_of(key));
  return failure;
}

// Where `desired` finds itself among the existing ones that are not used yet: by target group, else by name.
struct Standing {
  std::optional<std::size_t> same_target;
  kube::ObjectRef in_the_way;
};

Standing find_standing(const DesiredTargetGroupBinding& desired, std::span<const kube::ObjectRef> existing,
                       const std::vector<bool>& used, const std::string* arn) {
  Standing standing;
  for (std::size_t at = 0; at < existing.size(); ++at) {
    const kube::Object& object = *existing[at];
    const bool deleting = object.meta().deleting();
    const bool fits = arn && target_group_of(object) == *arn;
    if (!used[at] && !deleting && fits) standing.same_target = at;
    if (object.meta().key() == desired.key && (deleting || !fits)) standing.in_the_way = existing[at];
  }
  if (standing.same_target) standing.in_the_way = nullptr;
  return standing;
}

}  // namespace

BindingPlan plan_bindings(std::span<const DesiredTargetGroupBinding> desired, const FoundBindings& found,
                          const References& known, const std::set<std::string>& kept) {
  const std::span<const kube::ObjectRef> existing(found.items);
  BindingPlan plan;
  std::vector<bool> used(existing.size());
  for (const DesiredTargetGroupBinding& binding : desired) {
    const std::string* arn = known.find(target_group_reference(binding.target_group_id));
    const Standing standing = find_standing(binding, existing, used, arn);
    BindingPlan::Step step;
    step.target_group_id = binding.target_group_id;
    if (standing.same_target) {
      used[*standing.same_target] = true;
      step.write = plan_binding_patch(binding, existing[*standing.same_target], known);
    } else if (found.foreign.contains(binding.key)) {
      step.blocked = held_by_another(binding.key);
    } else {
      step.remove_first = standing.in_the_way;
      step.write = plan_binding_create(binding);
    }
    plan.steps.push_back(std::move(step));
  }
  for (std::size_t at = 0; at < existing.size(); ++at) {
    const auto replaced = [&](const BindingPlan::Step& step) { return step.remove_first == existing[at]; };
    const bool stays = kept.contains(std::string(target_group_of(*existing[at])));
    if (!used[at] && !stays && std::ranges::none_of(plan.steps, replaced)) plan.unmatched.push_back(existing[at]);
  }
  return plan;
}

}  // namespace nlbsim::engine
