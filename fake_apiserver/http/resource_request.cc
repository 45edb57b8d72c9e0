#include "fake_apiserver/http/resource_request.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "fake_apiserver/errors.h"
#include "fake_apiserver/http/field_validation.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::Json;

bool truthy(std::string_view text) { return text == "true" || text == "1" || text == "True"; }

template <class T>
bool parse_number(std::string_view text, T& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

sim::Result<std::optional<std::uint64_t>> revision(const http::Target& target) {
  const std::string_view text = target.parameter("resourceVersion");
  std::uint64_t value = 0;
  if (text.empty()) return std::optional<std::uint64_t>();
  if (!parse_number(text, value))
    return sim::forward(
        bad_request(fmt::format("invalid resource version: Invalid value: \"{}\": strconv.ParseUint: parsing \"{}\": "
                                "invalid syntax",
                                text, text)));
  return std::optional(value);
}

// A watch and a GET of one object have no decent answer for what is no revision.
sim::Result<std::optional<std::uint64_t>> revision_or_500(const http::Target& target) {
  auto out = revision(target);
  if (out) return out;
  const std::string_view text = target.parameter("resourceVersion");
  return sim::forward(internal_error(fmt::format(
      "resourceVersion: Invalid value: \"{}\": strconv.ParseUint: parsing \"{}\": invalid syntax", text, text)));
}

kube::ObjectKey key_of(const ResourceRequest& request) { return {request.path.namespace_, request.path.name}; }

bool dry_run(const http::Target& target) { return target.parameter("dryRun") == "All"; }

// The manager of a change is named by the client, or is what its user agent calls itself.
std::string field_manager(const ResourceRequest& request, const http::Request& message) {
  if (const std::string_view named = request.target.parameter("fieldManager"); !named.empty())
    return std::string(named);
  const std::string_view agent = message.header("user-agent");
  return std::string(agent.substr(0, agent.find('/')));
}

sim::Result<Json> read_json_body(const ResourceRequest& request, const http::Request& message) {
  if (!is_json(message.header("content-type")))
    return sim::forward(status_error("UnsupportedMediaType", 415,
                                     "the body of the request was in an unknown format - accepted media types include: "
                                     "application/json"));
  auto body = api::parse_json(message.body);
  if (!body)
    return sim::forward(
        bad_request(fmt::format("the object provided is unrecognized (must be of type {}): couldn't get "
                                "version/kind; json parse error: {}",
                                request.path.resource.kind, body.error().message)));
  return body;
}

// Applies fieldValidation to a body: what a strict request is refused for; by default, warnings.
std::string strict_errors(ResourceRequest& request, const Json& body) {
  const std::string_view mode = request.target.parameter("fieldValidation");
  if (mode == "Ignore") return {};
  std::string all;
  for (const std::string& field : unknown_fields(request.kind->version(request.path.resource.version), body)) {
    const std::string text = fmt::format("unknown field \"{}\"", field);
    if (mode != "Strict") request.warnings.push_back(text);
    all += (all.empty() ? "" : ", ") + text;
  }
  return mode == "Strict" ? all : std::string();
}

// As Go prints a value: map[spec:map[bogus:1]].
std::string go_text(const Json& value) {
  if (value.is_string()) return std::string(api::text(value));
  if (!value.is_structured()) return value.is_null() ? "<nil>" : api::dump_json(value);
  std::string out;
  for (const auto& [name, entry] : value.items())
    out += (out.empty() ? "" : " ") + (value.is_object() ? name + ":" : "") + go_text(entry);
  return (value.is_object() ? "map[" : "[") + out + "]";
}

std::optional<sim::Error> check_patch_fields(ResourceRequest& request, const Json& body) {
  const std::string all = strict_errors(request, body);
  if (all.empty()) return std::nullopt;
  return invalid(
      "", "",
      {invalid_value("patch", fmt::format("Invalid value: \"{}\": strict decoding error: {}", go_text(body), all))});
}

std::optional<sim::Error> check_fields(ResourceRequest& request, const Json& body) {
  const std::string all = strict_errors(request, body);
  if (all.empty()) return std::nullopt;
  const kube::Resource& resource = request.path.resource;
  return bad_request(fmt::format("{} in version \"{}\" cannot be handled as a {}: strict decoding error: {}",
                                 resource.kind, resource.version, resource.kind, all));
}

sim::Result<api::JsonRef> read_object_body(ResourceRequest& request, const http::Request& message) {
  auto body = read_json_body(request, message);
  if (!body) return sim::forward(std::move(body.error()));
  if (auto error = check_fields(request, *body)) return sim::forward(*std::move(error));
  return std::make_shared<const Json>(std::move(*body));
}

}  // namespace

bool is_watch(const ResourceRequest& request) {
  return request.path.watch || truthy(request.target.parameter("watch"));
}

namespace {

constexpr std::string_view kOptionsGroup = "meta.k8s.io";
constexpr std::array<kube::Resource, 5> kOptions{{{kOptionsGroup, "v1", "", "CreateOptions"},
                                                  {kOptionsGroup, "v1", "", "UpdateOptions"},
                                                  {kOptionsGroup, "v1", "", "PatchOptions"},
                                                  {kOptionsGroup, "v1", "", "DeleteOptions"},
                                                  {kOptionsGroup, "v1", "", "ListOptions"}}};

}  // namespace

const kube::Resource& options_of(std::string_view method) {
  if (method == "POST") return kOptions[0];
  if (method == "PUT") return kOptions[1];
  return method == "PATCH" ? kOptions[2] : kOptions[3];
}

const kube::Resource* options_named_by(const sim::Error& error) {
  const auto named = [&](const kube::Resource& options) {
    return error.code == "Invalid" && error.message.starts_with(qualified_kind(options) + " ");
  };
  const auto found = std::ranges::find_if(kOptions, named);
  return found == kOptions.end() ? nullptr : &*found;
}

