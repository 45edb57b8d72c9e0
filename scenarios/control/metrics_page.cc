#include "scenarios/control/metrics_page.h"

#include <fmt/format.h>

#include <algorithm>

namespace nlbsim::scenarios {

namespace {

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

// Queues that are looked at.
constexpr std::array<std::string_view, 6> kMeasuredQueues{"gateway",
                                                          "gatewayclass",
                                                          "route-status",
                                                          "targetGroupBinding",
                                                          "loadbalancerconfiguration",
                                                          "targetgroupconfiguration"};

std::string_view metric_result(api::ReconcileOutcome outcome) {
  switch (outcome) {
    case api::ReconcileOutcome::done: return "success";
    case api::ReconcileOutcome::requeue_after: return "requeue_after";
    case api::ReconcileOutcome::error: break;
  }
  return "error";
}

// The family of refusals that operators alert on; empty: none of them.
std::string_view refusal_metric(std::string_view code) {
  if (code.empty()) return {};
  if (code.find("Throttl") != std::string_view::npos || code == "RequestLimitExceeded")
    return "aws_api_call_throttled_errors_total";
  if (code.find("AccessDenied") != std::string_view::npos || code == "UnauthorizedOperation")
    return "aws_api_call_permission_errors_total";
  if (code.starts_with("TooMany") || code.find("LimitExceeded") != std::string_view::npos)
    return "aws_api_call_service_limit_exceeded_errors_total";
  if (code.find("Validation") != std::string_view::npos || code.starts_with("Invalid"))
    return "aws_api_call_validation_errors_total";
  return {};
}

double in_seconds(sim::Duration duration) { return std::chrono::duration<double>(duration).count(); }

void metric_head(std::string& page, std::string_view name, std::string_view type, std::string_view help) {
  page += fmt::format("# HELP {0} {2}\n# TYPE {0} {1}\n", name, type, help);
}

template <class Numbers>
void metric_family(std::string& page, std::string_view name, std::string_view type, std::string_view help,
                   const Numbers& numbers) {
  if (numbers.empty()) return;
  metric_head(page, name, type, help);
  for (const auto& [labels, number] : numbers) page += fmt::format("{}{{{}}} {}\n", name, labels, number);
}

template <class Bounds, class Histograms>
void metric_histograms(std::string& page, std::string_view name, std::string_view help, const Bounds& bounds,
                       const Histograms& all) {
  if (all.empty()) return;
  metric_head(page, name, "histogram", help);
  for (const auto& [labels, histogram] : all) {
    for (std::size_t at = 0; at < bounds.size(); ++at)
      page += fmt::format("{}_bucket{{{},le=\"{}\"}} {}\n", name, labels, bounds[at], histogram.buckets[at]);
    page += fmt::format("{}_bucket{{{},le=\"+Inf\"}} {}\n", name, labels, histogram.count);
    page += fmt::format("{}_sum{{{}}} {}\n", name, labels, in_seconds(histogram.sum));
    page += fmt::format("{}_count{{{}}} {}\n", name, labels, histogram.count);
  }
}

}  // namespace

void MetricsPage::Histogram::add(sim::Duration took) {
  for (std::size_t at = 0; at < kBounds.size(); ++at)
    if (in_seconds(took) <= kBounds[at]) ++buckets[at];
  ++count;
  sum += took;
}

void MetricsPage::read() {
  const sim::RecordId last = world_.journal().last();
  if (last == read_) return;
  for (const sim::Record& record : world_.journal().records())
    if (record.id > read_) take(record);
  read_ = last;
}

bool MetricsPage::by_controller(const sim::Record& record) const {
  const std::string& actor = world_.actors()[record.actor];
  return std::ranges::any_of(world_.replicas(), [&](const ReplicaSlot& slot) { return slot.name == actor; });
}

void MetricsPage::take(const sim::Record& record) {
  switch (record.kind) {
    case sim::RecordKind::reconcile_started:
      started_.emplace(record.id, record.at);
      ++active_workers_[std::string(name_in_metrics(api::payload<api::ReconcileStarted>(record).controller))];
      return;
    case sim::RecordKind::reconcile_finished: return finished(record);
    case sim::RecordKind::call_sent: return sent(record);
    case sim::RecordKind::call_returned: return returned(record);
    case sim::RecordKind::actor_changed:  // what a process had under way ended with it
      started_.clear();
      sent_.clear();
      active_workers_.clear();
      return;
    default: return;
  }
}

void MetricsPage::finished(const sim::Record& record) {
  const auto& done = api::payload<api::ReconcileFinished>(record);
  const std::string controller(name_in_metrics(done.controller));
  const std::string labels = fmt::format("controller=\"{}\"", controller);
  ++reconciles_[fmt::format("{},result=\"{}\"", labels, metric_result(done.outcome))];
  if (done.outcome == api::ReconcileOutcome::error) ++reconcile_errors_[labels];
  const auto started = started_.find(done.started);
  if (started == started_.end()) return;
  reconcile_times_[labels].add(record.at - started->second);
  started_.erase(started);
  --active_workers_[controller];
}

void MetricsPage::sent(const sim::Record& record) {
  if (!by_controller(record)) return;
  const auto& call = api::payload<api::CallSent>(record);
  sent_.insert_or_assign(record.id, Sent{record.at, &call.asked->operation(), call.attempt});
}

void MetricsPage::returned(const sim::Record& record) {
  const auto& answer = api::payload<api::CallReturned>(record);
  const auto found = sent_.find(answer.sent);
  if (found == sent_.end()) return;
  const Sent call = found->second;
  sent_.erase(found);
  const int status = answer.error ? answer.error->http_status : 200;
  if (call.operation->plane == api::Plane::aws)
    return aws_answer(call, answer.error ? answer.error->code : std::string(), status, record.at - call.at);
  ++kube_requests_[fmt::format("code=\"{}\",verb=\"{}\"", status == 0 ? "<error>" : std::to_string(status),
                               call.operation->name)];
}

void MetricsPage::aws_answer(const Sent& call, const std::string& error_code, int status, sim::Duration took) {
  const std::string labels =
      fmt::format("service=\"{}\",operation=\"{}\"", name_in_metrics(call.operation->service), call.operation->name);
  ++requests_[fmt::format("{},status_code=\"{}\",error_code=\"{}\"", labels, status, error_code)];
  request_times_[labels].add(took);
  if (call.attempt > 1) ++retries_[labels];
  const std::string_view refusal = refusal_metric(error_code);
  if (!refusal.empty()) ++refusals_[refusal][fmt::format("{},error_code=\"{}\"", labels, error_code)];
}

std::string MetricsPage::depths() const {
  std::string page;
  metric_head(page, "workqueue_depth", "gauge", "Keys that wait to be worked on.");
  for (const std::string_view queue : kMeasuredQueues) {
    std::size_t depth = 0;
    for (const ReplicaSlot& slot : world_.replicas())
      if (const auto* own = slot.running() ? slot.replica->queue(queue) : nullptr) depth += own->depth();
    page += fmt::format("workqueue_depth{{name=\"{}\"}} {}\n", name_in_metrics(queue), depth);
  }
  return page;
}

std::string MetricsPage::leadership() const {
  std::string page;
  metric_head(page, "leader_election_master_status", "gauge", "Whether this process leads: 1, or waits: 0.");
  for (const ReplicaSlot& slot : world_.replicas())
    page += fmt::format("leader_election_master_status{{name=\"aws-load-balancer-controller-leader\",pod=\"{}\"}} {}\n",
                        slot.name, slot.running() && slot.replica->leading() ? 1 : 0);
  return page;
}

std::string MetricsPage::text() const {
  std::map<std::string, std::int64_t> workers;
  for (const auto& [controller, number] : active_workers_)
    workers[fmt::format("controller=\"{}\"", controller)] = number;
  std::string page;
  metric_family(page, "controller_runtime_reconcile_total", "counter", "Reconciles by controller and result.",
                reconciles_);
  metric_family(page, "controller_runtime_reconcile_errors_total", "counter", "Reconciles that failed.",
                reconcile_errors_);
  metric_histograms(page, "controller_runtime_reconcile_time_seconds", "How long reconciles took.", kBounds,
                    reconcile_times_);
  metric_family(page, "controller_runtime_active_workers", "gauge", "Workers that are at work.", workers);
  page += depths();
  page += leadership();
  metric_family(page, "aws_api_requests_total", "counter", "Requests to AWS, each attempt of a call.", requests_);
  metric_histograms(page, "aws_api_request_duration_seconds", "How long AWS took to answer.", kBounds, request_times_);
  metric_family(page, "aws_api_call_retries", "counter", "Requests that repeated an earlier one.", retries_);
  for (const auto& [name, refusals] : refusals_) metric_family(page, name, "counter", "What AWS refused.", refusals);
  metric_family(page, "rest_client_requests_total", "counter", "Requests to the API server.", kube_requests_);
  return page;
}

}  // namespace nlbsim::scenarios
