#include "engine/tests/deploy_world.h"

#include <algorithm>
#include <set>

#include "api/aws/error_codes.h"
#include "engine/deploy/frozen_ports.h"

namespace nlbsim::engine::testing {
namespace {

namespace code = aws::code;

// Picks by ids, else by names, else everything; false when something asked for is not there.
template <class Item, class Name>
bool select(const std::map<std::string, Item>& all, const std::vector<std::string>& ids,
            const std::vector<std::string>& names, Name name_of, std::vector<Item>& into) {
  for (const std::string& id : ids) {
    if (!all.contains(id)) return false;
    into.push_back(all.at(id));
  }
  for (const auto& [id, item] : all) {
    const bool named = std::ranges::find(names, name_of(item)) != names.end();
    if (named || (ids.empty() && names.empty())) into.push_back(item);
  }
  return names.empty() || !into.empty();
}

void retag(aws::TagMap& tags, const std::vector<aws::Tag>& add) {
  for (const aws::Tag& tag : add) tags[tag.Key] = tag.Value;
}

}  // namespace

DeployWorld::DeployWorld(Profile profile) : profile_(profile), actor_(scheduler.start("controller-1")) {
  config.vpc_id = "vpc-1";
  config.profile = &profile_;
  for (const char* id : {"subnet-1", "subnet-2"}) {
    aws::ec2::Subnet subnet;
    subnet.SubnetId = id;
    subnet.VpcId = "vpc-1";
    subnet.AvailabilityZone = subnet.AvailabilityZoneId = "zone-of-" + subnet.SubnetId;
    subnet.AvailableIpAddressCount = 200;
    subnets.push_back(subnet);
  }
  context_ = std::make_unique<Context>(Context{scheduler, journal, actor_, *this, *this, *this, *this, config});
  restart();
}

void DeployWorld::restart() {
  crashed = false;
  deployer_ = std::make_unique<StackDeployer>(*context_, gateways, bindings, services);
}

std::optional<DeployedLoadBalancer> DeployWorld::reconcile(const kube::ObjectRef& gateway,
                                                           std::vector<LoadedPort> ports) {
  last_error.clear();
  gateways.put(gateway);
  LoadedGateway loaded;
  loaded.ports = std::move(ports);
  auto stack = run(deployer_->build(gateway, std::move(loaded), 0));
  if (!stack) {
    last_error = stack.error().code;
    return std::nullopt;
  }
  last = run(deployer_->deploy(std::move(*stack), 0));
  if (!last.complete()) {
    last_error = last.to_repeat()->error.code;
    return std::nullopt;
  }
  return last.load_balancer;
}

void DeployWorld::take_facts(const Listers& listers) {
  const auto copy = [&](const kube::Resource& resource, Lister& into) {
    const Lister& from = listers.of(resource);
    std::vector<kube::ObjectKey> gone;
    for (const auto& [key, object] : into.all())
      if (!from.get(key)) gone.push_back(key);
    for (const kube::ObjectKey& key : gone) into.erase(key);
    for (const auto& [key, object] : from.all()) into.put(object);
  };
  copy(kube::kGateways, gateways);
  copy(kube::kServices, services);
}

bool DeployWorld::remove(const kube::ObjectRef& gateway) {
  last = run(deployer_->remove(gateway, 0));
  last_error = last.complete() ? "" : last.to_repeat()->error.code;
  return last.complete();
}

std::vector<std::string> DeployWorld::operations() const {
  std::vector<std::string> names;
  for (const Noted& noted : calls_) names.push_back(noted.operation);
  return names;
}

std::vector<std::string> DeployWorld::mutations() const {
  std::vector<std::string> names;
  for (const Noted& noted : calls_) {
    if (noted.mutates) names.push_back(noted.operation);
  }
  return names;
}

std::vector<std::string> DeployWorld::mutation_requests() const {
  std::vector<std::string> texts;
  for (const Noted& noted : calls_) {
    if (noted.mutates) texts.push_back(noted.operation + " " + api::dump_json(noted.call->request_json()));
  }
  return texts;
}

api::Json DeployWorld::request_of(const std::string& operation, int occurrence) const {
  for (const Noted& noted : calls_) {
    if (noted.operation == operation && --occurrence == 0) return noted.call->request_json();
  }
  return {};
}

int DeployWorld::count(const std::string& operation) const {
  return static_cast<int>(std::ranges::count(calls_, operation, &Noted::operation));
}

std::string DeployWorld::end_state() const {
  std::multiset<std::string> lines;
  const auto owner = [&](const std::string& arn) {
    const auto found = tags.at(arn).find("gateway.k8s.aws.nlb/stack");
    return found == tags.at(arn).end() ? std::string("nobody") : found->second;
  };
  for (const auto& [arn, item] : load_balancers) lines.insert("lb " + item.LoadBalancerName + " " + owner(arn));
  for (const auto& [arn, item] : target_groups) lines.insert("tg " + item.TargetGroupName + " " + owner(arn));
  for (const auto& [arn, item] : listeners) {
    const std::string target = targets_of(item).at(0);
    lines.insert("listener " + std::to_string(item.Port) + " to " +
                 (target_groups.contains(target) ? target_groups.at(target).TargetGroupName : "nothing"));
  }
  for (const auto& [id, item] : security_groups) {
    lines.insert("sg " + item.GroupName + " rules " + std::to_string(item.IpPermissions.size()));
  }
  for (const auto& [key, object] : bindings.all()) {
    const std::string arn(api::text(api::at(object->document(), "spec", "targetGroupARN")));
    lines.insert("binding " + key.text() + " to " +
                 (target_groups.contains(arn) ? target_groups.at(arn).TargetGroupName : "nothing"));
  }
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

std::optional<Fault> DeployWorld::due(const std::string& operation) {
  for (Fault& fault : faults) {
    if (fault.times == 0 || (!fault.operation.empty() && fault.operation != operation)) continue;
    if (fault.occurrence > 1) {
      --fault.occurrence;
      continue;
    }
    --fault.times;
    return fault;
  }
  return std::nullopt;
}

sim::Task<sim::Result<void>> DeployWorld::call(api::CallContext, api::CallRef request) {
  if (crashed) co_return refuse("Crashed");
  const api::OperationInfo& operation = request->operation();
  calls_.push_back({std::string(operation.name), operation.mutates, request});
  if (operation.mutates && mutates) mutates(calls_.back().operation);
  const std::optional<Fault> fault = due(calls_.back().operation);
  if (!fault) co_return apply(*request);
  if (fault->kind == FaultKind::crash || fault->kind == FaultKind::crash_late) crashed = true;
  if (fault->kind == FaultKind::refuse || fault->kind == FaultKind::crash) co_return refuse(fault->code);
  const auto first = apply(*request);
  if (fault->kind == FaultKind::repeat) co_return apply(*request);
  sim::Error lost;
  lost.code = "RequestTimeout";
  lost.effect_unknown = true;
  co_return sim::forward(std::move(lost));
}

bool DeployWorld::in_use(const std::string& target_group_arn) const {
  return std::ranges::any_of(listeners,
                             [&](const auto& entry) { return targets_of(entry.second).at(0) == target_group_arn; });
}

// The answer of the one operation that the call is, among those that the world knows.
template <class... Ops>
struct KnownOperations {
  static sim::Result<void> answer(DeployWorld& world, api::AnyCall& call) {
    sim::Result<void> result;
    const auto try_one = [&]<class Op>(std::type_identity<Op>) {
      if (&call.operation() != &Op::info()) return false;
      api::as<Op>(call).response = {};  // a repeated call is answered afresh
      result = world.answer(api::as<Op>(call));
      return true;
    };
    (try_one(std::type_identity<Ops>()) || ...);
    return result;
  }
};

sim::Result<void> DeployWorld::apply(api::AnyCall& call) {
  using Known = KnownOperations<
      aws::ec2::DescribeSubnets, aws::ec2::DescribeAvailabilityZones, aws::ec2::DescribeSecurityGroups,
      aws::ec2::CreateSecurityGroup, aws::ec2::DeleteSecurityGroup, aws::ec2::AuthorizeSecurityGroupIngress,
      aws::ec2::RevokeSecurityGroupIngress, aws::CreateLoadBalancer, aws::DescribeLoadBalancers,
      aws::DeleteLoadBalancer, aws::SetSecurityGroups, aws::CreateTargetGroup, aws::DescribeTargetGroups,
      aws::DeleteTargetGroup, aws::CreateListener, aws::ModifyListener, aws::DescribeListeners, aws::DeleteListener,
      aws::DescribeRules, aws::DescribeTags, aws::AddTags, aws::RemoveTags, aws::DescribeLoadBalancerAttributes,
      aws::ModifyLoadBalancerAttributes, aws::DescribeTargetGroupAttributes, aws::ModifyTargetGroupAttributes,
      aws::DescribeListenerAttributes, aws::ModifyListenerAttributes, aws::ModifyTargetGroup, aws::SetSubnets,
      aws::SetIpAddressType, aws::AddListenerCertificates, aws::RemoveListenerCertificates,
      aws::DescribeListenerCertificates, aws::DescribeCapacityReservation, aws::ModifyCapacityReservation,
      aws::acm::ListCertificates, kube::Get, kube::Create, kube::Patch, kube::Delete>;
  return Known::answer(*this, call);
}

std::string DeployWorld::fresh_id(const std::string& kind, const std::string& name) {
  const int nth = ++made_[kind + name];
  return kind + "/" + name + "/" + std::to_string(nth);
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::CreateLoadBalancer>& call) {
  const auto& request = call.request;
  for (const std::string& id : request.SecurityGroups) {
    if (!security_groups.contains(id)) return refuse(code::kInvalidSecurityGroup);
  }
  for (const auto& [arn, item] : load_balancers) {
    if (item.LoadBalancerName != request.Name) continue;
    if (tags.at(arn) != aws::to_map(request.Tags)) return refuse(code::kDuplicateLoadBalancerName);
    call.response.LoadBalancers = {item};
    return {};
  }
  aws::LoadBalancer item;
  item.LoadBalancerArn = fresh_id("lb", request.Name);
  item.LoadBalancerName = request.Name;
  item.DNSName = request.Name + ".elb.amazonaws.com";
  item.Scheme = request.Scheme;
  item.Type = request.Type;
  item.VpcId = "vpc-1";
  item.State.Code = state_of_new;
  item.IpAddressType = request.IpAddressType;
  item.EnablePrefixForIpv6SourceNat = request.EnablePrefixForIpv6SourceNat;
  item.SecurityGroups = request.SecurityGroups;
  for (const auto& mapping : request.SubnetMappings) {
    item.AvailabilityZones.push_back({"zone-of-" + mapping.SubnetId, mapping.SubnetId});
  }
  tags[item.LoadBalancerArn] = aws::to_map(request.Tags);
  load_balancers[item.LoadBalancerArn] = item;
  call.response.LoadBalancers = {item};
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::DescribeLoadBalancers>& call) {
  const auto name = [](const aws::LoadBalancer& item) { return item.LoadBalancerName; };
  const auto& request = call.request;
  if (!select(load_balancers, request.LoadBalancerArns, request.Names, name, call.response.LoadBalancers)) {
    return refuse(code::kLoadBalancerNotFound);
  }
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::DeleteLoadBalancer>& call) {
  const std::string arn = call.request.LoadBalancerArn;
  load_balancers.erase(arn);
  std::erase_if(listeners, [&](const auto& entry) { return entry.second.LoadBalancerArn == arn; });
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::SetSecurityGroups>& call) {
  auto& request = call.request;
  load_balancers.at(request.LoadBalancerArn).SecurityGroups = request.SecurityGroups;
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::CreateTargetGroup>& call) {
  const auto& request = call.request;
  for (const auto& [arn, item] : target_groups) {
    if (item.TargetGroupName == request.Name) return refuse(code::kDuplicateTargetGroupName);
  }
  aws::TargetGroup item;
  item.TargetGroupArn = fresh_id("tg", request.Name);
  item.TargetGroupName = request.Name;
  item.Protocol = request.Protocol;
  item.Port = *request.Port;
  item.VpcId = request.VpcId;
  item.TargetType = request.TargetType;
  item.IpAddressType = request.IpAddressType.empty() ? "ipv4" : request.IpAddressType;
  item.HealthCheckPath = request.HealthCheckPath;
  item.Matcher = request.Matcher;
  item.HealthCheckProtocol = request.HealthCheckProtocol;
  item.HealthCheckPort = request.HealthCheckPort;
  item.HealthCheckIntervalSeconds = *request.HealthCheckIntervalSeconds;
  item.HealthCheckTimeoutSeconds = *request.HealthCheckTimeoutSeconds;
  item.HealthyThresholdCount = *request.HealthyThresholdCount;
  item.UnhealthyThresholdCount = *request.UnhealthyThresholdCount;
  tags[item.TargetGroupArn] = aws::to_map(request.Tags);
  target_groups[item.TargetGroupArn] = item;
  call.response.TargetGroups = {item};
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::DescribeTargetGroups>& call) {
  const auto name = [](const aws::TargetGroup& item) { return item.TargetGroupName; };
  const auto& request = call.request;
  if (!select(target_groups, request.TargetGroupArns, request.Names, name, call.response.TargetGroups)) {
    return refuse(code::kTargetGroupNotFound);
  }
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::DeleteTargetGroup>& call) {
  const std::string arn = call.request.TargetGroupArn;
  if (in_use(arn)) return refuse(code::kResourceInUse);
  if (target_groups.erase(arn) == 0) return refuse(code::kTargetGroupNotFound);
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::CreateListener>& call) {
  const auto& request = call.request;
  for (const auto& [arn, item] : listeners) {
    const bool same_port = item.LoadBalancerArn == request.LoadBalancerArn && item.Port == *request.Port;
    if (same_port) return refuse(code::kDuplicateListener);
  }
  aws::Listener item;
  item.ListenerArn = fresh_id("listener", request.LoadBalancerArn + std::to_string(*request.Port));
  item.LoadBalancerArn = request.LoadBalancerArn;
  item.Port = *request.Port;
  item.Protocol = request.Protocol;
  item.SslPolicy = request.SslPolicy;
  item.AlpnPolicy = request.AlpnPolicy;
  item.Certificates = request.Certificates;
  item.DefaultActions = request.DefaultActions;
  tags[item.ListenerArn] = aws::to_map(request.Tags);
  listeners[item.ListenerArn] = item;
  call.response.Listeners = {item};
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::ModifyListener>& call) {
  const auto& request = call.request;
  aws::Listener& item = listeners.at(request.ListenerArn);
  if (!request.Protocol.empty()) item.Protocol = request.Protocol;
  item.SslPolicy = request.SslPolicy;
  item.AlpnPolicy = request.AlpnPolicy;
  item.Certificates = request.Certificates;
  item.DefaultActions = request.DefaultActions;
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::DescribeListeners>& call) {
  for (const auto& [arn, item] : listeners) {
    if (item.LoadBalancerArn == call.request.LoadBalancerArn) call.response.Listeners.push_back(item);
  }
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::DeleteListener>& call) {
  if (listeners.erase(call.request.ListenerArn) == 0) return refuse(code::kListenerNotFound);
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::DescribeRules>& call) {
  call.response.Rules.emplace_back().RuleArn = "rule-of-" + call.request.ListenerArn;
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::DescribeTags>& call) {
  for (const std::string& arn : call.request.ResourceArns) {
    call.response.TagDescriptions.push_back({arn, aws::to_tags(tags[arn])});
  }
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<aws::AddTags>& call) {
  const auto& request = call.request;
  for (const std::string& arn : request.ResourceArns) retag(tags[arn], request.Tags);
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<kube::Get>& call) {
  call.response.object = bindings.get(call.request.key);
  if (!call.response.object) return refuse("NotFound");
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<kube::Create>& call) {
  api::Json body = *call.request.body;
  const kube::ObjectKey key{call.request.namespace_, body["metadata"]["name"].get<std::string>()};
  if (bindings.get(key)) return refuse("AlreadyExists");
  body["metadata"]["uid"] = fresh_id("uid", key.name);
  body["metadata"]["generation"] = 1;
  call.response.object = kube::Object::make(std::move(body));
  bindings.put(call.response.object);
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<kube::Patch>& call) {
  api::Json body = bindings.get(call.request.key)->document();
  api::merge_patch(body, *call.request.body);
  call.response.object = kube::Object::make(std::move(body));
  bindings.put(call.response.object);
  return {};
}

sim::Result<void> DeployWorld::answer(api::TypedCall<kube::Delete>& call) {
  call.response.object = bindings.erase(call.request.key);
  call.response.removed = true;
  if (!call.response.object) return refuse("NotFound");
  return {};
}

}  // namespace nlbsim::engine::testing
