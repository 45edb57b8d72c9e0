#include "fake_apiserver/http/scale.h"

#include <fmt/format.h>

#include <ranges>
#include <string>
#include <utility>

#include "fake_apiserver/errors.h"
#include "fake_apiserver/http/printer_cells.h"

namespace nlbsim::fake_apiserver {

using api::at;
using api::Json;
using api::member;

namespace {

std::int64_t number_at(const std::optional<JsonPath>& path, const Json& document) {
  if (!path) return 0;
  const Json& value = path->first(document);
  return value.is_number_integer() ? value.get<std::int64_t>() : 0;
}

}  // namespace

Json scale_of(const Kind& kind, std::string_view version_name, const kube::Object& object) {
  const KindVersion& version = kind.version(version_name);
  const Json& own = member(object.document(), "metadata");
  Json metadata = Json::object();
  for (const char* key : {"name", "namespace", "uid", "resourceVersion", "creationTimestamp"})
    if (const Json& value = member(own, key); !value.is_null()) metadata[key] = value;
  Json status{{"replicas", number_at(version.status_replicas, object.document())}};
  if (!kind.custom) status["selector"] = printing::selector_text(at(object.document(), "spec", "selector"));
  return {{"kind", "Scale"},
          {"apiVersion", "autoscaling/v1"},
          {"metadata", std::move(metadata)},
          {"spec", {{"replicas", number_at(version.replicas, object.document())}}},
          {"status", std::move(status)}};
}

sim::Result<Json> change_from_scale(const KindVersion& version, const Json& scale) {
  const Json& replicas = at(scale, "spec", "replicas");
  if (!replicas.is_null() && !replicas.is_number_integer())
    return sim::forward(bad_request("the replicas of a Scale must be a whole number"));
  const std::int64_t wanted = replicas.is_null() ? 0 : replicas.get<std::int64_t>();
  if (wanted < 0)
    return sim::forward(invalid(
        "Scale.autoscaling", api::text(at(scale, "metadata", "name")),
        {invalid_value("spec.replicas", fmt::format("Invalid value: {}: should be a non-negative integer", wanted))}));
  Json change(wanted);
  const std::vector<std::string> names = version.replicas->members().value_or(std::vector<std::string>());
  for (const std::string& name : names | std::views::reverse) {
    Json outer = Json::object();
    outer[name] = std::move(change);
    change = std::move(outer);
  }
  if (const Json& revision = at(scale, "metadata", "resourceVersion"); revision.is_string())
    change["metadata"] = Json{{"resourceVersion", revision}};
  return change;
}

}  // namespace nlbsim::fake_apiserver
