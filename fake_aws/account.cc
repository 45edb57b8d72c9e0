#include "fake_aws/account.h"

#include <utility>

#include "api/aws/error_codes.h"
#include "fake_aws/acm/issue.h"
#include "fake_aws/action_context.h"
#include "fake_aws/actions.h"
#include "fake_aws/ec2/instances.h"
#include "fake_aws/elbv2/load_balancer_settings.h"
#include "fake_aws/elbv2/subnet_selection.h"
#include "fake_aws/elbv2/target_health.h"

namespace nlbsim::fake_aws {

namespace code = aws::code;

namespace {

// A change by hand has no time of its own: what follows from it is due since ever, that is at once.
constexpr sim::Instant kAtOnce{};

constexpr int kInternalError = 500;

// How far a read is behind. Most are not; the longest is 20 s, as measured of reads after a creation.
const DurationTable& realistic_lags() {
  static const DurationTable kLags = [] {
    DurationTable lags(150, Duration::zero());
    for (const Duration lag : {Duration(std::chrono::seconds{1}), Duration(std::chrono::seconds{3}), kLongestLag})
      lags.push_back(lag);
    return lags;
  }();
  return kLags;
}
const DurationTable& hostile_lags() {
  static const DurationTable kLags{Duration::zero(), kLongestLag, Duration::zero(), std::chrono::seconds{5}};
  return kLags;
}
constexpr std::uint32_t kReadsToAFailure = 20;

void happen(const ActionContext& context, const Due& due) {
  switch (due.kind) {
    case Due::Kind::load_balancer_provisioned: return end_provisioning(context, due.subject);
    case Due::Kind::interfaces_released: return release_all(context, due.subject);
    case Due::Kind::target_group_attached: return end_attaching(context, due.subject);
    case Due::Kind::target_phase_ends: return end_phase(context, due.subject, {due.detail, due.port});
    case Due::Kind::instance_changed: return instance_changed(context, due.subject);
    case Due::Kind::instance_passes: return end_instance_change(context, due.subject, due.detail);
    case Due::Kind::certificate_issued: return issue_certificate(context, due.subject);
    case Due::Kind::responding_changed: return responding_changed(context, due.subject);
    case Due::Kind::load_balancer_announced: {
      const auto& all = context.state.load_balancing.load_balancers;
      const auto found = all.find(due.subject);
      if (found != all.end())
        context.record("LoadBalancer", due.subject, found->second.description.State.Code, due.detail);
      return;
    }
  }
}

Result<void> throttle(const ActionContext& context, const ActionEntry& action, const api::AnyCall& call) {
  const Limits& limits = context.settings.limits;
  const bool enabled = limits.enabled || context.settings.consistency == Consistency::hostile;
  if (!enabled || context.state.buckets.take(limits, action.bucket(call), context.now())) return {};
  const aws::ServiceInfo& service = *action.service;
  const std::string_view said = &service == &aws::kElbv2 ? limits.elbv2_code : service.throttled_code;
  return refuse(said, std::string(service.throttled_message), service.throttled_status);
}

}  // namespace

Account::Account(Settings settings) : settings_(std::move(settings)) {
  state_.network.owner_id = settings_.account;
  state_.network.region = settings_.region;
}

void Account::add_certificate(const std::string& arn, std::string domain) {
  aws::acm::CertificateDetail& certificate = state_.certificates.by_arn[arn].description;
  certificate.CertificateArn = arn;
  certificate.SubjectAlternativeNames = {domain};
  certificate.DomainName = std::move(domain);
  certificate.Status = "ISSUED";
  certificate.Type = "AMAZON_ISSUED";
  certificate.KeyAlgorithm = "RSA-2048";
}

api::Result<void> Account::apply(api::CoreContext& context, api::AnyCall& call) {
  advance(context);
  const ActionEntry* action = find_action(call.operation());
  if (!action)
    return refuse(code::kInvalidAction,
                  "The action " + std::string(call.operation().name) + " is not valid for this web service.");
  const ActionContext action_context{state_, settings_, context};
  if (auto admitted = throttle(action_context, *action, call); !admitted) return admitted;
  if (!lags()) return action->run(action_context, call);
  if (!call.operation().mutates) return read_behind(context, call, *action);
  if (!past_.begun()) past_.remember({}, state_);
  auto done = action->run(action_context, call);
  past_.remember(context.now, state_);
  return done;
}

api::Result<void> Account::read_behind(api::CoreContext& context, api::AnyCall& call, const ActionEntry& action) {
  const bool hostile = settings_.consistency == Consistency::hostile;
  const std::string_view operation = call.operation().name;
  if (hostile && context.chooser.choose(kReadsToAFailure, {"aws", operation, "failure"}) == 1)
    return refuse("InternalFailure", "An internal error has occurred. Please retry.", kInternalError);
  const Duration lag =
      sim::pick(context.chooser, hostile ? hostile_lags() : realistic_lags(), {"aws", operation, "lag"});
  const auto seen = past_.seen(context.now, lag, context.caller, !hostile);
  return action.run(ActionContext{seen ? *seen : state_, settings_, context}, call);
}

std::optional<sim::Instant> Account::next_deadline() const { return state_.timetable.next(); }

void Account::advance(api::CoreContext& context) {
  const ActionContext action_context{state_, settings_, context};
  bool changed = false;
  while (const auto due = state_.timetable.pop(context.now)) {
    happen(action_context, *due);
    changed = true;
  }
  if (changed && lags()) past_.remember(context.now, state_);
}

api::Result<void> Account::set_instance_state(std::string_view instance_id, std::string_view state) {
  const auto found = state_.network.instances.find(instance_id);
  if (found == state_.network.instances.end())
    return refuse(code::kInstanceIdNotFound, "The instance ID '" + std::string(instance_id) + "' does not exist");
  if (state != "running" && state != "stopped" && state != "terminated")
    return refuse(code::kInvalidParameterValue,
                  "'" + std::string(state) + "' is no state to put an instance in: use running, stopped or terminated");
  std::string& now = found->second.description.State.Name;
  if (now == state) return {};
  if (now == "terminated")
    return refuse(code::kInvalidParameterValue, "Instance '" + std::string(instance_id) + "' is terminated for good");
  now = state;
  if (state == "terminated") release_instance_interfaces(state_.network, std::string(instance_id));
  state_.timetable.schedule(kAtOnce, {Due::Kind::instance_changed, std::string(instance_id)});
  return {};
}

api::Result<void> Account::set_load_balancer_state(std::string_view arn, std::string_view state, std::string reason) {
  const auto found = state_.load_balancing.load_balancers.find(arn);
  if (found == state_.load_balancing.load_balancers.end())
    return refuse(code::kLoadBalancerNotFound, "Load balancer '" + std::string(arn) + "' not found");
  if (state != "active" && state != "active_impaired" && state != "failed" && state != "provisioning")
    return refuse(code::kValidationError, "'" + std::string(state) +
                                              "' is no state of a load balancer: use provisioning, active, "
                                              "active_impaired or failed");
  LoadBalancerEntry& entry = found->second;
  state_.timetable.cancel(entry.activation);
  entry.activation.reset();
  Due due{Due::Kind::load_balancer_announced, std::string(arn), entry.description.State.Code};
  entry.description.State = {std::string(state), std::move(reason)};
  state_.timetable.schedule(kAtOnce, std::move(due));
  return {};
}

void Account::set_responding(std::string_view target_id, std::int32_t port, bool responding) {
  std::pair<std::string, std::int32_t> target(target_id, port);
  auto& silent = state_.load_balancing.silent;
  const bool changed = responding ? silent.erase(target) > 0 : silent.insert(std::move(target)).second;
  if (changed) state_.timetable.schedule(kAtOnce, {Due::Kind::responding_changed, std::string(target_id)});
}

}  // namespace nlbsim::fake_aws
