// The example of one Gateway and one route, told as a journal by hand, in chapters, so that a test can tell it well or
// bend one of them.
#pragma once

#include <string>
#include <vector>

#include "api/aws/ec2.h"
#include "api/aws/elbv2.h"
#include "scenarios/oracles/watchdog.h"
#include "scenarios/tests/journal_builder.h"

namespace nlbsim::scenarios::oracles::testing {

using api::Json;

inline const std::string kLoadBalancer =
    "arn:aws:elasticloadbalancing:us-west-2:123456789012:loadbalancer/net/k8s-examplen-g-0123456789/0a1b2c3d4e5f6071";
inline const std::string kGroup =
    "arn:aws:elasticloadbalancing:us-west-2:123456789012:targetgroup/k8s-examplen-s-0123456789/1a1b2c3d4e5f6071";
inline const std::string kListener =
    "arn:aws:elasticloadbalancing:us-west-2:123456789012:listener/net/k8s-examplen-g-0123456789/0a1b2c3d4e5f6071/"
    "2a1b2c3d4e5f6071";
inline const std::string kAddress = "k8s-examplen-g-0123456789-0a1b2c3d4e5f6071.elb.us-west-2.amazonaws.com";
inline const std::string kSecurityGroup = "sg-0123456789abcdef0";

inline std::vector<aws::Tag> stack_tags(std::string cluster = "demo-cluster") {
  return {{"elbv2.k8s.aws/cluster", std::move(cluster)}, {"gateway.k8s.aws.nlb/stack", "example-ns/g"}};
}

inline Json condition(std::string type, std::string status, std::string reason, std::string message,
                      std::string time = "2026-01-01T00:00:00Z", int generation = 1) {
  return {{"type", std::move(type)},       {"status", std::move(status)},           {"reason", std::move(reason)},
          {"message", std::move(message)}, {"lastTransitionTime", std::move(time)}, {"observedGeneration", generation}};
}

inline Json object(std::string api_version, std::string kind, std::string name, Json spec) {
  Json out = {{"apiVersion", std::move(api_version)}, {"kind", std::move(kind)}};
  out["metadata"] = {{"name", name}, {"namespace", "example-ns"}, {"uid", name + "-uid"}, {"generation", 1}};
  out["metadata"]["creationTimestamp"] = "2026-01-01T00:00:00Z";
  out["spec"] = std::move(spec);
  return out;
}

inline Json gateway_class() {
  Json out = object("gateway.networking.k8s.io/v1", "GatewayClass", "nlb", {{"controllerName", "gateway.k8s.aws/nlb"}});
  out["metadata"].erase("namespace");
  return out;
}

inline Json gateway() {
  Json listener = {{"name", "tcp-app"}, {"protocol", "TCP"}, {"port", 8080}};
  return object("gateway.networking.k8s.io/v1", "Gateway", "g",
                {{"gatewayClassName", "nlb"}, {"listeners", Json::array({std::move(listener)})}});
}
inline Json with_finalizer(Json document, std::string finalizer = "gateway.k8s.aws/nlb") {
  document["metadata"]["finalizers"] = Json::array({std::move(finalizer)});
  return document;
}
inline Json deleting(Json document, std::string at = "2026-01-01T00:00:00Z") {
  document["metadata"]["deletionTimestamp"] = std::move(at);
  return document;
}
inline Json with_conditions(Json document, std::vector<Json> conditions) {
  document["status"]["conditions"] = std::move(conditions);
  return document;
}
inline Json programmed_gateway(std::string time = "2026-01-01T00:00:00Z") {
  Json out =
      with_conditions(with_finalizer(gateway()), {condition("Accepted", "True", "Accepted", "valid", time),
                                                  condition("Programmed", "True", "Programmed", kLoadBalancer, time)});
  out["status"]["addresses"] = Json::array({{{"type", "Hostname"}, {"value", kAddress}}});
  return out;
}

inline Json backend(std::string name) { return {{"name", std::move(name)}, {"port", 9000}}; }
inline Json route(std::string name, std::vector<Json> backends = {backend("s")}) {
  Json rule = Json::object();
  rule["backendRefs"] = std::move(backends);
  Json parent = {
      {"group", "gateway.networking.k8s.io"}, {"kind", "Gateway"}, {"name", "g"}, {"sectionName", "tcp-app"}};
  return object("gateway.networking.k8s.io/v1alpha2", "TCPRoute", std::move(name),
                {{"parentRefs", Json::array({std::move(parent)})}, {"rules", Json::array({std::move(rule)})}});
}
inline Json parent_entry(const Json& route_document, std::vector<Json> conditions,
                         std::string controller = "gateway.k8s.aws/nlb") {
  Json out = {{"controllerName", std::move(controller)}};
  out["parentRef"] = route_document["spec"]["parentRefs"][0];
  out["conditions"] = std::move(conditions);
  return out;
}
inline Json accepted_route(std::string name) {
  Json out = route(std::move(name));
  out["status"]["parents"] = Json::array({parent_entry(
      out, {condition("Accepted", "True", "Accepted", ""), condition("ResolvedRefs", "True", "ResolvedRefs", "")})});
  return out;
}

inline Json binding(std::string group = kGroup) {
  Json out = object("elbv2.k8s.aws/v1beta1", "TargetGroupBinding", "b", {{"targetGroupARN", std::move(group)}});
  out["metadata"]["labels"] = {{"gateway.k8s.aws.nlb/stack-name", "g"}};
  return out;
}

// The chapters. Each is told by controller-1, but for what the user writes.
class Story : public JournalBuilder {
 public:
  Story() { start("controller-1"); }

