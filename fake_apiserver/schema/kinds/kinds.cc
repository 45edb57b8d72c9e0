#include "fake_apiserver/schema/kinds/kinds.h"

#include <array>
#include <cassert>
#include <utility>

namespace nlbsim::fake_apiserver::kinds {
namespace {

// What many schemas have in common, by the name that stands for it in them.
constexpr std::array<std::pair<std::string_view, std::string_view>, 11> kShared{{
    {"$group", R"({"type": "string", "maxLength": 253,
      "pattern": "^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"})"},
    {"$gatewayGroup", R"({"type": "string", "default": "gateway.networking.k8s.io", "maxLength": 253,
      "pattern": "^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"})"},
    {"$kind", R"({"type": "string", "minLength": 1, "maxLength": 63,
      "pattern": "^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$"})"},
    {"$namespace", R"({"type": "string", "minLength": 1, "maxLength": 63,
      "pattern": "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"})"},
    {"$sectionName", R"({"type": "string", "minLength": 1, "maxLength": 253,
      "pattern": "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"})"},
    {"$labelSelector", R"({"type": "object", "properties": {
      "matchLabels": {"type": "object", "additionalProperties": {"type": "string"}},
      "matchExpressions": {"type": "array", "items": {"type": "object", "required": ["key", "operator"], "properties": {
        "key": {"type": "string"}, "operator": {"type": "string"},
        "values": {"type": "array", "items": {"type": "string"}}}}}}})"},
    {"$secretReference", R"({"type": "object", "required": ["name"], "properties": {
      "group": {"type": "string", "default": "", "maxLength": 253,
        "pattern": "^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"},
      "kind": {"type": "string", "default": "Secret", "minLength": 1, "maxLength": 63,
        "pattern": "^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$"},
      "name": {"type": "string", "minLength": 1, "maxLength": 253},
      "namespace": {"type": "string", "minLength": 1, "maxLength": 63, "pattern": "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"}}})"},
    {"$conditions", R"({"type": "array", "maxItems": 8, "x-kubernetes-list-map-keys": ["type"],
      "items": "$condition"})"},
    {"$routeConditions", R"({"type": "array", "minItems": 1, "maxItems": 8, "x-kubernetes-list-map-keys": ["type"],
      "items": "$condition"})"},
    {"$condition", R"({
      "type": "object", "required": ["lastTransitionTime", "message", "reason", "status", "type"], "properties": {
        "type": {"type": "string", "maxLength": 316,
          "pattern": "^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$"},
        "status": {"type": "string", "enum": ["True", "False", "Unknown"]},
        "reason": {"type": "string", "minLength": 1, "maxLength": 1024,
          "pattern": "^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$"},
        "message": {"type": "string", "maxLength": 32768},
        "lastTransitionTime": {"type": "string", "format": "date-time"},
        "observedGeneration": {"type": "integer", "minimum": 0}}})"},
    {"$addressType",
     R"("^Hostname|IPAddress|NamedAddress|[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\/[A-Za-z0-9\\/\\-._~%!$&'()*+,;=:]+$")"},
}};

void replace_all(std::string& text, const std::string& mark, std::string_view by) {
  for (auto at = text.find(mark); at != text.npos; at = text.find(mark, at + by.size()))
    text.replace(at, mark.size(), by);
}

}  // namespace

std::string expand(std::string_view source) {
  std::string out(source);
  for (const auto& [name, text] : kShared) {
    std::string mark("\"");
    mark.append(name).append("\"");
    replace_all(out, mark, text);
  }
  return out;
}

std::shared_ptr<const Schema> compile_source(std::string_view source) {
  const auto parsed = api::parse_json(expand(source));
  assert(parsed);
  // Worlds on several threads take their defaults from it.
  auto compiled = Schema::compile(api::freeze(*parsed));
  assert(compiled);
  return *std::move(compiled);
}

}  // namespace nlbsim::fake_apiserver::kinds
