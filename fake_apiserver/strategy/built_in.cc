#include "fake_apiserver/strategy/built_in.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <utility>

#include "fake_apiserver/types/codec.h"

namespace nlbsim::fake_apiserver {

using kube::Json;

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

void check_not_negative(const Json& spec, std::string_view field, Findings& findings) {
  const Json& value = api::member(spec, field);
  if (value.is_number_integer() && value.get<std::int64_t>() < 0)
    findings.causes.push_back(
        invalid_value(fmt::format("spec.{}", field),
                      fmt::format("Invalid value: {}: must be greater than or equal to 0", value.get<std::int64_t>())));
}

void change_items(Json& object, std::string_view list, const std::function<void(Json&)>& change) {
  if (!api::member(object, list).is_array()) return;
  object.update_at(list, [&](Json& items) {
    items.update_each([&](Json& item) {
      if (item.is_object()) change(item);
    });
  });
}

void change_member(Json& object, std::string_view key, const std::function<void(Json&)>& change) {
  if (api::member(object, key).is_object()) object.update_at(key, change);
}

bool is_ipv4(std::string_view text) {
  in_addr parsed{};
  return inet_pton(AF_INET, std::string(text).c_str(), &parsed) == 1;
}

bool is_ipv6(std::string_view text) {
  in6_addr parsed{};
  return inet_pton(AF_INET6, std::string(text).c_str(), &parsed) == 1;
}

}  // namespace nlbsim::fake_apiserver
