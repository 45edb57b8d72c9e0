#include "fake_apiserver/http/table.h"

#include <fmt/format.h>

#include <array>

namespace nlbsim::fake_apiserver {
namespace {

using api::Json;
using api::member;
using api::text;

// A path's cell: its first value, in the type of the column.
Json cell_of(const Column& column, const Json& object) {
  const Json& value = column.path.first(object);
  if (value.is_null() || column.type != "string" || value.is_string()) return value;
  return Json(api::dump_json(value));
}

std::string age(const Json& timestamp, sim::Instant now) {
  const auto at = sim::parse_rfc3339(text(timestamp));
  return at ? human_duration(now - *at) : "<unknown>";
}

std::string service_ports(const Json& object) {
  std::string out;
  const Json& ports = api::at(object, "spec", "ports");
  if (!ports.is_array()) return "<none>";
  for (const Json& port : ports) {
    const Json& node_port = member(port, "nodePort");
    if (!out.empty()) out += ",";
    out += api::dump_json(member(port, "port"));
    if (node_port.is_number_integer() && node_port.get<int>() != 0) out += ":" + api::dump_json(node_port);
    out.append("/").append(text(member(port, "protocol")));
  }
  return out;
}

std::string node_status(const Json& object) {
  std::string out = "Unknown";
  const Json& conditions = api::at(object, "status", "conditions");
  if (conditions.is_array())
    for (const Json& condition : conditions)
      if (text(member(condition, "type")) == "Ready")
        out = text(member(condition, "status")) == "True" ? "Ready" : "NotReady";
  if (api::at(object, "spec", "unschedulable") == true) out += ",SchedulingDisabled";
  return out;
}

std::string event_object(const Json& object) {
  std::string kind(text(api::at(object, "involvedObject", "kind")));
  for (char& c : kind) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return kind.append("/").append(text(api::at(object, "involvedObject", "name")));
}

// Columns that a path cannot say, of built-in kinds.
struct ComputedColumn {
  std::string_view kind;
  std::string_view name;
  std::string_view type;
  Json (*cell)(const Json& object, sim::Instant now);
};
const std::array<ComputedColumn, 14> kComputed{{
    {"Service", "Type", "string", [](const Json& o, sim::Instant) { return api::at(o, "spec", "type"); }},
    {"Service", "Cluster-IP", "string", [](const Json& o, sim::Instant) { return api::at(o, "spec", "clusterIP"); }},
    {"Service", "External-IP", "string", [](const Json&, sim::Instant) { return Json("<none>"); }},
    {"Service", "Port(s)", "string", [](const Json& o, sim::Instant) { return Json(service_ports(o)); }},
    {"Node", "Status", "string", [](const Json& o, sim::Instant) { return Json(node_status(o)); }},
    {"Node", "Roles", "string", [](const Json&, sim::Instant) { return Json("<none>"); }},
    {"Event", "Last Seen", "string",
     [](const Json& o, sim::Instant now) { return Json(age(member(o, "lastTimestamp"), now)); }},
    {"Event", "Type", "string", [](const Json& o, sim::Instant) { return member(o, "type"); }},
    {"Event", "Reason", "string", [](const Json& o, sim::Instant) { return member(o, "reason"); }},
    {"Event", "Object", "string", [](const Json& o, sim::Instant) { return Json(event_object(o)); }},
    {"Event", "Message", "string", [](const Json& o, sim::Instant) { return member(o, "message"); }},
    {"Pod", "Status", "string", [](const Json& o, sim::Instant) { return api::at(o, "status", "phase"); }},
    {"CustomResourceDefinition", "Created At", "date",
     [](const Json& o, sim::Instant) { return api::at(o, "metadata", "creationTimestamp"); }},
    {"ConfigMap", "Data", "integer", [](const Json& o, sim::Instant) { return Json(member(o, "data").size()); }},
}};

Json definition(std::string_view name, std::string_view type) {
  const std::string_view format = name == "Name" ? "name" : "";
  return {{"name", name}, {"type", type}, {"format", format}, {"description", ""}, {"priority", 0}};
}

Json definition(const Column& column) {
  return {{"name", column.name},
          {"type", column.type},
          {"format", column.format},
          {"description", column.description},
          {"priority", column.priority}};
}

// An Event's age stands in its first column.
bool hidden(const Kind& kind, const Column& column) { return kind.resource.kind == "Event" && column.type == "date"; }

Json definitions(const Kind& kind, const KindVersion& version) {
  Json out = Json::array();
  if (kind.resource.kind != "Event") out.push_back(definition("Name", "string"));
  for (const ComputedColumn& column : kComputed)
    if (column.kind == kind.resource.kind) out.push_back(definition(column.name, column.type));
  for (const Column& column : version.columns)
    if (!hidden(kind, column)) out.push_back(definition(column));
  return out;
}

Json cells(const Kind& kind, const KindVersion& version, const kube::Object& object, sim::Instant now) {
  Json out = Json::array();
  if (kind.resource.kind != "Event") out.push_back(object.meta().name);
  for (const ComputedColumn& column : kComputed)
    if (column.kind == kind.resource.kind) out.push_back(column.cell(object.document(), now));
  for (const Column& column : version.columns) {
    if (hidden(kind, column)) continue;
    Json cell = cell_of(column, object.document());
    if (column.type == "date") cell = age(cell, now);
    out.push_back(std::move(cell));
  }
  return out;
}

}  // namespace

std::string human_duration(sim::Duration age) {
  const std::int64_t seconds = age.count() / 1'000'000'000;
  const std::int64_t minutes = seconds / 60;
  const std::int64_t hours = minutes / 60;
  const std::int64_t days = hours / 24;
  const auto two = [](std::int64_t a, char unit_a, std::int64_t b, char unit_b) {
    return b == 0 ? fmt::format("{}{}", a, unit_a) : fmt::format("{}{}{}{}", a, unit_a, b, unit_b);
  };
  if (seconds < 0) return "<invalid>";
  if (seconds < 120) return fmt::format("{}s", seconds);
  if (minutes < 10) return two(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return fmt::format("{}m", minutes);
  if (hours < 8) return two(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return fmt::format("{}h", hours);
  if (days < 8) return two(days, 'd', hours % 24, 'h');
  if (days < 730) return fmt::format("{}d", days);
  if (days < 8 * 365) return two(days / 365, 'y', days % 365, 'd');
  return fmt::format("{}y", days / 365);
}

Json partial_metadata(const kube::Object& object) {
  return {{"kind", "PartialObjectMetadata"},
          {"apiVersion", "meta.k8s.io/v1"},
          {"metadata", member(object.document(), "metadata")}};
}

Json table(const Kind& kind, std::string_view version, std::span<const kube::ObjectRef> objects,
           std::uint64_t resource_version, IncludeObject include, sim::Instant now, bool with_columns) {
  const KindVersion& shown = kind.version(version);
  Json rows = Json::array();
  for (const kube::ObjectRef& object : objects) {
    Json row{{"cells", cells(kind, shown, *object, now)}};
    if (include == IncludeObject::metadata) row["object"] = partial_metadata(*object);
    if (include == IncludeObject::object) row["object"] = object->document();
    if (include == IncludeObject::none) row["object"] = nullptr;
    rows.push_back(std::move(row));
  }
  Json columns = with_columns ? definitions(kind, shown) : Json();
  return {{"kind", "Table"},
          {"apiVersion", "meta.k8s.io/v1"},
          {"metadata", {{"resourceVersion", std::to_string(resource_version)}}},
          {"columnDefinitions", std::move(columns)},
          {"rows", std::move(rows)}};
}

}  // namespace nlbsim::fake_apiserver
