#include "fake_apiserver/strategy/pod_spec.h"

#include <algorithm>
#include <string>

#include "fake_apiserver/strategy/built_in.h"

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
