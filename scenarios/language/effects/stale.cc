// A list of the API server answers with state of some time ago, or of some revisions ago.
#include "scenarios/language/effects/all_effects.h"
#include "scenarios/language/step_parser.h"

namespace nlbsim::scenarios::effects {

namespace {

class Stale final : public FaultEffect {
 public:
  Stale(std::optional<sim::Duration> by, std::optional<std::int64_t> revisions) : by_(by), revisions_(revisions) {}
  void write(Json& into) const override {
    if (by_) into["stale"]["for"] = sim::format_duration(*by_);
    if (revisions_) into["stale"]["revisions"] = *revisions_;
  }
  std::string describe(FaultPhase) const override { return "stale answer"; }
  std::string misplaced(FaultPlane plane) const override {
    if (plane == FaultPlane::aws) return "only lists of the API server can be stale: set on.plane to k8s";
    return of_calls_alone(plane);
  }
  bool changes_answers() const override { return true; }
  bool change_answer(Striking& striking) const override { return striking.make_older(by_, revisions_); }

 private:
  std::optional<sim::Duration> by_;
  std::optional<std::int64_t> revisions_;
};

}  // namespace

EffectRef older_answer(sim::Duration by) { return std::make_shared<Stale>(by, std::nullopt); }

EffectRef read_stale(Fields& fields, StepContext& context) {
  const Node* node = fields.find("stale");
  if (!node) return nullptr;
  std::optional<sim::Duration> by;
  std::optional<std::int64_t> revisions;
  Fields inner(*node, context.problems(), "fault.do.stale");
  inner.read("for", by);
  read_count(inner, "revisions", revisions);
  inner.finish();
  if (!by && !revisions) return nullptr;
  return std::make_shared<Stale>(by, revisions);
}

}  // namespace nlbsim::scenarios::effects
