// AddListenerCertificates, RemoveListenerCertificates, DescribeListenerCertificates: the certificates that a TLS
// listener chooses from by the name that a client asks for, beside its default one.
#include <algorithm>
#include <utility>

#include "api/aws/elbv2_more.h"
#include "api/aws/error_codes.h"
#include "fake_aws/action.h"
#include "fake_aws/elbv2/listener_settings.h"
#include "fake_aws/elbv2/lookup.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

constexpr std::int32_t kMaxPage = 400;

bool is_default(const ListenerEntry& listener, const std::string& arn) {
  const auto& own = listener.description.Certificates;
  return std::ranges::find(own, arn, &aws::Certificate::CertificateArn) != own.end();
}

Result<void> check_certificates(const std::vector<aws::Certificate>& certificates) {
  if (certificates.empty()) return missing("certificates");
  for (const aws::Certificate& one : certificates) {
    if (one.CertificateArn.empty()) return missing("certificates.1.member.certificateArn");
    if (one.IsDefault)
      return refuse(code::kValidationError, "You cannot set the isDefault parameter for a certificate");
  }
  return {};
}

}  // namespace

// What is there already stays; adding it again is fine.
template <>
Answer<aws::AddListenerCertificates> act<aws::AddListenerCertificates>(
    const ActionContext& context, const aws::AddListenerCertificates::Request& request) {
  const auto found = find_listener(context, request.ListenerArn);
  if (!found) return sim::forward(found.error());
  ListenerEntry& listener = **found;
  if (auto valid = check_certificates(request.Certificates); !valid) return sim::forward(valid.error());
  if (listener.description.Protocol != "TLS")
    return refuse(code::kOperationNotPermitted,
                  "Certificates cannot be added to listener '" + request.ListenerArn + "', whose protocol is not TLS");
  for (const aws::Certificate& one : request.Certificates)
    if (auto valid = check_certificate(context, one.CertificateArn); !valid) return sim::forward(valid.error());
  auto after = listener.more_certificates;
  for (const aws::Certificate& one : request.Certificates) after.insert(one.CertificateArn);
  if (after.size() > context.settings.quotas.certificates_per_listener)
    return refuse(code::kTooManyCertificates, "The maximum number of certificates per listener is " +
                                                  std::to_string(context.settings.quotas.certificates_per_listener));

  if (after != listener.more_certificates) context.record("Listener", request.ListenerArn, "modified");
  listener.more_certificates = std::move(after);
  aws::AddListenerCertificates::Response response;
  for (const aws::Certificate& one : request.Certificates)
    response.Certificates.push_back({one.CertificateArn, is_default(listener, one.CertificateArn)});
  return response;
}

template <>
Answer<aws::RemoveListenerCertificates> act<aws::RemoveListenerCertificates>(
    const ActionContext& context, const aws::RemoveListenerCertificates::Request& request) {
  const auto found = find_listener(context, request.ListenerArn);
  if (!found) return sim::forward(found.error());
  ListenerEntry& listener = **found;
  if (auto valid = check_certificates(request.Certificates); !valid) return sim::forward(valid.error());
  for (const aws::Certificate& one : request.Certificates)
    if (is_default(listener, one.CertificateArn) && !listener.more_certificates.contains(one.CertificateArn))
      return refuse(code::kOperationNotPermitted,
                    "The default certificate '" + one.CertificateArn + "' of a listener cannot be removed");
  std::size_t removed = 0;
  for (const aws::Certificate& one : request.Certificates)
    removed += listener.more_certificates.erase(one.CertificateArn);
  if (removed > 0) context.record("Listener", request.ListenerArn, "modified");
  return aws::NoFields{};
}

// The default certificate first, then the others; a marker is the place of the next one.
template <>
Answer<aws::DescribeListenerCertificates> act<aws::DescribeListenerCertificates>(
    const ActionContext& context, const aws::DescribeListenerCertificates::Request& request) {
  const auto found = find_listener(context, request.ListenerArn);
  if (!found) return sim::forward(found.error());
  if (request.PageSize && (*request.PageSize < 1 || *request.PageSize > kMaxPage))
    return refuse(code::kValidationError, "PageSize must be from 1 to 400");
  std::vector<aws::Certificate> all;
  for (const aws::Certificate& one : (*found)->description.Certificates) all.push_back({one.CertificateArn, true});
  for (const std::string& arn : (*found)->more_certificates) all.push_back({arn, false});
  aws::DescribeListenerCertificates::Response response;
  std::size_t at = 0;
  if (!request.Marker.empty()) {
    const auto last = std::ranges::find(all, request.Marker, &aws::Certificate::CertificateArn);
    if (last == all.end())
      return refuse(code::kValidationError, "'" + request.Marker + "' is not a marker of an earlier answer");
    at = static_cast<std::size_t>(last - all.begin()) + 1;
  }
  const std::size_t end = std::min(all.size(), at + static_cast<std::size_t>(request.PageSize.value_or(kMaxPage)));
  response.Certificates.assign(all.begin() + static_cast<std::ptrdiff_t>(at),
                               all.begin() + static_cast<std::ptrdiff_t>(end));
  if (end < all.size()) response.NextMarker = all[end - 1].CertificateArn;
  return response;
}

}  // namespace nlbsim::fake_aws
