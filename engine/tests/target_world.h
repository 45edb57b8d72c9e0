// A small world for the tests of the TargetGroupBinding controller: an AWS account and an API server of a few lines
// each, behind the real service interfaces, and one controller replica that can be killed at any step.
//
// Every call takes 1 ms there and 1 ms back; what it did is written down as a line of text, mutations and reads alike.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "api/aws/ec2.h"
#include "api/aws/elbv2.h"
#include "api/kube/kube.h"
#include "engine/profile.h"
#include "engine/reconcilers/target_group_binding_reconciler.h"
#include "engine/targets/endpoint_references.h"
#include "engine/tests/target_objects.h"

namespace nlbsim::engine::testing_objects {

enum class Break { nothing, before, lost_reply };

struct Account {
  std::map<std::pair<std::string, std::int32_t>, std::string> targets;  // (instance, port) -> state
  std::map<std::string, aws::ec2::SecurityGroup> groups;
  std::map<std::string, aws::ec2::SecurityGroup> shown;  // in place of those, to a read that lags behind
  std::map<std::string, std::string> instances;          // running ones and others -> security group
  std::set<std::string> stopped;
  // Of Pods: on an interface of that instance, or, where it is empty, on one of its own with this group.
  struct Place {
    std::string instance, group;
  };
  std::map<std::string, Place> addresses;
  std::set<std::string> without_zone;     // addresses that AWS takes with an Availability Zone alone
  std::string health_of_new = "healthy";  // of a target that is registered
  std::set<std::string> missing_sources;  // security groups that EC2 does not know, as sources of rules
  bool target_group_exists = true;
  bool forwarded_to = false;  // a listener forwards to the target group

  std::set<std::string> registered() const;
  std::vector<std::string> rules(const std::string& group) const;  // identities of the permissions
};

class TargetWorld {
 public:
  TargetWorld();
  ~TargetWorld();
  TargetWorld(const TargetWorld&) = delete;
  TargetWorld& operator=(const TargetWorld&) = delete;

  // ---- what tests set up and look at ----
  Account account;
  Lister bindings, services, nodes, pods;
  Lister slices{kSliceIndexers};
  std::optional<std::string> own_targets;  // of the ConfigMap of a shared target group
  bool endpoints_known = true;             // the caches of slices and Pods are filled
  Profile profile;
  Config config;
  std::vector<std::string> log;                             // calls and events, oldest first
  std::map<std::string, std::vector<Break>> faults;         // by operation; taken from the front
  std::map<std::string, std::vector<sim::Error>> refusals;  // answers instead of an effect, by operation

  void put_binding(kube::Json document);  // with a new resourceVersion
  kube::ObjectRef binding(const std::string& name = "b") const { return bindings.get({"example-ns", name}); }
  void change_binding(const std::string& name, const kube::Json& patch);  // as the Gateway controller would
  void delete_binding(const std::string& name = "b");

  // Reconciles once, to the end.
  Outcome run(const std::string& name = "b");
  // Until nothing is left to retry, at most 20 times. False: it was not enough.
  bool converge(const std::string& name = "b");
  // Lines since the last call.
  std::vector<std::string> take_log() { return std::exchange(log, {}); }
  std::vector<std::string> mutations();  // the same, AWS mutations alone

  // A fresh process.
  void restart();
  // While the next reconcile runs, the cache is told at last that the binding is gone, and its key is reconciled.
  void forget_after(sim::Duration delay, const std::string& name);
  // Begins a reconcile, lets `steps` steps of the world pass and kills the process. False: it had finished by then.
  bool crash_after(int steps, const std::string& name = "b");

  sim::FirstChooser chooser;
  sim::Journal journal;

 private:
  class Cloud;
  class ApiServer;
  struct Process;

  std::unique_ptr<Cloud> cloud_;
  std::unique_ptr<ApiServer> api_server_;
  std::unique_ptr<Process> process_;
  std::optional<Outcome> outcome_;

 public:
  sim::Scheduler scheduler{chooser};  // last: its coroutines' locals touch what stands above
};

}  // namespace nlbsim::engine::testing_objects
