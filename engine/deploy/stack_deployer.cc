#include "engine/deploy/stack_deployer.h"

#include <algorithm>

#include "engine/deploy/backend_security_group.h"
#include "engine/deploy/certificate_reader.h"
#include "engine/deploy/load_balancer_plan.h"
#include "engine/deploy/plan_executor.h"
#include "engine/deploy/plan_note.h"
#include "engine/deploy/stack_reader.h"
#include "engine/deploy/subnet_reader.h"
#include "engine/model/build.h"
#include "engine/model/load_balancer.h"
#include "engine/names.h"
#include "engine/profile.h"

namespace nlbsim::engine {
namespace {

// An answer that makes a plan outdated leads to another one. Twice is enough for a create whose answer was lost and
// for a change in between; who changes things all the time is met again in the next reconcile.
constexpr int kPlansPerDeploy = 3;

using StackRef = std::shared_ptr<const Stack>;

bool about_a_security_group(const DeployFailure& failure) {
  return failure.error.code == aws::code::kInvalidSecurityGroup || failure.error.code == aws::code::kGroupNotFound;
}

bool capacity_was_reserved(const kube::ObjectMeta& gateway) {
  const auto found = gateway.annotations.find(std::string(kProvisionedCapacity));
  return found != gateway.annotations.end() && found->second == "true";
}

ModelInput model_input(const Config& config, const kube::Object& gateway, LoadedGateway loaded) {
  const kube::ObjectMeta& meta = gateway.meta();
  const kube::GatewaySpec& spec = gateway.view<kube::Gateway>().spec;
  ModelInput input;
  input.gateway = {config.cluster_name, meta.key(), meta.uid};
  input.ports = std::move(loaded.ports);
  input.configuration = std::move(loaded.configuration);
  input.capacity_was_reserved = capacity_was_reserved(meta);
  if (spec.infrastructure) {
    input.infrastructure_labels = spec.infrastructure->labels;
    input.infrastructure_annotations = spec.infrastructure->annotations;
  }
  input.scheme = scheme_of(input.configuration.get(), config.default_scheme);
  input.default_ssl_policy = config.default_ssl_policy;
  input.default_tags = config.default_tags;
  input.default_tags_low_priority = config.gates.default_tags_low_priority;
  input.target_type = config.default_target_type;
  input.vpc_id = config.vpc_id;
  return input;
}

// Given security groups, and nobody asked for the rules of the targets: those are not ours to make.
bool leaves_rules_to_their_owner(const ModelInput& input) {
  return !input.security_group_ids.empty() &&
         !input.configuration->spec.manageBackendSecurityGroupRules.value_or(false);
}

bool uses_backend_group(const Stack& stack) { return !stack.binding_template.source.empty(); }

// What stands is not known.
DeployFailure unread(const Stack& stack, sim::Error error) {
  DeployFailure failure;
  failure.object = "Gateway " + stack.gateway.text();
  failure.error = std::move(error);
  return failure;
}

// How things stand where nothing is carried out.
DeployOutcome as_planned(const Stack& stack, const ActualStack& actual, const StackPlan& planned) {
  DeployOutcome outcome;
  outcome.failures = planned.blocked;
  if (const auto at = standing_load_balancer(stack, actual)) {
    const aws::LoadBalancer& there = actual.load_balancers.items[*at].resource;
    outcome.load_balancer = {there.LoadBalancerArn, there.DNSName, there.State.Code};
  }
  return outcome;
}

}  // namespace

struct StackDeployer::State {
  State(const Context& outer, const Lister& gateways, const Lister& target_group_bindings, const Lister& all_services)
      : context(outer),
        services(all_services),
        subnets(context),
        backend(context, gateways),
        memory(context, target_group_bindings),
        reader(context, memory),
        executor(context, memory) {}

