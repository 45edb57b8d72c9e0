#include "engine/tests/target_world.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/aws/ec2_interface.h"
#include "api/aws/error_codes.h"
#include "api/pipeline.h"
#include "engine/targets/checkpoint.h"

namespace nlbsim::engine::testing_objects {
namespace {

namespace ec2 = aws::ec2;
using api::AnyCall;
using sim::Result;

std::string text_of(const std::vector<aws::TargetDescription>& targets) {
  std::string out;
  for (const auto& target : targets) {
    out += fmt::format(" {}:{}", target.Id, target.Port.value_or(0));
    if (!target.AvailabilityZone.empty()) out += "@" + target.AvailabilityZone;
  }
  return out;
}

std::string text_of(const std::vector<ec2::IpPermission>& permissions) {
  std::string out;
  for (const auto& permission : permissions) out += " [" + identity(permission) + "]";
  return out;
}

template <class Op>
typename Op::Request* request_of(AnyCall& call) {
  return &call.operation() == &Op::info() ? &api::as<Op>(call).request : nullptr;
}

}  // namespace

std::set<std::string> Account::registered() const {
  std::set<std::string> out;
  for (const auto& [target, state] : targets)
    if (state != "draining") out.insert(fmt::format("{}:{}", target.first, target.second));
  return out;
}

std::vector<std::string> Account::rules(const std::string& group) const {
  std::vector<std::string> out;
  for (const auto& permission : groups.at(group).IpPermissions) out.push_back(identity(permission));
  return out;
}

// Shared by both services: 1 ms each way, faults, the log.
class SlowService : public api::Service {
 public:
  explicit SlowService(TargetWorld& world) : world_(world) {}
  sim::Task<Result<void>> call(api::CallContext, api::CallRef request) override {
    const std::string name(request->operation().name);
    auto there = sim::sleep_for(std::chrono::milliseconds{1});
    co_await std::move(there);
    const std::optional<Break> fault = take_fault(name);
    Result<void> answer;
    if (fault == Break::before) answer = sim::fail("InternalFailure", name + " failed");
    else if (auto refusal = take_refusal(name)) answer = sim::forward(*std::move(refusal));
    else answer = apply(*request);
    if (fault == Break::lost_reply) answer = sim::forward(api::lost_reply(request->operation()));
    auto back = sim::sleep_for(std::chrono::milliseconds{1});
    co_await std::move(back);
    co_return answer;
  }

 protected:
  virtual Result<void> apply(AnyCall& call) = 0;
  TargetWorld& world_;

 private:
  std::optional<Break> take_fault(const std::string& name) {
    auto& left = world_.faults[name];
    if (left.empty()) return std::nullopt;
    const Break fault = left.front();
    left.erase(left.begin());
    return fault;
  }
  std::optional<sim::Error> take_refusal(const std::string& name) {
    auto& left = world_.refusals[name];
    if (left.empty()) return std::nullopt;
    sim::Error error = left.front();
    left.erase(left.begin());
    return error;
  }
};

class TargetWorld::Cloud final : public SlowService {
 public:
  using SlowService::SlowService;

 private:
  Result<void> apply(AnyCall& call) override {
    if (auto* request = request_of<aws::DescribeTargetHealth>(call))
      return describe(*request, api::as<aws::DescribeTargetHealth>(call).response);
    if (request_of<aws::DescribeTargetGroups>(call)) return describe(api::as<aws::DescribeTargetGroups>(call).response);
    if (auto* request = request_of<aws::RegisterTargets>(call)) return register_(*request);
    if (auto* request = request_of<aws::DeregisterTargets>(call)) return deregister(*request);
    if (auto* request = request_of<ec2::DescribeInstances>(call))
      return describe(*request, api::as<ec2::DescribeInstances>(call).response);
    if (request_of<ec2::DescribeVpcs>(call)) return describe(api::as<ec2::DescribeVpcs>(call).response);
    if (auto* request = request_of<ec2::DescribeNetworkInterfaces>(call))
      return describe(*request, api::as<ec2::DescribeNetworkInterfaces>(call).response);
    if (auto* request = request_of<ec2::DescribeSecurityGroups>(call))
      return describe(*request, api::as<ec2::DescribeSecurityGroups>(call).response);
    if (auto* request = request_of<ec2::AuthorizeSecurityGroupIngress>(call)) return authorize(*request);
    if (auto* request = request_of<ec2::RevokeSecurityGroupIngress>(call)) return revoke(*request);
    return sim::fail("InvalidAction", std::string(call.operation().name));
  }

