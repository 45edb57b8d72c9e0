#include "engine/replica.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "api/records.h"
#include "engine/context.h"
#include "engine/deploy/stack_deployer.h"
#include "engine/names.h"
#include "engine/profile.h"
#include "engine/reconcilers/gateway_controllers.h"
#include "engine/reconcilers/target_group_binding_reconciler.h"
#include "engine/runtime/aws/sdk_client.h"
#include "engine/runtime/cache/caches.h"
#include "engine/runtime/cache/own_writes.h"
#include "engine/runtime/controller/controller.h"
#include "engine/runtime/events/event_recorder.h"
#include "engine/runtime/leader/leader_elector.h"
#include "engine/targets/endpoint_references.h"
#include "engine/watches/binding_references.h"
#include "engine/watches/event_handlers.h"

namespace nlbsim::engine {
namespace {

// controller-runtime's CacheSyncTimeout: a resource that cannot be listed (its CRD is missing, say) ends the process.
constexpr sim::Duration kCacheSyncTimeout = std::chrono::minutes{2};

// The TargetGroupBinding controller's queue has no bucket that its keys share.
RateLimits per_item_limits(const Config& config) {
  RateLimits limits;
  limits.shared_bucket = false;
  limits.cap = config.binding_max_backoff;
  return limits;
}

// Ids of logical AWS calls start in a range of the replica's own; the low half counts its calls.
std::uint64_t first_logical_call(const sim::Actor& actor) { return (std::uint64_t{actor.id()} + 1) << 32; }

}  // namespace

struct Replica::State {
  State(sim::Actor& own, ReplicaServices given, Config settings)
      : actor(own),
        journal(given.journal),
        config(std::move(settings)),
        logical_calls(first_logical_call(own)),
        elbv2(given.elbv2, config.aws_max_attempts, logical_calls, default_elbv2_throttles()),
        ec2(given.ec2, config.aws_max_attempts, logical_calls, {}),
        acm(given.acm, config.aws_max_attempts, logical_calls, {}),
        kube(given.kube, own_writes),
        context{own.scheduler(), given.journal, own, kube, elbv2, ec2, acm, config},
        caches(context, listers),
        leader_recorder(context, config.identity),
        elector(context, leader_recorder),
        deployer(context, caches) {
    if (!config.profile->own_writes_wake) caches.mark_echoes_of(own_writes);
    // In this order the controllers start.
    const ControllerQueues queued{add_queue("gateway", {}),
                                  add_queue("gatewayclass", {}),
                                  add_queue("route-status", {}),
                                  add_queue("targetGroupBinding", per_item_limits(config)),
                                  add_queue("loadbalancerconfiguration", {}),
                                  add_queue("targetgroupconfiguration", {})};
    add_event_handlers(caches, listers, *config.profile, queued);
    add_gateway_controllers(queued);
    if (!config.plan_only) add_target_group_binding_controller(queued.bindings);
  }

  WorkQueue& add_queue(std::string name, RateLimits limits);
  void add_controller(WorkQueue& queue, Reconciler& reconciler, int workers);
  EventRecorder& add_recorder(std::string component);
  void add_gateway_controllers(const ControllerQueues& queued);
  void add_target_group_binding_controller(WorkQueue& queue);
  bool endpoints_known(WorkQueue& queue);
  sim::Task<void> wake_bindings(WorkQueue& queue);
  void lead();
  sim::Task<void> run_controllers();
  void exit(std::string reason);

