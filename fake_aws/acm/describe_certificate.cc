#include "fake_aws/acm/issue.h"
#include "fake_aws/acm/lookup.h"
#include "fake_aws/action.h"

namespace nlbsim::fake_aws {

namespace acm = aws::acm;

template <>
Answer<acm::DescribeCertificate> act<acm::DescribeCertificate>(const ActionContext& context,
                                                               const acm::DescribeCertificate::Request& request) {
  const auto found = find_certificate(context, request.CertificateArn);
  if (!found) return sim::forward(found.error());
  acm::DescribeCertificate::Response response{(*found)->description};
  acm::CertificateDetail& d = response.Certificate;
  d.InUseBy = users_of_certificate(context.state.load_balancing, request.CertificateArn);
  if (d.RenewalEligibility == "INELIGIBLE" && !d.InUseBy.empty() && d.Type == "AMAZON_ISSUED")
    d.RenewalEligibility = "ELIGIBLE";
  return response;
}

}  // namespace nlbsim::fake_aws
