#include "fake_apiserver/http/reviews.h"

#include <algorithm>
#include <array>

#include "fake_apiserver/errors.h"
#include "fake_apiserver/http/status_json.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::at;
using api::Json;
using api::member;
using api::text;

constexpr std::string_view kAuthentication = "authentication.k8s.io";
constexpr std::string_view kAuthorization = "authorization.k8s.io";
constexpr std::array<ReviewKind, 6> kReviews{
    {{kAuthentication, "v1", "selfsubjectreviews", "selfsubjectreview", "SelfSubjectReview"},
     {kAuthentication, "v1", "tokenreviews", "tokenreview", "TokenReview"},
     {kAuthorization, "v1", "localsubjectaccessreviews", "localsubjectaccessreview", "LocalSubjectAccessReview", true},
     {kAuthorization, "v1", "selfsubjectaccessreviews", "selfsubjectaccessreview", "SelfSubjectAccessReview"},
     {kAuthorization, "v1", "selfsubjectrulesreviews", "selfsubjectrulesreview", "SelfSubjectRulesReview"},
     {kAuthorization, "v1", "subjectaccessreviews", "subjectaccessreview", "SubjectAccessReview"}}};

// /apis/G/V/PLURAL, or with /namespaces/NS before the plural; `namespace_` is what stands there.
const ReviewKind* find_review(const std::vector<std::string>& segments, std::string& namespace_) {
  const bool scoped = segments.size() == 6 && segments[3] == "namespaces";
  if ((segments.size() != 4 && !scoped) || segments[0] != "apis") return nullptr;
  if (scoped) namespace_ = segments[4];
  const auto found = std::ranges::find_if(kReviews, [&](const ReviewKind& kind) {
    return kind.group == segments[1] && kind.version == segments[2] && kind.plural == segments.back() &&
           kind.namespaced == scoped;
  });
  return found == kReviews.end() ? nullptr : &*found;
}

Attempt attempt_of(const Json& spec) {
  const auto value = [](const Json& from, std::string_view name) { return std::string(text(member(from, name))); };
  Attempt out;
  if (const Json& path = member(spec, "nonResourceAttributes"); path.is_object()) {
    out.verb = value(path, "verb");
    out.path = value(path, "path");
    return out;
  }
  const Json& resource = member(spec, "resourceAttributes");
  out.verb = value(resource, "verb");
  out.group = value(resource, "group");
  out.resource = value(resource, "resource");
  out.subresource = value(resource, "subresource");
  out.namespace_ = value(resource, "namespace");
  out.name = value(resource, "name");
  return out;
}

Identity subject_of(const Json& spec) {
  Identity who{std::string(text(member(spec, "user"))), std::string(text(member(spec, "uid"))), {}};
  for (const Json& group : member(spec, "groups")) who.groups.emplace_back(text(group));
  return who;
}

Json user_info(const Identity& who) {
  Json out{{"username", who.username}};
  if (!who.uid.empty()) out["uid"] = who.uid;
  if (!who.groups.empty()) out["groups"] = who.groups;
  return out;
}

// What a review lacks, as causes.
Causes missing(const ReviewKind& kind, const Json& spec) {
  Causes causes;
  if (kind.plural.ends_with("accessreviews")) {
    const bool resource = member(spec, "resourceAttributes").is_object();
    const bool path = member(spec, "nonResourceAttributes").is_object();
    if (resource && path)
      causes.push_back(invalid_value("spec.nonResourceAttributes",
                                     "Invalid value: cannot be specified in combination with resourceAttributes"));
    if (!resource && !path)
      causes.push_back(invalid_value("spec.resourceAttributes",
                                     "Invalid value: exactly one of nonResourceAttributes or resourceAttributes must "
                                     "be specified"));
    if (!kind.plural.starts_with("self") && text(member(spec, "user")).empty() && member(spec, "groups").empty())
      causes.push_back(
          invalid_value("spec.user", "Invalid value: \"\": at least one of user or group must be specified"));
  }
  if (kind.plural == "tokenreviews" && text(member(spec, "token")).empty())
    causes.push_back({"FieldValueRequired", "Required value", "spec.token"});
  return causes;
}

Json status_of(const ReviewKind& kind, const Json& spec, const Identity& who, const Users& users,
               const ApiServer& server) {
  if (kind.plural == "selfsubjectreviews") return Json::object({{"userInfo", user_info(who)}});
  if (kind.plural == "selfsubjectrulesreviews") return rules_of(server, who, text(member(spec, "namespace")));
  if (kind.plural == "tokenreviews") {
    const auto known = users.find(text(member(spec, "token")));
    // A token that no user was given is the administrator's, as in a request.
    return Json{{"authenticated", true}, {"user", user_info(known == users.end() ? administrator() : known->second)}};
  }
  const bool self = kind.plural == "selfsubjectaccessreviews";
  return Json::object({{"allowed", may(server, self ? who : subject_of(spec), attempt_of(spec))}});
}

}  // namespace

std::span<const ReviewKind> review_kinds() { return kReviews; }

std::optional<http::Response> answer_review(const http::Request& request, const std::vector<std::string>& segments,
                                            const Identity& who, const Users& users, const ApiServer& server,
                                            sim::Instant now) {
  std::string namespace_;
  const ReviewKind* kind = find_review(segments, namespace_);
  if (!kind) return std::nullopt;
  if (request.method != "POST")
    return failure_response(
        status_error("MethodNotAllowed", 405, "the server does not allow this method on the requested resource"));
  Attempt creates;
  creates.verb = "create";
  creates.group = kind->group;
  creates.resource = kind->plural;
  creates.namespace_ = namespace_;
  if (!may(server, who, creates))
    return failure_response(status_error(
        "Forbidden", 403, std::string(kind->plural).append(" is forbidden: ").append(refusal(who, creates))));
  auto review = api::parse_json(request.body);
  if (!review || !review->is_object())
    return failure_response(bad_request("the body of the request must be a review as a JSON object"));
  const Json spec = member(*review, "spec").is_object() ? member(*review, "spec") : Json::object();
  if (Causes causes = missing(*kind, spec); !causes.empty())
    return failure_response(invalid(std::string(kind->kind).append(".").append(kind->group), "", std::move(causes)));
  // The time is there where the real server's strategy stamps one.
  const bool stamped = kind->plural == "selfsubjectreviews";
  Json metadata = member(*review, "metadata").is_object() ? member(*review, "metadata") : Json::object();
  metadata["creationTimestamp"] = stamped ? Json(sim::to_rfc3339(now)) : Json();
  Json answer{{"kind", kind->kind},
              {"apiVersion", std::string(kind->group).append("/").append(kind->version)},
              {"metadata", std::move(metadata)},
              {"status", status_of(*kind, spec, who, users, server)}};
  // A review of rules does not repeat what it was asked; one of oneself asks nothing.
  if (kind->plural == "selfsubjectrulesreviews") answer["spec"] = Json::object();
  else if (!stamped) answer["spec"] = spec;
  return json_response(201, answer);
}

}  // namespace nlbsim::fake_apiserver
