#include "fake_apiserver/strategy/built_in.h"

#include <fmt/format.h>

#include <utility>

namespace nlbsim::fake_apiserver {

using kube::Json;

std::string cannot_unmarshal(const Json& value, std::string_view field, std::string_view type) {
  return fmt::format("json: cannot unmarshal {} into Go struct field {} of type {}",
                     value.is_number() ? "number" : value.type_name(), field, type);
}

std::string parts_type_error(const Target& target, const Json& document) {
  const std::string_view kind = target.kind.resource.kind;
  for (const std::string_view part : {"spec", "status"})
    if (const Json& value = api::member(document, part); !value.is_null() && !value.is_object())
      return cannot_unmarshal(value, fmt::format("{}.{}", kind, part),
                              fmt::format("v1.{}{}", kind, part == "spec" ? "Spec" : "Status"));
  return "";
}

void default_member(Json::Place object, std::string_view key, Json value) {
  if (api::member(object, key).is_null()) object[key] = std::move(value);
}

}  // namespace nlbsim::fake_apiserver
