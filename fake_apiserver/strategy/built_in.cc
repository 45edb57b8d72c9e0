#include "fake_apiserver/strategy/built_in.h"

#include <fmt/format.h>

#include <array>

#include "fake_apiserver/strategy/service.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::at;
using api::member;
using api::text;
using kube::Json;

void default_member(Json& object, std::string_view key, Json value) {
  Json& slot = object[key];
  if (slot.is_null()) slot = std::move(value);
}

void default_namespace(Json& document, bool creating) {
  const std::string name(text(at(document, "metadata", "name")));
  document["metadata"]["labels"]["kubernetes.io/metadata.name"] = name;
  if (!creating) return;
  document["spec"]["finalizers"] = Json::array({"kubernetes"});
  document["status"] = Json{{"phase", "Active"}};
}

// Nothing is scheduled to a node that has just come, whatever its status says: admission taints it, and a controller
// that this server does not have would take the taint away.
void default_node(Json& document, bool creating) {
  if (!creating) return;
  Json& taints = document["spec"]["taints"];
  for (const Json& taint : taints)
    if (text(member(taint, "key")) == "node.kubernetes.io/not-ready") return;
  taints.push_back(Json{{"key", "node.kubernetes.io/not-ready"}, {"effect", "NoSchedule"}});
}

void default_event(Json& document) {
  default_member(document, "involvedObject", Json::object());
  default_member(document, "source", Json::object());
  default_member(document, "reportingComponent", "");
  default_member(document, "reportingInstance", "");
  for (const std::string_view key : {"firstTimestamp", "lastTimestamp", "eventTime"})
    if (!document.contains(key)) document[key] = nullptr;
}

// An event lives where its object does; one about a cluster-scoped object lives in "default".
void validate_event(const Json& document, Findings& findings) {
  const std::string_view about = text(at(document, "involvedObject", "namespace"));
  const std::string_view own = text(at(document, "metadata", "namespace"));
  if (about == own || (about.empty() && own == "default")) return;
  findings.causes.push_back({"FieldValueInvalid",
                             fmt::format("Invalid value: \"{}\": does not match event.namespace", about),
                             "involvedObject.namespace"});
}

void validate_lease(const Json& document, Findings& findings) {
  const Json& spec = member(document, "spec");
  const auto wrong = [&](std::string_view key, std::string_view why) {
    findings.causes.push_back({"FieldValueInvalid",
                               fmt::format("Invalid value: {}: {}", api::dump_json(member(spec, key)), why),
                               fmt::format("spec.{}", key)});
  };
  const Json& duration = member(spec, "leaseDurationSeconds");
  if (duration.is_number_integer() && duration.get<std::int64_t>() <= 0)
    wrong("leaseDurationSeconds", "must be greater than 0");
  const Json& transitions = member(spec, "leaseTransitions");
  if (transitions.is_number_integer() && transitions.get<std::int64_t>() < 0)
    wrong("leaseTransitions", "must be greater than or equal to 0");
}

// A pod's spec is fixed but for its images and a few settings (Kubernetes API reference, pod update).
void validate_pod_update(const Json& document, const Json& old_document, Findings& findings) {
  if (old_document.is_null()) return;
  const auto fixed_part = [](Json spec) {
    if (!spec.is_object()) return spec;
    for (const char* list : {"containers", "initContainers"})
      if (const auto found = spec.find(list); found != spec.end() && found->is_array())
        for (Json& container : *found)
          if (container.is_object()) container.erase("image");
    for (const char* setting : {"activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds"})
      spec.erase(setting);
    return spec;
  };
  if (fixed_part(member(document, "spec")) == fixed_part(member(old_document, "spec"))) return;
  findings.causes.push_back(
      {"FieldValueForbidden",
       "Forbidden: pod updates may not change fields other than `spec.containers[*].image`,"
       "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing "
       "tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
       "spec"});
}

}  // namespace

std::string built_in_type_error(const Target& target, const Json& document) {
  const std::string_view kind = target.kind.resource.kind;
  const auto wrong = [](const Json& value, const std::string& field, std::string_view type) {
    return fmt::format("json: cannot unmarshal {} into Go struct field {} of type {}",
                       value.is_number() ? "number" : value.type_name(), field, type);
  };
  for (const std::string_view part : {"spec", "status"})
    if (const Json& value = member(document, part); !value.is_null() && !value.is_object())
      return wrong(value, fmt::format("{}.{}", kind, part),
                   fmt::format("v1.{}{}", kind, part == "spec" ? "Spec" : "Status"));
  const Json& ports = at(document, "spec", "ports");
  if (target.kind.nature == Nature::service && !ports.is_null()) {
    if (!ports.is_array()) return wrong(ports, "ServiceSpec.spec.ports", "[]v1.ServicePort");
    for (const Json& port : ports) {
      if (!port.is_object()) return wrong(port, "ServiceSpec.spec.ports", "v1.ServicePort");
      for (const std::string_view key : {"port", "nodePort"})
        if (const Json& value = member(port, key); !value.is_null() && !value.is_number_integer())
          return wrong(value, fmt::format("ServicePort.spec.ports.{}", key), "int32");
    }
  }
  const Json& taints = at(document, "spec", "taints");
  if (target.kind.nature == Nature::node && !taints.is_null() && !taints.is_array())
    return wrong(taints, "NodeSpec.spec.taints", "[]v1.Taint");
  return "";
}

void default_built_in(Cluster& cluster, const Target& target, Json& document, const Json& old_document,
                      Findings& findings) {
  const bool creating = old_document.is_null();
  switch (target.kind.nature) {
    case Nature::namespace_: return default_namespace(document, creating);
    case Nature::node: return default_node(document, creating);
    case Nature::service: return default_service(cluster, document, old_document, findings);
    case Nature::event: return default_event(document);
    case Nature::lease:
      if (!document.contains("spec")) document["spec"] = Json::object();
      return;
    case Nature::pod:
      if (creating) document["status"] = Json{{"phase", "Pending"}, {"qosClass", "BestEffort"}};
      return;
    case Nature::generic: return;
  }
}

void validate_built_in(const Target& target, const Json& document, const Json& old_document, Findings& findings) {
  switch (target.kind.nature) {
    case Nature::service: return validate_service(document, old_document, findings);
    case Nature::event: return validate_event(document, findings);
    case Nature::lease: return validate_lease(document, findings);
    case Nature::pod: return validate_pod_update(document, old_document, findings);
    default: return;
  }
}

}  // namespace nlbsim::fake_apiserver
