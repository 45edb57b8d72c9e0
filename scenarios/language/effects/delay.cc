// A watch event comes later.
#include "fake_apiserver/kube_server.h"
#include "scenarios/language/effects/all_effects.h"
#include "scenarios/language/fields.h"

namespace nlbsim::scenarios::effects {

namespace {

class Late final : public FaultEffect {
 public:
  explicit Late(sim::Duration by) : by_(by) {}
  void write(Json& into) const override { into["delay"] = sim::format_duration(by_); }
  std::string describe(FaultPhase) const override { return "late by " + sim::format_duration(by_); }
  std::string misplaced(FaultPlane plane) const override { return of_events_alone(plane); }
  void strike(fake_apiserver::WatchDelivery& delivery, Striking&) const override { delivery.delay += by_; }

 private:
  sim::Duration by_;
};

}  // namespace

EffectRef delay(sim::Duration by) { return std::make_shared<Late>(by); }

EffectRef read_delay(Fields& fields, StepContext&) {
  sim::Duration by{0};
  return fields.read("delay", by) ? delay(by) : nullptr;
}

}  // namespace nlbsim::scenarios::effects
