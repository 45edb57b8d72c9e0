// The options of reads: from which state on, what of it, and how much.
#include <fmt/format.h>

#include "fake_apiserver/errors.h"
#include "fake_apiserver/http/options.h"
#include "fake_apiserver/http/resource_request.h"

namespace nlbsim::fake_apiserver {
namespace {

std::string no_revision(std::string_view text) {
  return fmt::format("resourceVersion: Invalid value: \"{}\": strconv.ParseUint: parsing \"{}\": invalid syntax", text,
                     text);
}

sim::Result<std::optional<std::uint64_t>> revision(const http::Target& target) {
  const std::string_view text = target.parameter("resourceVersion");
  if (text.empty()) return std::optional<std::uint64_t>();
  const auto value = revision_of(text);
  if (!value) return sim::forward(bad_request(fmt::format("invalid resource version: {}", no_revision(text))));
  return value;
}

// A watch and a GET of one object have no decent answer for what is no revision.
sim::Result<std::optional<std::uint64_t>> revision_or_500(const http::Target& target) {
  auto out = revision(target);
  if (out) return out;
  return sim::forward(internal_error(no_revision(target.parameter("resourceVersion"))));
}

constexpr std::string_view kMatch = "resourceVersionMatch";
constexpr std::string_view kNoMatchWithToken = "resourceVersionMatch is forbidden when continue is provided";

void check_list_match(const http::Target& target, Causes& causes) {
  const std::string_view match = target.parameter(kMatch);
  const std::string_view from = target.parameter("resourceVersion");
  if (!match.empty()) {
    if (from.empty())
      causes.push_back(
          forbidden_option(kMatch, "resourceVersionMatch is forbidden unless resourceVersion is provided"));
    if (!target.parameter("continue").empty()) causes.push_back(forbidden_option(kMatch, kNoMatchWithToken));
    if (match != "Exact" && match != "NotOlderThan")
      causes.push_back({"FieldValueNotSupported",
                        fmt::format(R"(Unsupported value: "{}": supported values: "Exact", "NotOlderThan", "")", match),
                        std::string(kMatch)});
    if (match == "Exact" && from == "0")
      causes.push_back(
          forbidden_option(kMatch, R"(resourceVersionMatch "exact" is forbidden for resourceVersion "0")"));
  }
  if (flag(target, "sendInitialEvents"))
    causes.push_back(forbidden_option("sendInitialEvents", "sendInitialEvents is forbidden for list"));
}

// A watch from anywhere that says nothing else is one that sends what there is first.
bool implies_initial_events(const http::Target& target) {
  const std::string_view from = target.parameter("resourceVersion");
  return (from.empty() || from == "0") && target.parameter(kMatch).empty() && !flag(target, "sendInitialEvents");
}

void check_watch_match(const http::Target& target, Causes& causes) {
  const bool implied = implies_initial_events(target);
  const bool says = flag(target, "sendInitialEvents").has_value() || implied;
  const std::string_view match = implied ? std::string_view("NotOlderThan") : target.parameter(kMatch);
  if (says && match != "NotOlderThan")
    causes.push_back(
        forbidden_option(kMatch, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
  if (match.empty()) return;
  if (!says)
    causes.push_back(
        forbidden_option(kMatch, "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
  if (match != "NotOlderThan")
    causes.push_back({"FieldValueNotSupported",
                      fmt::format(R"(Unsupported value: "{}": supported values: "NotOlderThan")", match),
                      std::string(kMatch)});
  if (!target.parameter("continue").empty()) causes.push_back(forbidden_option(kMatch, kNoMatchWithToken));
}

kube::RevisionMatch match_of(const http::Target& target) {
  const std::string_view match = target.parameter(kMatch);
  if (match == "Exact") return kube::RevisionMatch::exact;
  return match.empty() ? kube::RevisionMatch::unset : kube::RevisionMatch::not_older_than;
}

}  // namespace

bool is_watch(const ResourceRequest& request) {
  return request.path.watch || flag(request.target, "watch").value_or(false);
}

std::optional<sim::Error> check_list_options(const ResourceRequest& request) {
  const http::Target& target = request.target;
  for (const std::string_view number : {"limit", "timeoutSeconds"})
    if (auto read = integer(target, number); !read) return std::move(read.error());
  Causes causes;
  if (is_watch(request)) check_watch_match(target, causes);
  else check_list_match(target, causes);
  return invalid_options("ListOptions", std::move(causes));
}

std::optional<sim::Error> check_get(const ResourceRequest& request, std::uint64_t newest) {
  const auto wanted = revision_or_500(request.target);
  if (!wanted) return wanted.error();
  if (wanted->value_or(0) > newest) return too_large_resource_version(**wanted, newest);
  return std::nullopt;
}

namespace {

// What a list and a watch are about: the kind, and which of its objects.
template <class Request>
void select_objects(const ResourceRequest& request, Request& out) {
  out.resource = request.path.resource;
  out.namespace_ = request.path.namespace_;
  out.label_selector = request.target.parameter("labelSelector");
  out.field_selector = request.target.parameter("fieldSelector");
}

}  // namespace

sim::Result<kube::Watch::Request> watch_request(const ResourceRequest& request, std::uint64_t newest) {
  const http::Target& target = request.target;
  auto from = revision_or_500(target);
  if (!from) return sim::forward(std::move(from.error()));
  kube::Watch::Request out;
  select_objects(request, out);
  if (!request.path.name.empty())
    out.field_selector = "metadata.name=" + request.path.name;  // the old form on one object
  out.resource_version = *from;
  out.allow_bookmarks = flag(target, "allowWatchBookmarks").value_or(false);
  const std::optional<bool> initial = flag(target, "sendInitialEvents");
  out.send_initial_events = initial.value_or(false);
  if (initial == false && out.resource_version.value_or(0) == 0) out.resource_version = newest;
  const auto seconds = integer(target, "timeoutSeconds");
  if (seconds && seconds->value_or(0) > 0 && **seconds < 1'000'000) out.timeout = std::chrono::seconds(**seconds);
  return out;
}

sim::Result<kube::List::Request> list_request(const ResourceRequest& request) {
  const http::Target& target = request.target;
  auto from = revision(target);
  if (!from) return sim::forward(std::move(from.error()));
  kube::List::Request out;
  select_objects(request, out);
  if (const auto limit = integer(target, "limit")) out.limit = limit->value_or(0);
  out.continue_token = target.parameter("continue");
  out.resource_version = *from;
  out.match = match_of(target);
  return out;
}

}  // namespace nlbsim::fake_apiserver
