// What an action, or something that happens by itself, works on: the account's state and settings, the time, the
// chooser and the records it leaves. Lives for one step.
#pragma once

#include <string>
#include <string_view>

#include "api/server.h"
#include "fake_aws/settings.h"
#include "fake_aws/state.h"
#include "sim/result.h"

namespace nlbsim::fake_aws {

using sim::Result;

struct ActionContext {
  State& state;
  const Settings& settings;
  api::CoreContext& core;

  sim::Instant now() const { return core.now; }
  // Leaves a ResourceChanged record.
  void record(std::string kind, std::string id, std::string change, std::string before = {}) const;
  // One of the table's durations, chosen under "aws/<operation>/<point>".
  Duration draw(const DurationTable& table, std::string_view operation, std::string_view point) const;
};

// A refusal with the HTTP status that carries it: 400 for nearly everything.
tl::unexpected<sim::Error> refuse(std::string_view code, std::string message, int http_status = 400);

}  // namespace nlbsim::fake_aws
