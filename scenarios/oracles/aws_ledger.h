// What the AWS account has come to hold, replayed from the effects of calls: load balancers, listeners, target groups
// and security groups with their owners and links. What no call has made was there before the run: it is here if
// a world was told of it (beginning.h), and no record is.
//
// Resources that are gone stay, marked, so that a later record can still be judged against them.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "api/aws/elbv2.h"
#include "api/records.h"
#include "sim/journal.h"

namespace nlbsim::scenarios::oracles {

enum class AwsKind : std::uint8_t { load_balancer, listener, target_group, security_group };
std::string_view name(AwsKind kind);  // "load balancer", ...

struct AwsResource {
  AwsKind kind = AwsKind::load_balancer;
  std::string id;                   // ARN or sg-...
  std::string name;                 // not of a listener
  std::string cluster;              // value of the cluster tag; empty: it carries none
  std::string stack;                // "namespace/name" of the Gateway; empty: none
  std::string born_in;              // the cluster tag it was made with
  sim::RecordId created = 0;        // the call_sent record
  sim::RecordId deleted = 0;        // the call_applied record; 0: it is there
  std::string parent;               // a listener's load balancer
  std::string protocol;             // of a listener or a target group
  std::int32_t port = 0;            // of a listener
  std::vector<std::string> groups;  // target groups that a listener forwards to
  std::string scheme;               // of a load balancer
  std::string dns_name;
  std::string state;
  sim::RecordId active = 0;  // the record that made it active; 0: it never was
  bool live() const { return deleted == 0; }
};

// A call that changed something in AWS or meant to.
struct AwsEffect {
  const api::AnyCall& call;
  sim::RecordId sent = 0;
  sim::RecordId applied = 0;
};

class AwsLedger {
 public:
  using Resources = std::map<std::string, AwsResource, std::less<>>;
  const Resources& all() const { return resources_; }
  // Null if no call made it. Live or not.
  const AwsResource* find(std::string_view id) const;
  const AwsResource* load_balancer_of(std::string_view cluster, std::string_view stack) const;  // a live one, or null

  void begin_with(AwsResource resource) { resources_.insert_or_assign(resource.id, std::move(resource)); }
  // Both return whether anything here changed.
  bool apply(const AwsEffect& effect);
  bool apply(const api::ResourceChanged& change, sim::RecordId record);

 private:
  bool apply_creation(const AwsEffect& effect);
  bool create(AwsResource resource, const std::vector<aws::Tag>& tags, const AwsEffect& effect);
  bool remove(std::string_view id, const AwsEffect& effect);
  bool modify_listener(const aws::Listener& listener);
  bool add_tags(const std::vector<std::string>& ids, const std::vector<aws::Tag>& tags);
  bool remove_tags(const std::vector<std::string>& ids, const std::vector<std::string>& keys);
  Resources resources_;
};

// The target groups of all actions, each once.
std::vector<std::string> target_groups_of(const std::vector<aws::Action>& actions);
// What a mutating call is about: the ARNs or group ids in its request; none for a call that makes something of its own.
std::vector<std::string> touched_by(const api::AnyCall& call);

}  // namespace nlbsim::scenarios::oracles
