#include "engine/reconcilers/gateway_reconciler.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/conditions/reasons.h"
#include "engine/names.h"
#include "engine/routes/gateway_ownership.h"
#include "engine/routes/load.h"

namespace nlbsim::engine {
namespace {

// What only somebody else can heal, without telling us, is looked at as seldom as what has failed for long.
constexpr sim::Duration kSeldom = std::chrono::seconds{1000};
// After so many tries, about a quarter of an hour by then, what a Gateway left behind is somebody else's to remove.
constexpr int kOrphanTries = 17;

// How soon ACM is looked at again while a listener waits for a certificate, and while all have one.
constexpr sim::Duration kCertificatesMissing = std::chrono::minutes{5};
constexpr sim::Duration kCertificatesThere = std::chrono::hours{1};

bool lacks_certificate(const LoadedGateway& loaded) {
  return std::ranges::any_of(loaded.listeners, [](const LoadedListener& listener) {
    const kube::Condition* refs = kube::find_condition(listener.conditions, condition::kResolvedRefs);
    return refs && refs->reason == reason::kInvalidCertificateRef;
  });
}

// As Go prints a duration of whole seconds: "2m0s".
std::string go_text(sim::Duration delay) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(delay).count();
  std::string out;
  if (seconds >= 3600) out += fmt::format("{}h", seconds / 3600);
  if (seconds >= 60) out += fmt::format("{}m", seconds / 60 % 60);
  return out + fmt::format("{}s", seconds % 60);
}

// What is said of a call that was refused: its name and the code are what people look up.
std::string refusal_text(const sim::Error& error) {
  return error.code.empty() ? error.describe() : fmt::format("{}: {}", error.code, error.describe());
}

bool is_pending(const kube::ObjectRef& gateway_class) {
  const auto& conditions = gateway_class->view<kube::GatewayClass>().status.conditions;
  const kube::Condition* accepted = kube::find_condition(conditions, condition::kAccepted);
  return !accepted || accepted->status == "Unknown";
}

sim::Error make_error(std::string_view code, std::string message) {
  sim::Error error;
  error.code = code;
  error.message = std::move(message);
  return error;
}

// A pass that an error ended before anything could be learnt of the ports.
void fail_whole(Pass& pass, std::string_view told_as, const sim::Error& error) {
  pass.facts.failure = fmt::format("{} due to {}", told_as, refusal_text(error));
  pass.error = error;
}

std::vector<ToldEvent> told_of(const std::vector<DeployFailure>& failures) {
  std::vector<ToldEvent> events;
  for (const DeployFailure& failure : failures)
    events.push_back({"FailedDeployModel", fmt::format("Failed deploy model due to {}", failure.text())});
  return events;
}

// What a deploy has come to, for the status and for the time of the next one.
void take_in(Pass& pass, const DeployOutcome& deployed) {
  if (deployed.load_balancer) {
    const DeployedLoadBalancer& balancer = *deployed.load_balancer;
    pass.facts.load_balancer = LoadBalancerFacts{balancer.arn, balancer.dns_name, balancer.active()};
    pass.failed_state = balancer.state == "failed";
  }
  for (const DeployFailure& failure : deployed.failures) {
    const bool whole = failure.whole || !deployed.known;
    if (whole && pass.facts.failure.empty())
      pass.facts.failure = fmt::format("Failed deploy model due to {}", failure.text());
    for (const std::int32_t port : failure.ports) pass.facts.failures.emplace(port, failure.text());
  }
  if (const DeployFailure* failure = deployed.to_repeat()) {
    pass.error = failure->error;
    pass.waits_for_somebody = failure->waits_for_change();
  }
}

}  // namespace

GatewayReconciler::GatewayReconciler(const Context& context, const Listers& listers, StackDeployer& deployer,
                                     RouteStatusReconciler& routes, GatewayEvents events)
    : context_(context),
      profile_(*context.config.profile),
      listers_(listers),
      deployer_(deployer),
      routes_(routes),
      events_(events),
      writer_(context, listers, std::move(events)) {}

sim::Task<Outcome> GatewayReconciler::reconcile(Request request) {
  const kube::ObjectRef gateway = listers_.get(kube::kGateways, request.key);
  if (!gateway) co_return co_await forget(request.key, request.cause);
  orphan_tries_.erase(request.key);
  const kube::ObjectRef gateway_class = class_of(listers_, gateway);
  if (is_our_class(gateway_class)) {
    if (gateway->meta().deleting()) co_return co_await remove(gateway, request.cause);
    co_return co_await converge(gateway, gateway_class, request.cause);
  }
  // Not ours. What we made for it while it was goes when the Gateway does, or when another controller has it now.
  const bool orphaned = gateway->meta().has_finalizer(kGatewayFinalizer) && profile_.orphans_released;
  if (orphaned && (gateway_class || gateway->meta().deleting())) co_return co_await remove(gateway, request.cause);
  co_return Done{};
}

