#include "scenarios/oracles/aws_ledger.h"

#include <algorithm>

#include "api/aws/ec2.h"
#include "scenarios/oracles/controller_names.h"

namespace nlbsim::scenarios::oracles {

namespace {

template <class Op>
bool is(const api::AnyCall& call) {
  return &call.operation() == &Op::info();
}

bool is_cluster_tag(std::string_view key) { return key == kClusterTag || key == kLegacyClusterTag; }

std::vector<aws::Tag> tags_of(const std::vector<aws::ec2::TagSpecification>& specifications) {
  std::vector<aws::Tag> out;
  for (const auto& specification : specifications)
    out.insert(out.end(), specification.Tags.begin(), specification.Tags.end());
  return out;
}

AwsResource resource_of(AwsKind kind, const std::string& id, const std::string& its_name) {
  AwsResource out;
  out.kind = kind;
  out.id = id;
  out.name = its_name;
  return out;
}

AwsResource listener_of(const aws::Listener& listener) {
  AwsResource out = resource_of(AwsKind::listener, listener.ListenerArn, {});
  out.parent = listener.LoadBalancerArn;
  out.protocol = listener.Protocol;
  out.port = listener.Port;
  out.groups = target_groups_of(listener.DefaultActions);
  return out;
}

}  // namespace

std::string_view name(AwsKind kind) {
  switch (kind) {
    case AwsKind::load_balancer: return "load balancer";
    case AwsKind::listener: return "listener";
    case AwsKind::target_group: return "target group";
    case AwsKind::security_group: return "security group";
  }
  return "";
}

std::vector<std::string> target_groups_of(const std::vector<aws::Action>& actions) {
  std::vector<std::string> out;
  const auto add = [&](const std::string& arn) {
    if (!arn.empty() && std::ranges::find(out, arn) == out.end()) out.push_back(arn);
  };
  for (const aws::Action& action : actions) {
    add(action.TargetGroupArn);
    if (!action.ForwardConfig) continue;
    for (const aws::TargetGroupTuple& tuple : action.ForwardConfig->TargetGroups) add(tuple.TargetGroupArn);
  }
  return out;
}

namespace {

template <class Request>
void add_ids(const Request& request, std::vector<std::string>& out) {
  if constexpr (requires { request.LoadBalancerArn; }) out.push_back(request.LoadBalancerArn);
  if constexpr (requires { request.ListenerArn; }) out.push_back(request.ListenerArn);
  if constexpr (requires { request.TargetGroupArn; }) out.push_back(request.TargetGroupArn);
  if constexpr (requires { request.GroupId; }) out.push_back(request.GroupId);
  if constexpr (requires { request.ResourceArns; }) out = request.ResourceArns;
  if constexpr (requires { request.Resources; }) out = request.Resources;
}

template <class Op>
bool add_ids_if(const api::AnyCall& call, std::vector<std::string>& out) {
  if (!is<Op>(call)) return false;
  add_ids(api::as<Op>(call).request, out);
  return true;
}

template <class... Ops>
std::vector<std::string> ids_in(const api::AnyCall& call) {
  std::vector<std::string> out;
  (add_ids_if<Ops>(call, out) || ...);
  return out;
}

}  // namespace

std::vector<std::string> touched_by(const api::AnyCall& call) {
  using namespace aws;
  return ids_in<DeleteLoadBalancer, ModifyLoadBalancerAttributes, SetSecurityGroups, SetSubnets, CreateListener,
                ModifyListener, DeleteListener, ModifyListenerAttributes, ModifyTargetGroup, DeleteTargetGroup,
                ModifyTargetGroupAttributes, RegisterTargets, DeregisterTargets, AddTags, RemoveTags,
                ec2::DeleteSecurityGroup, ec2::AuthorizeSecurityGroupIngress, ec2::RevokeSecurityGroupIngress,
                ec2::CreateTags, ec2::DeleteTags>(call);
}

const AwsResource* AwsLedger::find(std::string_view id) const {
  const auto found = resources_.find(id);
  return found == resources_.end() ? nullptr : &found->second;
}

const AwsResource* AwsLedger::load_balancer_of(std::string_view cluster, std::string_view stack) const {
  for (const auto& [id, resource] : resources_)
    if (resource.kind == AwsKind::load_balancer && resource.live() && resource.stack == stack &&
        resource.cluster == cluster)
      return &resource;
  return nullptr;
}

bool AwsLedger::create(AwsResource resource, const std::vector<aws::Tag>& tags, const AwsEffect& effect) {
  for (const aws::Tag& tag : tags) {
    if (tag.Key == kStackTag) resource.stack = tag.Value;
    else if (is_cluster_tag(tag.Key)) resource.cluster = tag.Value;
  }
  resource.born_in = resource.cluster;
  resource.created = effect.sent;
  const std::string id = resource.id;
  // Not new if a second CreateLoadBalancer with the same arguments was answered with what is there.
  return resources_.emplace(id, std::move(resource)).second;
}

bool AwsLedger::remove(std::string_view id, const AwsEffect& effect) {
  const auto found = resources_.find(id);
  if (found == resources_.end() || !found->second.live()) return false;
  found->second.deleted = effect.applied;
  if (found->second.kind != AwsKind::load_balancer) return true;
  // Its listeners go with a load balancer.
  for (auto& [other, resource] : resources_)
    if (resource.parent == id && resource.live()) resource.deleted = effect.applied;
  return true;
}

bool AwsLedger::modify_listener(const aws::Listener& listener) {
  const auto found = resources_.find(listener.ListenerArn);
  if (found == resources_.end()) return false;
  AwsResource now = listener_of(listener);
  found->second.protocol = std::move(now.protocol);
  found->second.port = now.port;
  found->second.groups = std::move(now.groups);
  return true;
}

bool AwsLedger::add_tags(const std::vector<std::string>& ids, const std::vector<aws::Tag>& tags) {
  for (const std::string& id : ids) {
    const auto found = resources_.find(id);
    if (found == resources_.end()) continue;
    for (const aws::Tag& tag : tags) {
      if (tag.Key == kStackTag) found->second.stack = tag.Value;
      else if (is_cluster_tag(tag.Key)) found->second.cluster = tag.Value;
    }
  }
  return true;
}

bool AwsLedger::remove_tags(const std::vector<std::string>& ids, const std::vector<std::string>& keys) {
  for (const std::string& id : ids) {
    const auto found = resources_.find(id);
    if (found == resources_.end()) continue;
    for (const std::string& key : keys) {
      if (key == kStackTag) found->second.stack.clear();
      else if (is_cluster_tag(key)) found->second.cluster.clear();
    }
  }
  return true;
}

bool AwsLedger::apply(const AwsEffect& effect) {
  const api::AnyCall& call = effect.call;
  if (call.operation().name.starts_with("Create")) return apply_creation(effect);
  if (is<aws::ModifyListener>(call)) {
    const auto& response = api::as<aws::ModifyListener>(call).response;
    return !response.Listeners.empty() && modify_listener(response.Listeners.front());
  }
  if (is<aws::DeleteLoadBalancer>(call) || is<aws::DeleteListener>(call) || is<aws::DeleteTargetGroup>(call) ||
      is<aws::ec2::DeleteSecurityGroup>(call))
    return remove(touched_by(call).front(), effect);
  if (is<aws::AddTags>(call)) return add_tags(touched_by(call), api::as<aws::AddTags>(call).request.Tags);
  if (is<aws::RemoveTags>(call)) return remove_tags(touched_by(call), api::as<aws::RemoveTags>(call).request.TagKeys);
  if (is<aws::ec2::DeleteTags>(call)) {
    std::vector<std::string> keys;
    for (const aws::Tag& tag : api::as<aws::ec2::DeleteTags>(call).request.Tags) keys.push_back(tag.Key);
    return remove_tags(touched_by(call), keys);
  }
  return false;
}

bool AwsLedger::apply_creation(const AwsEffect& effect) {
  const api::AnyCall& call = effect.call;
  if (is<aws::CreateLoadBalancer>(call)) {
    const auto& typed = api::as<aws::CreateLoadBalancer>(call);
    if (typed.response.LoadBalancers.empty()) return false;
    const aws::LoadBalancer& made = typed.response.LoadBalancers.front();
    AwsResource resource = resource_of(AwsKind::load_balancer, made.LoadBalancerArn, made.LoadBalancerName);
    resource.scheme = made.Scheme;
    resource.dns_name = made.DNSName;
    resource.state = made.State.Code;
    return create(std::move(resource), typed.request.Tags, effect);
  }
  if (is<aws::CreateTargetGroup>(call)) {
    const auto& typed = api::as<aws::CreateTargetGroup>(call);
    if (typed.response.TargetGroups.empty()) return false;
    const aws::TargetGroup& made = typed.response.TargetGroups.front();
    AwsResource resource = resource_of(AwsKind::target_group, made.TargetGroupArn, made.TargetGroupName);
    resource.protocol = made.Protocol;
    return create(std::move(resource), typed.request.Tags, effect);
  }
  if (is<aws::CreateListener>(call)) {
    const auto& typed = api::as<aws::CreateListener>(call);
    if (typed.response.Listeners.empty()) return false;
    return create(listener_of(typed.response.Listeners.front()), typed.request.Tags, effect);
  }
  if (is<aws::ec2::CreateSecurityGroup>(call)) {
    const auto& typed = api::as<aws::ec2::CreateSecurityGroup>(call);
    return create(resource_of(AwsKind::security_group, typed.response.GroupId, typed.request.GroupName),
                  tags_of(typed.request.TagSpecifications), effect);
  }
  if (is<aws::ec2::CreateTags>(call))
    return add_tags(touched_by(call), api::as<aws::ec2::CreateTags>(call).request.Tags);
  return false;
}

bool AwsLedger::apply(const api::ResourceChanged& change, sim::RecordId record) {
  if (change.resource != "LoadBalancer") return false;
  const auto found = resources_.find(change.key);
  if (found == resources_.end()) return false;
  if (change.change != "active" && change.change != "active_impaired" && change.change != "failed" &&
      change.change != "provisioning")
    return false;
  found->second.state = change.change;
  if (found->second.active == 0 && change.change.starts_with("active")) found->second.active = record;
  return true;
}

}  // namespace nlbsim::scenarios::oracles
