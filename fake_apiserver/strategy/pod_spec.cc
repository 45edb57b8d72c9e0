#include "fake_apiserver/strategy/pod_spec.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "fake_apiserver/strategy/built_in.h"
#include "fake_apiserver/strategy/metadata.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::at;
using api::Json;
using api::member;
using api::text;

void default_probe(Json& probe) {
  default_member(probe, "timeoutSeconds", 1);
  default_member(probe, "periodSeconds", 10);
  default_member(probe, "successThreshold", 1);
  default_member(probe, "failureThreshold", 3);
  change_member(probe, "httpGet", [](Json& get) {
    default_member(get, "path", "/");
    default_member(get, "scheme", "HTTP");
  });
  change_member(probe, "grpc", [](Json& grpc) { default_member(grpc, "service", ""); });
}

void default_env(Json& variable) {
  change_member(variable, "valueFrom", [](Json& from) {
    change_member(from, "fieldRef", [](Json& field) { default_member(field, "apiVersion", "v1"); });
  });
}

// A limit without a request is one.
void default_resources(Json& container) {
  default_member(container, "resources", Json::object());
  const Json limits = at(container, "resources", "limits");
  if (!limits.is_object() || limits.empty()) return;
  change_member(container, "resources", [&](Json& resources) {
    default_member(resources, "requests", Json::object());
    change_member(resources, "requests", [&](Json& requests) {
      for (const auto& [name, amount] : limits.items()) default_member(requests, name, amount);
    });
  });
}

bool is_latest(std::string_view image) {
  const auto name = image.substr(image.rfind('/') == image.npos ? 0 : image.rfind('/') + 1);
  if (name.find('@') != name.npos) return false;
  const auto colon = name.rfind(':');
  return colon == name.npos || name.substr(colon + 1) == "latest";
}

void default_container(Json& container, bool host_network) {
  default_resources(container);
  default_member(container, "terminationMessagePath", "/dev/termination-log");
  default_member(container, "terminationMessagePolicy", "File");
  default_member(container, "imagePullPolicy", is_latest(text(member(container, "image"))) ? "Always" : "IfNotPresent");
  change_items(container, "ports", [&](Json& port) {
    default_member(port, "protocol", "TCP");
    if (host_network) default_member(port, "hostPort", member(port, "containerPort"));
  });
  change_items(container, "env", default_env);
  for (const char* probe : {"livenessProbe", "readinessProbe", "startupProbe"})
    change_member(container, probe, default_probe);
}

void default_volume(Json& volume) {
  if (volume.size() <= 1) volume["emptyDir"] = Json::object();
  for (const char* source : {"configMap", "secret", "projected", "downwardAPI"})
    change_member(volume, source, [](Json& value) { default_member(value, "defaultMode", 420); });
  change_member(volume, "hostPath", [](Json& path) { default_member(path, "type", ""); });
}

Json toleration(std::string_view key) {
  return Json{{"key", key}, {"operator", "Exists"}, {"effect", "NoExecute"}, {"tolerationSeconds", 300}};
}

bool tolerates(const Json& tolerations, std::string_view key) {
  return std::ranges::any_of(tolerations, [&](const Json& entry) {
    const std::string_view effect = text(member(entry, "effect"));
    const std::string_view named = text(member(entry, "key"));
    return (named == key || named.empty()) && (effect.empty() || effect == "NoExecute");
  });
}

}  // namespace

void default_pod_spec(Json& spec) {
  default_member(spec, "restartPolicy", "Always");
  default_member(spec, "terminationGracePeriodSeconds", 30);
  default_member(spec, "dnsPolicy", "ClusterFirst");
  default_member(spec, "securityContext", Json::object());
  default_member(spec, "schedulerName", "default-scheduler");
  const bool host_network = member(spec, "hostNetwork") == true;
  for (const char* list : {"containers", "initContainers"})
    change_items(spec, list, [&](Json& container) { default_container(container, host_network); });
  change_items(spec, "volumes", default_volume);
}

void admit_pod_spec(Json& spec) {
  default_member(spec, "enableServiceLinks", true);
  default_member(spec, "preemptionPolicy", "PreemptLowerPriority");
  default_member(spec, "priority", 0);
  Json tolerations = member(spec, "tolerations").is_array() ? member(spec, "tolerations") : Json::array();
  for (const std::string_view key : {"node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"})
    if (!tolerates(tolerations, key)) tolerations.push_back(toleration(key));
  spec["tolerations"] = std::move(tolerations);
}

