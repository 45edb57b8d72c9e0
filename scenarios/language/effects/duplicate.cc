// A watch event comes so often more.
#include "fake_apiserver/kube_server.h"
#include "scenarios/language/effects/all_effects.h"
#include "scenarios/language/step_parser.h"

namespace nlbsim::scenarios::effects {

namespace {

class Repeated final : public FaultEffect {
 public:
  explicit Repeated(std::uint32_t times) : times_(times) {}
  void write(Json& into) const override { into["duplicate"] = times_; }
  std::string describe(FaultPhase) const override { return "repeated"; }
  std::string misplaced(FaultPlane plane) const override { return of_events_alone(plane); }
  void strike(fake_apiserver::WatchDelivery& delivery, Striking&) const override {
    if (delivery.copies > 0) delivery.copies += times_;
  }

 private:
  std::uint32_t times_;
};

}  // namespace

EffectRef read_duplicate(Fields& fields, StepContext&) {
  std::optional<std::int64_t> times;
  read_count(fields, "duplicate", times);
  return times ? std::make_shared<Repeated>(static_cast<std::uint32_t>(*times)) : nullptr;
}

}  // namespace nlbsim::scenarios::effects
