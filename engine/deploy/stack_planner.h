// Puts the plan of a stack together: what plan_stack() is made of, in the files stack_plan*.cc. One for each plan.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/deploy/binding_plan.h"
#include "engine/deploy/listener_plan.h"
#include "engine/deploy/stack_plan.h"

namespace nlbsim::engine {

class StackPlanner {
 public:
  StackPlanner(const Stack& stack, const ActualStack& actual, const FrozenPorts& frozen, const std::string& cluster,
               const Profile& profile)
      : stack_(stack), actual_(actual), frozen_(frozen), cluster_(cluster), profile_(profile) {}

  StackPlan make();

 private:
  using Places = std::vector<std::size_t>;

  // Adds the call, behind those that make what it refers to. One whose reference nobody can make is left out.
  std::optional<std::size_t> add(PlannedCall planned, const std::vector<std::string>& needs = {});
  // What keeps the reference from being made keeps the call's ports from standing as well.
  void concern(const std::string& reference, const PlannedCall& planned);
  void block(const std::string& reference, std::string object, const char* code, std::string message, bool whole);
  void block_foreign(const std::string& reference, const std::string& object, bool whole);
  void block_untagged(const std::string& reference, const std::string& object, const std::string& id, bool whole);
  // A group of the stack cannot be changed into the desired one and has its name.
  std::optional<std::size_t> holder_of_name(const DesiredTargetGroup& desired, const Matching& matching) const;
  const DesiredTargetGroup* namesake(std::size_t of, const Matching& matching) const;
  void block_name(const std::string& reference, const DesiredTargetGroup& desired, std::size_t holder);

  void security_groups();
  void target_groups();
  void load_balancer();
  bool serves_until_replaced(const aws::LoadBalancer& item, const Matching& matching) const;
  void desired_load_balancer(const Matching& matching);
  void listeners();
  void plan_bindings_of_stack();
  void bindings_of(const std::set<std::string>& target_groups);
  std::set<std::string> turned_to() const;
  std::set<std::string> all_target_groups() const;
  void serve_before(PlannedCall& planned, const std::string& target_group) const;
  void unmatched_bindings();
  void unmatched_target_groups();
  void unmatched_security_groups();
  std::vector<std::int32_t> ports_of(const std::string& target_group_id) const;
  Places released(const std::string& target_group_arn) const;
  bool clean_up_waits() const;
  bool being_replaced() const { return !plan_.replaced_dns_name.empty(); }
  const aws::Listener* listener_at(std::int32_t port) const;
  std::map<std::int32_t, CertificatePlan> certificate_plans();
  void listener_settings(std::map<std::int32_t, CertificatePlan>& certificates);

  const Stack& stack_;
  const ActualStack& actual_;
  const FrozenPorts& frozen_;
  const std::string& cluster_;
  const Profile& profile_;
  StackPlan plan_;
  std::map<std::string, std::size_t> makers_;     // by reference
  std::map<std::string, std::size_t> blockers_;   // by reference, places in plan_.blocked
  std::map<std::string, Places> releases_;        // by target group ARN: calls after which it is used no more
  std::map<std::string, kube::ObjectRef> going_;  // by target group ARN: bindings that are deleted
  std::set<std::string> held_;                    // ARNs of target groups that a listener cannot be taken off now
  std::vector<BindingPlan::Step> bindings_;       // not planned yet
  std::map<std::string, std::size_t> written_;    // by target group id: where its binding is
  std::vector<kube::ObjectRef> unmatched_;        // bindings that nothing desires
  Places load_balancer_deletes_;
  std::map<std::int32_t, std::size_t> listener_changes_;  // by port: where it is modified
  Places group_changes_;                                  // calls that take security groups off the load balancer
};

}  // namespace nlbsim::engine
