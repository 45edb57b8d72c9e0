// A small account and cluster for tests of the deploy: every call answers at once, from plain maps, with the checks
// that the deploy relies on. Each call is noted; a fault can be put on any of them.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "api/aws/acm.h"
#include "api/aws/ec2.h"
#include "api/aws/elbv2.h"
#include "api/aws/elbv2_more.h"
#include "api/kube/kube.h"
#include "engine/deploy/stack_deployer.h"
#include "engine/profile.h"
#include "engine/runtime/cache/lister.h"

namespace nlbsim::engine::testing {

enum class FaultKind {
  refuse,     // the call has no effect
  lose,       // the call has its effect, and its caller an error
  repeat,     // the call has its effect, its answer is lost, and the SDK sends it again
  crash,      // the controller is gone before the call
  crash_late  // and after its effect
};

struct Fault {
  std::string operation;  // empty: any
  int occurrence = 1;     // counted over the calls that match
  FaultKind kind = FaultKind::refuse;
  std::string code = "ServiceUnavailable";
  int times = 1;  // how many calls in a row
};

inline sim::Result<void> refuse(std::string_view error_code) {
  return sim::fail(std::string(error_code), "as the test asks");
}

template <class... Ops>
struct KnownOperations;

class DeployWorld final : public api::Service {
 public:
  explicit DeployWorld(Profile profile = {});

  sim::Task<sim::Result<void>> call(api::CallContext context, api::CallRef request) override;

  // A replica without memory, as after a restart.
  void restart();
  StackDeployer& deployer() { return *deployer_; }
  sim::Actor& actor() { return actor_; }
  Profile& profile() { return profile_; }
  // Gateways and Services as the cluster has them now.
  void take_facts(const Listers& listers);
  template <class T>
  T run(sim::Task<T> task);

  // One reconcile of a Gateway: build, then deploy. None when something failed; see last_error and last.
  std::optional<DeployedLoadBalancer> reconcile(const kube::ObjectRef& gateway, std::vector<LoadedPort> ports);
  bool remove(const kube::ObjectRef& gateway);
  // The Gateway is gone from the cluster.
  void forget(const kube::ObjectRef& gateway) { gateways.erase(gateway->meta().key()); }

  std::vector<std::string> operations() const;         // names of all calls so far
  std::vector<std::string> mutations() const;          // of those that change something
  std::vector<std::string> mutation_requests() const;  // "CreateListener {...}" of each
  api::Json request_of(const std::string& operation, int occurrence = 1) const;
  int count(const std::string& operation) const;
  // Everything that AWS and the cluster hold, without ids.
  std::string end_state() const;

  std::map<std::string, aws::LoadBalancer> load_balancers;
  std::map<std::string, aws::TargetGroup> target_groups;
  std::map<std::string, aws::Listener> listeners;
  std::map<std::string, aws::TagMap> tags;                               // of the three above, by ARN
  std::map<std::string, std::map<std::string, std::string>> attributes;  // by ARN, of whatever has some
  std::map<std::string, std::vector<std::string>> more_certificates;     // by ARN of the listener
  std::map<std::string, std::int32_t> capacity_units;                    // by ARN of the load balancer
  std::vector<aws::acm::CertificateSummary> certificates;                // of ACM
  std::map<std::string, aws::ec2::SecurityGroup> security_groups;
  std::vector<aws::ec2::Subnet> subnets;
  Lister gateways;
  Lister services;
  Lister bindings;  // the cluster's truth and the controller's cache in one
  std::vector<Fault> faults;
  std::string state_of_new = "provisioning";                  // of load balancers
  std::function<void(const std::string& operation)> mutates;  // told before each mutation
  std::string last_error;
  DeployOutcome last;
  bool crashed = false;
  Config config;
  sim::FirstChooser chooser;
  sim::Journal journal;
  sim::Scheduler scheduler{chooser};