  Result<void> target_group() const {
    if (world_.account.target_group_exists) return {};
    return sim::fail(std::string(aws::code::kTargetGroupNotFound), "Target groups not found");
  }

  Result<void> describe(aws::DescribeTargetGroups::Response& response) {
    world_.log.push_back("DescribeTargetGroups");
    if (auto found = target_group(); !found) return found;
    aws::TargetGroup group;
    group.TargetGroupArn = kTargetGroup;
    group.TargetType = "instance";
    if (world_.account.forwarded_to) group.LoadBalancerArns.push_back("arn:lb");
    response.TargetGroups.push_back(std::move(group));
    return {};
  }

  Result<void> describe(const aws::DescribeTargetHealth::Request& request,
                        aws::DescribeTargetHealth::Response& response) {
    world_.log.push_back("DescribeTargetHealth" + text_of(request.Targets));
    if (auto found = target_group(); !found) return found;
    const auto add = [&](const aws::TargetDescription& target, std::string state, std::string reason) {
      response.TargetHealthDescriptions.push_back({target, {}, {std::move(state), std::move(reason), {}}});
    };
    const auto& targets = world_.account.targets;
    for (const auto& target : request.Targets) {
      const auto found = targets.find({target.Id, target.Port.value_or(0)});
      if (found == targets.end()) add(target, "unused", "Target.NotRegistered");
      else add(target, found->second, {});
    }
    if (!request.Targets.empty()) return {};
    for (const auto& [target, state] : targets) add({target.first, target.second, {}}, state, {});
    return {};
  }

  Result<void> register_(const aws::RegisterTargets::Request& request) {
    world_.log.push_back("RegisterTargets" + text_of(request.Targets));
    if (auto found = target_group(); !found) return found;
    for (const auto& target : request.Targets)
      if (auto taken = check(target); !taken) return taken;
    for (const auto& target : request.Targets)
      world_.account.targets[{target.Id, *target.Port}] = world_.account.health_of_new;
    return {};
  }

  Result<void> check(const aws::TargetDescription& target) const {
    if (world_.account.without_zone.contains(target.Id) && target.AvailabilityZone.empty())
      return sim::fail(std::string(aws::code::kValidationError),
                       "The Availability Zone is required for IP address '" + target.Id + "'");
    if (!target.Id.starts_with("i-")) return {};
    if (world_.account.instances.contains(target.Id) && !world_.account.stopped.contains(target.Id)) return {};
    return sim::fail(std::string(aws::code::kInvalidTarget),
                     "The following targets are not in a running state and cannot be registered: '" + target.Id + "'");
  }

  Result<void> deregister(const aws::DeregisterTargets::Request& request) {
    world_.log.push_back("DeregisterTargets" + text_of(request.Targets));
    if (auto found = target_group(); !found) return found;
    for (const auto& target : request.Targets) world_.account.targets.erase({target.Id, *target.Port});
    return {};
  }

  Result<void> describe(const ec2::DescribeInstances::Request& request, ec2::DescribeInstances::Response& response) {
    std::string line = "DescribeInstances";
    for (const auto& id : request.InstanceIds) line += " " + id;
    world_.log.push_back(line);
    ec2::Reservation reservation;
    for (const auto& id : request.InstanceIds) {
      const auto found = world_.account.instances.find(id);
      if (found == world_.account.instances.end())
        return sim::fail(std::string(aws::code::kInstanceIdNotFound), "The instance ID '" + id + "' does not exist");
      ec2::InstanceNetworkInterface interface;
      interface.Groups.push_back({found->second, {}});
      for (const auto& [address, place] : world_.account.addresses)
        if (place.instance == id) interface.PrivateIpAddresses.push_back({false, {}, address, {}});
      ec2::Instance instance;
      instance.InstanceId = id;
      instance.NetworkInterfaces.push_back(std::move(interface));
      reservation.Instances.push_back(std::move(instance));
    }
    response.Reservations.push_back(std::move(reservation));
    return {};
  }

