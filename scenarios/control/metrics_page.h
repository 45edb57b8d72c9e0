// What the built-in controller of a served world counts, under the names and labels of the real controller's metrics:
// reconciles and their times, queues, leadership, calls to AWS and their refusals, requests to the API server, target
// groups, readiness gates, who is reconciled most. Read from the journal as it grows; nothing else is counted anywhere.
//
//   MetricsPage page(world);
//   page.read();            // before the journal forgets
//   page.text();            // GET /metrics
//
// Not here: what this controller has none of (webhooks, top talkers of Ingresses), and how long a key waited in its
// queue, which no record tells.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "api/records.h"
#include "scenarios/control/prometheus_text.h"
#include "scenarios/world/world.h"

namespace nlbsim::scenarios {

class MetricsPage {
 public:
  explicit MetricsPage(World& world);

  // Takes in what the journal has got since the last time. What it has forgotten meanwhile is not counted.
  void read();
  std::string text() const;

 private:
  // An attempt at a call that is under way.
  struct Sent {
    sim::Instant at;
    const api::OperationInfo* operation = nullptr;
    std::uint64_t call = 0;
    std::uint32_t attempt = 1;
  };
  struct Reconciling {
    sim::Instant at;
    std::string controller;
  };
  struct Answer {
    std::string code;    // of the error; empty: none
    std::string status;  // HTTP's
    bool final = true;   // the SDK does not try again
  };

  void take(const sim::Record& record);
  void started(const sim::Record& record);
  void finished(const sim::Record& record);
  void sent(const sim::Record& record);
  void returned(const sim::Record& record);
  void attempt_answered(const Sent& attempt, const Answer& answer, sim::Instant now);
  void call_answered(const Sent& last, const Answer& answer, sim::Instant now);
  void object_changed(const sim::Record& record);
  // How long Pods waited for the health of their targets.
  void pod_changed(const api::ObjectChanged& change, sim::Instant now);
  const ReplicaSlot* caller_of(const sim::Record& record) const;

  std::string workers() const;
  std::string queues() const;
  std::string work_under_way() const;
  std::string leadership() const;
  std::string bindings() const;
  std::string top_talkers() const;

  World& world_;
  sim::RecordId read_ = 0;

  std::map<sim::RecordId, Reconciling> reconciling_;
  Numbers reconciles_, reconcile_errors_, panics_;
  Histograms reconcile_times_, work_times_;
  Numbers adds_, retries_;
  std::map<std::string, std::map<std::string, std::uint64_t>> talkers_;  // by controller, by key

  std::map<sim::RecordId, Sent> sent_;
  std::map<std::uint64_t, sim::Instant> calls_;  // when each logical call began
  Numbers aws_calls_, aws_requests_, kube_requests_;
  Histograms call_times_, call_retries_, request_times_;
  std::map<std::string_view, Numbers> refusals_;  // by the name of the metric

  std::map<kube::ObjectKey, kube::ObjectRef> bindings_;
  std::map<std::pair<std::string, std::string>, sim::Instant> gates_;  // by UID and gate: since when it is closed
  Histograms gate_times_;
};

}  // namespace nlbsim::scenarios