 private:
  struct Noted {
    std::string operation;
    bool mutates = false;
    api::CallRef call;
  };
  template <class... Ops>
  friend struct KnownOperations;
  sim::Result<void> apply(api::AnyCall& call);
  sim::Result<void> answer(api::TypedCall<aws::ec2::DescribeSubnets>& call);
  sim::Result<void> answer(api::TypedCall<aws::ec2::DescribeAvailabilityZones>& call);
  sim::Result<void> answer(api::TypedCall<aws::ec2::DescribeSecurityGroups>& call);
  sim::Result<void> answer(api::TypedCall<aws::ec2::CreateSecurityGroup>& call);
  sim::Result<void> answer(api::TypedCall<aws::ec2::DeleteSecurityGroup>& call);
  sim::Result<void> answer(api::TypedCall<aws::ec2::AuthorizeSecurityGroupIngress>& call);
  sim::Result<void> answer(api::TypedCall<aws::ec2::RevokeSecurityGroupIngress>& call);
  sim::Result<void> answer(api::TypedCall<aws::CreateLoadBalancer>& call);
  sim::Result<void> answer(api::TypedCall<aws::DescribeLoadBalancers>& call);
  sim::Result<void> answer(api::TypedCall<aws::DeleteLoadBalancer>& call);
  sim::Result<void> answer(api::TypedCall<aws::SetSecurityGroups>& call);
  sim::Result<void> answer(api::TypedCall<aws::CreateTargetGroup>& call);
  sim::Result<void> answer(api::TypedCall<aws::DescribeTargetGroups>& call);
  sim::Result<void> answer(api::TypedCall<aws::DeleteTargetGroup>& call);
  sim::Result<void> answer(api::TypedCall<aws::CreateListener>& call);
  sim::Result<void> answer(api::TypedCall<aws::ModifyListener>& call);
  sim::Result<void> answer(api::TypedCall<aws::DescribeListeners>& call);
  sim::Result<void> answer(api::TypedCall<aws::DeleteListener>& call);
  sim::Result<void> answer(api::TypedCall<aws::DescribeRules>& call);
  sim::Result<void> answer(api::TypedCall<aws::DescribeTags>& call);
  sim::Result<void> answer(api::TypedCall<aws::AddTags>& call);
  sim::Result<void> answer(api::TypedCall<aws::DescribeLoadBalancerAttributes>& call);
  sim::Result<void> answer(api::TypedCall<aws::ModifyLoadBalancerAttributes>& call);
  sim::Result<void> answer(api::TypedCall<aws::DescribeTargetGroupAttributes>& call);
  sim::Result<void> answer(api::TypedCall<aws::ModifyTargetGroupAttributes>& call);
  sim::Result<void> answer(api::TypedCall<aws::DescribeListenerAttributes>& call);
  sim::Result<void> answer(api::TypedCall<aws::ModifyListenerAttributes>& call);
  sim::Result<void> answer(api::TypedCall<aws::ModifyTargetGroup>& call);
  sim::Result<void> answer(api::TypedCall<aws::SetSubnets>& call);
  sim::Result<void> answer(api::TypedCall<aws::SetIpAddressType>& call);
  sim::Result<void> answer(api::TypedCall<aws::AddListenerCertificates>& call);
  sim::Result<void> answer(api::TypedCall<aws::RemoveListenerCertificates>& call);
  sim::Result<void> answer(api::TypedCall<aws::DescribeListenerCertificates>& call);
  sim::Result<void> answer(api::TypedCall<aws::DescribeCapacityReservation>& call);
  sim::Result<void> answer(api::TypedCall<aws::ModifyCapacityReservation>& call);
  sim::Result<void> answer(api::TypedCall<aws::RemoveTags>& call);
  sim::Result<void> answer(api::TypedCall<aws::acm::ListCertificates>& call);
  sim::Result<void> answer(api::TypedCall<kube::Get>& call);
  sim::Result<void> answer(api::TypedCall<kube::Create>& call);
  sim::Result<void> answer(api::TypedCall<kube::Patch>& call);
  sim::Result<void> answer(api::TypedCall<kube::Delete>& call);
  std::string fresh_id(const std::string& kind, const std::string& name);
  std::optional<Fault> due(const std::string& operation);
  bool in_use(const std::string& target_group_arn) const;

  Profile profile_;
  sim::Actor& actor_;
  std::unique_ptr<Context> context_;
  std::unique_ptr<StackDeployer> deployer_;
  std::vector<Noted> calls_;
  std::map<std::string, int> made_;  // per name, for ids
};

template <class T>
T DeployWorld::run(sim::Task<T> task) {
  std::optional<T> result;
  const auto body = [](sim::Task<T> inner, std::optional<T>* into) -> sim::Task<void> {
    into->emplace(co_await std::move(inner));
  };
  sim::spawn(actor_, body(std::move(task), &result));
  scheduler.settle(1'000'000);
  return std::move(result.value());
}

}  // namespace nlbsim::engine::testing