sim::Task<Outcome> GatewayReconciler::converge(kube::ObjectRef gateway, kube::ObjectRef gateway_class,
                                               sim::RecordId cause) {
  // Nothing has been decided about the class: the Gateway is as pending as it says, and the class's change wakes it.
  if (profile_.gateway_waits_for_class && is_pending(gateway_class)) co_return Done{};
  std::optional<rules::Refusal> refusal = rules::class_refusal(gateway_class);
  const bool by_class = refusal.has_value();
  ResolvedConfiguration resolved;
  if (!refusal) {
    resolved = resolve_configuration(listers_, gateway_class, gateway);
    refusal = rules::parameters_refusal(resolved, context_.config.default_scheme);
  }
  if (!refusal) refusal = rules::unsupported_address(gateway->view<kube::Gateway>().spec);
  if (refusal) {
    const std::string text = refusal->message;
    auto refusing = refuse(gateway, std::move(*refusal), cause);
    Outcome outcome = co_await std::move(refusing);
    if (!by_class || profile_.gateway_waits_for_class || std::holds_alternative<Failed>(outcome)) co_return outcome;
    co_return Failed{make_error("GatewayClassNotAccepted", text)};
  }
  LoadSettings settings{context_.config.default_target_type, std::move(resolved.configuration)};
  if (looks_for_certificates(listers_, gateway, settings.configuration.get()))
    settings.inventory = co_await deployer_.certificates(cause);
  const CertificateInventoryRef inventory = settings.inventory;
  LoadedGateway loaded = load(listers_, gateway, profile_, settings);
  routes_.post(gateway->meta().key(), std::move(loaded.parents), cause);
  loaded.parents.clear();
  const bool blocked = profile_.bad_listener_blocks_gateway && !loaded.all_listeners_valid();
  if (blocked || !loaded.has_valid_listener()) {
    tell_violations(gateway, loaded.violations, cause);
    GatewayReport report = report_no_valid_listener(loaded.listeners, profile_);
    auto sets = report_sets(gateway, loaded.sets, {}, kNoValidListener);
    auto writing = write_statuses(gateway, std::move(report), std::move(sets), cause);
    const auto written = co_await std::move(writing);
    if (!written) co_return Failed{written.error()};
    if (inventory && inventory->error) co_return Failed{*inventory->error};
    if (inventory) co_return RequeueAfter{kCertificatesMissing, "Looking for a certificate", sim::TimerKind::periodic};
    co_return Done{};
  }
  if (profile_.violations_freeze_gateway && !loaded.violations.empty()) {
    tell_violations(gateway, loaded.violations, cause);
    const Violation& first = loaded.violations.front();
    co_return Failed{make_error(first.reason, first.message)};
  }
  tell_notes(gateway, loaded.notes, cause);
  Pass pass;
  if (inventory) pass.certificates_again = lacks_certificate(loaded) ? kCertificatesMissing : kCertificatesThere;
  if (inventory) pass.error = inventory->error;
  co_return co_await deploy(gateway, std::move(loaded), std::move(pass), cause);
}

sim::Task<Outcome> GatewayReconciler::refuse(kube::ObjectRef gateway, rules::Refusal refusal, sim::RecordId cause) {
  const kube::ObjectKey key = gateway->meta().key();
  LoadedGateway loaded = load(listers_, gateway, profile_);
  refuse_routes(loaded, key, refusal.message);
  routes_.post(key, std::move(loaded.parents), cause);
  GatewayReport report = report_not_accepted(gateway, loaded.listeners, refusal.reason, refusal.message, profile_);
  auto sets = report_sets(gateway, loaded.sets, {}, refusal.message);
  auto writing = write_statuses(gateway, std::move(report), std::move(sets), cause);
  const auto written = co_await std::move(writing);
  if (!written) co_return Failed{written.error()};
  co_return Done{};
}

sim::Task<sim::Result<bool>> GatewayReconciler::write_statuses(kube::ObjectRef gateway, GatewayReport report,
                                                               std::vector<ListenerSetReport> sets,
                                                               sim::RecordId cause) {
  report.attached_sets = static_cast<std::int32_t>(std::ranges::count_if(sets, &ListenerSetReport::attached));
  auto writing = writer_.write_status(gateway, std::move(report), cause);
  const auto written = co_await std::move(writing);
  if (sets.empty()) co_return written;
  const auto told = co_await writer_.write_sets(std::move(sets), cause);
  if (written && !told) co_return sim::forward(told.error());
  co_return written;
}

