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

// A security group of the stack by its id, or one that lives outside the stack by AWS's id. One of the two is empty.
struct SecurityGroupReference {
  std::string resource_id;
  std::string group_id;
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
};

struct DesiredListener {
  std::string id;  // the port in decimal
  std::int32_t port = 0;
  std::string protocol;         // TCP, UDP, TLS
  std::string target_group_id;  // of the one forward action
  aws::TagMap tags;
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
  SecurityGroupReference source;        // whose traffic is let in
  std::vector<BindingIngress> ingress;  // from the source
  std::map<std::string, std::string> labels;
  std::map<std::string, std::string> annotations;
};

struct Stack {
  kube::ObjectKey gateway;
  std::string gateway_uid;
  std::vector<DesiredSecurityGroup> security_groups;
  std::optional<DesiredLoadBalancer> load_balancer;
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
