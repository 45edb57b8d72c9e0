// The calls of a run, as questions about calls see them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "api/records.h"
#include "scenarios/language/expectation.h"
#include "sim/journal.h"

namespace nlbsim::scenarios {

// A call that changes something: no read, and neither an Event nor a Lease, which a controller writes for itself.
bool is_mutation(const api::AnyCall& call);

// Whether an actor of that name is a controller: "controller-1", "blue/controller-2".
bool is_controller(std::string_view actor);

class CallView {
 public:
  // `records` and `actors` are those of the run so far and outlive the view.
  CallView(std::span<const sim::Record> records, std::span<const std::string> actors)
      : records_(records), actors_(actors) {}

  // Whether this record is the sending of a call that fits. Repeats of one logical call do not count.
  bool fits(const sim::Record& record, const CallFilter& filter, Bindings& bindings) const;
  // The first record after `since` that sends such a call; null if there is none.
  const sim::Record* first_sent(const CallFilter& filter, sim::RecordId since, Bindings& bindings) const;
  // Of such a call's answers, the first that tells of success; null if there is none.
  const sim::Record* first_answered(const CallFilter& filter, sim::RecordId since, Bindings& bindings) const;
  std::int64_t count(const CallFilter& filter, sim::RecordId since, Bindings& bindings) const;

  std::span<const sim::Record> after(sim::RecordId since) const;
  // "controller-1 elbv2 CreateListener arn:... at +00:00:01.200": for messages.
  std::string describe(const sim::Record& sent) const;

 private:
  std::string_view actor(const sim::Record& record) const { return actors_[record.actor]; }
  std::span<const sim::Record> records_;
  std::span<const std::string> actors_;
};

}  // namespace nlbsim::scenarios
