#include "fake_apiserver/http/resource_request.h"

#include <fmt/format.h>

#include <algorithm>

#include "fake_apiserver/errors.h"
#include "fake_apiserver/http/options.h"
#include "fake_apiserver/http/yaml_body.h"
#include "fake_apiserver/json_text.h"
#include "fake_apiserver/strategy/metadata.h"
#include "fake_apiserver/strategy/unknown_fields.h"
#include "fake_apiserver/types/built_in_types.h"
#include "fake_apiserver/types/codec.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::Json;

constexpr std::string_view kBodyTypes = "application/json, application/yaml, application/vnd.kubernetes.protobuf";

kube::ObjectKey key_of(const ResourceRequest& request) { return {request.path.namespace_, request.path.name}; }

bool dry_run(const http::Target& target) { return target.parameter("dryRun") == "All"; }

// The manager of a change is named by the client, or is what its user agent calls itself.
std::string field_manager(const ResourceRequest& request, const http::Request& message) {
  if (const std::string_view named = request.target.parameter("fieldManager"); !named.empty())
    return std::string(named);
  const std::string_view agent = message.header("user-agent");
  const std::string_view name = agent.substr(0, agent.find('/'));
  return std::string(name.empty() ? std::string_view("unknown") : name);
}

sim::Error unsupported_media_type(std::string_view accepted) {
  return status_error(
      "UnsupportedMediaType", 415,
      fmt::format("the body of the request was in an unknown format - accepted media types include: {}", accepted));
}

std::string go_type(const Json& value) {
  if (value.is_array()) return "array";
  if (value.is_string()) return "string";
  return value.is_boolean() ? "bool" : "number";
}

// Why a text has no version and kind to be found in it; empty if it has.
std::string no_meta(std::string_view text, const sim::Result<Json>& parsed) {
  std::string why;
  if (!parsed) why = json_syntax_error(text);
  if (!parsed && why.empty()) why = parsed.error().message;  // JSON, but too deep
  if (parsed && !parsed->is_object() && !parsed->is_null())
    why = fmt::format(
        "json: cannot unmarshal {} into Go value of type struct {{ APIVersion string "
        "\"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }}",
        go_type(*parsed));
  return why.empty() ? why : fmt::format("couldn't get version/kind; json parse error: {}", why);
}

sim::Error unrecognized(const ResourceRequest& request, std::string_view why, std::string_view text) {
  return bad_request(fmt::format("the object provided is unrecognized (must be of type {}): {} ({})",
                                 request.path.resource.kind, why, summarized(text)));
}

sim::Result<Json> read_json_body(const ResourceRequest& request, const http::Request& message) {
  const bool yaml = is_yaml(message.header("content-type"));
  if (!yaml && !is_json(message.header("content-type"))) return sim::forward(unsupported_media_type(kBodyTypes));
  auto body = yaml ? parse_yaml_body(message.body) : api::parse_json(message.body);
  if (yaml && !body) return sim::forward(unrecognized(request, body.error().message, message.body));
  if (const std::string why = yaml ? std::string() : no_meta(message.body, body); !why.empty())
    return sim::forward(unrecognized(request, why, message.body));
  // Built-in kinds know from the path what they are; what is custom must say it.
  if (request.kind->custom && api::text(api::member(*body, "kind")).empty())
    return sim::forward(
        unrecognized(request, fmt::format("Object 'Kind' is missing in '{}'", message.body), message.body));
  return body;
}

std::string joined(const std::vector<std::string>& problems) {
  std::string all;
  for (const std::string& problem : problems) all += (all.empty() ? "" : ", ") + problem;
  return all;
}

std::vector<std::string> repeated_fields(std::string_view text) {
  std::vector<std::string> problems;
  for (const std::string& field : duplicate_fields(text))
    problems.push_back(fmt::format("duplicate field \"{}\"", field));
  return problems;
}

// Applies fieldValidation to a body: what a strict request is refused for; by default, warnings.
std::optional<sim::Error> check_fields(ResourceRequest& request, std::string_view text, const Json& body) {
  const kube::FieldValidation mode = field_validation(request.target);
  if (mode == kube::FieldValidation::ignore) return std::nullopt;
  std::vector<std::string> problems = repeated_fields(text);
  for (const std::string& field : unknown_fields(*request.kind, request.path.resource.version, body))
    problems.push_back(fmt::format("unknown field \"{}\"", field));
  if (mode == kube::FieldValidation::warn) {
    request.warnings.insert(request.warnings.end(), problems.begin(), problems.end());
    return std::nullopt;
  }
  if (problems.empty()) return std::nullopt;
  const kube::Resource& resource = request.path.resource;
  // Of a value that has the wrong type the object's own checks tell, and that goes first.
  if (const StructType* type = request.kind->custom ? nullptr : built_in_type(resource.group, resource.kind))
    if (!decode_error(*type, body).empty() || !metadata_type_error(api::member(body, "metadata")).empty())
      return std::nullopt;
  return bad_request(fmt::format("{} in version \"{}\" cannot be handled as a {}: strict decoding error: {}",
                                 resource.kind, resource.version, resource.kind, joined(problems)));
}

