#include "fake_apiserver/http/installed_printers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "fake_apiserver/http/printer_cells.h"

namespace nlbsim::fake_apiserver {
namespace printing {
namespace {

using api::at;
using api::Json;
using api::member;
using api::text;
using sim::Instant;

// ---- workloads ----
std::string containers_text(const Json& object, std::string_view field) {
  std::vector<std::string> parts;
  for (const Json& container : at(object, "spec", "template", "spec", "containers"))
    parts.emplace_back(text(member(container, field)));
  return joined(parts, kNone);
}
Json containers_cell(const Json& object, Instant) { return Json(containers_text(object, "name")); }
Json images_cell(const Json& object, Instant) { return Json(containers_text(object, "image")); }
Json selector_cell(const Json& object, Instant) { return Json(selector_text(at(object, "spec", "selector"))); }
template <std::size_t N>
struct FieldName {
  constexpr FieldName(const char (&text)[N]) { std::copy_n(text, N, value); }  // NOLINT: a literal is one
  char value[N];
};
// A number of the status.
template <FieldName kField>
Json status_cell(const Json& object, Instant) {
  return Json(number(at(object, "status", kField.value)));
}
std::string ready_text(const Json& object) {
  return fmt::format("{}/{}", number(at(object, "status", "readyReplicas")), number(at(object, "spec", "replicas")));
}

constexpr std::array<PrintedColumn, 8> kDeployment{
    {{"Name", 0, "string", name_cell},
     {"Ready", 0, "string", [](const Json& o, Instant) { return Json(ready_text(o)); }},
     {"Up-to-date", 0, "integer", status_cell<"updatedReplicas">},
     {"Available", 0, "integer", status_cell<"availableReplicas">},
     {"Age", 0, "string", age_cell},
     {"Containers", 1, "string", containers_cell},
     {"Images", 1, "string", images_cell},
     {"Selector", 1, "string", selector_cell}}};
constexpr std::array<PrintedColumn, 8> kReplicaSet{
    {{"Name", 0, "string", name_cell},
     {"Desired", 0, "integer", [](const Json& o, Instant) { return Json(number(at(o, "spec", "replicas"))); }},
     {"Current", 0, "integer", status_cell<"replicas">},
     {"Ready", 0, "integer", status_cell<"readyReplicas">},
     {"Age", 0, "string", age_cell},
     {"Containers", 1, "string", containers_cell},
     {"Images", 1, "string", images_cell},
     {"Selector", 1, "string", selector_cell}}};
constexpr std::array<PrintedColumn, 11> kDaemonSet{
    {{"Name", 0, "string", name_cell},
     {"Desired", 0, "integer", status_cell<"desiredNumberScheduled">},
     {"Current", 0, "integer", status_cell<"currentNumberScheduled">},
     {"Ready", 0, "integer", status_cell<"numberReady">},
     {"Up-to-date", 0, "integer", status_cell<"updatedNumberScheduled">},
     {"Available", 0, "integer", status_cell<"numberAvailable">},
     {"Node Selector", 0, "string",
      [](const Json& o, Instant) { return Json(labels_text(at(o, "spec", "template", "spec", "nodeSelector"))); }},
     {"Age", 0, "string", age_cell},
     {"Containers", 1, "string", containers_cell},
     {"Images", 1, "string", images_cell},
     {"Selector", 1, "string", selector_cell}}};
constexpr std::array<PrintedColumn, 5> kStatefulSet{
    {{"Name", 0, "string", name_cell},
     {"Ready", 0, "string", [](const Json& o, Instant) { return Json(ready_text(o)); }},
     {"Age", 0, "string", age_cell},
     {"Containers", 1, "string", containers_cell},
     {"Images", 1, "string", images_cell}}};

// ---- Job ----
std::string job_status(const Json& object) {
  for (const Json& each : at(object, "status", "conditions"))
    if (const std::string_view type = text(member(each, "type"));
        (type == "Complete" || type == "Failed") && text(member(each, "status")) == "True")
      return std::string(type);
  if (!at(object, "metadata", "deletionTimestamp").is_null()) return "Terminating";
  return at(object, "spec", "suspend") == true ? "Suspended" : "Running";
}

std::string job_completions(const Json& object) {
  const std::int64_t succeeded = number(at(object, "status", "succeeded"));
  if (const Json& wanted = at(object, "spec", "completions"); wanted.is_number_integer())
    return fmt::format("{}/{}", succeeded, number(wanted));
  const std::int64_t parallel = number(at(object, "spec", "parallelism"));
  return parallel > 1 ? fmt::format("{}/1 of {}", succeeded, parallel) : fmt::format("{}/1", succeeded);
}

std::string job_duration(const Json& object, Instant now) {
  const Json& start = at(object, "status", "startTime");
  if (!start.is_string()) return "";
  const auto end = sim::parse_rfc3339(text(at(object, "status", "completionTime")));
  return age_text(start, end.value_or(now));
}

constexpr std::array<PrintedColumn, 8> kJob{
    {{"Name", 0, "string", name_cell},
     {"Status", 0, "string", [](const Json& o, Instant) { return Json(job_status(o)); }},
     {"Completions", 0, "string", [](const Json& o, Instant) { return Json(job_completions(o)); }},
     {"Duration", 0, "string", [](const Json& o, Instant now) { return Json(job_duration(o, now)); }},
     {"Age", 0, "string", age_cell},
     {"Containers", 1, "string", containers_cell},
     {"Images", 1, "string", images_cell},
     {"Selector", 1, "string", selector_cell}}};

// ---- Ingress ----
std::string hosts_text(const Json& object) {
  std::vector<std::string> hosts;
  for (const Json& rule : at(object, "spec", "rules"))
    if (const std::string_view host = text(member(rule, "host")); !host.empty()) hosts.emplace_back(host);
  return hosts.empty() ? "*" : shortened(hosts, "*");
}

std::string ingress_address(const Json& object) {
  std::vector<std::string> addresses;
  for (const Json& entry : at(object, "status", "loadBalancer", "ingress")) {
    const std::string_view ip = text(member(entry, "ip"));
    addresses.emplace_back(ip.empty() ? text(member(entry, "hostname")) : ip);
  }
  return joined(addresses, "");
}

constexpr std::array<PrintedColumn, 6> kIngress{
    {{"Name", 0, "string", name_cell},
     {"Class", 0, "string",
      [](const Json& o, Instant) { return or_else(text(at(o, "spec", "ingressClassName")), kNone); }},
     {"Hosts", 0, "string", [](const Json& o, Instant) { return Json(hosts_text(o)); }},
     {"Address", 0, "string", [](const Json& o, Instant) { return Json(ingress_address(o)); }},
     {"Ports", 0, "string",
      [](const Json& o, Instant) { return Json(at(o, "spec", "tls").empty() ? "80" : "80, 443"); }},
     {"Age", 0, "string", age_cell}}};
std::string parameters_text(const Json& object) {
  const Json& parameters = at(object, "spec", "parameters");
  if (parameters.is_null()) return std::string(kNone);
  const std::string_view group = text(member(parameters, "apiGroup"));
  const std::string_view kind = text(member(parameters, "kind"));
  const std::string type = group.empty() ? std::string(kind) : fmt::format("{}.{}", kind, group);
  return fmt::format("{}/{}", type, text(member(parameters, "name")));
}
constexpr std::array<PrintedColumn, 4> kIngressClass{
    {{"Name", 0, "string", name_cell},
     {"Controller", 0, "string", [](const Json& o, Instant) { return at(o, "spec", "controller"); }},
     {"Parameters", 0, "string", [](const Json& o, Instant) { return Json(parameters_text(o)); }},
     {"Age", 0, "string", age_cell}}};

// ---- administration ----
std::string subjects_text(const Json& object, std::string_view kind) {
  std::vector<std::string> names;
  for (const Json& subject : member(object, "subjects")) {
    if (text(member(subject, "kind")) != kind) continue;
    const std::string_view name = text(member(subject, "name"));
    names.push_back(kind == "ServiceAccount" ? fmt::format("{}/{}", text(member(subject, "namespace")), name)
                                             : std::string(name));
  }
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

constexpr std::array<PrintedColumn, 2> kRole{
    {{"Name", 0, "string", name_cell},
     {"Created At", 0, "date", [](const Json& o, Instant) { return at(o, "metadata", "creationTimestamp"); }}}};
constexpr std::array<PrintedColumn, 6> kRoleBinding{
    {{"Name", 0, "string", name_cell},
     {"Role", 0, "string",
      [](const Json& o, Instant) {
        const Json& role = member(o, "roleRef");
        return Json(fmt::format("{}/{}", text(member(role, "kind")), text(member(role, "name"))));
      }},
     {"Age", 0, "string", age_cell},
     {"Users", 1, "string", [](const Json& o, Instant) { return Json(subjects_text(o, "User")); }},
     {"Groups", 1, "string", [](const Json& o, Instant) { return Json(subjects_text(o, "Group")); }},
     {"ServiceAccounts", 1, "string",
      [](const Json& o, Instant) { return Json(subjects_text(o, "ServiceAccount")); }}}};
constexpr std::array<PrintedColumn, 5> kPriorityClass{
    {{"Name", 0, "string", name_cell},
     {"Value", 0, "integer", [](const Json& o, Instant) { return Json(number(member(o, "value"))); }},
     {"Global-Default", 0, "boolean", [](const Json& o, Instant) { return Json(member(o, "globalDefault") == true); }},
     {"Age", 0, "string", age_cell},
     {"PreemptionPolicy", 0, "string", [](const Json& o, Instant) { return member(o, "preemptionPolicy"); }}}};
constexpr std::array<PrintedColumn, 3> kWebhooks{
    {{"Name", 0, "string", name_cell},
     {"Webhooks", 0, "integer", [](const Json& o, Instant) { return Json(member(o, "webhooks").size()); }},
     {"Age", 0, "string", age_cell}}};
constexpr std::array<PrintedColumn, 4> kPolicy{
    {{"Name", 0, "string", name_cell},
     {"Validations", 0, "integer", [](const Json& o, Instant) { return Json(at(o, "spec", "validations").size()); }},
     {"ParamKind", 0, "string",
      [](const Json& o, Instant) {
        const Json& kind = at(o, "spec", "paramKind");
        return kind.is_null()
                   ? Json("<unset>")
                   : Json(fmt::format("{}/{}", text(member(kind, "apiVersion")), text(member(kind, "kind"))));
      }},
     {"Age", 0, "string", age_cell}}};
constexpr std::array<PrintedColumn, 4> kPolicyBinding{
    {{"Name", 0, "string", name_cell},
     {"PolicyName", 0, "string", [](const Json& o, Instant) { return at(o, "spec", "policyName"); }},
     {"ParamRef", 0, "string",
      [](const Json& o, Instant) {
        const Json& parameters = at(o, "spec", "paramRef");
        if (parameters.is_null()) return Json("<unset>");
        const std::string_view name = text(member(parameters, "name"));
        const std::string_view space = text(member(parameters, "namespace"));
        return Json(name.empty() ? selector_text(member(parameters, "selector"))
                                 : fmt::format("{}{}{}", space, space.empty() ? "" : "/", name));
      }},
     {"Age", 0, "string", age_cell}}};

constexpr std::string_view kAccessGroup = "rbac.authorization.k8s.io";
constexpr std::string_view kAdmissionGroup = "admissionregistration.k8s.io";
constexpr std::array<Printer, 16> kInstalled{{{"apps", "Deployment", kDeployment},
                                              {"apps", "ReplicaSet", kReplicaSet},
                                              {"apps", "DaemonSet", kDaemonSet},
                                              {"apps", "StatefulSet", kStatefulSet},
                                              {"batch", "Job", kJob},
                                              {"networking.k8s.io", "Ingress", kIngress},
                                              {"networking.k8s.io", "IngressClass", kIngressClass},
                                              {kAccessGroup, "Role", kRole},
                                              {kAccessGroup, "ClusterRole", kRole},
                                              {kAccessGroup, "RoleBinding", kRoleBinding},
                                              {kAccessGroup, "ClusterRoleBinding", kRoleBinding},
                                              {"scheduling.k8s.io", "PriorityClass", kPriorityClass},
                                              {kAdmissionGroup, "ValidatingWebhookConfiguration", kWebhooks},
                                              {kAdmissionGroup, "MutatingWebhookConfiguration", kWebhooks},
                                              {kAdmissionGroup, "ValidatingAdmissionPolicy", kPolicy},
                                              {kAdmissionGroup, "ValidatingAdmissionPolicyBinding", kPolicyBinding}}};

}  // namespace
}  // namespace printing

std::span<const Printer> installed_printers() { return printing::kInstalled; }

}  // namespace nlbsim::fake_apiserver
