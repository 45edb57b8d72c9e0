#include "engine/reconcilers/gateway_reconciler.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/names.h"
#include "engine/routes/gateway_ownership.h"
#include "engine/routes/load.h"
#include "engine/runtime/controller/patch_object.h"
#include "engine/status/patch.h"

namespace nlbsim::engine {
namespace {

constexpr std::string_view kSeeEvents = "Check Gateway Events for more information.";
// client-go's default retry of a conflict: 4 tries in all.
constexpr std::array<std::chrono::milliseconds, 3> kConflictBackoff{
    std::chrono::milliseconds{10}, std::chrono::milliseconds{50}, std::chrono::milliseconds{250}};

bool is_code(const sim::Error& error, std::string_view code) { return error.code == code; }

// As Go prints a duration of whole seconds: "2m0s".
std::string go_text(sim::Duration delay) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(delay).count();
  std::string out;
  if (seconds >= 3600) out += fmt::format("{}h", seconds / 3600);
  if (seconds >= 60) out += fmt::format("{}m", seconds / 60 % 60);
  return out + fmt::format("{}s", seconds % 60);
}

// What an event says of a call that was refused: the code is what people look up.
std::string refusal_text(const sim::Error& error) {
  return error.code.empty() ? error.message : fmt::format("{}: {}", error.code, error.message);
}

sim::Error in_use(std::string message) {
  sim::Error error;
  error.code = "GatewayInUse";
  error.message = std::move(message);
  return error;
}

}  // namespace

GatewayReconciler::GatewayReconciler(const Context& context, const Listers& listers, GatewayDeployer& deployer,
                                     RouteStatusReconciler& routes, RecordEvent record_event)
    : context_(context),
      profile_(*context.config.profile),
      listers_(listers),
      deployer_(deployer),
      routes_(routes),
      record_event_(std::move(record_event)) {}

sim::Task<Outcome> GatewayReconciler::reconcile(Request request) {
  const kube::ObjectRef gateway = listers_.get(kube::kGateways, request.key);
  if (!gateway) co_return co_await forget(request.key, request.cause);
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
  const auto& class_conditions = gateway_class->view<kube::GatewayClass>().status.conditions;
  const kube::Condition* accepted = kube::find_condition(class_conditions, "Accepted");
  if (!accepted || accepted->status != "True") co_return co_await wait_for_class(gateway, gateway_class, cause);
  const auto& infrastructure = gateway->view<kube::Gateway>().spec.infrastructure;
  if (infrastructure && infrastructure->parametersRef) {
    const auto& parameters = *infrastructure->parametersRef;
    const std::string text =
        fmt::format("{} ({},{}) not found", parameters.kind, parameters.name, gateway->meta().namespace_);
    GatewayReport report = report_not_accepted("InvalidParameters", text);
    // What was made before goes on serving; otherwise nothing will be.
    const auto* programmed = kube::find_condition(gateway->view<kube::Gateway>().status.conditions, "Programmed");
    if (!programmed || programmed->status != "True")
      report.conditions.push_back(make_condition("Programmed", false, "Invalid", text));
    auto writing = write_status(gateway, std::move(report), cause);
    const auto written = co_await std::move(writing);
    if (!written) co_return Failed{written.error()};
    co_return Done{};
  }
  LoadedGateway loaded = load(listers_, gateway, profile_);
  routes_.post(gateway->meta().key(), std::move(loaded.parents), cause);
  loaded.parents.clear();
  const bool blocked = profile_.bad_listener_blocks_gateway && !loaded.all_listeners_valid();
  if (blocked || !loaded.has_valid_listener()) {
    tell(gateway, loaded.violations, cause);
    auto writing = write_status(gateway, report_no_valid_listener(loaded.listeners, profile_), cause);
    const auto written = co_await std::move(writing);
    if (!written) co_return Failed{written.error()};
    co_return Done{};
  }
  if (profile_.violations_freeze_gateway && !loaded.violations.empty()) {
    tell(gateway, loaded.violations, cause);
    sim::Error error;
    error.code = loaded.violations.front().reason;
    error.message = loaded.violations.front().message;
    co_return Failed{std::move(error)};
  }
  co_return co_await deploy(gateway, std::move(loaded), cause);
}

sim::Task<Outcome> GatewayReconciler::wait_for_class(kube::ObjectRef gateway, kube::ObjectRef gateway_class,
                                                     sim::RecordId cause) {
  const auto& class_conditions = gateway_class->view<kube::GatewayClass>().status.conditions;
  const kube::Condition* accepted = kube::find_condition(class_conditions, "Accepted");
  const bool pending = !accepted || accepted->status == "Unknown";
  // Nothing has been decided about the class: the Gateway is as pending as it says, and the class's change wakes it.
  if (pending && profile_.gateway_waits_for_class) co_return Done{};
  std::string text =
      fmt::format("Unable to materialize gateway when gateway class [{}] is not accepted", gateway_class->meta().name);
  auto writing = write_status(gateway, report_not_accepted("Invalid", text), cause);
  const auto written = co_await std::move(writing);
  if (!written) co_return Failed{written.error()};
  if (profile_.gateway_waits_for_class) co_return Done{};
  sim::Error error;
  error.code = "GatewayClassNotAccepted";
  error.message = std::move(text);
  co_return Failed{std::move(error)};
}

