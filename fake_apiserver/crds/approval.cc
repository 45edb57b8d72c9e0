#include "fake_apiserver/crds/approval.h"

#include <fmt/format.h>

namespace nlbsim::fake_apiserver {
namespace {

bool guarded(std::string_view group) {
  return group == "k8s.io" || group == "kubernetes.io" || group.ends_with(".k8s.io") ||
         group.ends_with(".kubernetes.io");
}

}  // namespace

std::optional<Approval> approval_of(const api::Json& definition) {
  if (!guarded(api::text(api::at(definition, "spec", "group")))) return std::nullopt;
  constexpr std::string_view kDemand = "protected groups must have approval annotation \"{}\"{}, see {}";
  constexpr std::string_view kWhy = "https://github.com/kubernetes/enhancements/pull/1111";
  const std::string_view says =
      api::text(api::member(api::at(definition, "metadata", "annotations"), kApprovalAnnotation));
  if (says.empty())
    return Approval{false, false, "MissingAnnotation", fmt::format(kDemand, kApprovalAnnotation, "", kWhy)};
  if (says.starts_with("unapproved"))
    return Approval{false, true, "UnapprovedAnnotation", fmt::format("not approved: \"{}\"", says)};
  if (says.find("://") == says.npos)
    return Approval{
        false, false, "InvalidAnnotation",
        fmt::format(kDemand, kApprovalAnnotation, " with either a URL or a reason starting with \"unapproved\"", kWhy)};
  return Approval{true, true, "ApprovedAnnotation", fmt::format("approved in {}", says)};
}

}  // namespace nlbsim::fake_apiserver