  Story& apply_gateway() {
    as("user").create(kube::kGatewayClasses, gateway_class()).create(kube::kGateways, gateway());
    as("controller-1")
        .reconciling("gatewayclass", "nlb")
        .write(kube::kGatewayClasses,
               with_conditions(gateway_class(), {condition("Accepted", "True", "Accepted", "Accepted")}))
        .finish();
    return *this;
  }
  Story& hold_gateway() {
    as("controller-1").reconciling("gateway", "example-ns/g").write(kube::kGateways, with_finalizer(gateway()));
    return *this;
  }
  Story& make_load_balancer(std::string arn = kLoadBalancer, std::vector<aws::Tag> tags = stack_tags()) {
    aws::CreateLoadBalancer::Request request;
    request.Name = "k8s-examplen-g-0123456789";
    request.Tags = std::move(tags);
    aws::LoadBalancer made;
    made.LoadBalancerArn = arn;
    made.LoadBalancerName = request.Name;
    made.DNSName = kAddress;
    made.Scheme = "internal";
    made.State.Code = "provisioning";
    call<aws::CreateLoadBalancer>(std::move(request), {{std::move(made)}});
    aws_change("LoadBalancer", std::move(arn), "created");
    return *this;
  }
  Story& make_group(std::string arn = kGroup, std::string protocol = "TCP", std::vector<aws::Tag> tags = stack_tags()) {
    aws::CreateTargetGroup::Request request;
    request.Name = "k8s-examplen-s-0123456789";
    request.Tags = std::move(tags);
    aws::TargetGroup made;
    made.TargetGroupArn = arn;
    made.TargetGroupName = request.Name;
    made.Protocol = std::move(protocol);
    call<aws::CreateTargetGroup>(std::move(request), {{std::move(made)}});
    return *this;
  }
  Story& make_listener(std::string arn = kListener, std::string load_balancer = kLoadBalancer,
                       std::string group = kGroup) {
    aws::CreateListener::Request request;
    request.LoadBalancerArn = load_balancer;
    request.Port = 8080;
    request.Protocol = "TCP";
    request.Tags = stack_tags();
    aws::Listener made;
    made.ListenerArn = std::move(arn);
    made.LoadBalancerArn = std::move(load_balancer);
    made.Port = 8080;
    made.Protocol = "TCP";
    aws::Action action;
    action.Type = "forward";
    action.TargetGroupArn = std::move(group);
    made.DefaultActions = {std::move(action)};
    call<aws::CreateListener>(std::move(request), {{std::move(made)}});
    return *this;
  }
  Story& bind() {
    create(kube::kTargetGroupBindings, binding());
    return *this;
  }
  Story& activate() {
    aws_change("LoadBalancer", kLoadBalancer, "active", true);
    return *this;
  }
  Story& say_programmed() {
    as("controller-1")
        .reconciling("gateway", "example-ns/g")
        .write(kube::kGateways, programmed_gateway(sim::to_rfc3339(now())), "status")
        .finish();
    return *this;
  }
  // Everything of the above, well told, and at rest.
  Story& converge() {
    apply_gateway().hold_gateway().make_load_balancer();
    finish();
    activate().say_programmed();
    as("user").create(kube::kTcpRoutes, route("r"));
    as("controller-1").see().reconciling("gateway", "example-ns/g");
    make_group().make_listener().bind();
    write(kube::kTcpRoutes, accepted_route("r"), "status").finish();
    rest();
    return *this;
  }
  // The user deletes the Gateway, and everything goes in the right order.
  Story& tear_down() {
    as("user").write(kube::kGateways, deleting(programmed_gateway()));
    as("controller-1").see().reconciling("gateway", "example-ns/g");
    remove(kube::kTargetGroupBindings, binding());
    call<aws::DeleteListener>({kListener});
    call<aws::DeleteTargetGroup>({kGroup});
    call<aws::DeleteLoadBalancer>({kLoadBalancer});
    remove(kube::kGateways, deleting(gateway()));
    finish();
    rest();
    return *this;
  }

  std::vector<ReachAt> tried;  // what connections came to, after which records

  std::vector<Violation> judge(std::vector<std::string> excused = {}) const {
    return judge_run(journal(), {{"demo-cluster"}, actors(), still(), now(), std::move(excused), tried});
  }
};

// The ids that fired, each once, sorted.
inline std::vector<std::string> fired(const std::vector<Violation>& violations) {
  std::vector<std::string> out;
  for (const Violation& violation : violations)
    if (std::ranges::find(out, violation.invariant) == out.end()) out.push_back(violation.invariant);
  std::ranges::sort(out);
  return out;
}
inline bool has_fired(const Story& story, std::string_view id) {
  return std::ranges::count(fired(story.judge()), id) == 1;
}

}  // namespace nlbsim::scenarios::oracles::testing
