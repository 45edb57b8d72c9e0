// What a fault does to what it strikes. Each effect is one file in scenarios/language/effects/: how a scenario writes
// it, on which planes, what the journal says of it, and what it does; its row is in effects/all_effects.h.
//
// Effects are values, shared by copies of a scenario and by worlds on several threads; what one has to remember while
// it stands is kept for it (Rate).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "api/json/json.h"
#include "sim/result.h"
#include "sim/time.h"

namespace nlbsim::api {
struct Passage;
}
namespace nlbsim::fake_apiserver {
struct WatchDelivery;
}

namespace nlbsim::scenarios {

using api::Json;

enum class FaultPlane : std::uint8_t { k8s, aws, watch };
std::string_view name(FaultPlane plane);
enum class FaultPhase : std::uint8_t {
  before,  // on the way there: what fails has no effect
  after,   // right after the effect: the caller hears of it otherwise than it was, or never
};

// The world as an effect reaches it while its fault strikes.
class Striking {
 public:
  virtual ~Striking() = default;
  // By name; "controller" is whoever called.
  virtual void crash(const std::string& replica, std::optional<sim::Duration> restart_after) = 0;
  virtual void pause(const std::string& replica, std::optional<sim::Duration> resume_after) = 0;
  // The answer of the list that is under way becomes so old. False: nothing is changed, because that hides nothing.
  virtual bool make_older(std::optional<sim::Duration> by, std::optional<std::int64_t> revisions) = 0;
};

// How many have been let through in this second.
struct Rate {
  sim::Instant second;  // began then
  std::int64_t count = 0;
};

class FaultEffect {
 public:
  virtual ~FaultEffect() = default;
  // Its keys in the fault's `do`.
  virtual void write(Json& into) const = 0;
  // "Conflict", "lost reply": for the journal.
  virtual std::string describe(FaultPhase phase) const = 0;
  // What is wrong with it on that plane; empty: nothing.
  virtual std::string misplaced(FaultPlane plane) const = 0;

  // What it does to a call, on the way there or back as the fault's phase is; an error is what the caller gets.
  virtual std::optional<sim::Error> strike(api::Passage&, FaultPhase, Striking&) const { return std::nullopt; }
  // And to a watch event.
  virtual void strike(fake_apiserver::WatchDelivery&, Striking&) const {}

  // It belongs to each attempt of the logical call that was picked, not only to the first.
  virtual bool repeats() const { return false; }
  // This one is not struck, though it fits.
  virtual bool spares(Rate&, sim::Instant) const { return false; }
  // It changes the answers of lists, whatever the phase; then `change_answer` is asked first, and false is no strike.
  virtual bool changes_answers() const { return false; }
  virtual bool change_answer(Striking&) const { return true; }
  // Somebody goes without an event, until something tells them again.
  virtual bool loses_events() const { return false; }
  // Which replica has to be there; empty: none in particular.
  virtual std::string replica() const { return {}; }
};
using EffectRef = std::shared_ptr<const FaultEffect>;

}  // namespace nlbsim::scenarios
