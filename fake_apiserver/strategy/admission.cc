#include "fake_apiserver/strategy/admission.h"

#include <fmt/format.h>

#include <charconv>

#include "fake_apiserver/errors.h"
#include "fake_apiserver/strategy/metadata.h"
#include "fake_apiserver/strategy/strategy.h"

namespace nlbsim::fake_apiserver {

using api::member;
using api::text;
using kube::Json;

namespace {

sim::Error wrong_kind(const Target& target, std::string_view kind, std::string_view name) {
  const kube::Resource resource = target.resource();
  if (!target.kind.custom)
    return bad_request(
        fmt::format("{} in version \"{}\" cannot be handled as a {}", kind, resource.version, resource.kind));
  const std::string what = resource.group.empty() ? std::string(kind) : fmt::format("{}.{}", kind, resource.group);
  return invalid(what, name,
                 {invalid_value("kind", fmt::format("Invalid value: \"{}\": must be {}", kind, resource.kind))});
}

sim::Error wrong_version(const Target& target, std::string_view given, std::string_view name, Writing writing) {
  const std::string expected = target.resource().api_version();
  if (writing != Writing::patch)
    return bad_request(
        fmt::format("the API version in the data ({}) does not match the expected API version ({})", given, expected));
  return invalid(qualified_kind(target.kind.resource), name,
                 {invalid_value("apiVersion", fmt::format("Invalid value: \"{}\": must be {}", given, expected))});
}

// A patch is undone into the old version before it is judged, so there the storage version is fine too.
bool version_fits(const Target& target, std::string_view given) {
  if (target.version == target.kind.resource.version) return given == target.kind.api_version;
  return given == target.resource().api_version();
}

}  // namespace

sim::Result<void> check_body(const Target& target, Json& document, Writing writing) {
  const kube::Resource& resource = target.kind.resource;
  if (!document.is_object())
    return sim::forward(bad_request(fmt::format(
        "the object provided is unrecognized (must be of type {}): couldn't get version/kind", resource.kind)));
  const std::string_view name = text(api::at(document, "metadata", "name"));
  const std::string_view kind = text(member(document, "kind"));
  if (!kind.empty() && kind != resource.kind) return sim::forward(wrong_kind(target, kind, name));
  const std::string_view given = text(member(document, "apiVersion"));
  if (!given.empty() && !version_fits(target, given)) return sim::forward(wrong_version(target, given, name, writing));
  std::string error = metadata_type_error(member(document, "metadata"));
  if (error.empty()) error = target.kind.strategy->type_error(target, document);
  if (!error.empty()) {
    if (writing == Writing::patch)
      return sim::forward(invalid(
          "", "",
          {invalid_value(
              "patch", fmt::format("Invalid value: {}: {}", api::dump_json(Json(api::dump_json(document))), error))}));
    return sim::forward(bad_request(fmt::format("{} in version \"{}\" cannot be handled as a {}: {}", resource.kind,
                                                target.version, resource.kind, error)));
  }
  document["apiVersion"] = target.kind.api_version;
  if (kind.empty()) document["kind"] = resource.kind;
  if (member(document, "metadata").is_null()) document["metadata"] = Json::object();
  return {};
}

sim::Result<void> check_address(Json& document, const kube::ObjectKey& key, Writing writing) {
  Json::Place metadata = document["metadata"];
  const std::string_view namespace_ = text(member(metadata, "namespace"));
  if (!namespace_.empty() && namespace_ != key.namespace_)
    return sim::forward(
        bad_request("the namespace of the provided object does not match the namespace sent on the request"));
  if (namespace_.empty() && !key.namespace_.empty()) metadata["namespace"] = key.namespace_;
  if (writing == Writing::create) return {};
  const std::string_view name = text(member(metadata, "name"));
  if (name.empty())
    return sim::forward(bad_request(
        fmt::format("the name of the object ({} based on URL) was undeterminable: name must be provided", key.name)));
  if (name != key.name)
    return sim::forward(bad_request(
        fmt::format("the name of the object ({}) does not match the name on the URL ({})", name, key.name)));
  return {};
}

sim::Result<std::uint64_t> revision_in(const Json& document) {
  const std::string_view digits = text(api::at(document, "metadata", "resourceVersion"));
  std::uint64_t value = 0;
  if (digits.empty()) return value;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (parsed.ec != std::errc() || parsed.ptr != digits.data() + digits.size())
    return sim::forward(internal_error(fmt::format("strconv.ParseUint: parsing \"{}\": invalid syntax", digits)));
  return value;
}

void validate(const Candidate& candidate, const Json& document, Findings& findings) {
  if (!candidate.status)
    validate_metadata(member(document, "metadata"), member(candidate.old, "metadata"), candidate.target.kind, findings);
  candidate.target.kind.strategy->validate(candidate, document, findings);
}

sim::Result<void> refuse_findings(const Target& target, std::string_view name, Findings findings) {
  if (findings.causes.empty()) return {};
  return sim::forward(invalid(qualified_kind(target.kind.resource), name, std::move(findings.causes)));
}

}  // namespace nlbsim::fake_apiserver
