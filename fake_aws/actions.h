// The table of all actions: which function carries out which operation. Built once, immutable.
#pragma once

#include <string_view>

#include "api/aws/services.h"
#include "fake_aws/action_context.h"

namespace nlbsim::fake_aws {

struct ActionEntry {
  Result<void> (*run)(const ActionContext& context, api::AnyCall& call) = nullptr;
  // The token bucket that the call draws from; see Limits.
  std::string_view (*bucket)(const api::AnyCall& call) = nullptr;
  const aws::ServiceInfo* service = nullptr;
};

// Null for an operation that this account does not have.
const ActionEntry* find_action(const api::OperationInfo& operation);

}  // namespace nlbsim::fake_aws
