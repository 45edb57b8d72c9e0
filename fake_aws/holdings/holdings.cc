#include "fake_aws/holdings/holdings.h"

#include <utility>

#include "fake_aws/holdings/refer.h"

namespace nlbsim::fake_aws {

tl::unexpected<sim::Error> unheld(std::string message) { return sim::fail("InvalidHoldings", std::move(message)); }

tl::unexpected<sim::Error> twice(std::string_view list, const std::string& id) {
  return unheld(std::string(list) + " " + (id.empty() ? "without an id" : id) + " stands there twice");
}

tl::unexpected<sim::Error> untold(const std::string& says, const std::string& id, std::string_view command) {
  return unheld(says + " " + (id.empty() ? "\"\"" : id) + ", which nothing tells of: aws " + std::string(command) +
                " does");
}

Result<State> hold(const Holdings& holdings, const Settings& settings, sim::Instant now) {
  State state;
  state.network.owner_id = settings.account;
  state.network.region = settings.region;
  if (auto held = hold_network(holdings, state); !held) return sim::forward(std::move(held.error()));
  // What has a told address before what gets any.
  if (auto held = hold_instances(holdings, state); !held) return sim::forward(std::move(held.error()));
  if (auto held = hold_load_balancing(holdings, settings, now, state); !held)
    return sim::forward(std::move(held.error()));
  if (auto held = hold_targets(holdings, state); !held) return sim::forward(std::move(held.error()));
  return state;
}

}  // namespace nlbsim::fake_aws
