#include "engine/deploy/stack_deployer.h"

#include "engine/deploy/backend_security_group.h"
#include "engine/deploy/binding_synthesizer.h"
#include "engine/deploy/listener_synthesizer.h"
#include "engine/deploy/load_balancer_synthesizer.h"
#include "engine/deploy/subnet_reader.h"
#include "engine/deploy/target_group_synthesizer.h"
#include "engine/model/build.h"
#include "engine/profile.h"

namespace nlbsim::engine {
namespace {

constexpr std::string_view kProvisioning = "provisioning";

bool about_a_security_group(const sim::Error& error) {
  return error.code == aws::code::kInvalidSecurityGroup || error.code == aws::code::kGroupNotFound;
}

ModelInput model_input(const Config& config, const kube::Object& gateway, std::vector<LoadedPort> ports) {
  const kube::ObjectMeta& meta = gateway.meta();
  const kube::GatewaySpec& spec = gateway.view<kube::Gateway>().spec;
  ModelInput input;
  input.gateway = {config.cluster_name, meta.key(), meta.uid};
  input.ports = std::move(ports);
  if (spec.infrastructure) {
    input.infrastructure_labels = spec.infrastructure->labels;
    input.infrastructure_annotations = spec.infrastructure->annotations;
  }
  input.scheme = config.default_scheme;
  input.target_type = config.default_target_type;
  input.vpc_id = config.vpc_id;
  return input;
}

}  // namespace

struct StackDeployer::State {
  State(const Context& outer, const Lister& gateways, const Lister& target_group_bindings)
      : context(outer),
        tags(context),
        tracked(context, tags),
        subnets(context),
        backend(context, gateways),
        security_groups(context, tracked),
        target_groups(context, tracked, tags),
        load_balancers(context, tracked, tags),
        listeners(context, tags),
        bindings(context, target_group_bindings) {}

  // Every kind in order, then what is left over in the opposite order. None when the stack asks for no NLB.
  sim::Task<sim::Result<std::optional<DeployedLoadBalancer>>> deploy(StackRef stack, sim::RecordId cause);

  const Context& context;
  TagCache tags;
  TrackedResources tracked;
  SubnetReader subnets;
  BackendSecurityGroup backend;
  SecurityGroupSynthesizer security_groups;
  TargetGroupSynthesizer target_groups;
  LoadBalancerSynthesizer load_balancers;
  ListenerSynthesizer listeners;
  BindingSynthesizer bindings;
};

sim::Task<sim::Result<std::optional<DeployedLoadBalancer>>> StackDeployer::State::deploy(StackRef stack,
                                                                                         sim::RecordId cause) {
  auto groups = co_await security_groups.synthesize(stack, cause);
  if (!groups) co_return sim::forward(std::move(groups.error()));
  auto targets = co_await target_groups.synthesize(stack, cause);
  if (!targets) co_return sim::forward(std::move(targets.error()));
  auto balancers = co_await load_balancers.synthesize(stack, groups->ids, cause);
  if (!balancers) co_return sim::forward(std::move(balancers.error()));
  std::vector<std::string> frozen;
  if (balancers->load_balancer) {
    const std::string arn = balancers->load_balancer->LoadBalancerArn;
    auto listened = co_await listeners.synthesize(stack, arn, targets->arns, cause);
    if (!listened) co_return sim::forward(std::move(listened.error()));
    frozen = std::move(*listened);
  }
  ResolvedReferences references{targets->arns, groups->ids};
  auto bound = co_await bindings.synthesize(stack, std::move(references), frozen, cause);
  if (!bound) co_return sim::forward(std::move(bound.error()));

  auto unbound = co_await bindings.post_synthesize(stack, std::move(*bound), cause);
  if (!unbound) co_return sim::forward(std::move(unbound.error()));
  std::optional<DeployedLoadBalancer> deployed;
  const bool created = balancers->created;
  if (balancers->load_balancer) {
    auto last = co_await load_balancers.post_synthesize(std::move(*balancers), cause);
    if (!last) co_return sim::forward(std::move(last.error()));
    deployed = DeployedLoadBalancer{last->LoadBalancerArn, last->DNSName, last->State.Code};
    // An older load balancer that is still provisioning may hold on to what is left over: another run cleans up.
    const bool provisioning = !created && last->State.Code == kProvisioning;
    const bool wait = provisioning && context.config.profile->provisioning_stops_clean_up;
    if (wait) co_return deployed;
  }
  std::erase_if(targets->unmatched,
                [&](const std::string& arn) { return std::ranges::find(frozen, arn) != frozen.end(); });
  auto fewer_targets = co_await target_groups.post_synthesize(stack, std::move(targets->unmatched), cause);
  if (!fewer_targets) co_return sim::forward(std::move(fewer_targets.error()));
  auto fewer_groups = co_await security_groups.post_synthesize(stack, std::move(groups->unmatched), cause);
  if (!fewer_groups) co_return sim::forward(std::move(fewer_groups.error()));
  co_return deployed;
}

StackDeployer::StackDeployer(const Context& context, const Lister& gateways, const Lister& bindings)
    : state_(std::make_unique<State>(context, gateways, bindings)) {}
StackDeployer::~StackDeployer() = default;

sim::Task<sim::Result<Stack>> StackDeployer::build(kube::ObjectRef gateway, LoadedGateway loaded, sim::RecordId cause) {
  const Config& config = state_->context.config;
  ModelInput input = model_input(config, *gateway, std::move(loaded.ports));
  const std::string stack_id = input.gateway.key.text();
  auto existing = co_await state_->tracked.load_balancers(stack_id, cause);
  if (!existing) co_return sim::forward(std::move(existing.error()));
  std::optional<aws::LoadBalancer> current;
  if (!existing->empty()) current = std::move(existing->front().resource);
  auto subnet_ids = co_await state_->subnets.resolve(std::move(current), input.scheme, cause);
  if (!subnet_ids) co_return sim::forward(std::move(subnet_ids.error()));
  input.subnet_ids = std::move(*subnet_ids);
  auto backend = co_await state_->backend.acquire(input.gateway.key, cause);
  if (!backend) co_return sim::forward(std::move(backend.error()));
  input.backend_security_group_id = std::move(*backend);
  co_return build_stack(input, *config.profile);
}

sim::Task<sim::Result<DeployedLoadBalancer>> StackDeployer::deploy(Stack stack, sim::RecordId cause) {
  const StackRef shared = std::make_shared<const Stack>(std::move(stack));
  auto deployed = co_await state_->deploy(shared, cause);
  if (!deployed) {
    // The one group that is remembered rather than looked up in each run may be what AWS does not know.
    if (about_a_security_group(deployed.error())) state_->backend.forget();
    co_return sim::forward(std::move(deployed.error()));
  }
  if (!*deployed) co_return sim::fail("NoLoadBalancer", "the stack asks for no load balancer");
  co_return std::move(**deployed);
}

sim::Task<sim::Result<void>> StackDeployer::remove(kube::ObjectRef gateway, sim::RecordId cause) {
  auto nothing = std::make_shared<Stack>();
  nothing->gateway = gateway->meta().key();
  nothing->gateway_uid = gateway->meta().uid;
  const StackRef shared = std::move(nothing);
  auto removed = co_await state_->deploy(shared, cause);
  if (!removed) co_return sim::forward(std::move(removed.error()));
  co_return co_await state_->backend.release(shared->gateway, cause);
}

sim::Task<sim::Result<void>> StackDeployer::release(kube::ObjectKey gateway, sim::RecordId cause) {
  return state_->backend.release(std::move(gateway), cause);
}

}  // namespace nlbsim::engine