  Result<void> describe(ec2::DescribeVpcs::Response& response) {
    world_.log.push_back("DescribeVpcs");
    ec2::Vpc vpc;
    vpc.CidrBlock = "10.0.0.0/16";
    response.Vpcs.push_back(std::move(vpc));
    return {};
  }

  Result<void> describe(const ec2::DescribeNetworkInterfaces::Request& request,
                        ec2::DescribeNetworkInterfaces::Response& response) {
    std::string line = "DescribeNetworkInterfaces";
    for (const auto& value : request.Filters.front().Values) line += " " + value;
    world_.log.push_back(line);
    for (const auto& value : request.Filters.front().Values) {
      const auto found = world_.account.addresses.find(value);
      if (found == world_.account.addresses.end() || !found->second.instance.empty()) continue;
      ec2::NetworkInterface interface;
      interface.NetworkInterfaceId = value;
      interface.PrivateIpAddresses.push_back({false, {}, value, {}});
      interface.Groups.push_back({found->second.group, {}});
      response.NetworkInterfaces.push_back(std::move(interface));
    }
    return {};
  }

  Result<void> describe(const ec2::DescribeSecurityGroups::Request& request,
                        ec2::DescribeSecurityGroups::Response& response) {
    std::string line = "DescribeSecurityGroups";
    for (const auto& id : request.GroupIds) line += " " + id;
    for (const auto& filter : request.Filters) line += " " + filter.Name;
    world_.log.push_back(line);
    for (const auto& [id, group] : world_.account.groups) {
      const bool named = std::ranges::find(request.GroupIds, id) != request.GroupIds.end();
      if (!named && (!request.GroupIds.empty() || group.Tags.empty())) continue;
      const auto shown = world_.account.shown.find(id);
      response.SecurityGroups.push_back(shown == world_.account.shown.end() ? group : shown->second);
    }
    return {};
  }

  Result<void> authorize(const ec2::AuthorizeSecurityGroupIngress::Request& request) {
    world_.log.push_back("Authorize " + request.GroupId + text_of(request.IpPermissions));
    auto& rules = world_.account.groups.at(request.GroupId).IpPermissions;
    for (const auto& permission : request.IpPermissions)
      for (const auto& pair : permission.UserIdGroupPairs)
        if (world_.account.missing_sources.contains(pair.GroupId))
          return sim::fail(std::string(aws::code::kGroupNotFound), pair.GroupId + " does not exist");
    for (const auto& permission : request.IpPermissions)
      if (std::ranges::find(rules, identity(permission), identity) != rules.end())
        return sim::fail(std::string(aws::code::kPermissionDuplicate), "the specified rule already exists");
    rules.insert(rules.end(), request.IpPermissions.begin(), request.IpPermissions.end());
    return {};
  }

  Result<void> revoke(const ec2::RevokeSecurityGroupIngress::Request& request) {
    world_.log.push_back("Revoke " + request.GroupId + text_of(request.IpPermissions));
    auto& rules = world_.account.groups.at(request.GroupId).IpPermissions;
    for (const auto& permission : request.IpPermissions)
      if (std::ranges::find(rules, identity(permission), identity) == rules.end())
        return sim::fail(std::string(aws::code::kPermissionNotFound), "the specified rule does not exist");
    for (const auto& permission : request.IpPermissions)
      std::erase_if(rules, [&](const auto& rule) { return identity(rule) == identity(permission); });
    return {};
  }
};

class TargetWorld::ApiServer final : public SlowService {
 public:
  using SlowService::SlowService;
  void store(kube::Json document) {
    document["metadata"]["resourceVersion"] = std::to_string(++revision_);
    world_.bindings.put(kube::Object::make(std::move(document)));
  }

