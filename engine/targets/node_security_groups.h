// Effects on the security groups of nodes and Pods: finds the group of each instance or Pod, reads its rules,
// authorizes and revokes.
//
// Instances, interfaces and groups are cached for 10 minutes. A group's entry is dropped before a call that may change
// it, so that a lost answer leads to a fresh read. EC2's reads lag behind its writes: a rule that was authorized here
// is there to be revoked, whether a read shows it or not. Belongs to one replica; not for several coroutines at once
// (NodeNetworking, its one user, holds a lock).
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "api/aws/ec2.h"
#include "engine/context.h"
#include "engine/targets/ingress_rules.h"
#include "engine/targets/network_interfaces.h"
#include "sim/task.h"

namespace nlbsim::engine {

enum class Revocation : std::uint8_t { allowed, withheld };

struct RefusedRule {
  aws::ec2::IpPermission permission;
  sim::Error error;
  bool in_place = false;  // a rule of ours for the same source stays in its place
};

// Where a Pod is reached.
struct PodAddress {
  std::string address;
  std::string interface;  // of its own, where it has one
  std::string instance;   // of its node, where that is known
};

class NodeSecurityGroups {
 public:
  explicit NodeSecurityGroups(const Context& context) : context_(context), interfaces_(context) {}

  // Describes those that the cache does not hold, in one call; an instance that EC2 does not know is left out.
  sim::Task<sim::Result<void>> load_instances(std::vector<std::string> instances, sim::RecordId cause);
  // The security groups through which traffic reaches these instances, sorted: of each, the only one of its primary
  // network interface, or the only one there that is tagged kubernetes.io/cluster/<cluster name>. Error codes
  // "InvalidInstanceID.NotFound" (unless the profile skips such an instance), "AmbiguousSecurityGroup", and EC2's.
  sim::Task<sim::Result<std::vector<std::string>>> groups_of(std::vector<std::string> instances, sim::RecordId cause);
  // The same of Pods: of each the group of its own interface, else of the interface that has its address: one of its
  // node's, or whichever EC2 finds. An address that no interface shows is taken for its node's (an overlay network, or
  // one that has not told EC2 yet). Error code "NetworkInterfaceNotFound": without a node, too.
  sim::Task<sim::Result<std::vector<std::string>>> groups_of_pods(std::vector<PodAddress> pods, sim::RecordId cause);
  // Makes the rules of one group equal to `desired`, touching only ours. Authorize first, then Revoke. Rules that
  // turned out to be there, or gone, are read again, once. A group that EC2 does not know has nothing to revoke; to
  // authorize in it is an error. Returns the rules that EC2 refused while it took the others; for the source of such a
  // rule nothing is revoked. The same holds for those of `unasked`, which are desired and known to be refused.
  sim::Task<sim::Result<std::vector<RefusedRule>>> reconcile(std::string group,
                                                             std::vector<aws::ec2::IpPermission> desired,
                                                             std::vector<aws::ec2::IpPermission> unasked,
                                                             Revocation revocation, sim::RecordId cause);
  // The groups that belong to the cluster by their tag, now cached.
  sim::Task<sim::Result<std::vector<std::string>>> tagged_groups(sim::RecordId cause);

 private:
  struct CachedInstance {
    sim::Instant expires;
    std::vector<std::string> groups;                             // of the primary network interface
    std::map<std::string, std::vector<std::string>> by_address;  // of the interface with that address
  };
  struct CachedGroup {
    sim::Instant expires;
    aws::ec2::SecurityGroup group;
  };

  bool fresh(const std::string& instance) const;
  const CachedGroup* cached_group(const std::string& group) const;
  void remember(const aws::ec2::Instance& instance);
  void remember(const aws::ec2::SecurityGroup& group);
  sim::Task<sim::Result<void>> load_groups(std::vector<std::string> groups, sim::RecordId cause);
  // Of a loaded instance whose candidates are loaded, where there are several.
  sim::Result<std::string> group_of(const std::string& instance) const;
  // The only one, or the only one with the cluster's tag.
  sim::Result<std::string> only_group(const std::vector<std::string>& candidates, const std::string& where) const;
  // Of the interface of the Pod's node that has its address; null if none has.
  const std::vector<std::string>* groups_on_node(const PodAddress& pod) const;
  // Of the interface that traffic to the Pod comes through; everything is loaded.
  sim::Result<std::vector<std::string>> groups_before(const PodAddress& pod) const;
  sim::Task<sim::Result<void>> load_interfaces(std::vector<PodAddress> pods, sim::RecordId cause);
  using Refused = sim::Result<std::vector<RefusedRule>>;
  sim::Task<Refused> apply(std::string group, IngressChange change, bool revoke_first, sim::RecordId cause);
  // All in one call; should EC2 refuse it, each in a call of its own.
  sim::Task<Refused> authorize(std::string group, IngressChange change, sim::RecordId cause);
  sim::Task<sim::Result<void>> authorize_in_one_call(std::string group, std::vector<aws::ec2::IpPermission> permissions,
                                                     sim::RecordId cause);
  sim::Task<sim::Result<void>> revoke(std::string group, IngressChange change, sim::RecordId cause);

  // Adds the rules that were authorized here, that nobody desires and that no read shows.
  void revoke_unseen(const std::string& group, std::span<const aws::ec2::IpPermission> desired,
                     IngressChange& change) const;

  const Context& context_;
  NetworkInterfaces interfaces_;
  std::map<std::string, CachedInstance, std::less<>> instances_;
  std::map<std::string, CachedGroup, std::less<>> groups_;
  std::map<std::string, std::vector<aws::ec2::IpPermission>, std::less<>> authorized_;  // and not revoked since
};

}  // namespace nlbsim::engine
