// Finding certificates and checking what ACM's requests have in common.
#pragma once

#include <string>
#include <vector>

#include "fake_aws/action_context.h"

namespace nlbsim::fake_aws {

// InvalidArnException, ResourceNotFoundException, ValidationException if the ARN is empty.
Result<CertificateEntry*> find_certificate(const ActionContext& context, const std::string& arn);
// InvalidTagException, TooManyTagsException.
Result<void> check_certificate_tags(const ActionContext& context, const std::vector<aws::Tag>& tags,
                                    const aws::TagMap& present = {});
tl::unexpected<sim::Error> validation_exception(std::string_view member, std::string_view value, std::string_view rule);

}  // namespace nlbsim::fake_aws
