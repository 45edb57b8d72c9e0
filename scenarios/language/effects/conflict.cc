// Somebody else has written the object in between (409).
#include "api/pipeline.h"
#include "scenarios/language/effects/all_effects.h"
#include "scenarios/language/effects/injected_errors.h"
#include "scenarios/language/fields.h"

namespace nlbsim::scenarios::effects {

namespace {

class Conflict final : public FaultEffect {
 public:
  void write(Json& into) const override { into["conflict"] = true; }
  std::string describe(FaultPhase) const override { return "Conflict"; }
  std::string misplaced(FaultPlane plane) const override {
    if (plane == FaultPlane::aws)
      return "only the API server answers with a conflict: set on.plane to k8s, or give an error code";
    return of_calls_alone(plane);
  }
  std::optional<sim::Error> strike(api::Passage& passage, FaultPhase, Striking&) const override {
    return injected_conflict(passage.call);
  }
  bool repeats() const override { return true; }
};

}  // namespace

EffectRef read_conflict(Fields& fields, StepContext&) {
  bool wanted = false;
  return fields.read("conflict", wanted) && wanted ? std::make_shared<Conflict>() : nullptr;
}

}  // namespace nlbsim::scenarios::effects
