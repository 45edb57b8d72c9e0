#include "fake_apiserver/http/access.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/http/callers.h"
#include "fake_apiserver/errors.h"

namespace nlbsim::fake_apiserver {
namespace {

char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_header(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return small(x) == small(y); });
}

std::vector<std::string> headers(const http::Request& request, std::string_view name) {
  std::vector<std::string> out;
  for (const http::Header& header : request.headers)
    if (same_header(header.first, name)) out.push_back(header.second);
  return out;
}

sim::Error forbidden_attempt(const Identity& who, const Attempt& attempt) {
  if (!attempt.path.empty()) return status_error("Forbidden", 403, fmt::format("forbidden: {}", refusal(who, attempt)));
  const std::string what =
      attempt.group.empty() ? attempt.resource : fmt::format("{}.{}", attempt.resource, attempt.group);
  const std::string named = attempt.name.empty() ? what : fmt::format("{} \"{}\"", what, attempt.name);
  return status_error("Forbidden", 403, fmt::format("{} is forbidden: {}", named, refusal(who, attempt)));
}

std::string verb_of(const http::Request& message, const ResourceRequest& request) {
  const bool named = !request.path.name.empty();
  if (message.method == "POST") return "create";
  if (message.method == "PUT") return "update";
  if (message.method == "PATCH") return "patch";
  if (message.method == "DELETE") return named ? "delete" : "deletecollection";
  if (is_watch(request)) return "watch";
  return named ? "get" : "list";
}

// Whom the request is to be taken for, if the one who sends it may be that.
sim::Result<Identity> impersonated(const http::Request& request, const Identity& who, const ApiServer& server) {
  const std::vector<std::string> users = headers(request, "impersonate-user");
  std::vector<std::string> groups = headers(request, "impersonate-group");
  if (users.empty() && groups.empty()) return who;
  if (users.empty())
    return sim::forward(internal_error(fmt::format("requested {} groups without impersonating a user", groups.size())));
  const auto allowed = [&](std::string_view resource, const std::string& name) -> std::optional<sim::Error> {
    Attempt attempt;
    attempt.verb = "impersonate";
    attempt.resource = resource;
    attempt.name = name;
    if (may(server, who, attempt)) return std::nullopt;
    return forbidden_attempt(who, attempt);
  };
  if (auto refused = allowed("users", users.front())) return sim::forward(*std::move(refused));
  for (const std::string& group : groups)
    if (auto refused = allowed("groups", group)) return sim::forward(*std::move(refused));
  if (users.front() != "system:anonymous" && std::ranges::find(groups, kAuthenticated) == groups.end())
    groups.emplace_back(kAuthenticated);
  return Identity{users.front(), {}, std::move(groups)};
}

}  // namespace

sim::Result<Identity> authenticate(const http::Request& request, const Users& users, const ApiServer& server) {
  const auto known = users.find(http::bearer_token(request));
  return impersonated(request, known == users.end() ? administrator() : known->second, server);
}

std::optional<sim::Error> check_access(const http::Request& message, const ResourceRequest& request,
                                       const Identity& who, const ApiServer& server) {
  if (who.in_group(kMasters)) return std::nullopt;
  const kube::Resource& resource = request.path.resource;
  const Attempt attempt{verb_of(message, request),
                        std::string(resource.group),
                        std::string(resource.plural),
                        request.path.subresource,
                        request.path.namespace_,
                        request.path.name,
                        {}};
  if (may(server, who, attempt)) return std::nullopt;
  return forbidden_attempt(who, attempt);
}

std::optional<sim::Error> check_access(const http::Request& message, const http::Target& target, const Identity& who,
                                       const ApiServer& server) {
  if (who.in_group(kMasters)) return std::nullopt;
  Attempt attempt;
  attempt.verb = message.method == "GET" || message.method == "HEAD" ? "get" : "post";
  attempt.path = target.path;
  if (may(server, who, attempt)) return std::nullopt;
  return forbidden_attempt(who, attempt);
}

}  // namespace nlbsim::fake_apiserver
