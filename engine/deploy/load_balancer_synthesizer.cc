#include "engine/deploy/load_balancer_synthesizer.h"

#include "engine/profile.h"

namespace nlbsim::engine {
namespace {

constexpr std::string_view kProvisioning = "provisioning";
constexpr std::string_view kDeletionProtection = "deletion_protection.enabled";

std::vector<std::string> group_ids_of(const DesiredLoadBalancer& desired,
                                      const std::map<std::string, std::string>& security_groups) {
  std::vector<std::string> ids;
  for (const SecurityGroupReference& reference : desired.security_groups) {
    ids.push_back(reference.resource_id.empty() ? reference.group_id : security_groups.at(reference.resource_id));
  }
  return ids;
}

bool protected_from_deletion(const sim::Error& error) {
  return error.code == aws::code::kOperationNotPermitted &&
         error.message.find("deletion protection") != std::string::npos;
}

}  // namespace

sim::Task<sim::Result<DeployedLoadBalancers>> LoadBalancerSynthesizer::synthesize(
    StackRef stack, std::map<std::string, std::string> security_groups, sim::RecordId cause) {
  auto found = co_await tracked_.load_balancers(stack->id(), cause);
  if (!found) co_return sim::forward(std::move(found.error()));
  const DesiredLoadBalancer* const wanted = stack->load_balancer ? &*stack->load_balancer : nullptr;
  const std::span<const DesiredLoadBalancer> desired(wanted, wanted ? 1 : 0);
  const std::span<const TrackedLoadBalancer> actual(*found);
  const auto matching = match(desired, actual, load_balancer_replaced);
  if (!matching) co_return sim::forward(matching.error());
  for (const std::size_t at : matching->unmatched) {
    auto removed = co_await remove(stack, actual[at].resource.LoadBalancerArn, cause);
    if (!removed) co_return sim::forward(std::move(removed.error()));
  }
  DeployedLoadBalancers deployed;
  if (!wanted) co_return deployed;
  std::vector<std::string> group_ids = group_ids_of(*wanted, security_groups);
  if (matching->matched.front()) {
    TrackedLoadBalancer there = actual[*matching->matched.front()];
    deployed.load_balancer = there.resource;
    auto updated = co_await update(stack, std::move(there), std::move(group_ids), cause);
    if (!updated) co_return sim::forward(std::move(updated.error()));
  } else {
    auto created = co_await create(stack, std::move(group_ids), cause);
    if (!created) co_return sim::forward(std::move(created.error()));
    deployed.load_balancer = std::move(*created);
    deployed.created = true;
  }
  co_return deployed;
}

sim::Task<sim::Result<aws::LoadBalancer>> LoadBalancerSynthesizer::create(StackRef stack,
                                                                          std::vector<std::string> group_ids,
                                                                          sim::RecordId cause) {
  const DesiredLoadBalancer& desired = *stack->load_balancer;
  KnownStacks& known = tracked_.known_load_balancers();
  known.creating(stack->id(), desired.name);
  auto planned = plan_load_balancer_create(desired, group_ids);
  const api::CallRef call = planned.call;
  auto created = co_await execute(context_, std::move(planned), cause);
  if (!created && created.error().code == aws::code::kDuplicateLoadBalancerName) {
    auto adopted = co_await tracked_.adopt<LoadBalancers>(stack->id(), desired.name, cause);
    if (!adopted) co_return sim::forward(std::move(adopted.error()));
    aws::LoadBalancer there = adopted->resource;
    known.created(stack->id(), desired.name, there.LoadBalancerArn);
    auto updated = co_await update(stack, std::move(*adopted), std::move(group_ids), cause);
    if (!updated) co_return sim::forward(std::move(updated.error()));
    co_return there;
  }
  if (!created) co_return sim::forward(std::move(created.error()));
  const auto& response = api::as<aws::CreateLoadBalancer>(*call).response;
  if (response.LoadBalancers.empty())
    co_return sim::fail("EmptyAnswer", "CreateLoadBalancer answered no load balancer");
  aws::LoadBalancer fresh = response.LoadBalancers.front();
  known.created(stack->id(), desired.name, fresh.LoadBalancerArn);
  tags_.put(fresh.LoadBalancerArn, desired.tags);
  auto read = co_await read_attributes(fresh.LoadBalancerArn, cause);
  if (!read) co_return sim::forward(std::move(read.error()));
  co_return fresh;
}

sim::Task<sim::Result<void>> LoadBalancerSynthesizer::update(StackRef stack, TrackedLoadBalancer actual,
                                                             std::vector<std::string> group_ids, sim::RecordId cause) {
  const std::string arn = actual.resource.LoadBalancerArn;
  auto plan =
      plan_load_balancer_update(*stack->load_balancer, actual, std::move(group_ids), context_.config.cluster_name);
  tags_.drop_changed(plan);
  auto done = co_await execute_all(context_, std::move(plan), cause);
  if (!done) co_return done;
  co_return co_await read_attributes(arn, cause);
}

sim::Task<sim::Result<void>> LoadBalancerSynthesizer::remove(StackRef stack, std::string arn, sim::RecordId cause) {
  auto done = co_await remove_once(arn, cause);
  if (!done && protected_from_deletion(done.error())) {
    aws::ModifyLoadBalancerAttributes::Request request;
    request.LoadBalancerArn = arn;
    request.Attributes.push_back({std::string(kDeletionProtection), "false"});
    auto planned = plan_call<aws::ModifyLoadBalancerAttributes>(arn, "it has to go", std::move(request));
    auto unprotected = co_await execute(context_, std::move(planned), cause);
    if (!unprotected) co_return unprotected;
    done = co_await remove_once(arn, cause);
  }
  const bool gone = done || done.error().code == aws::code::kLoadBalancerNotFound;
  if (!gone) co_return done;
  tracked_.known_load_balancers().deleted(stack->id(), arn);
  tags_.drop(arn);
  co_return sim::Result<void>();
}

sim::Task<sim::Result<void>> LoadBalancerSynthesizer::remove_once(std::string arn, sim::RecordId cause) {
  aws::DeleteLoadBalancer::Request request;
  request.LoadBalancerArn = arn;
  auto planned = plan_call<aws::DeleteLoadBalancer>(arn, "the stack does not ask for it", std::move(request));
  co_return co_await execute(context_, std::move(planned), cause);
}

// No attribute is ever desired, so none is changed.
sim::Task<sim::Result<void>> LoadBalancerSynthesizer::read_attributes(std::string arn, sim::RecordId cause) {
  if (!context_.config.profile->reads_without_use) co_return sim::Result<void>();
  aws::DescribeLoadBalancerAttributes::Request request;
  request.LoadBalancerArn = std::move(arn);
  auto planned =
      plan_call<aws::DescribeLoadBalancerAttributes>(request.LoadBalancerArn, "to compare attributes", request);
  co_return co_await execute(context_, std::move(planned), cause);
}

sim::Task<sim::Result<aws::LoadBalancer>> LoadBalancerSynthesizer::post_synthesize(DeployedLoadBalancers deployed,
                                                                                   sim::RecordId cause) {
  aws::LoadBalancer& known = *deployed.load_balancer;
  const bool settled = known.State.Code != kProvisioning && !context_.config.profile->reads_without_use;
  if (deployed.created || settled) co_return std::move(known);
  std::vector<std::string> arns;
  arns.push_back(known.LoadBalancerArn);
  auto fresh = co_await describe_all<LoadBalancers>(context_, LoadBalancers::by_ids(std::move(arns)), cause);
  if (!fresh) co_return sim::forward(std::move(fresh.error()));
  if (fresh->empty()) co_return std::move(known);
  co_return std::move(fresh->front());
}

}  // namespace nlbsim::engine
