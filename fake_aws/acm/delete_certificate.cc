#include "api/aws/error_codes.h"
#include "fake_aws/acm/issue.h"
#include "fake_aws/acm/lookup.h"
#include "fake_aws/action.h"

namespace nlbsim::fake_aws {

namespace acm = aws::acm;

template <>
Answer<acm::DeleteCertificate> act<acm::DeleteCertificate>(const ActionContext& context,
                                                           const acm::DeleteCertificate::Request& request) {
  const std::string& arn = request.CertificateArn;
  const auto found = find_certificate(context, arn);
  if (!found) return sim::forward(found.error());
  if (!users_of_certificate(context.state.load_balancing, arn).empty())
    return refuse(aws::code::kResourceInUseException,
                  "Certificate " + arn + " in account " + context.settings.account + " is in use.");
  context.state.timetable.cancel((*found)->validation);
  context.state.certificates.by_arn.erase(arn);
  context.record("Certificate", arn, "deleted");
  return acm::NoFields{};
}

}  // namespace nlbsim::fake_aws