  sim::Actor& actor;
  sim::Journal& journal;
  const Config config;
  std::uint64_t logical_calls;
  SdkClient elbv2;
  SdkClient ec2;
  SdkClient acm;
  OwnWrites own_writes;
  OwnWriteRecorder kube;
  const Context context;
  Listers listers = watched_listers();
  Caches caches;
  EventRecorder leader_recorder;
  LeaderElector elector;
  std::vector<std::unique_ptr<WorkQueue>> queues;
  std::vector<std::unique_ptr<Controller>> controllers;
  std::vector<std::unique_ptr<EventRecorder>> recorders;
  StackDeployer deployer;
  std::optional<GatewayControllers> gateways;
  std::optional<TargetGroupBindingReconciler> bindings;
  ExitHandler on_exit;
  bool leading = false;
  bool waits_for_endpoints = false;
};

// The queue of a controller; event handlers of the caches add to it.
WorkQueue& Replica::State::add_queue(std::string name, RateLimits limits) {
  return *queues.emplace_back(std::make_unique<WorkQueue>(actor, std::move(name), limits));
}

void Replica::State::add_controller(WorkQueue& queue, Reconciler& reconciler, int workers) {
  controllers.push_back(std::make_unique<Controller>(context, queue, reconciler, workers));
}

EventRecorder& Replica::State::add_recorder(std::string component) {
  return *recorders.emplace_back(std::make_unique<EventRecorder>(context, std::move(component)));
}

void Replica::State::add_gateway_controllers(const ControllerQueues& queued) {
  EventRecorder& recorder = add_recorder(std::string(kControllerName));
  gateways.emplace(context, listers, deployer, recorder, queued.route_status);
  add_controller(queued.gateways, gateways->gateways(), config.gateway_workers);
  add_controller(queued.gateway_classes, gateways->gateway_classes(), config.gateway_class_workers);
  add_controller(queued.route_status, gateways->route_status(), 1);
  add_controller(queued.load_balancer_configurations, gateways->load_balancer_configurations(),
                 config.gateway_class_workers);
  add_controller(queued.target_group_configurations, gateways->target_group_configurations(),
                 config.gateway_class_workers);
}

void Replica::State::add_target_group_binding_controller(WorkQueue& queue) {
  EventRecorder& recorder = add_recorder("targetGroupBinding");
  auto record = [&recorder](const kube::ObjectRef& binding, EventType type, std::string_view reason,
                            std::string message, sim::RecordId cause) {
    recorder.event(kube::kTargetGroupBindings, binding, type, reason, std::move(message), cause);
  };
  const BindingListers read{listers.of(kube::kTargetGroupBindings), listers.of(kube::kServices),
                            listers.of(kube::kNodes), listers.of(kube::kEndpointSlices), listers.of(kube::kPods)};
  bindings.emplace(context, read, std::move(record), [this, &queue] { return endpoints_known(queue); });
  add_controller(queue, *bindings, config.target_group_binding_workers);
}

bool Replica::State::endpoints_known(WorkQueue& queue) {
  if (caches.demand(kEndpointResources)) return true;
  if (!std::exchange(waits_for_endpoints, true)) sim::spawn(actor, wake_bindings(queue));
  return false;
}

// Once the Pods are known: every binding that has asked for them, and whoever else has addresses as targets.
sim::Task<void> Replica::State::wake_bindings(WorkQueue& queue) {
  co_await caches.wait_for(kEndpointResources);
  for (const auto& [key, binding] : listers.of(kube::kTargetGroupBindings).all())
    if (has_address_targets(*binding)) queue.add(key, 0);
}

// Only a leader opens its watches: a standby knows nothing of the cluster but the lease.
void Replica::State::lead() {
  leading = true;
  for (const auto& recorder : recorders) recorder->start();
  caches.start();
  sim::spawn(actor, run_controllers());
  const auto too_late = [this] {
    if (!caches.synced()) exit("a cache had not synced after " + sim::format_duration(kCacheSyncTimeout));
  };
  actor.scheduler().after(actor, kCacheSyncTimeout, sim::TimerKind::periodic, too_late);
}

sim::Task<void> Replica::State::run_controllers() {
  co_await caches.wait_for_sync();
  for (const auto& controller : controllers) controller->start();
}

// The process ends here and now: what it had asked for still happens at the servers, but nobody hears the answers.
void Replica::State::exit(std::string reason) {
  leading = false;
  auto note = std::make_shared<api::Note>();
  note->topic = api::NoteTopic::exit;
  note->text = config.identity + ": " + reason;
  const sim::RecordId said =
      journal.append(actor.scheduler().now(), actor.id(), 0, sim::RecordKind::note, std::move(note));
  auto stopped = std::make_shared<api::ActorChanged>();
  stopped->key = actor.name();
  stopped->change = api::ActorChange::dropped;
  journal.append(actor.scheduler().now(), actor.id(), said, sim::RecordKind::actor_changed, std::move(stopped));
  actor.scheduler().drop(actor, sim::OpenCalls::finish);  // at the end of this step, which is the replica's own
  if (on_exit) on_exit(std::move(reason));
}

Replica::Replica(sim::Actor& actor, ReplicaServices services, Config config)
    : state_(std::make_unique<State>(actor, services, std::move(config))) {}
Replica::~Replica() = default;

void Replica::on_exit(ExitHandler handler) { state_->on_exit = std::move(handler); }

void Replica::start() {
  State& state = *state_;
  if (!state.config.leader_election) return state.lead();
  state.leader_recorder.start();
  state.elector.start([&state] { state.lead(); }, [&state](std::string reason) { state.exit(std::move(reason)); });
}

bool Replica::leading() const { return state_->leading; }

const WorkQueue* Replica::queue(std::string_view controller) const {
  const auto named = [&](const std::unique_ptr<WorkQueue>& queue) { return queue->name() == controller; };
  const auto found = std::ranges::find_if(state_->queues, named);
  return found == state_->queues.end() ? nullptr : found->get();
}

void Replica::resync() { state_->caches.resync(0); }

}  // namespace nlbsim::engine
