#include "fake_aws/elbv2/paging.h"

#include "api/aws/error_codes.h"

namespace nlbsim::fake_aws {

Result<std::size_t> check_page(const ActionContext& context, ArnKind kind, const std::string& marker,
                               const std::optional<std::int32_t>& page_size) {
  constexpr std::int32_t kMaxPage = 400;
  if (page_size && (*page_size < 1 || *page_size > kMaxPage))
    return refuse(aws::code::kValidationError, "PageSize must be from 1 to 400");
  if (!marker.empty() && !is_arn(context.settings, kind, marker))
    return refuse(aws::code::kValidationError, "'" + marker + "' is not a marker of an earlier answer");
  return static_cast<std::size_t>(page_size.value_or(kMaxPage));
}

}  // namespace nlbsim::fake_aws
