#include "fake_apiserver/strategy/unknown_fields.h"

#include <fmt/format.h>

#include "fake_apiserver/strategy/metadata.h"
#include "fake_apiserver/types/built_in_types.h"
#include "fake_apiserver/types/codec.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::Json;

// What `kept`, a pruned copy of `sent`, has lost.
void collect_lost(const Json& sent, const Json& kept, const std::string& path, std::vector<std::string>& lost) {
  if (sent.is_array() && kept.is_array()) {
    for (std::size_t i = 0; i < sent.size() && i < kept.size(); ++i)
      collect_lost(sent[i], kept[i], fmt::format("{}[{}]", path, i), lost);
  } else if (sent.is_object() && kept.is_object()) {
    for (const auto& [name, value] : sent.get_ref<const Json::object_t&>()) {
      const std::string field = fmt::format("{}.{}", path, name);
      if (kept.contains(name)) collect_lost(value, api::member(kept, name), field, lost);
      else lost.push_back(field);
    }
  }
}

}  // namespace

std::vector<std::string> unknown_fields(const Kind& kind, std::string_view version, const Json& body) {
  std::vector<std::string> lost;
  if (!body.is_object()) return lost;
  collect_unknown_metadata(api::member(body, "metadata"), lost);
  if (!kind.custom) {
    if (const StructType* type = built_in_type(kind.resource.group, kind.resource.kind))
      collect_unknown(*type, body, lost);
    return lost;
  }
  const auto& schema = kind.version(version).schema;
  if (!schema) return lost;
  if (const auto kept = schema->get().pruned(body))
    for (const auto& [name, value] : body.items()) {
      if (kept->contains(name)) collect_lost(value, api::member(*kept, name), name.str(), lost);
      else lost.push_back(name.str());
    }
  return lost;
}

}  // namespace nlbsim::fake_apiserver