  sim::Task<DeployOutcome> deploy(StackRef stack, sim::RecordId cause);
  // Ids of the security groups that the configuration gives, by id or by tag Name, in its order.
  sim::Task<sim::Result<std::vector<std::string>>> given_security_groups(ConfigurationRef configuration,
                                                                         sim::RecordId cause);
  std::shared_ptr<const StackPlan> plan(const Stack& stack, const ActualStack& actual, sim::RecordId cause);
  // How the load balancer stands after the plan; none if there is none.
  sim::Task<std::optional<aws::LoadBalancer>> load_balancer(StackRef stack, std::shared_ptr<const ActualStack> actual,
                                                            std::shared_ptr<Execution> done, sim::RecordId cause);

  const Context& context;
  const Lister& services;
  SubnetReader subnets;
  BackendSecurityGroup backend;
  StackMemory memory;
  StackReader reader;
  PlanExecutor executor;
};

sim::Task<sim::Result<std::vector<std::string>>> StackDeployer::State::given_security_groups(
    ConfigurationRef configuration, sim::RecordId cause) {
  std::vector<std::string> ids;
  if (!configuration->spec.securityGroups) co_return ids;
  for (const std::string& given : *configuration->spec.securityGroups) {
    if (given.starts_with("sg-")) {
      ids.push_back(given);
      continue;
    }
    std::vector<aws::Filter> filters;
    filters.push_back({"vpc-id", {context.config.vpc_id}});
    filters.push_back({"tag:Name", {given}});
    auto request = SecurityGroups::by_filters(std::move(filters));
    auto found = co_await describe_all<SecurityGroups>(context, std::move(request), cause);
    if (!found) co_return sim::forward(std::move(found.error()));
    if (found->size() != 1)
      co_return sim::fail("InvalidSecurityGroups",
                          fmt::format("securityGroups: {} security groups of the VPC have the tag Name {}, and one is "
                                      "needed",
                                      found->size(), given));
    ids.push_back(found->front().GroupId);
  }
  co_return ids;
}

std::shared_ptr<const StackPlan> StackDeployer::State::plan(const Stack& stack, const ActualStack& actual,
                                                            sim::RecordId cause) {
  const auto find_service = [this](const kube::ObjectKey& key) { return services.get(key); };
  const FrozenPorts frozen = frozen_ports(stack, actual, memory.bound_services, find_service);
  auto plan = std::make_shared<StackPlan>(
      plan_stack(stack, actual, frozen, context.config.cluster_name, *context.config.profile));
  // Where nothing is carried out, that nothing is to be done is told as well.
  if (!plan->calls.empty() || context.config.plan_only) note_plan(context, stack.gateway.text(), plan->calls, cause);
  return plan;
}

sim::Task<DeployOutcome> StackDeployer::State::deploy(StackRef stack, sim::RecordId cause) {
  DeployOutcome outcome;
  Refusals refusals;
  for (int plans = 1;; ++plans) {
    const bool last = plans == kPlansPerDeploy;
    auto read = co_await reader.read(stack, cause);
    if (!read) {
      outcome.failures.push_back(unread(*stack, read.error()));
      outcome.known = false;
      co_return outcome;
    }
    const auto actual = std::make_shared<const ActualStack>(std::move(*read));
    const auto planned = plan(*stack, *actual, cause);
    if (context.config.plan_only) co_return as_planned(*stack, *actual, *planned);
    Execution executed = co_await executor.execute(stack, planned, refusals, cause);
    const auto done = std::make_shared<Execution>(std::move(executed));
    if (done->outdated && !last) {
      refusals = std::move(done->refusals);
      continue;
    }
    const auto standing = co_await load_balancer(stack, actual, done, cause);
    const bool active_by_now = standing && standing->State.Code != kProvisioning;
    if (planned->clean_up_waits && active_by_now && !last) continue;
    outcome.failures = planned->blocked;
    std::ranges::move(done->failures, std::back_inserter(outcome.failures));
    if (standing) outcome.load_balancer = {standing->LoadBalancerArn, standing->DNSName, standing->State.Code};
    // Clients go on using the one that serves.
    const bool replaced = standing && !planned->replaced_dns_name.empty();
    if (replaced) outcome.load_balancer->dns_name = planned->replaced_dns_name;
    co_return outcome;
  }
}

sim::Task<std::optional<aws::LoadBalancer>> StackDeployer::State::load_balancer(
    StackRef stack, std::shared_ptr<const ActualStack> actual, std::shared_ptr<Execution> done, sim::RecordId cause) {
  if (done->load_balancer) co_return done->load_balancer;
  const auto at = standing_load_balancer(*stack, *actual);
  if (!at) co_return std::nullopt;
  aws::LoadBalancer known = actual->load_balancers.items[*at].resource;
  if (known.State.Code != kProvisioning && !context.config.profile->reads_without_use) co_return known;
  auto fresh = co_await reader.look_again(known, cause);
  if (fresh) co_return std::move(*fresh);
  done->failures.push_back(unread(*stack, fresh.error()));
  co_return known;
}

StackDeployer::StackDeployer(const Context& context, const Lister& gateways, const Lister& bindings,
                             const Lister& services)
    : state_(std::make_unique<State>(context, gateways, bindings, services)) {}
StackDeployer::~StackDeployer() = default;

sim::Task<sim::Result<Stack>> StackDeployer::build(kube::ObjectRef gateway, LoadedGateway loaded, sim::RecordId cause) {
  const Config& config = state_->context.config;
  ModelInput input = model_input(config, *gateway, std::move(loaded));
  auto existing = co_await state_->memory.tracked.load_balancers(stack_id(input.gateway.key), cause);
  if (!existing) co_return sim::forward(std::move(existing.error()));
  std::optional<aws::LoadBalancer> current;
  if (!existing->items.empty()) current = std::move(existing->items.front().resource);
  auto resolving = state_->subnets.resolve(std::move(current), input.scheme, input.configuration, cause);
  auto subnets = co_await std::move(resolving);
  if (!subnets) co_return sim::forward(std::move(subnets.error()));
  input.subnet_ids = std::move(subnets->ids);
  input.fixed_addresses = std::move(subnets->fixed_addresses);
  if (input.configuration) {
    auto given = co_await state_->given_security_groups(input.configuration, cause);
    if (!given) co_return sim::forward(std::move(given.error()));
    input.security_group_ids = std::move(*given);
  }
  if (!leaves_rules_to_their_owner(input)) {
    auto backend = co_await state_->backend.acquire(input.gateway.key, cause);
    if (!backend) co_return sim::forward(std::move(backend.error()));
    input.backend_security_group_id = std::move(*backend);
  }
  co_return build_stack(input, *config.profile);
}

sim::Task<CertificateInventoryRef> StackDeployer::certificates(sim::RecordId cause) {
  return read_certificates(state_->context, cause);
}

sim::Task<DeployOutcome> StackDeployer::deploy(Stack stack, sim::RecordId cause) {
  const StackRef shared = std::make_shared<const Stack>(std::move(stack));
  auto outcome = co_await state_->deploy(shared, cause);
  if (outcome.complete() && !uses_backend_group(*shared) && state_->backend.holds(shared->gateway)) {
    const auto released = co_await state_->backend.release(shared->gateway, cause);
    if (!released) outcome.failures.push_back(unread(*shared, released.error()));
  }
  // The one group that is remembered rather than looked up in each run may be what AWS does not know.
  if (std::ranges::any_of(outcome.failures, about_a_security_group)) state_->backend.forget();
  co_return outcome;
}

sim::Task<DeployOutcome> StackDeployer::remove(kube::ObjectRef gateway, sim::RecordId cause) {
  auto nothing = std::make_shared<Stack>();
  nothing->gateway = gateway->meta().key();
  nothing->gateway_uid = gateway->meta().uid;
  const StackRef shared = std::move(nothing);
  auto outcome = co_await state_->deploy(shared, cause);
  if (!outcome.complete()) co_return outcome;
  state_->memory.forget(*shared);
  const auto released = co_await state_->backend.release(shared->gateway, cause);
  if (!released) {
    DeployFailure failure = unread(*shared, released.error());
    failure.object = "the security group that all Gateways share";
    outcome.failures.push_back(std::move(failure));
  }
  co_return outcome;
}

sim::Task<sim::Result<void>> StackDeployer::release(kube::ObjectKey gateway, sim::RecordId cause) {
  return state_->backend.release(std::move(gateway), cause);
}

}  // namespace nlbsim::engine
