// A replica of the controller dies, and may be started again.
#include "scenarios/language/effects/all_effects.h"
#include "scenarios/language/step_parser.h"

namespace nlbsim::scenarios::effects {

namespace {

class Crash final : public FaultEffect {
 public:
  Crash(std::string replica, std::optional<sim::Duration> restart_after)
      : replica_(std::move(replica)), restart_after_(restart_after) {}
  void write(Json& into) const override {
    into["crash"] = replica_;
    if (restart_after_) into["restartAfter"] = sim::format_duration(*restart_after_);
  }
  std::string describe(FaultPhase) const override { return "crash of " + replica_; }
  std::string misplaced(FaultPlane) const override { return {}; }
  std::optional<sim::Error> strike(api::Passage&, FaultPhase, Striking& striking) const override {
    striking.crash(replica_, restart_after_);
    return std::nullopt;
  }
  void strike(fake_apiserver::WatchDelivery&, Striking& striking) const override {
    striking.crash(replica_, restart_after_);
  }
  std::string replica() const override { return replica_; }

 private:
  std::string replica_;
  std::optional<sim::Duration> restart_after_;  // none: it stays down
};

}  // namespace

EffectRef crash(std::string replica, std::optional<sim::Duration> restart_after) {
  return std::make_shared<Crash>(std::move(replica), restart_after);
}

EffectRef read_crash(Fields& fields, StepContext& context) {
  std::string replica;
  std::optional<sim::Duration> restart_after;
  read_replica(fields, "crash", context, replica);
  fields.read("restartAfter", restart_after);
  return replica.empty() ? nullptr : crash(std::move(replica), restart_after);
}

}  // namespace nlbsim::scenarios::effects
