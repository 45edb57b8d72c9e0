// A replica of the controller stands still, as in a long collection of garbage, and may go on.
#include "scenarios/language/effects/all_effects.h"
#include "scenarios/language/step_parser.h"

namespace nlbsim::scenarios::effects {

namespace {

class Pause final : public FaultEffect {
 public:
  Pause(std::string replica, std::optional<sim::Duration> resume_after)
      : replica_(std::move(replica)), resume_after_(resume_after) {}
  void write(Json& into) const override {
    into["pause"] = replica_;
    if (resume_after_) into["resumeAfter"] = sim::format_duration(*resume_after_);
  }
  std::string describe(FaultPhase) const override { return "pause of " + replica_; }
  std::string misplaced(FaultPlane) const override { return {}; }
  std::optional<sim::Error> strike(api::Passage&, FaultPhase, Striking& striking) const override {
    striking.pause(replica_, resume_after_);
    return std::nullopt;
  }
  void strike(fake_apiserver::WatchDelivery&, Striking& striking) const override {
    striking.pause(replica_, resume_after_);
  }
  std::string replica() const override { return replica_; }

 private:
  std::string replica_;
  std::optional<sim::Duration> resume_after_;
};

}  // namespace

EffectRef read_pause(Fields& fields, StepContext& context) {
  std::string replica;
  std::optional<sim::Duration> resume_after;
  read_replica(fields, "pause", context, replica);
  fields.read("resumeAfter", resume_after);
  return replica.empty() ? nullptr : std::make_shared<Pause>(std::move(replica), resume_after);
}

}  // namespace nlbsim::scenarios::effects