 private:
  Result<void> apply(AnyCall& call) override {
    if (request_of<kube::Get>(call)) return get_config_map(api::as<kube::Get>(call).response);
    if (auto* request = request_of<kube::Create>(call)) return store_config_map(*request->body);
    if (request_of<kube::Delete>(call)) return delete_config_map();
    auto& patch = api::as<kube::Patch>(call);
    if (patch.request.resource.plural == "configmaps") return store_config_map(*patch.request.body);
    if (patch.request.resource == kube::kPods) return apply_to_pod(patch.request);
    const auto object = world_.bindings.get(patch.request.key);
    world_.log.push_back("patch " + describe(patch.request));
    if (!object) return sim::fail("NotFound", "not found");
    const kube::Json& body = *patch.request.body;
    const kube::Json& version = api::at(body, "metadata", "resourceVersion");
    if (!version.is_null() && version != std::to_string(object->meta().resource_version))
      return sim::fail("Conflict", "the object has been modified");
    kube::Json document = object->document();
    api::merge_patch(document, body);
    store(std::move(document));
    patch.response.object = world_.bindings.get(patch.request.key);
    if (patch.response.object->meta().deleting() && patch.response.object->meta().finalizers.empty())
      world_.bindings.erase(patch.request.key);
    return {};
  }

  // The only one: what the cluster has registered in a shared target group.
  Result<void> get_config_map(kube::Get::Response& response) {
    if (!world_.own_targets) return sim::fail("NotFound", "not found");
    kube::Json document = kube::Json::object();
    document["data"]["targets"] = *world_.own_targets;
    response.object = kube::Object::make(std::move(document));
    return {};
  }
  Result<void> store_config_map(const kube::Json& body) {
    world_.own_targets = std::string(api::text(api::at(body, "data", "targets")));
    world_.log.push_back("own targets " + *world_.own_targets);
    return {};
  }
  Result<void> delete_config_map() {
    world_.own_targets.reset();
    world_.log.push_back("own targets deleted");
    return {};
  }

  // A condition that is merged by its type.
  Result<void> apply_to_pod(const kube::Patch::Request& request) {
    const auto pod = world_.pods.get(request.key);
    const kube::Json& told = request.body->at("status").at("conditions").at(0);
    world_.log.push_back(
        fmt::format("patch pod {} {} {}", request.key.name, api::text(told.at("type")), api::text(told.at("status"))));
    if (!pod) return sim::fail("NotFound", "not found");
    kube::Json document = pod->document();
    kube::Json conditions = kube::Json::array();
    for (const kube::Json& standing : api::at(document, "status", "conditions"))
      if (standing.at("type") != told.at("type")) conditions.push_back(standing);
    conditions.push_back(told);
    document["status"]["conditions"] = std::move(conditions);
    world_.pods.put(kube::Object::make(std::move(document)));
    return {};
  }

  static std::string describe(const kube::Patch::Request& request) {
    const kube::Json& body = *request.body;
    if (request.subresource == "status") return "status " + api::dump_json(body.at("status"));
    if (body.contains("spec")) return "spec " + api::dump_json(body.at("spec"));
    const kube::Json& metadata = body.at("metadata");
    if (metadata.contains("finalizers")) return "finalizers " + api::dump_json(metadata.at("finalizers"));
    const std::string value(api::text(api::at(metadata, "annotations", kCheckpointAnnotation)));
    return value.empty() ? "checkpoint cleared" : "checkpoint stored";
  }

