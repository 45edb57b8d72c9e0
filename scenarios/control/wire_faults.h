// Faults that somebody at a terminal injects into a served world: errors, delays and lost replies of API calls.
//
// The form is that of a scenario's fault list, as YAML or JSON. What needs a scenario around it (crashes, watch events,
// stale reads, times of a scenario) is refused by name. Calls of wire clients and of the built-in controller are met
// alike; the actor of a wire client is "user". While there is no fault, calls take their usual path and pay nothing.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "api/pipeline.h"
#include "scenarios/language/fault_spec.h"
#include "scenarios/world/world.h"

namespace nlbsim::scenarios {

class WireFaults final : public api::Hook {
 public:
  // The pipelines outlive this.
  WireFaults(World& world, std::vector<api::Pipeline*> pipelines) : world_(world), pipelines_(std::move(pipelines)) {}

  // A fault or a list of them. Error code InvalidScenario, as the language's reader has it; nothing is added then.
  Result<void> add(std::string_view text);
  // How many there were.
  std::size_t clear();
  // [{id, hits, calls}]: how often each has struck, of how many calls that fit.
  api::Json describe() const;

  std::optional<sim::Error> before(api::Passage& passage) override;
  std::optional<sim::Error> after(api::Passage& passage, const Result<void>& answer) override;

 private:
  struct Active {
    FaultSpec spec;
    std::int64_t calls = 0;  // logical calls that fit
    std::int64_t hits = 0;
    std::uint64_t last_call = 0;         // of the pipeline below
    const sim::Actor* caller = nullptr;  // of the last call
  };
  bool strikes(Active& fault, const api::Passage& passage);
  void note(const Active& fault, const api::Passage& passage, std::string_view what);

  World& world_;
  const std::vector<api::Pipeline*> pipelines_;
  std::deque<Active> faults_;
};

}  // namespace nlbsim::scenarios