// Of a patch only what its own text says twice; which fields are unknown shows when it has been applied.
std::optional<sim::Error> check_repeated(ResourceRequest& request, std::string_view text) {
  const kube::FieldValidation mode = field_validation(request.target);
  if (mode == kube::FieldValidation::ignore) return std::nullopt;
  const std::vector<std::string> problems = repeated_fields(text);
  if (mode == kube::FieldValidation::warn) {
    request.warnings.insert(request.warnings.end(), problems.begin(), problems.end());
    return std::nullopt;
  }
  if (problems.empty()) return std::nullopt;
  return invalid("", "",
                 {invalid_value("patch", fmt::format("Invalid value: {}: strict decoding error: {}",
                                                     api::dump_json(Json(std::string(text))), joined(problems)))});
}

sim::Result<api::JsonRef> read_object_body(ResourceRequest& request, const http::Request& message) {
  auto body = read_json_body(request, message);
  if (!body) return sim::forward(std::move(body.error()));
  if (auto error = check_fields(request, message.body, *body)) return sim::forward(*std::move(error));
  return std::make_shared<const Json>(std::move(*body));
}

}  // namespace

std::optional<sim::Error> check_options(const ResourceRequest& request, std::string_view method) {
  const http::Target& target = request.target;
  const bool patch = method == "PATCH";
  if (method != "POST" && method != "PUT" && !patch) return std::nullopt;
  Causes causes;
  if (patch && request.patch_type != kube::PatchType::apply && flag(target, "force"))
    causes.push_back(forbidden_option("force", "may not be specified for non-apply patch"));
  if (patch && request.patch_type == kube::PatchType::apply && target.parameter("fieldManager").empty())
    causes.push_back({"FieldValueRequired", "Required value: is required for apply patch", "fieldManager"});
  check_field_manager(target.parameter("fieldManager"), causes);
  check_dry_run(values_of(target, "dryRun"), causes);
  check_field_validation(target.parameter("fieldValidation"), causes);
  const std::string_view options = method == "POST" ? "CreateOptions" : patch ? "PatchOptions" : "UpdateOptions";
  return invalid_options(options, std::move(causes));
}

kube::Get::Request get_request(const ResourceRequest& request) { return {request.path.resource, key_of(request)}; }

sim::Result<kube::Create::Request> create_request(ResourceRequest& request, const http::Request& message) {
  auto body = read_object_body(request, message);
  if (!body) return sim::forward(std::move(body.error()));
  return kube::Create::Request{request.path.resource, request.path.namespace_, std::move(*body),
                               dry_run(request.target), field_manager(request, message)};
}

sim::Result<kube::Update::Request> update_request(ResourceRequest& request, const http::Request& message) {
  auto body = read_object_body(request, message);
  if (!body) return sim::forward(std::move(body.error()));
  return kube::Update::Request{request.path.resource, key_of(request),         request.path.subresource,
                               std::move(*body),      dry_run(request.target), field_manager(request, message)};
}

std::optional<sim::Error> check_patch_type(ResourceRequest& request, std::string_view content_type) {
  const auto type = patch_type(content_type);
  if (type) request.patch_type = *type;
  if (request.kind->custom) {
    if (type && *type != kube::PatchType::strategic) return std::nullopt;
    return unsupported_media_type(
        "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml");
  }
  if (type) return std::nullopt;
  return status_error("UnsupportedMediaType", 415, "415: Unsupported Media Type");
}

namespace {

// A configuration that is applied is YAML, the patches of all other types are JSON.
sim::Result<Json> read_patch(ResourceRequest& request, const http::Request& message) {
  if (request.patch_type == kube::PatchType::apply) {
    auto body = parse_yaml_body(message.body);
    if (body) return body;
    return sim::forward(
        bad_request(fmt::format("error decoding YAML: error converting YAML to JSON: {}", body.error().message)));
  }
  auto body = api::parse_json(message.body);
  if (!body) {
    const std::string why = json_syntax_error(message.body);
    return sim::forward(bad_request(fmt::format("error decoding patch: {}", why.empty() ? body.error().message : why)));
  }
  if (request.patch_type != kube::PatchType::json)
    if (auto error = check_repeated(request, message.body)) return sim::forward(*std::move(error));
  return body;
}

}  // namespace

