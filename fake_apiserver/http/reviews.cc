#include "fake_apiserver/http/reviews.h"

#include "fake_apiserver/errors.h"
#include "fake_apiserver/http/status_json.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::Json;

Json status_of(std::string_view review) {
  if (review == "selfsubjectaccessreviews") return {{"allowed", true}};
  if (review == "selfsubjectreviews")
    return {{"userInfo", {{"username", "nlbsim"}, {"groups", {"system:masters", "system:authenticated"}}}}};
  const Json everything{{"verbs", {"*"}}, {"apiGroups", {"*"}}, {"resources", {"*"}}};
  const Json paths{{"verbs", {"*"}}, {"nonResourceURLs", {"*"}}};
  return {
      {"resourceRules", Json::array({everything})}, {"nonResourceRules", Json::array({paths})}, {"incomplete", false}};
}

}  // namespace

std::optional<http::Response> answer_review(const std::string& method, const std::vector<std::string>& segments,
                                            const std::string& body) {
  if (method != "POST" || segments.size() != 4 || segments[0] != "apis" || segments[2] != "v1") return std::nullopt;
  const bool access = segments[1] == "authorization.k8s.io" &&
                      (segments[3] == "selfsubjectaccessreviews" || segments[3] == "selfsubjectrulesreviews");
  const bool identity = segments[1] == "authentication.k8s.io" && segments[3] == "selfsubjectreviews";
  if (!access && !identity) return std::nullopt;
  auto review = api::parse_json(body);
  if (!review || !review->is_object())
    return failure_response(bad_request("the body of the request must be a review as a JSON object"));
  (*review)["status"] = status_of(segments[3]);
  return json_response(201, *review);
}

}  // namespace nlbsim::fake_apiserver