std::optional<sim::Error> check_options(const ResourceRequest& request, std::string_view method) {
  if (method != "POST" && method != "PUT" && method != "PATCH" && method != "DELETE") return std::nullopt;
  const kube::Resource& options = options_of(method);
  const auto unsupported = [&](std::string_view option, std::string_view supported) {
    const std::string message =
        fmt::format("Unsupported value: \"{}\": supported values: {}", request.target.parameter(option), supported);
    return invalid(qualified_kind(options), "", {{"FieldValueNotSupported", message, std::string(option)}});
  };
  const std::string_view dry = request.target.parameter("dryRun");
  if (!dry.empty() && dry != "All") return unsupported("dryRun", "\"All\"");
  const std::string_view mode = request.target.parameter("fieldValidation");
  if (method != "DELETE" && !mode.empty() && mode != "Ignore" && mode != "Warn" && mode != "Strict")
    return unsupported("fieldValidation", R"("", "Ignore", "Strict", "Warn")");
  return std::nullopt;
}

std::optional<sim::Error> check_get(const ResourceRequest& request, std::uint64_t newest) {
  const auto wanted = revision_or_500(request.target);
  if (!wanted) return wanted.error();
  if (wanted->value_or(0) > newest) return too_large_resource_version(**wanted, newest);
  return std::nullopt;
}

sim::Result<kube::Watch::Request> watch_request(const ResourceRequest& request) {
  const http::Target& target = request.target;
  auto from = revision_or_500(target);
  if (!from) return sim::forward(std::move(from.error()));
  kube::Watch::Request out;
  out.resource = request.path.resource;
  out.namespace_ = request.path.namespace_;
  out.label_selector = target.parameter("labelSelector");
  out.field_selector = target.parameter("fieldSelector");
  if (!request.path.name.empty())
    out.field_selector = "metadata.name=" + request.path.name;  // the old form on one object
  out.resource_version = *from;
  out.allow_bookmarks = truthy(target.parameter("allowWatchBookmarks"));
  out.send_initial_events = truthy(target.parameter("sendInitialEvents"));
  if (target.has_parameter("sendInitialEvents") && target.parameter("resourceVersionMatch") != "NotOlderThan")
    return sim::forward(invalid(
        "ListOptions.meta.k8s.io", "",
        {{"FieldValueForbidden", "Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan",
          "resourceVersionMatch"}}));
  std::int64_t seconds = 0;
  if (parse_number(target.parameter("timeoutSeconds"), seconds) && seconds > 0 && seconds < 1'000'000)
    out.timeout = std::chrono::seconds(seconds);
  return out;
}

sim::Result<kube::List::Request> list_request(const ResourceRequest& request) {
  const http::Target& target = request.target;
  auto from = revision(target);
  if (!from) return sim::forward(std::move(from.error()));
  if (target.parameter("resourceVersionMatch") == "Exact")
    return sim::forward(
        bad_request("resourceVersionMatch Exact is not supported by this server; use a continue token to "
                    "read a list at one revision"));
  kube::List::Request out;
  out.resource = request.path.resource;
  out.namespace_ = request.path.namespace_;
  out.label_selector = target.parameter("labelSelector");
  out.field_selector = target.parameter("fieldSelector");
  parse_number(target.parameter("limit"), out.limit);
  out.continue_token = target.parameter("continue");
  out.resource_version = *from;
  return out;
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

sim::Result<kube::Patch::Request> patch_request(ResourceRequest& request, const http::Request& message) {
  const auto type = patch_type(message.header("content-type"));
  if (!type || *type == kube::PatchType::apply)
    return sim::forward(status_error(
        "UnsupportedMediaType", 415,
        "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, "
        "application/merge-patch+json, application/strategic-merge-patch+json"));
  auto body = api::parse_json(message.body);
  if (!body) return sim::forward(bad_request(fmt::format("error decoding patch: {}", body.error().message)));
  if (*type == kube::PatchType::merge || *type == kube::PatchType::strategic)
    if (auto error = check_patch_fields(request, *body)) return sim::forward(*std::move(error));
  kube::Patch::Request out;
  out.resource = request.path.resource;
  out.key = key_of(request);
  out.subresource = request.path.subresource;
  out.type = *type;
  out.body = std::make_shared<const Json>(std::move(*body));
  out.dry_run = dry_run(request.target);
  out.field_manager = field_manager(request, message);
  return out;
}

sim::Result<kube::Delete::Request> delete_request(const ResourceRequest& request, const http::Request& message) {
  kube::Delete::Request out;
  out.resource = request.path.resource;
  out.key = key_of(request);
  if (message.body.empty()) {
    out.dry_run = dry_run(request.target);
    out.propagation_policy = request.target.parameter("propagationPolicy");
    out.uid = request.target.parameter("uid");
    return out;
  }
  auto body = read_json_body(request, message);
  if (!body) return sim::forward(std::move(body.error()));
  out.propagation_policy = api::text(api::member(*body, "propagationPolicy"));
  out.uid = api::text(api::at(*body, "preconditions", "uid"));
  if (const std::string_view at = api::text(api::at(*body, "preconditions", "resourceVersion")); !at.empty()) {
    std::uint64_t wanted = 0;
    if (!parse_number(at, wanted))
      return sim::forward(bad_request(fmt::format("preconditions.resourceVersion \"{}\" is not a revision", at)));
    out.resource_version = wanted;
  }
  const Json& runs = api::member(*body, "dryRun");
  out.dry_run = runs.is_array() && !runs.empty() && runs.front() == "All";
  return out;
}

}  // namespace nlbsim::fake_apiserver
