#include "fake_apiserver/http/table.h"

#include <fmt/format.h>

#include "fake_apiserver/http/printers.h"

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

Json definition(std::string_view name, std::string_view type, int priority) {
  const std::string_view format = name == "Name" ? "name" : "";
  return {{"name", name}, {"type", type}, {"format", format}, {"description", ""}, {"priority", priority}};
}

Json definition(const Column& column) {
  return {{"name", column.name},
          {"type", column.type},
          {"format", column.format},
          {"description", column.description},
          {"priority", column.priority}};
}

Json definitions(const Kind& kind, const KindVersion& version) {
  Json out = Json::array();
  const auto printed = printed_columns(kind.resource.group, kind.resource.kind);
  for (const PrintedColumn& column : printed) out.push_back(definition(column.name, column.type, column.priority));
  if (!printed.empty()) return out;
  out.push_back(definition("Name", "string", 0));
  for (const Column& column : version.columns) out.push_back(definition(column));
  return out;
}

Json cells(const Kind& kind, const KindVersion& version, const kube::Object& object, sim::Instant now) {
  Json out = Json::array();
  const auto printed = printed_columns(kind.resource.group, kind.resource.kind);
  for (const PrintedColumn& column : printed) out.push_back(column.cell(object.document(), now));
  if (!printed.empty()) return out;
  out.push_back(object.meta().name);
  for (const Column& column : version.columns) {
    Json cell = cell_of(column, object.document());
    if (column.type == "date") cell = age_text(cell, now);
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
