// Which resources of the account belong to a stack: found by tags, remembered by id.
//
// AWS cannot be asked for load balancers or target groups by tag, so the real controller lists all of them in every
// run. Here a replica lists them once, when it first needs them; after that it asks only for the ids that it knows of
// the stack, so that a run costs the same beside ten stacks and beside ten thousand. It knows what it made itself, and
// before each create it notes the name, so that a create whose answer was lost is found again by name. Profile
// `full_scans` asks as the real one does. One per replica; only one replica leads at a time.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/deploy/describe.h"
#include "engine/deploy/tag_cache.h"
#include "engine/deploy/tracked.h"

namespace nlbsim::engine {

// What one stack has, or may have, of one kind.
struct KnownResources {
  std::set<std::string> ids;
  std::set<std::string> names;  // a create was sent and its outcome is not known, or somebody else has the name
};

// The memory of one kind.
struct KnownStacks {
  bool scanned = false;
  bool scanning = false;
  sim::Event scan_ended;
  std::map<std::string, KnownResources> stacks;

  void creating(const std::string& stack, const std::string& name) { stacks[stack].names.insert(name); }
  void created(const std::string& stack, const std::string& name, const std::string& id);
  void deleted(const std::string& stack, const std::string& id);
};

class TrackedResources {
 public:
  TrackedResources(const Context& context, TagCache& tags) : context_(context), tags_(tags) {}
  TrackedResources(const TrackedResources&) = delete;
  TrackedResources& operator=(const TrackedResources&) = delete;

  // What carries the stack's tags in our VPC; the oldest load balancer first, target groups in use first, then by id.
  sim::Task<sim::Result<FoundResources<aws::LoadBalancer>>> load_balancers(std::string stack, sim::RecordId cause);
  sim::Task<sim::Result<FoundResources<aws::TargetGroup>>> target_groups(std::string stack, sim::RecordId cause);
  sim::Task<sim::Result<FoundResources<aws::ec2::SecurityGroup>>> security_groups(std::string stack,
                                                                                  sim::RecordId cause);
  // Nothing is left of the stack.
  void forget(const std::string& stack);

  KnownStacks& known_load_balancers() { return load_balancers_; }
  KnownStacks& known_target_groups() { return target_groups_; }
  KnownStacks& known_security_groups() { return security_groups_; }

 private:
  template <class Kind>
  sim::Task<sim::Result<FoundResources<typename Kind::Item>>> find(KnownStacks& known, std::string stack,
                                                                   sim::RecordId cause);
  template <class Kind>
  FoundResources<typename Kind::Item> sort_out(KnownStacks& known, const std::string& stack,
                                               std::vector<Tracked<typename Kind::Item>> tracked);
  template <class Kind>
  sim::Task<sim::Result<std::vector<typename Kind::Item>>> describe_stack(KnownStacks& known, std::string stack,
                                                                          sim::RecordId cause);
  template <class Kind>
  sim::Task<sim::Result<void>> scan_once(KnownStacks& known, sim::RecordId cause);
  template <class Kind>
  sim::Task<sim::Result<void>> scan(KnownStacks& known, sim::RecordId cause);
  // With tags, in the order given; those of other VPCs are left out.
  template <class Kind>
  sim::Task<sim::Result<std::vector<Tracked<typename Kind::Item>>>> with_tags(std::vector<typename Kind::Item> items,
                                                                              sim::RecordId cause);
  template <class Kind>
  sim::Task<sim::Result<std::vector<typename Kind::Item>>> list(std::string stack, sim::RecordId cause);

  const Context& context_;
  TagCache& tags_;
  KnownStacks load_balancers_;
  KnownStacks target_groups_;
  KnownStacks security_groups_;
};

}  // namespace nlbsim::engine
