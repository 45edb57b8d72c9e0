// The call takes longer, there or back.
#include "api/pipeline.h"
#include "scenarios/language/effects/all_effects.h"
#include "scenarios/language/fields.h"

namespace nlbsim::scenarios::effects {

namespace {

class Latency final : public FaultEffect {
 public:
  explicit Latency(sim::Duration more) : more_(more) {}
  void write(Json& into) const override { into["latency"] = sim::format_duration(more_); }
  std::string describe(FaultPhase) const override { return "slower by " + sim::format_duration(more_); }
  std::string misplaced(FaultPlane plane) const override { return of_calls_alone(plane); }
  std::optional<sim::Error> strike(api::Passage& passage, FaultPhase phase, Striking&) const override {
    (phase == FaultPhase::before ? passage.there : passage.back) += more_;
    return std::nullopt;
  }

 private:
  sim::Duration more_;
};

}  // namespace

EffectRef latency(sim::Duration more) { return std::make_shared<Latency>(more); }

EffectRef read_latency(Fields& fields, StepContext&) {
  sim::Duration more{0};
  return fields.read("latency", more) ? latency(more) : nullptr;
}

}  // namespace nlbsim::scenarios::effects
