// AddTagsToCertificate, RemoveTagsFromCertificate, ListTagsForCertificate.
#include "api/aws/error_codes.h"
#include "fake_aws/acm/lookup.h"
#include "fake_aws/action.h"

namespace nlbsim::fake_aws {

namespace acm = aws::acm;

template <>
Answer<acm::AddTagsToCertificate> act<acm::AddTagsToCertificate>(const ActionContext& context,
                                                                 const acm::AddTagsToCertificate::Request& request) {
  const auto found = find_certificate(context, request.CertificateArn);
  if (!found) return sim::forward(found.error());
  if (auto valid = check_certificate_tags(context, request.Tags, (*found)->tags); !valid)
    return sim::forward(valid.error());
  for (const aws::Tag& tag : request.Tags) (*found)->tags[tag.Key] = tag.Value;
  context.record("Certificate", request.CertificateArn, "modified");
  return acm::NoFields{};
}

// A tag given with a value goes only if it has that value.
template <>
Answer<acm::RemoveTagsFromCertificate> act<acm::RemoveTagsFromCertificate>(
    const ActionContext& context, const acm::RemoveTagsFromCertificate::Request& request) {
  const auto found = find_certificate(context, request.CertificateArn);
  if (!found) return sim::forward(found.error());
  for (const aws::Tag& tag : request.Tags) {
    const auto present = (*found)->tags.find(tag.Key);
    if (present != (*found)->tags.end() && (tag.Value.empty() || tag.Value == present->second))
      (*found)->tags.erase(present);
  }
  context.record("Certificate", request.CertificateArn, "modified");
  return acm::NoFields{};
}

template <>
Answer<acm::ListTagsForCertificate> act<acm::ListTagsForCertificate>(
    const ActionContext& context, const acm::ListTagsForCertificate::Request& request) {
  const auto found = find_certificate(context, request.CertificateArn);
  if (!found) return sim::forward(found.error());
  return acm::ListTagsForCertificate::Response{aws::to_tags((*found)->tags)};
}

}  // namespace nlbsim::fake_aws
