#include "fake_apiserver/http/negotiation.h"

#include <string>

#include "fake_apiserver/errors.h"

namespace nlbsim::fake_apiserver {
namespace {

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// The text up to the separator; removes both from `rest`.
std::string_view next(std::string_view& rest, char separator) {
  const auto at = rest.find(separator);
  const std::string_view part = trim(rest.substr(0, at));
  rest = at == rest.npos ? std::string_view() : rest.substr(at + 1);
  return part;
}

std::optional<Form> form_of(std::string_view media_range) {
  const std::string_view type = next(media_range, ';');
  if (type == "application/yaml") return Form::yaml;
  if (type != "application/json" && type != "application/*" && type != "*/*") return std::nullopt;
  std::string_view as;
  std::string_view version = "v1";
  while (!media_range.empty()) {
    const std::string_view parameter = next(media_range, ';');
    if (parameter.starts_with("as=")) as = parameter.substr(3);
    if (parameter.starts_with("v=")) version = parameter.substr(2);
  }
  if (as.empty()) return Form::object;
  if (as == "Table" && version == "v1") return Form::table;
  if (as == "PartialObjectMetadata" && version == "v1") return Form::partial;
  if (as == "PartialObjectMetadataList" && version == "v1") return Form::partial_list;
  return std::nullopt;  // aggregated discovery and older tables: the client names a fallback
}

}  // namespace

std::optional<Form> negotiate(std::string_view accept, std::optional<Form> except) {
  if (trim(accept).empty()) return Form::object;
  while (!accept.empty())
    if (const auto form = form_of(next(accept, ',')); form && form != except) return form;
  return std::nullopt;
}

DiscoveryForm negotiate_discovery(std::string_view accept) {
  if (trim(accept).empty()) return DiscoveryForm::plain;
  while (!accept.empty()) {
    std::string_view range = next(accept, ',');
    const std::string_view type = next(range, ';');
    if (type == "application/yaml") return DiscoveryForm::plain;
    if (type != "application/json" && type != "application/*" && type != "*/*") continue;
    std::string_view group;
    std::string_view version;
    std::string_view as;
    while (!range.empty()) {
      const std::string_view parameter = next(range, ';');
      if (parameter.starts_with("g=")) group = parameter.substr(2);
      if (parameter.starts_with("v=")) version = parameter.substr(2);
      if (parameter.starts_with("as=")) as = parameter.substr(3);
    }
    if (as.empty()) return DiscoveryForm::plain;
    if (as == "APIGroupDiscoveryList" && group == "apidiscovery.k8s.io" && version == "v2")
      return DiscoveryForm::aggregated;
  }
  return DiscoveryForm::none;
}

sim::Error not_acceptable() {
  return status_error("NotAcceptable", 406,
                      "only the following media types are accepted: application/json, application/yaml, "
                      "application/vnd.kubernetes.protobuf");
}

std::optional<kube::PatchType> patch_type(std::string_view content_type) {
  const std::string_view type = next(content_type, ';');
  if (type == "application/merge-patch+json") return kube::PatchType::merge;
  if (type == "application/strategic-merge-patch+json") return kube::PatchType::strategic;
  if (type == "application/json-patch+json") return kube::PatchType::json;
  if (type == "application/apply-patch+yaml") return kube::PatchType::apply;
  return std::nullopt;
}

bool is_yaml(std::string_view content_type) { return next(content_type, ';') == "application/yaml"; }

bool is_json(std::string_view content_type) {
  const std::string_view type = next(content_type, ';');
  return type.empty() || type == "application/json";
}

}  // namespace nlbsim::fake_apiserver
