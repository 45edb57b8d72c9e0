// So many calls are let through each second, the rest are refused.
#include "api/pipeline.h"
#include "scenarios/language/effects/all_effects.h"
#include "scenarios/language/effects/injected_errors.h"
#include "scenarios/language/step_parser.h"

namespace nlbsim::scenarios::effects {

namespace {

constexpr sim::Duration kWindow = std::chrono::seconds{1};

class Throttle final : public FaultEffect {
 public:
  explicit Throttle(std::int64_t rate) : rate_(rate) {}
  void write(Json& into) const override { into["throttle"] = rate_; }
  std::string describe(FaultPhase) const override { return "throttled"; }
  std::string misplaced(FaultPlane plane) const override { return of_calls_alone(plane); }
  std::optional<sim::Error> strike(api::Passage& passage, FaultPhase, Striking&) const override {
    return injected_throttling(passage.call);
  }
  bool repeats() const override { return true; }
  bool spares(Rate& rate, sim::Instant now) const override {
    if (now - rate.second >= kWindow) rate = {now, 0};
    return ++rate.count <= rate_;
  }

 private:
  std::int64_t rate_;
};

}  // namespace

EffectRef read_throttle(Fields& fields, StepContext&) {
  std::optional<std::int64_t> rate;
  read_count(fields, "throttle", rate);
  return rate ? std::make_shared<Throttle>(*rate) : nullptr;
}

}  // namespace nlbsim::scenarios::effects
