// What AWS and the cluster should hold for one Gateway, as plain values: the desired half of every difference.
//
// A resource is known by its id, the value of its tracking tag; resources refer to each other by id, because ARNs exist
// only once AWS has made them. Built by build_stack() (engine/model/build.h), carried out by engine/deploy. Immutable
// in use; to_json() prints it the same way every time.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/aws/ec2.h"
#include "api/aws/elbv2.h"
#include "api/aws/tags.h"
#include "api/json/json.h"
#include "api/kube/resource.h"
#include "engine/routes/loaded_gateway.h"

namespace nlbsim::engine {

inline constexpr std::string_view kLoadBalancerId = "LoadBalancer";
inline constexpr std::string_view kManagedSecurityGroupId = "ManagedLBSecurityGroup";

// The security group in front of the NLB. Every rule has exactly one source.
struct DesiredSecurityGroup {
  std::string id;
  std::string name;
  std::string description;
  std::string vpc_id;
  std::vector<aws::ec2::IpPermission> ingress;
  aws::TagMap tags;
};

// Who may reach the ports of the NLB.
struct Clients {
  std::vector<std::string> cidrs;         // canonical; of both families
  std::vector<std::string> prefix_lists;  // ids
  bool icmp = false;                      // path MTU discovery works
};

// A security group of the stack by its id, or one that lives outside the stack by AWS's id. One of the two is empty;
// both are where nobody is meant.
struct SecurityGroupReference {
  std::string resource_id;
  std::string group_id;
  bool empty() const { return resource_id.empty() && group_id.empty(); }
};

struct DesiredLoadBalancer {
  std::string id;
  std::string name;
  std::string scheme;  // internal, internet-facing
  std::string ip_address_type;
  std::string vpc_id;
  std::vector<std::string> subnet_ids;
  std::vector<SecurityGroupReference> security_groups;  // in the order in which AWS is told
  aws::TagMap tags;
  // What only a configuration asks for; empty: AWS's own choice.
  std::map<std::string, aws::SubnetMapping> fixed_addresses;  // by subnet id
  bool source_nat_prefixes = false;
  std::string privatelink_inbound_rules;  // on, off
  std::vector<aws::Attribute> attributes;
  std::optional<std::int32_t> capacity_units;  // 0: what was reserved is given back
};

struct HealthCheck {
  std::string protocol;
  std::string port;  // "traffic-port" or a number
  std::string path;  // not for TCP
  std::string matcher;
  std::int32_t interval_seconds = 0;
  std::int32_t timeout_seconds = 0;
  std::int32_t healthy_threshold = 0;
  std::int32_t unhealthy_threshold = 0;
};

struct DesiredTargetGroup {
  std::string id;
  std::string name;
  std::string target_type;  // instance, ip
  std::string protocol;     // TCP, UDP, TLS
  std::int32_t port = 0;
  std::string ip_address_type;  // ipv4, ipv6
  std::string vpc_id;
  HealthCheck health_check;
  aws::TagMap tags;
  std::vector<aws::Attribute> attributes;  // what a configuration asks for
};

struct DesiredListener {
  std::string id;  // the port in decimal
  std::int32_t port = 0;
  std::string protocol;         // TCP, UDP, TLS
  std::string target_group_id;  // of the one forward action
  aws::TagMap tags;
  std::vector<aws::Attribute> attributes;  // what a configuration asks for
  // Of a TLS listener.
  std::vector<std::string> certificates;  // ARNs, the default one first
  std::string ssl_policy;
  std::string alpn_policy;
};

// One port that targets must let the NLB reach.
struct BindingIngress {
  std::string protocol;  // TCP, UDP
  std::string port;      // a number, or the name of a container port
};

// The object that makes the target registration controller act. It shares id and name with its target group.
struct DesiredTargetGroupBinding {
  std::string id;
  kube::ObjectKey key;  // in the namespace of the Service
  std::string target_group_id;
  std::string service_name;
  std::int32_t service_port = 0;
  std::string target_type;
  std::string target_group_protocol;
  std::string ip_address_type;
  std::string vpc_id;
  SecurityGroupReference source;        // whose traffic is let in; empty: the rules are not ours to make
  std::vector<BindingIngress> ingress;  // from the source
  std::map<std::string, std::string> labels;
  std::map<std::string, std::string> annotations;
  api::Json node_selector = {};  // null: all nodes
  bool multi_cluster = false;    // others register targets, too
};

struct Stack {
  kube::ObjectKey gateway;
  std::string gateway_uid;
  std::vector<DesiredSecurityGroup> security_groups;
  std::optional<DesiredLoadBalancer> load_balancer;
  std::optional<Clients> clients;                 // who the managed security group lets in; none: everybody
  std::vector<DesiredTargetGroup> target_groups;  // by id
  std::vector<DesiredListener> listeners;         // by port
  std::vector<DesiredTargetGroupBinding> bindings;
  DesiredTargetGroupBinding binding_template;  // what all bindings of the Gateway share
  std::vector<std::int32_t> frozen_ports;      // ascending: kept in their last valid state
  std::vector<Violation> violations;           // of the model itself; their ports are frozen

  // The value of the stack tag: "example-ns/my-tcp-gateway".
  std::string id() const;
  bool frozen(std::int32_t port) const;
};

api::Json to_json(const Stack& stack);

}  // namespace nlbsim::engine
