#include "scenarios/load/load_meter.h"

#include <algorithm>
#include <array>

#include "api/kube/views.h"
#include "fake_aws/actions.h"
#include "scenarios/runner/call_view.h"

namespace nlbsim::scenarios {
namespace {

// By which ELBv2 and EC2 say that there were too many calls.
constexpr std::array<std::string_view, 3> kThrottlingCodes{"RequestLimitExceeded", "Throttling", "ThrottlingException"};

bool throttled(const std::optional<sim::Error>& error) {
  return error && std::ranges::find(kThrottlingCodes, std::string_view(error->code)) != kThrottlingCodes.end();
}

bool programmed(const kube::Object& gateway) {
  const kube::Condition* condition =
      kube::find_condition(gateway.view<kube::Gateway>().status.conditions, "Programmed");
  return condition && condition->status == "True";
}

}  // namespace

void LoadMeter::observe(std::span<const sim::Record> records) {
  for (const sim::Record& record : records) {
    switch (record.kind) {
      case sim::RecordKind::call_sent: sent(record); break;
      case sim::RecordKind::call_returned: returned(record); break;
      case sim::RecordKind::object_changed: changed(record); break;
      case sim::RecordKind::watch_event: seen_.emplace_back(record.id, record.at); break;
      case sim::RecordKind::reconcile_started: started(record); break;
      case sim::RecordKind::reconcile_finished: finished(record); break;
      default: break;
    }
  }
}

void LoadMeter::sent(const sim::Record& record) {
  if (!is_controller(actors_[record.actor])) return;
  const auto& call = api::payload<api::CallSent>(record);
  const api::OperationInfo& operation = call.asked->operation();
  ++report_.calls[std::string(operation.name)];
  work_sent(record, operation.plane == api::Plane::aws);
  if (operation.plane != api::Plane::aws) return;
  open_.emplace(record.id, OpenCall{call.call, bucket_of(*call.asked)});
  first_attempt_.emplace(call.call, record.at);  // the first one stays
}

void LoadMeter::returned(const sim::Record& record) {
  const auto& answer = api::payload<api::CallReturned>(record);
  work_returned(answer.sent, record.at, throttled(answer.error));
  const auto call = open_.find(answer.sent);
  if (call == open_.end()) return;
  const auto [logical_call, bucket] = call->second;
  open_.erase(call);
  const bool refused = throttled(answer.error);
  if (bucket) ++(refused ? bucket->refused : bucket->calls);
  if (refused) {
    ++report_.throttled_attempts;
    refused_.insert(logical_call);
    return;
  }
  const auto first = first_attempt_.find(logical_call);
  if (refused_.erase(logical_call) > 0) report_.throttled_time += record.at - first->second;
  first_attempt_.erase(first);
}

void LoadMeter::account(Work& work, sim::Instant now, sim::Duration WorkTime::* idle) {
  WorkTime& time = report_.work[work.controller];
  sim::Duration& waited = work.aws_calls > 0    ? time.aws
                          : work.kube_calls > 0 ? time.kube
                          : work.refused        ? time.throttled
                                                : time.*idle;
  waited += now - work.since;
  work.since = now;
}

void LoadMeter::work_sent(const sim::Record& record, bool of_aws) {
  const auto work = working_.find(record.cause);
  if (work == working_.end()) return;
  // The client holds back calls of ELBv2 alone; whoever waits before another waits for somebody.
  const fake_aws::ActionEntry* action = fake_aws::find_action(api::payload<api::CallSent>(record).asked->operation());
  const bool own = action && action->service == &aws::kElbv2;
  account(work->second, record.at, own ? &WorkTime::own_rate : &WorkTime::lock);
  ++(of_aws ? work->second.aws_calls : work->second.kube_calls);
  if (of_aws) work->second.refused = false;
  calls_of_work_.emplace(record.id, CallOfWork{record.cause, of_aws});
}

void LoadMeter::work_returned(sim::RecordId sent, sim::Instant now, bool refused) {
  const auto call = calls_of_work_.find(sent);
  if (call == calls_of_work_.end()) return;
  const auto [reconcile, aws] = call->second;
  calls_of_work_.erase(call);
  const auto work = working_.find(reconcile);
  if (work == working_.end()) return;
  account(work->second, now);
  --(aws ? work->second.aws_calls : work->second.kube_calls);
  if (refused) work->second.refused = true;
}

BucketUse* LoadMeter::bucket_of(const api::AnyCall& call) {
  const fake_aws::ActionEntry* action = fake_aws::find_action(call.operation());
  if (!limits_.enabled || !action) return nullptr;
  const auto bucket = limits_.buckets.find(action->bucket(call));
  if (bucket == limits_.buckets.end()) return nullptr;
  const auto [use, fresh] = report_.buckets.try_emplace(bucket->first);
  if (fresh)
    use->second.most = static_cast<std::uint64_t>(bucket->second.capacity) +
                       static_cast<std::uint64_t>(report_.settings.duration / bucket->second.refill);
  return &use->second;
}

void LoadMeter::changed(const sim::Record& record) {
  const auto& change = api::payload<api::ObjectChanged>(record);
  if (change.resource != kube::kGateways) return;
  const kube::ObjectKey key = change.object->meta().key();
  if (change.type == kube::WatchEventType::added) unprogrammed_[key] = record.at;
  const auto since = unprogrammed_.find(key);
  if (since == unprogrammed_.end() || !programmed(*change.object)) return;
  report_.time_to_programmed.push_back(record.at - since->second);
  unprogrammed_.erase(since);
}

void LoadMeter::started(const sim::Record& record) {
  const std::string& controller = api::payload<api::ReconcileStarted>(record).controller;
  if (working_.empty()) busy_since_ = record.at;
  working_.emplace(record.id, Work{controller, record.at});
  if (controller != "gateway") return;
  const auto seen = std::ranges::lower_bound(seen_, record.cause, {}, &std::pair<sim::RecordId, sim::Instant>::first);
  if (seen != seen_.end() && seen->first == record.cause) reconciling_.emplace(record.id, seen->second);
}

void LoadMeter::finished(const sim::Record& record) {
  const auto& finish = api::payload<api::ReconcileFinished>(record);
  ++report_.reconciles;
  if (finish.outcome == api::ReconcileOutcome::error) ++report_.failed_reconciles;
  if (const auto work = working_.find(finish.started); work != working_.end()) {
    account(work->second, record.at);
    working_.erase(work);
    if (working_.empty()) report_.busy += record.at - busy_since_;
  }
  const auto since = reconciling_.find(finish.started);
  if (since == reconciling_.end()) return;
  report_.reconcile_latency.push_back(record.at - since->second);
  reconciling_.erase(since);
}

QueueDepth queue_depth(World& world, sim::Duration offset) {
  QueueDepth depth{offset};
  for (const ReplicaSlot& slot : world.replicas()) {
    if (!slot.running()) continue;
    depth.gateways += slot.replica->queue("gateway")->depth();
    depth.bindings += slot.replica->queue("targetGroupBinding")->depth();
  }
  return depth;
}

}  // namespace nlbsim::scenarios