sim::Task<Outcome> GatewayReconciler::deploy(kube::ObjectRef gateway, LoadedGateway loaded, sim::RecordId cause) {
  std::vector<LoadedListener> listeners = std::move(loaded.listeners);
  loaded.listeners.clear();
  if (profile_.finalizer_before_build) {
    const auto held = co_await set_finalizer(gateway, Finalizer::add, cause);
    if (!held) co_return Failed{held.error()};
    gateway = *held;
  }
  std::vector<Violation> violations = loaded.violations;
  auto building = deployer_.build(gateway, std::move(loaded), cause);
  auto stack = co_await std::move(building);
  if (stack) violations.insert(violations.end(), stack->violations.begin(), stack->violations.end());
  tell(gateway, violations, cause);
  if (!stack) {
    std::string text = fmt::format("Failed build model due to {}", stack.error().message);
    GatewayEvent event{EventType::warning, "FailedBuildModel", std::move(text)};
    co_return co_await fail(gateway, std::move(event), stack.error(), cause);
  }
  build_failures_.erase(gateway->meta().key());
  if (!profile_.finalizer_before_build) {
    const auto held = co_await set_finalizer(gateway, Finalizer::add, cause);
    if (!held) co_return Failed{held.error()};
    gateway = *held;
  }
  auto deploying = deployer_.deploy(std::move(*stack), cause);
  const auto deployed = co_await std::move(deploying);
  if (!deployed) {
    std::string text = fmt::format("Failed deploy model due to {}", refusal_text(deployed.error()));
    GatewayEvent event{EventType::warning, "FailedDeployModel", std::move(text)};
    co_return co_await fail(gateway, std::move(event), deployed.error(), cause);
  }
  co_return co_await show_deployed(gateway, std::move(listeners), *deployed, cause);
}

sim::Task<Outcome> GatewayReconciler::show_deployed(kube::ObjectRef gateway, std::vector<LoadedListener> listeners,
                                                    DeployedLoadBalancer load_balancer, sim::RecordId cause) {
  const LoadBalancerFacts facts{load_balancer.arn, load_balancer.dns_name, load_balancer.active()};
  auto writing = write_status(gateway, report_deployed(listeners, facts, profile_), cause);
  const auto written = co_await std::move(writing);
  if (!written) {
    // A conflict is the ordinary race with another writer, whose change is already on its way here.
    std::string text = fmt::format("Failed update status due to {}", written.error().message);
    if (!is_code(written.error(), "Conflict"))
      record_event_(gateway, {EventType::warning, "FailedUpdateStatus", std::move(text)}, cause);
    co_return Failed{written.error()};
  }
  if (load_balancer.active()) {
    if (*written || profile_.success_event_every_run)
      record_event_(gateway, {EventType::normal, "SuccessfullyReconciled", "Successfully reconciled"}, cause);
    co_return Done{};
  }
  RequeueAfter again{context_.config.not_active_requeue, "Monitoring provisioning state", sim::TimerKind::pending};
  // A failed NLB never turns active by itself, so nothing is expected to come of looking again.
  if (load_balancer.state == "failed") again.kind = sim::TimerKind::periodic;
  if (profile_.requeue_is_warning) {
    std::string text =
        fmt::format("Failed update status due to requeue needed after {}: {}", go_text(again.delay), again.reason);
    record_event_(gateway, {EventType::warning, "FailedUpdateStatus", std::move(text)}, cause);
  }
  co_return again;
}

sim::Task<Outcome> GatewayReconciler::remove(kube::ObjectRef gateway, sim::RecordId cause) {
  if (!gateway->meta().has_finalizer(kGatewayFinalizer)) co_return Done{};
  if (profile_.routes_block_deletion) {
    std::string routes;
    for (const RouteId& id : routes_by(listers_, kRoutesByGateway, gateway->meta().key()))
      routes += fmt::format("{}({}, {}:{})", routes.empty() ? "" : " ", kRouteKinds[id.kind].resource.kind,
                            id.key.namespace_, id.key.name);
    if (!routes.empty()) {
      std::string text = fmt::format("Gateway deletion invoked with routes attached [{}]", routes);
      record_event_(gateway, {EventType::warning, "FailedDeleteRoutesAttached", text}, cause);
      co_return Failed{in_use(std::move(text))};
    }
  }
  const auto removed = co_await deployer_.remove(gateway, cause);
  if (!removed) {
    std::string text = fmt::format("Failed deploy model due to {}", refusal_text(removed.error()));
    record_event_(gateway, {EventType::warning, "FailedDeployModel", std::move(text)}, cause);
    co_return Failed{removed.error()};
  }
  const auto freed = co_await set_finalizer(gateway, Finalizer::remove, cause);
  if (!freed) co_return Failed{freed.error()};
  co_return Done{};
}