  std::uint64_t revision_ = 100;
};

struct TargetWorld::Process {
  explicit Process(TargetWorld& world)
      : actor(world.scheduler.start("controller-1")),
        context{world.scheduler, world.journal, actor,         *world.api_server_,
                *world.cloud_,   *world.cloud_, *world.cloud_, world.config},
        reconciler(
            context, {world.bindings, world.services, world.nodes, world.slices, world.pods},
            [&world](const kube::ObjectRef&, EventType type, std::string_view reason, std::string message,
                     sim::RecordId) {
              const char* kind = type == EventType::normal ? "Normal" : "Warning";
              world.log.push_back(fmt::format("event {} {}: {}", kind, reason, message));
            },
            [&world] { return world.endpoints_known; }) {}
  sim::Actor& actor;
  Context context;
  TargetGroupBindingReconciler reconciler;
};

namespace {

sim::Task<void> reconcile_into(Reconciler& reconciler, Request request, std::optional<Outcome>& outcome) {
  auto result = co_await reconciler.reconcile(std::move(request));
  outcome = std::move(result);
}

sim::Task<void> forget_later(TargetWorld& world, Reconciler& reconciler, sim::Duration delay, Request request) {
  auto later = sim::sleep_for(delay);
  co_await std::move(later);
  world.bindings.erase(request.key);
  co_await reconciler.reconcile(std::move(request));
}

}  // namespace

TargetWorld::TargetWorld() : cloud_(std::make_unique<Cloud>(*this)), api_server_(std::make_unique<ApiServer>(*this)) {
  config.profile = &profile;
  config.vpc_id = "vpc-1";
  aws::ec2::SecurityGroup group;
  group.GroupId = "sg-node";
  group.Tags = {{"kubernetes.io/cluster/demo-cluster", "owned"}};
  account.groups["sg-node"] = group;
  account.instances = {{"i-1", "sg-node"}, {"i-2", "sg-node"}};
  nodes.put(node("a", "i-1"));
  nodes.put(node("b", "i-2"));
  services.put(service("NodePort", 30900));
  put_binding(testing_objects::binding("b", kTargetGroup, 30900));
}

TargetWorld::~TargetWorld() {
  if (process_) scheduler.drop(process_->actor, sim::OpenCalls::abandon);
}

void TargetWorld::restart() {
  if (process_) scheduler.drop(process_->actor, sim::OpenCalls::abandon);
  process_ = std::make_unique<Process>(*this);
}

void TargetWorld::put_binding(kube::Json document) { api_server_->store(std::move(document)); }

void TargetWorld::change_binding(const std::string& name, const kube::Json& patch) {
  kube::Json document = binding(name)->document();
  api::merge_patch(document, patch);
  document["metadata"]["generation"] = binding(name)->meta().generation + 1;
  api_server_->store(std::move(document));
}

void TargetWorld::delete_binding(const std::string& name) {
  kube::Json patch = kube::Json::object();
  patch["metadata"]["deletionTimestamp"] = sim::to_rfc3339(scheduler.now());
  change_binding(name, patch);
}

Outcome TargetWorld::run(const std::string& name) {
  if (!process_) restart();
  outcome_.reset();
  sim::spawn(process_->actor, reconcile_into(process_->reconciler, {{"example-ns", name}, 0}, outcome_));
  scheduler.settle(100000);
  return outcome_.value();
}

bool TargetWorld::converge(const std::string& name) {
  for (int attempt = 0; attempt < 20; ++attempt) {
    const Outcome outcome = run(name);
    if (!std::holds_alternative<Failed>(outcome)) return true;
  }
  return false;
}

void TargetWorld::forget_after(sim::Duration delay, const std::string& name) {
  sim::spawn(process_->actor, forget_later(*this, process_->reconciler, delay, {{"example-ns", name}, 0}));
}

bool TargetWorld::crash_after(int steps, const std::string& name) {
  if (!process_) restart();
  outcome_.reset();
  sim::spawn(process_->actor, reconcile_into(process_->reconciler, {{"example-ns", name}, 0}, outcome_));
  for (int step = 0; step < steps && !outcome_; ++step) scheduler.step();
  const bool finished = outcome_.has_value();
  restart();
  return !finished;
}

std::vector<std::string> TargetWorld::mutations() {
  std::vector<std::string> out;
  for (std::string& line : take_log())
    if (line.starts_with("Register") || line.starts_with("Deregister") || line.starts_with("Authorize") ||
        line.starts_with("Revoke"))
      out.push_back(std::move(line));
  return out;
}

}  // namespace nlbsim::engine::testing_objects
