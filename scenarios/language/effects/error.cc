// The caller gets an error, in the shape of the server that seems to speak.
#include "api/pipeline.h"
#include "scenarios/language/effects/all_effects.h"
#include "scenarios/language/effects/injected_errors.h"
#include "scenarios/language/fields.h"

namespace nlbsim::scenarios::effects {

namespace {

class Refusal final : public FaultEffect {
 public:
  Refusal(std::string code, int status, std::string message)
      : code_(std::move(code)), status_(status), message_(std::move(message)) {}
  void write(Json& into) const override {
    into["error"] = code_;
    if (status_ != 0) into["status"] = status_;
    if (!message_.empty()) into["message"] = message_;
  }
  std::string describe(FaultPhase) const override { return code_; }
  std::string misplaced(FaultPlane plane) const override { return of_calls_alone(plane); }
  std::optional<sim::Error> strike(api::Passage& passage, FaultPhase, Striking&) const override {
    return injected_error(passage.call, {code_, status_, message_});
  }
  bool repeats() const override { return true; }

 private:
  std::string code_;
  int status_;  // 0: the usual one of that code
  std::string message_;
};

}  // namespace

EffectRef error(std::string code) { return std::make_shared<Refusal>(std::move(code), 0, std::string()); }

EffectRef read_error(Fields& fields, StepContext&) {
  std::string code, message;
  int status = 0;
  const bool wanted = fields.read("error", code);
  fields.read("status", status);
  fields.read("message", message);
  return wanted ? std::make_shared<Refusal>(std::move(code), status, std::move(message)) : nullptr;
}

}  // namespace nlbsim::scenarios::effects