sim::Task<Outcome> GatewayReconciler::fail(kube::ObjectRef gateway, GatewayEvent event, sim::Error error,
                                           sim::RecordId cause) {
  const bool known = event.reason == "FailedBuildModel" && !tells_build_failure(gateway->meta().key(), event.message);
  if (!known) record_event_(gateway, std::move(event), cause);
  if (profile_.build_failure_in_status) {
    // If this fails too, the retry of the error writes it.
    auto writing = write_status(gateway, report_not_accepted("Invalid", kSeeEvents), cause);
    co_await std::move(writing);
  }
  co_return Failed{std::move(error)};
}

kube::ObjectRef GatewayReconciler::newest(const kube::ObjectRef& gateway) const {
  kube::ObjectRef cached = listers_.get(kube::kGateways, gateway->meta().key());
  const bool ahead = cached && cached->meta().uid == gateway->meta().uid &&
                     cached->meta().resource_version > gateway->meta().resource_version;
  return ahead ? cached : gateway;
}

sim::Task<sim::Result<kube::ObjectRef>> GatewayReconciler::set_finalizer(kube::ObjectRef gateway, Finalizer change,
                                                                         sim::RecordId cause) {
  const std::string_view reason = change == Finalizer::add ? "FailedAddFinalizer" : "FailedRemoveFinalizer";
  for (std::size_t attempt = 0;; ++attempt) {
    const kube::ObjectRef current = newest(gateway);
    auto patch = change == Finalizer::add ? add_finalizer_patch(current, kGatewayFinalizer)
                                          : remove_finalizer_patch(current, kGatewayFinalizer);
    if (!patch) co_return current;
    PatchTarget target{kube::kGateways, current->meta().key(), ""};
    auto patching = patch_object(context_, std::move(target), std::move(*patch), cause);
    const auto answer = co_await std::move(patching);
    if (answer) co_return *answer;
    if (is_code(answer.error(), "NotFound") && change == Finalizer::remove) co_return current;
    if (!is_code(answer.error(), "Conflict") || attempt == kConflictBackoff.size()) {
      std::string text = fmt::format("Failed {} finalizer due to {}", change == Finalizer::add ? "add" : "remove",
                                     answer.error().message);
      record_event_(gateway, {EventType::warning, reason, std::move(text)}, cause);
      co_return sim::forward(answer.error());
    }
    co_await sim::sleep_for(kConflictBackoff[attempt]);
  }
}

sim::Task<sim::Result<bool>> GatewayReconciler::write_status(kube::ObjectRef gateway, GatewayReport report,
                                                             sim::RecordId cause) {
  // Conditions speak of the generation that was built, whatever the newest version says by now.
  const Stamp stamp{gateway->meta().generation, sim::to_rfc3339(context_.scheduler.now())};
  auto patch = gateway_status_patch(newest(gateway), report, stamp, profile_);
  if (!patch) co_return false;
  PatchTarget target{kube::kGateways, gateway->meta().key(), "status"};
  auto patching = patch_object(context_, std::move(target), std::move(*patch), cause);
  const auto answer = co_await std::move(patching);
  if (!answer && !is_code(answer.error(), "NotFound")) co_return sim::forward(answer.error());
  co_return answer.has_value();
}

sim::Task<Outcome> GatewayReconciler::forget(kube::ObjectKey gateway, sim::RecordId cause) {
  told_.erase(gateway);
  build_failures_.erase(gateway);
  auto releasing = deployer_.release(std::move(gateway), cause);
  const auto released = co_await std::move(releasing);
  if (!released) co_return Failed{released.error()};
  co_return Done{};
}

void GatewayReconciler::tell(const kube::ObjectRef& gateway, const std::vector<Violation>& violations,
                             sim::RecordId cause) {
  const kube::ObjectKey key = gateway->meta().key();
  const auto before = told_.find(key);
  if (violations.empty()) {
    if (before != told_.end()) told_.erase(before);
    return;
  }
  std::set<std::string> standing;
  for (const Violation& violation : violations) {
    const bool known = before != told_.end() && before->second.contains(violation.message);
    if (!known && standing.insert(violation.message).second)
      record_event_(gateway, {EventType::warning, violation.reason, violation.message}, cause);
    standing.insert(violation.message);
  }
  told_[key] = std::move(standing);
}

bool GatewayReconciler::tells_build_failure(const kube::ObjectKey& key, const std::string& message) {
  std::string& last = build_failures_[key];
  if (last == message) return false;
  last = message;
  return true;
}

}  // namespace nlbsim::engine
