// What an account holds (fake_aws/holdings/holdings.h) as JSON, in the words in which AWS's answers tell it: every
// member is found by its operation's own description.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "api/json/json.h"
#include "fake_aws/holdings/holdings.h"
#include "fake_aws/wire/json_body.h"

namespace nlbsim::fake_aws {

// A document that somebody wrote: what is not known is a problem. `into` is added to.
std::optional<JsonProblem> read_holdings(const api::Json& document, Holdings& into);
// Shorter than what was read where nothing is said by it: empty lists, texts and structures are left out.
api::Json holdings_json(const Holdings& holdings);

// The lists that there are, as they are called.
std::vector<std::string_view> holdings_lists();

// What a command of the AWS CLI has printed.
struct Told {
  // The operation whose answer it is; empty: none that this account has.
  std::string_view operation;
  // It is an answer of one resource at a time, and this is missing: the ARN of which one. A member of the operation's
  // request ("TargetGroupArn") that stands beside the answer tells it.
  std::string_view wanted;
  bool taken = false;  // else nothing is held of such an answer
};
// Takes an answer's content; members that are not described are passed over. `subject` is the ARN of the resource where
// the answer does not tell. The problem's path begins in the answer.
std::optional<JsonProblem> take_answer(const api::Json& answer, std::string_view subject, Holdings& into, Told& told);

}  // namespace nlbsim::fake_aws
