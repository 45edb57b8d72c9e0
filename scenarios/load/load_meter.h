// Reads the journal of a load run as it grows, so that the journal itself may forget.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "api/records.h"
#include "fake_aws/settings.h"
#include "scenarios/load/load_run.h"
#include "scenarios/world/world.h"

namespace nlbsim::scenarios {

class LoadMeter {
 public:
  // `actors` names each actor; `limits` are the account's. All outlive the meter.
  LoadMeter(const std::vector<std::string>& actors, const fake_aws::Limits& limits, LoadReport& report)
      : actors_(actors), limits_(limits), report_(report) {}
  // The next records, each once and in order.
  void observe(std::span<const sim::Record> records);

 private:
  // A reconcile under way.
  struct Work {
    std::string controller;
    sim::Instant since;  // what it waits for since then
    int aws_calls = 0, kube_calls = 0;
    bool refused = false;  // for its rate, and not tried again yet
  };
  struct CallOfWork {
    sim::RecordId reconcile = 0;
    bool aws = false;
  };
  // Counts the time since the last change as what the reconcile has waited for; `idle`: where no call was under way.
  void account(Work& work, sim::Instant now, sim::Duration WorkTime::* idle = &WorkTime::lock);
  void work_sent(const sim::Record& record, bool of_aws);
  void work_returned(sim::RecordId sent, sim::Instant now, bool refused);
  struct OpenCall {
    std::uint64_t logical_call = 0;
    BucketUse* bucket = nullptr;  // of the report; null: not limited
  };
  BucketUse* bucket_of(const api::AnyCall& call);
  void sent(const sim::Record& record);
  void returned(const sim::Record& record);
  void changed(const sim::Record& record);
  void started(const sim::Record& record);
  void finished(const sim::Record& record);

  const std::vector<std::string>& actors_;
  const fake_aws::Limits& limits_;
  LoadReport& report_;
  std::map<kube::ObjectKey, sim::Instant> unprogrammed_;  // Gateways, since their creation
  // Watch events of the controllers, in the order of their ids. All of them: a key may wait long before its reconcile.
  std::vector<std::pair<sim::RecordId, sim::Instant>> seen_;
  std::map<sim::RecordId, sim::Instant> reconciling_;  // by the start's record: when its cause was seen
  std::map<sim::RecordId, Work> working_;              // by the start's record
  std::map<sim::RecordId, CallOfWork> calls_of_work_;  // by the sending's record
  sim::Instant busy_since_;
  std::map<sim::RecordId, OpenCall> open_;               // AWS calls under way
  std::set<std::uint64_t> refused_;                      // logical calls, for their rate, so far
  std::map<std::uint64_t, sim::Instant> first_attempt_;  // of logical calls under way
};

// How many keys wait now, of all controllers that run.
QueueDepth queue_depth(World& world, sim::Duration offset);

}  // namespace nlbsim::scenarios