std::vector<ListenerSetReport> GatewayReconciler::report_sets(const kube::ObjectRef& gateway,
                                                              const std::vector<LoadedListenerSet>& sets,
                                                              const PassFacts& facts, std::string_view refusal) const {
  std::vector<ListenerSetReport> reports;
  for (const LoadedListenerSet& set : sets)
    reports.push_back(report_listener_set(gateway, set, facts, refusal, profile_));
  return reports;
}

sim::Task<Outcome> GatewayReconciler::deploy(kube::ObjectRef gateway, LoadedGateway loaded, Pass pass,
                                             sim::RecordId cause) {
  if (loaded.configuration) {
    const auto held = co_await writer_.hold_configuration(gateway, loaded.configuration, cause);
    if (!held) co_return Failed{held.error()};
  }
  pass.listeners = std::move(loaded.listeners);
  loaded.listeners.clear();
  pass.sets = std::move(loaded.sets);
  loaded.sets.clear();
  if (profile_.finalizer_before_build) {
    const auto held = co_await writer_.set_finalizer(gateway, FinalizerChange::add, cause);
    if (!held) co_return Failed{held.error()};
    gateway = *held;
  }
  made_[gateway->meta().key()] = gateway;
  if (const auto unusable = rules::unusable_address(gateway->view<kube::Gateway>().spec))
    pass.facts.not_programmed = make_condition(condition::kProgrammed, false, unusable->reason, unusable->message);
  std::vector<Violation> violations = loaded.violations;
  auto building = deployer_.build(gateway, std::move(loaded), cause);
  auto stack = co_await std::move(building);
  if (stack) violations.insert(violations.end(), stack->violations.begin(), stack->violations.end());
  tell_violations(gateway, violations, cause);
  if (!stack) {
    fail_whole(pass, "Failed build model", stack.error());
    tell(told_failures_, gateway, {{"FailedBuildModel", pass.facts.failure}}, cause);
    co_return co_await finish(gateway, std::move(pass), cause);
  }
  if (!profile_.finalizer_before_build) {
    const auto held = co_await writer_.set_finalizer(gateway, FinalizerChange::add, cause);
    if (!held) co_return Failed{held.error()};
    gateway = *held;
  }
  std::optional<std::int32_t> capacity;
  if (stack->load_balancer) capacity = stack->load_balancer->capacity_units;
  // Before it is reserved and after it was given back, so that no crash leaves a reservation that nobody knows of.
  if (capacity.value_or(0) != 0) {
    const auto noted = co_await writer_.note_capacity(gateway, true, cause);
    if (!noted) co_return Failed{noted.error()};
  }
  auto deploying = deployer_.deploy(std::move(*stack), cause);
  const DeployOutcome deployed = co_await std::move(deploying);
  const bool active = deployed.load_balancer && deployed.load_balancer->active();
  if (capacity == 0 && active && deployed.complete()) {
    const auto noted = co_await writer_.note_capacity(gateway, false, cause);
    if (!noted) co_return Failed{noted.error()};
  }
  tell(told_failures_, gateway, told_of(deployed.failures), cause);
  take_in(pass, deployed);
  co_return co_await finish(gateway, std::move(pass), cause);
}

sim::Task<Outcome> GatewayReconciler::finish(kube::ObjectRef gateway, Pass pass, sim::RecordId cause) {
  GatewayReport report = report_pass(gateway, pass.listeners, pass.facts, profile_);
  auto sets = report_sets(gateway, pass.sets, pass.facts, {});
  auto writing = write_statuses(gateway, std::move(report), std::move(sets), cause);
  const auto written = co_await std::move(writing);
  const bool repeats = pass.error && !pass.waits_for_somebody;
  if (repeats) co_return Failed{std::move(*pass.error)};
  if (!written) co_return Failed{written.error()};
  const bool settled = !pass.facts.load_balancer || pass.facts.load_balancer->active;
  if (pass.error && settled) co_return RequeueAfter{kSeldom, pass.error->describe(), sim::TimerKind::periodic};
  if (settled) {
    if (*written || profile_.success_event_every_run)
      events_(gateway, {EventType::normal, "SuccessfullyReconciled", "Successfully reconciled"}, cause);
    if (pass.certificates_again == sim::Duration::zero()) co_return Done{};
    co_return RequeueAfter{pass.certificates_again, "Certificates may change", sim::TimerKind::periodic};
  }
  RequeueAfter again{context_.config.not_active_requeue, "Monitoring provisioning state", sim::TimerKind::pending};
  // A failed NLB never turns active by itself, so nothing is expected to come of looking again.
  if (pass.failed_state) again.kind = sim::TimerKind::periodic;
  if (profile_.requeue_is_warning) {
    std::string text =
        fmt::format("Failed update status due to requeue needed after {}: {}", go_text(again.delay), again.reason);
    events_(gateway, {EventType::warning, "FailedUpdateStatus", std::move(text)}, cause);
  }
  co_return again;
}

