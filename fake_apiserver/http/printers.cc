#include "fake_apiserver/http/printers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "fake_apiserver/http/installed_printers.h"
#include "fake_apiserver/http/printer_cells.h"
#include "fake_apiserver/http/table.h"

namespace nlbsim::fake_apiserver {
namespace printing {
namespace {

using api::at;
using api::Json;
using api::member;
using api::text;
using sim::Instant;

// ---- Service ----
std::string cluster_ip(const Json& object) {
  const Json& addresses = at(object, "spec", "clusterIPs");
  if (addresses.is_array() && !addresses.empty()) return std::string(text(addresses[0]));
  const std::string_view address = text(at(object, "spec", "clusterIP"));
  return std::string(address.empty() ? kNone : address);
}

std::string external_ip(const Json& object) {
  const std::string_view type = text(at(object, "spec", "type"));
  if (type == "ExternalName") return std::string(text(at(object, "spec", "externalName")));
  std::vector<std::string> addresses;
  if (type == "LoadBalancer")
    for (const Json& ingress : at(object, "status", "loadBalancer", "ingress")) {
      const std::string_view ip = text(member(ingress, "ip"));
      addresses.emplace_back(ip.empty() ? text(member(ingress, "hostname")) : ip);
    }
  for (const Json& address : at(object, "spec", "externalIPs")) addresses.emplace_back(text(address));
  return joined(addresses, type == "LoadBalancer" ? "<pending>" : kNone);
}

std::string service_ports(const Json& object) {
  std::vector<std::string> ports;
  for (const Json& port : at(object, "spec", "ports")) {
    const std::int64_t node_port = number(member(port, "nodePort"));
    const std::string shown = node_port == 0 ? "" : fmt::format(":{}", node_port);
    ports.push_back(fmt::format("{}{}/{}", number(member(port, "port")), shown, text(member(port, "protocol"))));
  }
  return joined(ports, kNone);
}

constexpr std::array<PrintedColumn, 7> kService{
    {{"Name", 0, "string", name_cell},
     {"Type", 0, "string", [](const Json& o, Instant) { return at(o, "spec", "type"); }},
     {"Cluster-IP", 0, "string", [](const Json& o, Instant) { return Json(cluster_ip(o)); }},
     {"External-IP", 0, "string", [](const Json& o, Instant) { return Json(external_ip(o)); }},
     {"Port(s)", 0, "string", [](const Json& o, Instant) { return Json(service_ports(o)); }},
     {"Age", 0, "string", age_cell},
     {"Selector", 1, "string", [](const Json& o, Instant) { return Json(labels_text(at(o, "spec", "selector"))); }}}};

// ---- Node ----
std::string node_status(const Json& object) {
  std::string out = "Unknown";
  for (const Json& condition : at(object, "status", "conditions"))
    if (text(member(condition, "type")) == "Ready")
      out = text(member(condition, "status")) == "True" ? "Ready" : "NotReady";
  if (at(object, "spec", "unschedulable") == true) out += ",SchedulingDisabled";
  return out;
}

std::string node_roles(const Json& object) {
  constexpr std::string_view kPrefix = "node-role.kubernetes.io/";
  std::vector<std::string> roles;
  const Json& labels = at(object, "metadata", "labels");
  if (labels.is_object())
    for (const auto& [key, value] : labels.items()) {
      const std::string_view label = key.view();
      if (label.starts_with(kPrefix) && label.size() > kPrefix.size()) roles.emplace_back(label.substr(kPrefix.size()));
      else if (label == "kubernetes.io/role" && !text(value).empty()) roles.emplace_back(text(value));
    }
  std::ranges::sort(roles);
  return joined(roles, kNone);
}

Json node_address(const Json& object, std::string_view type) {
  for (const Json& address : at(object, "status", "addresses"))
    if (text(member(address, "type")) == type) return member(address, "address");
  return std::string(kNone);
}

Json node_info(const Json& object, std::string_view key, std::string_view otherwise) {
  return or_else(text(member(at(object, "status", "nodeInfo"), key)), otherwise);
}

constexpr std::array<PrintedColumn, 10> kNode{
    {{"Name", 0, "string", name_cell},
     {"Status", 0, "string", [](const Json& o, Instant) { return Json(node_status(o)); }},
     {"Roles", 0, "string", [](const Json& o, Instant) { return Json(node_roles(o)); }},
     {"Age", 0, "string", age_cell},
     {"Version", 0, "string", [](const Json& o, Instant) { return node_info(o, "kubeletVersion", ""); }},
     {"Internal-IP", 1, "string", [](const Json& o, Instant) { return node_address(o, "InternalIP"); }},
     {"External-IP", 1, "string", [](const Json& o, Instant) { return node_address(o, "ExternalIP"); }},
     {"OS-Image", 1, "string", [](const Json& o, Instant) { return node_info(o, "osImage", kUnknown); }},
     {"Kernel-Version", 1, "string", [](const Json& o, Instant) { return node_info(o, "kernelVersion", kUnknown); }},
     {"Container-Runtime", 1, "string",
      [](const Json& o, Instant) { return node_info(o, "containerRuntimeVersion", kUnknown); }}}};

// ---- Pod ----
std::string pod_ready(const Json& object) {
  std::size_t ready = 0;
  for (const Json& status : at(object, "status", "containerStatuses"))
    if (member(status, "ready") == true) ++ready;
  return fmt::format("{}/{}", ready, at(object, "spec", "containers").size());
}

std::string pod_status(const Json& object) {
  const std::string_view reason = text(at(object, "status", "reason"));
  std::string out(reason.empty() ? text(at(object, "status", "phase")) : reason);
  for (const Json& status : at(object, "status", "containerStatuses"))
    for (const char* state : {"waiting", "terminated"})
      if (const std::string_view why = text(at(status, "state", state, "reason")); !why.empty()) out = why;
  if (!at(object, "metadata", "deletionTimestamp").is_null()) return reason == "NodeLost" ? "Unknown" : "Terminating";
  return out;
}

std::string pod_restarts(const Json& object) {
  std::int64_t restarts = 0;
  for (const Json& status : at(object, "status", "containerStatuses"))
    restarts += number(member(status, "restartCount"));
  return std::to_string(restarts);
}

std::string pod_ip(const Json& object) {
  const Json& addresses = at(object, "status", "podIPs");
  if (addresses.is_array() && !addresses.empty()) return std::string(text(member(addresses[0], "ip")));
  const std::string_view address = text(at(object, "status", "podIP"));
  return std::string(address.empty() ? kNone : address);
}

std::string readiness_gates(const Json& object) {
  const Json& gates = at(object, "spec", "readinessGates");
  if (gates.empty()) return std::string(kNone);
  std::size_t met = 0;
  for (const Json& gate : gates)
    for (const Json& condition : at(object, "status", "conditions"))
      if (member(condition, "type") == member(gate, "conditionType") && text(member(condition, "status")) == "True")
        ++met;
  return fmt::format("{}/{}", met, gates.size());
}

constexpr std::array<PrintedColumn, 9> kPod{
    {{"Name", 0, "string", name_cell},
     {"Ready", 0, "string", [](const Json& o, Instant) { return Json(pod_ready(o)); }},
     {"Status", 0, "string", [](const Json& o, Instant) { return Json(pod_status(o)); }},
     {"Restarts", 0, "string", [](const Json& o, Instant) { return Json(pod_restarts(o)); }},
     {"Age", 0, "string", age_cell},
     {"IP", 1, "string", [](const Json& o, Instant) { return Json(pod_ip(o)); }},
     {"Node", 1, "string", [](const Json& o, Instant) { return or_else(text(at(o, "spec", "nodeName")), kNone); }},
     {"Nominated Node", 1, "string",
      [](const Json& o, Instant) { return or_else(text(at(o, "status", "nominatedNodeName")), kNone); }},
     {"Readiness Gates", 1, "string", [](const Json& o, Instant) { return Json(readiness_gates(o)); }}}};

// ---- Event ----
Json event_time(const Json& object, std::string_view key, Instant now) {
  const Json& time = member(object, key);
  if (time.is_string()) return Json(age_text(time, now));
  const Json& once = member(object, "eventTime");
  return once.is_string() ? Json(age_text(once, now)) : Json(std::string(kUnknown));
}

std::string event_object(const Json& object) {
  const Json& about = member(object, "involvedObject");
  return fmt::format("{}/{}", lower(text(member(about, "kind"))), text(member(about, "name")));
}

std::string event_source(const Json& object) {
  std::string_view component = text(at(object, "source", "component"));
  if (component.empty()) component = text(member(object, "reportingComponent"));
  std::string_view host = text(at(object, "source", "host"));
  if (host.empty()) host = text(member(object, "reportingInstance"));
  return host.empty() ? std::string(component) : fmt::format("{}, {}", component, host);
}

constexpr std::array<PrintedColumn, 10> kEvent{
    {{"Last Seen", 0, "string", [](const Json& o, Instant now) { return event_time(o, "lastTimestamp", now); }},
     {"Type", 0, "string", [](const Json& o, Instant) { return Json(std::string(text(member(o, "type")))); }},
     {"Reason", 0, "string", [](const Json& o, Instant) { return Json(std::string(text(member(o, "reason")))); }},
     {"Object", 0, "string", [](const Json& o, Instant) { return Json(event_object(o)); }},
     {"Subobject", 1, "string",
      [](const Json& o, Instant) { return Json(std::string(text(at(o, "involvedObject", "fieldPath")))); }},
     {"Source", 1, "string", [](const Json& o, Instant) { return Json(event_source(o)); }},
     {"Message", 0, "string", [](const Json& o, Instant) { return Json(std::string(text(member(o, "message")))); }},
     {"First Seen", 1, "string", [](const Json& o, Instant now) { return event_time(o, "firstTimestamp", now); }},
     {"Count", 1, "string",
      [](const Json& o, Instant) { return Json(std::max<std::int64_t>(number(member(o, "count")), 1)); }},
     {"Name", 1, "string", name_cell}}};

// ---- slices and endpoints ----
std::string slice_ports(const Json& object) {
  std::vector<std::string> ports;
  for (const Json& port : member(object, "ports")) {
    const Json& value = member(port, "port");
    ports.push_back(value.is_number_integer() ? std::to_string(number(value))
                                              : std::string(text(member(port, "name"))));
  }
  return shortened(ports, "<unset>");
}

std::string slice_endpoints(const Json& object) {
  std::vector<std::string> addresses;
  for (const Json& endpoint : member(object, "endpoints"))
    for (const Json& address : member(endpoint, "addresses")) addresses.emplace_back(text(address));
  return shortened(addresses, "<unset>");
}

std::string endpoints_text(const Json& object) {
  std::vector<std::string> out;
  for (const Json& subset : member(object, "subsets")) {
    const Json& ports = member(subset, "ports");
    for (const Json& address : member(subset, "addresses")) {
      const std::string ip(text(member(address, "ip")));
      if (ports.empty()) out.push_back(ip);
      for (const Json& port : ports) out.push_back(fmt::format("{}:{}", ip, number(member(port, "port"))));
    }
  }
  return shortened(out, kNone);
}

constexpr std::array<PrintedColumn, 5> kEndpointSlice{
    {{"Name", 0, "string", name_cell},
     {"AddressType", 0, "string", [](const Json& o, Instant) { return member(o, "addressType"); }},
     {"Ports", 0, "string", [](const Json& o, Instant) { return Json(slice_ports(o)); }},
     {"Endpoints", 0, "string", [](const Json& o, Instant) { return Json(slice_endpoints(o)); }},
     {"Age", 0, "string", age_cell}}};
constexpr std::array<PrintedColumn, 3> kEndpoints{
    {{"Name", 0, "string", name_cell},
     {"Endpoints", 0, "string", [](const Json& o, Instant) { return Json(endpoints_text(o)); }},
     {"Age", 0, "string", age_cell}}};

// ---- the small ones ----
constexpr std::array<PrintedColumn, 3> kNamespace{
    {{"Name", 0, "string", name_cell},
     {"Status", 0, "string", [](const Json& o, Instant) { return at(o, "status", "phase"); }},
     {"Age", 0, "string", age_cell}}};
constexpr std::array<PrintedColumn, 3> kConfigMap{
    {{"Name", 0, "string", name_cell},
     {"Data", 0, "string",
      [](const Json& o, Instant) { return Json(member(o, "data").size() + member(o, "binaryData").size()); }},
     {"Age", 0, "string", age_cell}}};
constexpr std::array<PrintedColumn, 4> kSecret{
    {{"Name", 0, "string", name_cell},
     {"Type", 0, "string", [](const Json& o, Instant) { return member(o, "type"); }},
     {"Data", 0, "string", [](const Json& o, Instant) { return Json(member(o, "data").size()); }},
     {"Age", 0, "string", age_cell}}};
constexpr std::array<PrintedColumn, 3> kServiceAccount{
    {{"Name", 0, "string", name_cell},
     {"Secrets", 0, "string", [](const Json& o, Instant) { return Json(member(o, "secrets").size()); }},
     {"Age", 0, "string", age_cell}}};
constexpr std::array<PrintedColumn, 3> kLease{
    {{"Name", 0, "string", name_cell},
     {"Holder", 0, "string",
      [](const Json& o, Instant) { return Json(std::string(text(at(o, "spec", "holderIdentity")))); }},
     {"Age", 0, "string", age_cell}}};
constexpr std::array<PrintedColumn, 2> kDefinition{
    {{"Name", 0, "string", name_cell},
     {"Created At", 0, "date", [](const Json& o, Instant) { return at(o, "metadata", "creationTimestamp"); }}}};

constexpr std::array<Printer, 12> kPrinters{{{"", "Service", kService},
                                             {"", "Node", kNode},
                                             {"", "Pod", kPod},
                                             {"", "Event", kEvent},
                                             {"", "Namespace", kNamespace},
                                             {"", "ConfigMap", kConfigMap},
                                             {"", "Secret", kSecret},
                                             {"", "ServiceAccount", kServiceAccount},
                                             {"", "Endpoints", kEndpoints},
                                             {"discovery.k8s.io", "EndpointSlice", kEndpointSlice},
                                             {"coordination.k8s.io", "Lease", kLease},
                                             {"apiextensions.k8s.io", "CustomResourceDefinition", kDefinition}}};

}  // namespace
}  // namespace printing

std::span<const PrintedColumn> printed_columns(std::string_view group, std::string_view kind) {
  for (const std::span<const Printer> printers : {std::span<const Printer>(printing::kPrinters), installed_printers()})
    for (const Printer& printer : printers)
      if (printer.kind == kind && printer.group == group) return printer.columns;
  return {};
}

std::string age_text(const Json& timestamp, sim::Instant now) {
  const auto then = sim::parse_rfc3339(text(timestamp));
  return then ? human_duration(now - *then) : std::string(printing::kUnknown);
}

}  // namespace nlbsim::fake_apiserver
