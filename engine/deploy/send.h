// Sends a call of a plan to the service that its operation belongs to.
#pragma once

#include <functional>
#include <string_view>

#include "engine/context.h"
#include "engine/deploy/plan.h"
#include "sim/task.h"

namespace nlbsim::engine {

// Once. The response is in `call` afterwards; an error names the operation as its origin.
sim::Task<sim::Result<void>> send(const Context& context, api::CallRef call, sim::RecordId cause);

// How long something that AWS holds to be in use is waited for.
struct Patience {
  std::string_view in_use;         // the code that says so
  std::string_view gone;           // the code that says that it is not there any more, which is as good
  sim::Duration limit;             // from the first try
  std::function<bool()> wanted{};  // it is needed again after all: no further try; may be empty
};
inline constexpr sim::Duration kInUseInterval = std::chrono::seconds{2};

// A delete, again every kInUseInterval while what it deletes is in use. False: it is wanted again and still there.
sim::Task<sim::Result<bool>> delete_until_free(const Context& context, api::CallRef call, Patience patience,
                                               sim::RecordId cause);

}  // namespace nlbsim::engine