sim::Task<Outcome> GatewayReconciler::remove(kube::ObjectRef gateway, sim::RecordId cause) {
  const kube::ObjectKey key = gateway->meta().key();
  if (!gateway->meta().has_finalizer(kGatewayFinalizer)) co_return Done{};
  if (profile_.routes_block_deletion) {
    std::string routes;
    for (const RouteId& id : routes_of_gateway(listers_, key))
      routes += fmt::format("{}({}, {}:{})", routes.empty() ? "" : " ", kRouteKinds[id.kind].resource.kind,
                            id.key.namespace_, id.key.name);
    if (!routes.empty()) {
      std::string text = fmt::format("Gateway deletion invoked with routes attached [{}]", routes);
      events_(gateway, {EventType::warning, "FailedDeleteRoutesAttached", text}, cause);
      co_return Failed{make_error("GatewayInUse", std::move(text))};
    }
  }
  if (protected_from_deletion(gateway)) {
    constexpr std::string_view kText =
        "Failed build model due to deletion_protection.enabled is true in the Gateway's LoadBalancerConfiguration: set "
        "it to false to let the Gateway go";
    tell(told_failures_, gateway, {{"FailedBuildModel", std::string(kText)}}, cause);
    co_return Failed{make_error("DeletionProtected", std::string(kText)), Retry::on_change};
  }
  const auto removed = co_await deployer_.remove(gateway, cause);
  tell(told_failures_, gateway, told_of(removed.failures), cause);
  if (!removed.complete()) co_return Failed{removed.to_repeat()->error};
  made_.erase(key);
  const auto freed = co_await writer_.set_finalizer(gateway, FinalizerChange::remove, cause);
  if (!freed) co_return Failed{freed.error()};
  co_return Done{};
}

// What its owner asked for counts; protection that somebody switched on in AWS does not hold a Gateway back.
bool GatewayReconciler::protected_from_deletion(const kube::ObjectRef& gateway) const {
  const kube::ObjectRef gateway_class = class_of(listers_, gateway);
  if (!gateway_class) return false;
  const ConfigurationRef configuration = resolve_configuration(listers_, gateway_class, gateway).configuration;
  return load_balancer_attribute(configuration.get(), "deletion_protection.enabled") == "true";
}

sim::Task<Outcome> GatewayReconciler::forget(kube::ObjectKey key, sim::RecordId cause) {
  told_violations_.forget(key);
  told_notes_.forget(key);
  const auto cleaned = co_await clean_up(key, cause);
  if (!cleaned) {
    const auto made = made_.find(key);
    const bool last = ++orphan_tries_[key] >= kOrphanTries;
    std::string text = fmt::format("The Gateway is gone and not all that it had in AWS could be removed: {}",
                                   refusal_text(cleaned.error()));
    if (made != made_.end()) tell(told_failures_, made->second, {{"OrphanedResources", std::move(text)}}, cause);
    if (!last) co_return Failed{cleaned.error()};
  }
  told_failures_.forget(key);
  orphan_tries_.erase(key);
  made_.erase(key);
  if (!cleaned) co_return Failed{cleaned.error(), Retry::on_change};
  co_return Done{};
}

sim::Task<sim::Result<void>> GatewayReconciler::clean_up(kube::ObjectKey key, sim::RecordId cause) {
  const auto made = made_.find(key);
  if (made != made_.end() && profile_.orphans_released) {
    const kube::ObjectRef gateway = made->second;
    const DeployOutcome removed = co_await deployer_.remove(gateway, cause);
    if (removed.complete()) co_return sim::Result<void>();
    co_return sim::forward(removed.to_repeat()->error);
  }
  auto releasing = deployer_.release(std::move(key), cause);
  auto released = co_await std::move(releasing);
  co_return released;
}

void GatewayReconciler::tell(ToldOnce& told, const kube::ObjectRef& gateway, std::vector<ToldEvent> standing,
                             sim::RecordId cause) {
  for (ToldEvent& event : told.news(gateway->meta().key(), standing))
    events_(gateway, {EventType::warning, event.reason, std::move(event.message)}, cause);
}

void GatewayReconciler::tell_notes(const kube::ObjectRef& gateway, const std::vector<Violation>& notes,
                                   sim::RecordId cause) {
  std::vector<ToldEvent> standing;
  for (const Violation& note : notes) standing.push_back({note.reason, note.message});
  tell(told_notes_, gateway, std::move(standing), cause);
}

void GatewayReconciler::tell_violations(const kube::ObjectRef& gateway, const std::vector<Violation>& violations,
                                        sim::RecordId cause) {
  std::vector<ToldEvent> standing;
  standing.reserve(violations.size());
  for (const Violation& violation : violations) standing.push_back({violation.reason, violation.message});
  tell(told_violations_, gateway, std::move(standing), cause);
}

}  // namespace nlbsim::engine