namespace {

void require(std::string field, Findings& findings) {
  findings.causes.push_back({"FieldValueRequired", "Required value", std::move(field)});
}

void expect_one_of(std::string field, std::string_view value, std::string_view known, Findings& findings) {
  findings.causes.push_back({"FieldValueNotSupported",
                             fmt::format("Unsupported value: \"{}\": supported values: {}", value, known),
                             std::move(field)});
}

// A name that is told apart by itself in its list.
void check_name(const Json& item, const std::string& path, std::set<std::string_view>& names, Findings& findings) {
  const std::string_view name = text(member(item, "name"));
  if (name.empty()) return require(path + ".name", findings);
  if (const std::string why = name_error(name, NameRule::dns1123_label); !why.empty())
    findings.causes.push_back(invalid_value(path + ".name", fmt::format("Invalid value: \"{}\": {}", name, why)));
  if (!names.insert(name).second)
    findings.causes.push_back({"FieldValueDuplicate", fmt::format("Duplicate value: \"{}\"", name), path + ".name"});
}

void check_port(const Json& port, const std::string& path, Findings& findings) {
  const Json& number = member(port, "containerPort");
  const auto value = number.is_number_integer() ? number.get<std::int64_t>() : 0;
  if (value == 0) require(path + ".containerPort", findings);
  else if (value < 1 || value > 65535)
    findings.causes.push_back(invalid_value(
        path + ".containerPort", fmt::format("Invalid value: {}: must be between 1 and 65535, inclusive", value)));
  const std::string_view protocol = text(member(port, "protocol"));
  if (protocol != "TCP" && protocol != "UDP" && protocol != "SCTP")
    expect_one_of(path + ".protocol", protocol, R"("SCTP", "TCP", "UDP")", findings);
}

void check_container(const Json& container, const std::string& path, const std::set<std::string_view>& volumes,
                     Findings& findings) {
  if (text(member(container, "image")).empty()) require(path + ".image", findings);
  const std::string_view policy = text(member(container, "imagePullPolicy"));
  if (policy != "Always" && policy != "IfNotPresent" && policy != "Never")
    expect_one_of(path + ".imagePullPolicy", policy, R"("Always", "IfNotPresent", "Never")", findings);
  const Json& ports = member(container, "ports");
  for (std::size_t i = 0; i < ports.size(); ++i) check_port(ports[i], fmt::format("{}.ports[{}]", path, i), findings);
  const Json& mounts = member(container, "volumeMounts");
  for (std::size_t i = 0; i < mounts.size(); ++i) {
    const std::string_view name = text(member(mounts[i], "name"));
    if (name.empty()) require(fmt::format("{}.volumeMounts[{}].name", path, i), findings);
    else if (!volumes.contains(name))
      findings.causes.push_back({"FieldValueNotFound", fmt::format("Not found: \"{}\"", name),
                                 fmt::format("{}.volumeMounts[{}].name", path, i)});
    if (text(member(mounts[i], "mountPath")).empty())
      require(fmt::format("{}.volumeMounts[{}].mountPath", path, i), findings);
  }
  const Json& variables = member(container, "env");
  for (std::size_t i = 0; i < variables.size(); ++i)
    if (text(member(variables[i], "name")).empty()) require(fmt::format("{}.env[{}].name", path, i), findings);
}

}  // namespace

void check_pod_spec(const Json& spec, const std::string& path, Findings& findings) {
  std::set<std::string_view> volumes;
  const Json& listed = member(spec, "volumes");
  for (std::size_t i = 0; i < listed.size(); ++i)
    check_name(listed[i], fmt::format("{}.volumes[{}]", path, i), volumes, findings);
  if (member(spec, "containers").empty()) require(path + ".containers", findings);
  std::set<std::string_view> names;
  for (const char* list : {"containers", "initContainers"}) {
    const Json& containers = member(spec, list);
    for (std::size_t i = 0; i < containers.size(); ++i) {
      const std::string at = fmt::format("{}.{}[{}]", path, list, i);
      check_name(containers[i], at, names, findings);
      check_container(containers[i], at, volumes, findings);
    }
  }
  const std::string_view restart = text(member(spec, "restartPolicy"));
  if (restart != "Always" && restart != "OnFailure" && restart != "Never")
    expect_one_of(path + ".restartPolicy", restart, R"("Always", "Never", "OnFailure")", findings);
  const std::string_view dns = text(member(spec, "dnsPolicy"));
  if (dns != "ClusterFirst" && dns != "ClusterFirstWithHostNet" && dns != "Default" && dns != "None")
    expect_one_of(path + ".dnsPolicy", dns, R"("ClusterFirst", "ClusterFirstWithHostNet", "Default", "None")",
                  findings);
  const Json& gates = member(spec, "readinessGates");
  for (std::size_t i = 0; i < gates.size(); ++i) {
    const std::string_view type = text(member(gates[i], "conditionType"));
    if (const std::string why = qualified_name_error(type); !why.empty())
      findings.causes.push_back(invalid_value(fmt::format("{}.readinessGates[{}].conditionType", path, i),
                                              fmt::format("Invalid value: \"{}\": {}", type, why)));
  }
}

std::string_view quality_of_service(const Json& spec) {
  bool any = false;
  bool guaranteed = true;
  for (const char* list : {"containers", "initContainers"})
    for (const Json& container : member(spec, list)) {
      const Json& limits = at(container, "resources", "limits");
      const Json& requests = at(container, "resources", "requests");
      for (const char* resource : {"cpu", "memory"}) {
        const Json& limit = member(limits, resource);
        const Json& request = member(requests, resource);
        any = any || !limit.is_null() || !request.is_null();
        guaranteed = guaranteed && !limit.is_null() && limit == request;
      }
    }
  if (!any) return "BestEffort";
  return guaranteed ? "Guaranteed" : "Burstable";
}

}  // namespace nlbsim::fake_apiserver