sim::Result<kube::Patch::Request> patch_request(ResourceRequest& request, const http::Request& message) {
  auto body = read_patch(request, message);
  if (!body) return sim::forward(std::move(body.error()));
  kube::Patch::Request out;
  out.resource = request.path.resource;
  out.key = key_of(request);
  out.subresource = request.path.subresource;
  out.type = request.patch_type;
  out.body = std::make_shared<const Json>(std::move(*body));
  out.dry_run = dry_run(request.target);
  out.field_manager = field_manager(request, message);
  out.force = flag(request.target, "force").value_or(false);
  out.field_validation = field_validation(request.target);
  return out;
}

namespace {

sim::Error bad_delete_option(std::string_view option, std::string_view reason, std::string message) {
  return *invalid_options("DeleteOptions", {{std::string(reason), std::move(message), std::string(option)}});
}

// What a DELETE asks, from its body or, without one, from its query.
struct DeleteOptions {
  std::vector<std::string> dry_run;
  std::string policy;
  std::optional<bool> orphan;
  std::optional<std::int64_t> grace;
  std::string uid;
  std::string resource_version;
};

sim::Result<DeleteOptions> options_in_query(const http::Target& target) {
  DeleteOptions out;
  out.dry_run = values_of(target, "dryRun");
  out.policy = target.parameter("propagationPolicy");
  out.orphan = flag(target, "orphanDependents");
  auto grace = integer(target, "gracePeriodSeconds");
  if (!grace) return sim::forward(std::move(grace.error()));
  out.grace = *grace;
  out.uid = target.parameter("uid");
  out.resource_version = target.parameter("resourceVersion");
  return out;
}

sim::Result<DeleteOptions> options_in_body(const http::Request& message) {
  if (!is_json(message.header("content-type"))) return sim::forward(unsupported_media_type(kBodyTypes));
  const auto body = api::parse_json(message.body);
  if (std::string why = no_meta(message.body, body); !why.empty()) return sim::forward(internal_error(std::move(why)));
  if (const std::string_view kind = api::text(api::member(*body, "kind")); !kind.empty() && kind != "DeleteOptions")
    return sim::forward(internal_error(
        fmt::format("no kind \"{}\" is registered for version \"{}\" in scheme \"pkg/runtime/scheme.go:110\"", kind,
                    api::text(api::member(*body, "apiVersion")))));
  DeleteOptions out;
  for (const Json& run : api::member(*body, "dryRun")) out.dry_run.emplace_back(api::text(run));
  out.policy = api::text(api::member(*body, "propagationPolicy"));
  if (const Json& orphan = api::member(*body, "orphanDependents"); orphan.is_boolean()) out.orphan = orphan.get<bool>();
  if (const Json& grace = api::member(*body, "gracePeriodSeconds"); grace.is_number_integer())
    out.grace = grace.get<std::int64_t>();
  out.uid = api::text(api::at(*body, "preconditions", "uid"));
  out.resource_version = api::text(api::at(*body, "preconditions", "resourceVersion"));
  return out;
}

std::optional<sim::Error> check_delete(const DeleteOptions& options) {
  constexpr std::string_view kPolicy = "propagationPolicy";
  if (!options.policy.empty() && options.orphan)
    return bad_delete_option(
        kPolicy, "FieldValueInvalid",
        fmt::format("Invalid value: \"{}\": orphanDependents and deletionPropagation cannot be both set",
                    options.policy));
  if (!options.policy.empty() && options.policy != "Background" && options.policy != "Foreground" &&
      options.policy != "Orphan")
    return bad_delete_option(
        kPolicy, "FieldValueNotSupported",
        fmt::format(R"(Unsupported value: "{}": supported values: "Foreground", "Background", "Orphan", "nil")",
                    options.policy));
  Causes causes;
  check_dry_run(options.dry_run, causes);
  return invalid_options("DeleteOptions", std::move(causes));
}

}  // namespace

sim::Result<kube::Delete::Request> delete_request(const ResourceRequest& request, const http::Request& message) {
  const auto options = message.body.empty() ? options_in_query(request.target) : options_in_body(message);
  if (!options) return sim::forward(options.error());
  if (auto wrong = check_delete(*options)) return sim::forward(*std::move(wrong));
  kube::Delete::Request out;
  out.resource = request.path.resource;
  out.key = key_of(request);
  out.dry_run = !options->dry_run.empty();
  out.propagation_policy = options->policy;
  if (options->orphan) out.propagation_policy = *options->orphan ? "Orphan" : "Background";
  out.grace_seconds = options->grace;
  out.uid = options->uid;
  if (!options->resource_version.empty()) {
    out.resource_version = revision_of(options->resource_version);
    if (!out.resource_version)
      return sim::forward(bad_request(
          fmt::format("preconditions.resourceVersion \"{}\" is not a revision", options->resource_version)));
  }
  return out;
}

}  // namespace nlbsim::fake_apiserver
