// A reply is lost (before the effect: the request), or a watch event.
#include <algorithm>

#include "api/pipeline.h"
#include "fake_apiserver/kube_server.h"
#include "scenarios/language/effects/all_effects.h"
#include "scenarios/language/fields.h"

namespace nlbsim::scenarios::effects {

namespace {

constexpr std::array<std::string_view, 2> kDrops{"reply", "event"};

class LostReply final : public FaultEffect {
 public:
  void write(Json& into) const override { into["drop"] = "reply"; }
  std::string describe(FaultPhase phase) const override {
    return phase == FaultPhase::before ? "lost request" : "lost reply";
  }
  std::string misplaced(FaultPlane plane) const override { return of_calls_alone(plane); }
  std::optional<sim::Error> strike(api::Passage& passage, FaultPhase, Striking&) const override {
    return api::lost_reply(passage.call.operation());
  }
};

class LostEvent final : public FaultEffect {
 public:
  void write(Json& into) const override { into["drop"] = "event"; }
  std::string describe(FaultPhase) const override { return "lost event"; }
  std::string misplaced(FaultPlane plane) const override { return of_events_alone(plane); }
  void strike(fake_apiserver::WatchDelivery& delivery, Striking&) const override { delivery.copies = 0; }
  bool loses_events() const override { return true; }
};

}  // namespace

EffectRef lost_reply() { return std::make_shared<LostReply>(); }
EffectRef lost_event() { return std::make_shared<LostEvent>(); }

EffectRef read_drop(Fields& fields, StepContext&) {
  std::string what;
  if (!fields.read("drop", what)) return nullptr;
  if (what == "reply") return lost_reply();
  if (what == "event") return lost_event();
  fields.problems().add(fields.find("drop")->mark,
                        "nothing called \"" + what + "\" can be dropped" + suggest(what, kDrops));
  return nullptr;
}

}  // namespace nlbsim::scenarios::effects
