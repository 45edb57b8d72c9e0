#include "scenarios/control/metrics_page.h"

#include <algorithm>
#include <array>

#include "api/kube/endpoint_views.h"
#include "engine/runtime/aws/sdk_client.h"
#include "engine/targets/binding_writer.h"
#include "engine/vocabulary.h"

namespace nlbsim::scenarios {
namespace {

// Bounds of the real controller's histograms. Seconds: of controller-runtime's reconciles, of client-go's work queues,
// of Prometheus's clients by default, of readiness gates. Numbers: of repeats by the SDK.
constexpr std::array kReconcileBounds{0.005, 0.01, 0.025, 0.05, 0.1,  0.15, 0.2,  0.25, 0.3,  0.35,
                                      0.4,   0.45, 0.5,   0.6,  0.7,  0.8,  0.9,  1.0,  1.25, 1.5,
                                      1.75,  2.0,  2.5,   3.0,  3.5,  4.0,  4.5,  5.0,  6.0,  7.0,
                                      8.0,   9.0,  10.0,  15.0, 20.0, 25.0, 30.0, 40.0, 50.0, 60.0};
constexpr std::array kQueueBounds{1e-08, 1e-07, 1e-06, 1e-05, 1e-04, 1e-03, 0.01, 0.1, 1.0, 10.0, 100.0, 1000.0};
constexpr std::array kDefaultBounds{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0};
constexpr std::array kGateBounds{10.0, 30.0, 60.0, 120.0, 180.0, 240.0, 300.0, 360.0, 420.0, 480.0, 540.0, 600.0};
constexpr std::array kRetryBounds{0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0};

constexpr std::size_t kTopTalkers = 3;  // of each controller

// What the real controller calls its controllers and services.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kNamesInMetrics{
    {{"gateway", "gateway.k8s.aws/nlb"},
     {"gatewayclass", "aws-lbc-gateway-class-controller"},
     {"route-status", "gateway-route-status-update-reconciler"},
     {"loadbalancerconfiguration", "aws-lbc-loadbalancerconfiguration-controller"},
     {"targetgroupconfiguration", "aws-lbc-targetgroupconfiguration-controller"},
     {"elbv2", "Elastic Load Balancing v2"},
     {"ec2", "EC2"},
     {"acm", "ACM"},
     {"sts", "STS"}}};

std::string_view name_in_metrics(std::string_view ours) {
  const auto found = std::ranges::find(kNamesInMetrics, ours, [](const auto& entry) { return entry.first; });
  return found == kNamesInMetrics.end() ? ours : found->second;
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kMethods{
    {{"get", "GET"}, {"list", "GET"}, {"create", "POST"}, {"update", "PUT"}, {"patch", "PATCH"}, {"delete", "DELETE"}}};

std::string_view method_of(std::string_view verb) {
  const auto found = std::ranges::find(kMethods, verb, [](const auto& entry) { return entry.first; });
  return found == kMethods.end() ? std::string_view("GET") : found->second;
}

constexpr std::array<std::string_view, 4> kResults{"success", "error", "requeue", "requeue_after"};

std::string_view metric_result(api::ReconcileOutcome outcome) {
  switch (outcome) {
    case api::ReconcileOutcome::done: return "success";
    case api::ReconcileOutcome::requeue_after: return "requeue_after";
    case api::ReconcileOutcome::error: break;
  }
  return "error";
}

// The family of refusals that operators alert on, as the real controller sorts answers; empty: none of them.
std::string_view refusal_metric(std::string_view status, std::string_view code) {
  if (status == "401" || status == "403" || code == "AccessDeniedException")
    return "aws_api_call_permission_errors_total";
  if (code == "ServiceLimitExceeded") return "aws_api_call_service_limit_exceeded_errors_total";
  if (code == "ThrottlingException" || code == "Throttling") return "aws_api_call_throttled_errors_total";
  if (code == "ValidationError") return "aws_api_call_validation_errors_total";
  return {};
}

double in_seconds(sim::Duration duration) { return std::chrono::duration<double>(duration).count(); }

Labels controller_label(std::string_view controller) { return labels({{"controller", name_in_metrics(controller)}}); }

// A queue bears its controller's name.
Labels queue_label(std::string_view controller) {
  const std::string_view name = name_in_metrics(controller);
  return labels({{"controller", name}, {"name", name}});
}

int workers_of(const engine::Config& config, std::string_view controller) {
  if (controller == "gateway") return config.gateway_workers;
  if (controller == "targetGroupBinding") return config.target_group_binding_workers;
  return controller == "route-status" ? 1 : config.gateway_class_workers;
}

constexpr std::string_view kGatePrefix = "target-health.elbv2.k8s.aws/";

}  // namespace

MetricsPage::MetricsPage(World& world)
    : world_(world),
      reconcile_times_(kReconcileBounds),
      work_times_(kQueueBounds),
      call_times_(kDefaultBounds),
      call_retries_(kRetryBounds),
      request_times_(kDefaultBounds),
      gate_times_(kGateBounds) {
  for (const std::string_view controller : engine::kControllers) {
    const Labels label = controller_label(controller);
    for (const std::string_view result : kResults)
      reconciles_.emplace(labels({{"controller", name_in_metrics(controller)}, {"result", result}}), 0);
    reconcile_errors_.emplace(label, 0);
    panics_.emplace(label, 0);
    adds_.emplace(queue_label(controller), 0);
    retries_.emplace(queue_label(controller), 0);
  }
}

void MetricsPage::read() {
  const auto records = world_.journal().records();
  const auto news = std::ranges::upper_bound(records, read_, {}, &sim::Record::id);
  for (auto record = news; record != records.end(); ++record) take(*record);
  read_ = world_.journal().last();
}

const ReplicaSlot* MetricsPage::caller_of(const sim::Record& record) const {
  const std::string& actor = world_.actors()[record.actor];
  const auto& replicas = world_.replicas();
  const auto found = std::ranges::find(replicas, actor, &ReplicaSlot::name);
  return found == replicas.end() ? nullptr : &*found;
}

void MetricsPage::take(const sim::Record& record) {
  switch (record.kind) {
    case sim::RecordKind::reconcile_started: return started(record);
    case sim::RecordKind::reconcile_finished: return finished(record);
    case sim::RecordKind::call_sent: return sent(record);
    case sim::RecordKind::call_returned: return returned(record);
    case sim::RecordKind::object_changed: return object_changed(record);
    case sim::RecordKind::actor_changed:  // what a process had under way ended with it
      if (api::payload<api::ActorChanged>(record).change != api::ActorChange::dropped) return;
      reconciling_.clear();
      sent_.clear();
      calls_.clear();
      return;
    default: return;
  }
}

void MetricsPage::started(const sim::Record& record) {
  const auto& start = api::payload<api::ReconcileStarted>(record);
  reconciling_.emplace(record.id, Reconciling{record.at, start.controller});
  ++adds_[queue_label(start.controller)];
  ++talkers_[start.controller][start.key];
}

void MetricsPage::finished(const sim::Record& record) {
  const auto& done = api::payload<api::ReconcileFinished>(record);
  const Labels label = controller_label(done.controller);
  ++reconciles_[labels({{"controller", name_in_metrics(done.controller)}, {"result", metric_result(done.outcome)}})];
  if (done.outcome == api::ReconcileOutcome::error) ++reconcile_errors_[label];
  if (done.outcome != api::ReconcileOutcome::done) ++retries_[queue_label(done.controller)];
  const auto found = reconciling_.find(done.started);
  if (found == reconciling_.end()) return;
  const double took = in_seconds(record.at - found->second.at);
  reconcile_times_.add(label, took);
  work_times_.add(queue_label(done.controller), took);
  reconciling_.erase(found);
}

void MetricsPage::sent(const sim::Record& record) {
  if (!caller_of(record)) return;
  const auto& call = api::payload<api::CallSent>(record);
  const api::OperationInfo& operation = call.asked->operation();
  sent_.insert_or_assign(record.id, Sent{record.at, &operation, call.call, call.attempt});
  if (operation.plane == api::Plane::aws) calls_.try_emplace(call.call, record.at);
}

void MetricsPage::returned(const sim::Record& record) {
  const auto& answer = api::payload<api::CallReturned>(record);
  const auto found = sent_.find(answer.sent);
  if (found == sent_.end()) return;
  const Sent attempt = found->second;
  sent_.erase(found);
  const int status = answer.error ? answer.error->http_status : 200;
  if (attempt.operation->plane != api::Plane::aws) {
    const std::string code = status == 0 ? "<error>" : std::to_string(status);
    ++kube_requests_[labels({{"code", code}, {"method", method_of(attempt.operation->name)}})];
    return;
  }
  Answer told;
  told.status = std::to_string(status);
  if (answer.error) {
    const ReplicaSlot* caller = caller_of(record);
    told.code = answer.error->code;
    told.final = !engine::sdk_retries(*answer.error) || !caller || attempt.attempt >= caller->config.aws_max_attempts;
  }
  attempt_answered(attempt, told, record.at);
  if (told.final) call_answered(attempt, told, record.at);
}

void MetricsPage::attempt_answered(const Sent& attempt, const Answer& answer, sim::Instant now) {
  const std::string_view service = name_in_metrics(attempt.operation->service);
  const std::string_view operation = attempt.operation->name;
  ++aws_requests_[labels(
      {{"service", service}, {"operation", operation}, {"status_code", answer.status}, {"error_code", answer.code}})];
  request_times_.add(labels({{"service", service}, {"operation", operation}}), in_seconds(now - attempt.at));
}

void MetricsPage::call_answered(const Sent& last, const Answer& answer, sim::Instant now) {
  const std::string_view service = name_in_metrics(last.operation->service);
  const Labels label = labels({{"service", service}, {"operation", last.operation->name}});
  const Labels with_answer = labels({{"service", service},
                                     {"operation", last.operation->name},
                                     {"status_code", answer.status},
                                     {"error_code", answer.code}});
  ++aws_calls_[with_answer];
  if (const std::string_view refusal = refusal_metric(answer.status, answer.code); !refusal.empty())
    ++refusals_[refusal][with_answer];
  call_retries_.add(label, last.attempt - 1);
  const auto began = calls_.find(last.call);
  if (began == calls_.end()) return;
  call_times_.add(label, in_seconds(now - began->second));
  calls_.erase(began);
}

void MetricsPage::object_changed(const sim::Record& record) {
  const auto& change = api::payload<api::ObjectChanged>(record);
  if (change.resource.kind == kube::kTargetGroupBindings.kind) {
    const kube::ObjectKey key = change.object->meta().key();
    if (change.type == kube::WatchEventType::deleted) bindings_.erase(key);
    else bindings_.insert_or_assign(key, change.object);
  } else if (change.resource.kind == kube::kPods.kind) {
    pod_changed(change, record.at);
  }
}

void MetricsPage::pod_changed(const api::ObjectChanged& change, sim::Instant now) {
  const kube::ObjectMeta& meta = change.object->meta();
  const bool gone = change.type == kube::WatchEventType::deleted;
  for (const kube::Condition& condition : change.object->view<kube::Pod>().status.conditions) {
    if (!condition.type.starts_with(kGatePrefix)) continue;
    const std::pair gate{meta.uid, condition.type};
    const auto closed = gates_.find(gate);
    if (gone) {
      gates_.erase(gate);
    } else if (condition.status != "True") {
      gates_.try_emplace(gate, now);
    } else if (closed != gates_.end()) {
      const std::string_view binding = std::string_view(condition.type).substr(kGatePrefix.size());
      gate_times_.add(labels({{"namespace", meta.namespace_}, {"name", binding}}), in_seconds(now - closed->second));
      gates_.erase(closed);
    }
  }
}

std::string MetricsPage::workers() const {
  Numbers active, most;
  for (const std::string_view controller : engine::kControllers) {
    active.emplace(controller_label(controller), 0);
    std::uint64_t& all = most[controller_label(controller)];
    for (const ReplicaSlot& slot : world_.replicas())
      all += static_cast<std::uint64_t>(workers_of(slot.config, controller));
  }
  for (const auto& [started, reconciling] : reconciling_) ++active[controller_label(reconciling.controller)];
  return gauge_text({"controller_runtime_active_workers", "Workers that are at work."}, active) +
         gauge_text({"controller_runtime_max_concurrent_reconciles", "Workers that there are."}, most);
}

std::string MetricsPage::queues() const {
  Numbers depths, adds = adds_;
  for (const std::string_view controller : engine::kControllers) {
    std::uint64_t& depth = depths[queue_label(controller)];
    for (const ReplicaSlot& slot : world_.replicas())
      if (const auto* queue = slot.running() ? slot.replica->queue(controller) : nullptr) depth += queue->depth();
    adds[queue_label(controller)] += depth;
  }
  return gauge_text({"workqueue_depth", "Keys that wait to be worked on."}, depths) +
         counter_text({"workqueue_adds_total", "Keys that were put in line."}, adds) +
         counter_text({"workqueue_retries_total", "Keys that were put off."}, retries_) +
         histogram_text({"workqueue_work_duration_seconds", "How long work on a key took."}, work_times_);
}

std::string MetricsPage::work_under_way() const {
  std::map<Labels, double> all, longest;
  for (const std::string_view controller : engine::kControllers) {
    all.emplace(queue_label(controller), 0);
    longest.emplace(queue_label(controller), 0);
  }
  for (const auto& [started, reconciling] : reconciling_) {
    const double lasts = in_seconds(world_.scheduler().now() - reconciling.at);
    all[queue_label(reconciling.controller)] += lasts;
    double& most = longest[queue_label(reconciling.controller)];
    most = std::max(most, lasts);
  }
  return gauge_text({"workqueue_unfinished_work_seconds", "How long work under way has lasted, summed up."}, all) +
         gauge_text({"workqueue_longest_running_processor_seconds", "The longest work under way."}, longest);
}

std::string MetricsPage::leadership() const {
  Numbers leading;
  for (const ReplicaSlot& slot : world_.replicas())
    leading[labels({{"name", "aws-load-balancer-controller-leader"}, {"pod", slot.name}})] =
        slot.running() && slot.replica->leading() ? 1 : 0;
  return gauge_text({"leader_election_master_status", "Whether this process leads: 1, or waits: 0."}, leading);
}

std::string MetricsPage::bindings() const {
  Numbers groups, cached;
  std::uint64_t& ours = cached[labels({{"resource", "targetgroupbinding"}})];
  for (const auto& [key, binding] : bindings_) {
    if (!binding->meta().has_finalizer(engine::kBindingFinalizer)) continue;
    ++ours;
    const auto& spec = binding->view<kube::TargetGroupBinding>().spec;
    const std::string_view arn = spec.targetGroupARN;
    const Labels label = labels({{"namespace", key.namespace_},
                                 {"service", spec.serviceRef.name},
                                 {"target_group", arn.substr(arn.rfind(':') + 1)}});
    groups[label] = 1;
  }
  return gauge_text({"awslbc_controller_cache_object_total", "Objects that the controller looks after."}, cached) +
         gauge_text({"aws_target_group_info", "Which Service is behind a target group."}, groups);
}

std::string MetricsPage::top_talkers() const {
  Numbers most;
  for (const auto& [controller, keys] : talkers_) {
    std::vector<std::pair<std::uint64_t, std::string_view>> sorted;
    for (const auto& [key, times] : keys) sorted.emplace_back(times, key);
    std::ranges::sort(sorted, [](const auto& a, const auto& b) {
      return a.first == b.first ? a.second < b.second : a.first > b.first;
    });
    if (sorted.size() > kTopTalkers) sorted.resize(kTopTalkers);
    for (const auto& [times, key] : sorted) {
      const std::size_t slash = key.find('/');
      const bool in_namespace = slash != std::string_view::npos;
      most[labels({{"controller", name_in_metrics(controller)},
                   {"namespace", in_namespace ? key.substr(0, slash) : std::string_view()},
                   {"name", in_namespace ? key.substr(slash + 1) : key}})] = times;
    }
  }
  return gauge_text({"awslbc_controller_top_talkers", "What was reconciled most."}, most);
}

std::string MetricsPage::text() const {
  std::string page =
      counter_text({"controller_runtime_reconcile_total", "Reconciles by controller and result."}, reconciles_);
  page += counter_text({"controller_runtime_reconcile_errors_total", "Reconciles that failed."}, reconcile_errors_);
  page += counter_text({"controller_runtime_reconcile_panics_total", "Reconciles that panicked: never."}, panics_);
  page += histogram_text({"controller_runtime_reconcile_time_seconds", "How long reconciles took."}, reconcile_times_);
  page += workers();
  page += queues();
  page += work_under_way();
  page += leadership();
  page += counter_text({"aws_api_calls_total", "Calls to AWS, repeats not counted."}, aws_calls_);
  page += histogram_text({"aws_api_call_duration_seconds", "How long calls took, repeats and pauses included."},
                         call_times_);
  page += histogram_text({"aws_api_call_retries", "How often the SDK repeated a call."}, call_retries_);
  page += counter_text({"aws_api_requests_total", "Requests to AWS, each attempt of a call."}, aws_requests_);
  page += histogram_text({"aws_api_request_duration_seconds", "How long AWS took to answer."}, request_times_);
  for (const auto& [name, refusals] : refusals_) page += counter_text({name, "Calls that AWS refused."}, refusals);
  page += counter_text({"rest_client_requests_total", "Requests to the API server."}, kube_requests_);
  page += histogram_text({"awslbc_readiness_gate_ready_seconds", "How long Pods waited for their targets' health."},
                         gate_times_);
  page += bindings();
  page += top_talkers();
  return page;
}

}  // namespace nlbsim::scenarios
