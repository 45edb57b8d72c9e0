// What should always be true of a run, whatever is broken in it.
//
// An Invariant is told of the records it asked for, each after the ledger has taken it in, of every moment of rest, and
// of the end of the run. It reports what does not hold with the records that prove it. One object watches one run; a
// violation in one is no reason to be silent about the next, but the same subject is reported once.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scenarios/oracles/ledger.h"
#include "scenarios/record/run_record.h"

namespace nlbsim::scenarios::oracles {

enum class Topic : std::uint8_t {
  call_sent,         // a controller asks to change something (no Event, no Lease)
  before_effect,     // a controller's call has been accepted by AWS; the ledger does not show its effect yet
  effect,            // the same, now that it does
  refusal,           // AWS refused a controller's call
  kube_refusal,      // the API server did
  read,              // a controller asks for something and changes nothing
  object_changed,    // of a kind that the ledger keeps
  resource_changed,  // AWS changed a resource
  reconcile_finished,
  watch_event,
  input,  // something came from outside (Ledger::last_input)
  tried,  // somebody tried every listener (Ledger::reach)
};
inline constexpr std::size_t kTopics = 12;

struct Happening {
  Topic topic;
  const sim::Record& record;
  Call call;  // the call that it is, or behind it, if any
};

class Findings;

class Invariant {
 public:
  Invariant() = default;
  Invariant(const Invariant&) = delete;
  Invariant& operator=(const Invariant&) = delete;
  virtual ~Invariant() = default;
  virtual std::string_view id() const = 0;        // "I-06"
  virtual std::string_view sentence() const = 0;  // what is always true
  virtual std::vector<Topic> topics() const { return {}; }
  virtual void observe(const Happening&, const Ledger&, Findings&) {}
  // Everything has been done that follows from what came from outside, and nothing is broken.
  virtual void at_rest(const Ledger&, Findings&) {}
  virtual void at_end(const Ledger&, sim::Instant, Findings&) {}
};

class Findings {
 public:
  void add(const Invariant& invariant, std::string subject, std::string message, std::vector<sim::RecordId> records) {
    if (!told_.insert({std::string(invariant.id()), subject}).second) return;
    std::erase(records, 0);  // of what no record tells, because it was there from the start
    violations_.push_back({std::string(invariant.id()), std::string(invariant.sentence()), std::move(subject),
                           std::move(message), std::move(records)});
  }
  const std::vector<Violation>& all() const { return violations_; }

 private:
  std::set<std::pair<std::string, std::string>> told_;
  std::vector<Violation> violations_;
};

// "target group arn:...".
inline std::string describe(const AwsResource& resource) {
  return std::string(name(resource.kind)) + " " + resource.id;
}

}  // namespace nlbsim::scenarios::oracles
