// The actions of the account. An operation's action is the specialisation of `act` in the file of its name (or of its
// family) under elbv2/, ec2/ and so on: it makes all checks, in the order in which AWS does, then changes the state and
// answers; an error means that nothing changed.
//
//   template <>
//   Answer<aws::DeleteListener> act<aws::DeleteListener>(const ActionContext& context,
//                                                        const aws::DeleteListener::Request& request) { ... }
//
// An operation that stands in api/aws/operations.h and has no action does not link.
#pragma once

#include "fake_aws/action_context.h"

namespace nlbsim::fake_aws {

template <class Op>
using Answer = Result<typename Op::Response>;

template <class Op>
Answer<Op> act(const ActionContext& context, const typename Op::Request& request);

}  // namespace nlbsim::fake_aws
