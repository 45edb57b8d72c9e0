#include "engine/deploy/stack_memory.h"

#include <array>

#include "api/kube/kube.h"

namespace nlbsim::engine {
namespace {

struct Row {
  const api::OperationInfo& (*operation)();
  void (*sending)(StackMemory&, const Stack&, const api::AnyCall&);  // null: nothing to note
  std::string (*done)(StackMemory&, const Stack&, const api::AnyCall&);
};

std::string created(KnownStacks& known, TagCache& tags, const Stack& stack, const std::string& name,
                    const std::string& id, const std::vector<aws::Tag>& written) {
  known.created(stack.id(), name, id);
  tags.put(id, aws::to_map(written));
  return id;
}

std::string deleted(KnownStacks& known, TagCache& tags, const Stack& stack, const std::string& id) {
  known.deleted(stack.id(), id);
  tags.drop(id);
  return {};
}

template <class Op>
const auto& request_of(const api::AnyCall& call) {
  return api::as<Op>(call).request;
}

template <class Op>
void retagged(StackMemory& memory, const Stack&, const api::AnyCall& call) {
  for (const std::string& arn : request_of<Op>(call).ResourceArns) memory.tags.drop(arn);
}

const std::array<Row, 12>& rows() {
  using Memory = StackMemory;
  using Call = api::AnyCall;
  static const std::array<Row, 12> kRows{{
      {aws::ec2::CreateSecurityGroup::info,
       [](Memory& memory, const Stack& stack, const Call& call) {
         const auto& request = request_of<aws::ec2::CreateSecurityGroup>(call);
         memory.tracked.known_security_groups().creating(stack.id(), request.GroupName);
       },
       [](Memory& memory, const Stack& stack, const Call& call) {
         const std::string& id = api::as<aws::ec2::CreateSecurityGroup>(call).response.GroupId;
         const auto& request = request_of<aws::ec2::CreateSecurityGroup>(call);
         memory.tracked.known_security_groups().created(stack.id(), request.GroupName, id);
         return id;
       }},
      {aws::ec2::DeleteSecurityGroup::info, nullptr,
       [](Memory& memory, const Stack& stack, const Call& call) {
         const auto& request = request_of<aws::ec2::DeleteSecurityGroup>(call);
         return deleted(memory.tracked.known_security_groups(), memory.tags, stack, request.GroupId);
       }},
      {aws::CreateTargetGroup::info,
       [](Memory& memory, const Stack& stack, const Call& call) {
         memory.tracked.known_target_groups().creating(stack.id(), request_of<aws::CreateTargetGroup>(call).Name);
       },
       [](Memory& memory, const Stack& stack, const Call& call) {
         const auto& request = request_of<aws::CreateTargetGroup>(call);
         const auto& response = api::as<aws::CreateTargetGroup>(call).response;
         if (response.TargetGroups.empty()) return std::string();
         return created(memory.tracked.known_target_groups(), memory.tags, stack, request.Name,
                        response.TargetGroups.front().TargetGroupArn, request.Tags);
       }},
      {aws::DeleteTargetGroup::info, nullptr,
       [](Memory& memory, const Stack& stack, const Call& call) {
         const std::string& arn = request_of<aws::DeleteTargetGroup>(call).TargetGroupArn;
         memory.bound_services.erase(arn);
         return deleted(memory.tracked.known_target_groups(), memory.tags, stack, arn);
       }},
      {aws::CreateLoadBalancer::info,
       [](Memory& memory, const Stack& stack, const Call& call) {
         memory.tracked.known_load_balancers().creating(stack.id(), request_of<aws::CreateLoadBalancer>(call).Name);
       },
       [](Memory& memory, const Stack& stack, const Call& call) {
         const auto& request = request_of<aws::CreateLoadBalancer>(call);
         const auto& response = api::as<aws::CreateLoadBalancer>(call).response;
         if (response.LoadBalancers.empty()) return std::string();
         return created(memory.tracked.known_load_balancers(), memory.tags, stack, request.Name,
                        response.LoadBalancers.front().LoadBalancerArn, request.Tags);
       }},
      {aws::DeleteLoadBalancer::info, nullptr,
       [](Memory& memory, const Stack& stack, const Call& call) {
         const std::string& arn = request_of<aws::DeleteLoadBalancer>(call).LoadBalancerArn;
         memory.protected_load_balancers.erase(arn);
         return deleted(memory.tracked.known_load_balancers(), memory.tags, stack, arn);
       }},
      {aws::CreateListener::info, nullptr,
       [](Memory& memory, const Stack&, const Call& call) {
         const auto& response = api::as<aws::CreateListener>(call).response;
         if (response.Listeners.empty()) return std::string();
         const std::string& arn = response.Listeners.front().ListenerArn;
         memory.tags.put(arn, aws::to_map(request_of<aws::CreateListener>(call).Tags));
         return arn;
       }},
      {aws::DeleteListener::info, nullptr,
       [](Memory& memory, const Stack&, const Call& call) {
         memory.tags.drop(request_of<aws::DeleteListener>(call).ListenerArn);
         return std::string();
       }},
      {aws::AddTags::info, retagged<aws::AddTags>, nullptr},
      {aws::RemoveTags::info, retagged<aws::RemoveTags>, nullptr},
      {kube::Create::info,
       [](Memory& memory, const Stack& stack, const Call& call) {
         const auto& request = request_of<kube::Create>(call);
         const std::string name(api::text(api::at(*request.body, "metadata", "name")));
         memory.bindings.creating(stack.gateway, {request.namespace_, name});
       },
       nullptr},
      {kube::Delete::info, nullptr,
       [](Memory& memory, const Stack& stack, const Call& call) {
         const auto& deleted_now = api::as<kube::Delete>(call).response;
         if (deleted_now.removed) memory.bindings.deleted(stack.gateway, request_of<kube::Delete>(call).key);
         return std::string();
       }},
  }};
  return kRows;
}

const Row* row_of(const api::AnyCall& call) {
  for (const Row& row : rows())
    if (&row.operation() == &call.operation()) return &row;
  return nullptr;
}

}  // namespace

void StackMemory::sending(const Stack& stack, const api::AnyCall& call) {
  const Row* row = row_of(call);
  if (row && row->sending) row->sending(*this, stack, call);
}

std::string StackMemory::done(const Stack& stack, const api::AnyCall& call) {
  const Row* row = row_of(call);
  return row && row->done ? row->done(*this, stack, call) : std::string();
}

void StackMemory::note_services(const ActualStack& actual) {
  for (const kube::ObjectRef& binding : actual.bindings.items) {
    auto bound = bound_service(*binding);
    if (bound) bound_services[std::string(target_group_of(*binding))] = std::move(*bound);
  }
}

void StackMemory::note_refusal(const api::AnyCall& call, const sim::Error& error) {
  const bool protected_ = &call.operation() == &aws::DeleteLoadBalancer::info() &&
                          error.code == aws::code::kOperationNotPermitted &&
                          error.message.find("deletion protection") != std::string::npos;
  if (protected_) protected_load_balancers.insert(request_of<aws::DeleteLoadBalancer>(call).LoadBalancerArn);
}

void StackMemory::forget(const Stack& stack) { tracked.forget(stack.id()); }

}  // namespace nlbsim::engine
