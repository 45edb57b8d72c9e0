// A controller of somebody else connects: what AWS Load Balancer Controller v2.14.1 and v3.5.0 ask of both servers from
// their start to a programmed Gateway and back, as tables of the requests that each of them makes. Every answer is
// checked; nothing of the built-in controller runs.
#include <gmock/gmock.h>

#include "scenarios/control/tests/served.h"

namespace nlbsim::scenarios {
namespace {

constexpr const char* kAccept = "application/vnd.kubernetes.protobuf,application/json";
constexpr const char* kMerge = "application/merge-patch+json";
constexpr const char* kStrategic = "application/strategic-merge-patch+json";

struct Release {
  const char* name;
  bool watch_list;                     // informers begin with a watch that sends initial events, not with a list
  const char* route;                   // version at which routes are read and written
  std::vector<const char*> probes;     // discovery before anything else
  std::vector<const char*> informers;  // in the order of opening
  const char* null_timestamp;          // how the older client spells an unset creationTimestamp
};

std::vector<const char*> informers(std::vector<const char*> versioned) {
  std::vector<const char*> all{"/api/v1/pods",
                               "/apis/elbv2.k8s.aws/v1beta1/targetgroupbindings",
                               "/api/v1/services",
                               "/apis/networking.k8s.io/v1/ingressclasses",
                               "/apis/networking.k8s.io/v1/ingresses",
                               "/apis/discovery.k8s.io/v1/endpointslices",
                               "/api/v1/nodes",
                               "/apis/elbv2.k8s.aws/v1beta1/ingressclassparams",
                               "/apis/gateway.networking.k8s.io/v1/gateways",
                               "/apis/gateway.networking.k8s.io/v1/gatewayclasses",
                               "/apis/gateway.networking.k8s.io/v1beta1/referencegrants"};
  all.insert(all.end(), versioned.begin(), versioned.end());
  return all;
}

const Release& v2_14_1() {
  static const Release release{"v2.14.1",
                               false,
                               "v1alpha2",
                               {"/apis/networking.k8s.io/v1", "/api", "/apis"},
                               informers({"/apis/gateway.networking.k8s.io/v1alpha2/tcproutes",
                                          "/apis/gateway.networking.k8s.io/v1alpha2/udproutes",
                                          "/apis/gateway.networking.k8s.io/v1alpha2/tlsroutes",
                                          "/apis/gateway.k8s.aws/v1beta1/loadbalancerconfigurations",
                                          "/apis/gateway.k8s.aws/v1beta1/targetgroupconfigurations",
                                          "/apis/gateway.k8s.aws/v1beta1/listenerruleconfigurations"}),
                               R"("creationTimestamp":null,)"};
  return release;
}

const Release& v3_5_0() {
  static const Release release{
      "v3.5.0",
      true,
      "v1",
      {"/apis/gateway.networking.k8s.io/v1", "/apis/gateway.k8s.aws/v1", "/apis/networking.k8s.io/v1", "/api", "/apis"},
      informers({"/apis/gateway.networking.k8s.io/v1/tcproutes", "/apis/gateway.networking.k8s.io/v1/udproutes",
                 "/apis/gateway.networking.k8s.io/v1/tlsroutes", "/apis/gateway.networking.k8s.io/v1/listenersets",
                 "/apis/gateway.k8s.aws/v1/loadbalancerconfigurations",
                 "/apis/gateway.k8s.aws/v1/targetgroupconfigurations",
                 "/apis/gateway.k8s.aws/v1/listenerruleconfigurations"}),
      ""};
  return release;
}

void discover(Script& script, const Release& release) {
  for (const char* path : release.probes) script.play({path, "GET", path, "", "", 200, {{"/kind", "*"}}});
  script.play({"no-accelerator", "GET", "/apis/aga.k8s.aws/v1beta1", "", "", 404, {}});
  script.play({"aggregated",
               "GET",
               "/apis",
               "",
               "",
               200,
               {{"/kind", R"("APIGroupDiscoveryList")"}, {"/items/0/versions/0/freshness", R"("Current")"}},
               "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json"});
}

// Every informer syncs: by a list and a watch from its revision, or by a watch whose initial events end with a mark.
void open_informers(httplib::Client& client, const Release& release) {
  Script script(client);
  for (const char* path : release.informers) {
    SCOPED_TRACE(path);
    const std::string watch = std::string(path) + "?allowWatchBookmarks=true&timeoutSeconds=337&watch=true";
    if (release.watch_list) {
      const auto events = read_watch(client, watch + "&resourceVersionMatch=NotOlderThan&sendInitialEvents=true",
                                     [](const auto& seen) { return seen.back()["type"] == "BOOKMARK"; });
      ASSERT_FALSE(events.empty());
      EXPECT_EQ(events.back()["object"]["metadata"]["annotations"]["k8s.io/initial-events-end"], "true");
      continue;
    }
    script.play({"list",
                 "GET",
                 std::string(path) + "?limit=500&resourceVersion=0",
                 "",
                 "",
                 200,
                 {{"/items", "*"}, {"/metadata/resourceVersion", "*"}},
                 kAccept});
    int status = 0;
    client.Get(
        script.fill(watch + "&resourceVersion=${list/metadata/resourceVersion}").c_str(),
        httplib::Headers{{"Accept", kAccept}},
        [&](const httplib::Response& head) {
          status = head.status;
          return false;  // it stays silent until something happens
        },
        [](const char*, std::size_t) { return true; });
    EXPECT_EQ(status, 200);
  }
}

std::vector<Exchange> lead() {
  const std::string leases = "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases";
  const std::string lease = leases + "/aws-load-balancer-controller-leader";
  const std::string spec =
      R"("spec":{"holderIdentity":"vm_1","leaseDurationSeconds":15,"acquireTime":"2026-11-23T04:58:38.000001Z",)"
      R"("renewTime":"2026-11-23T04:58:38.123456Z","leaseTransitions":0})";
  const std::string head = R"({"kind":"Lease","apiVersion":"coordination.k8s.io/v1","metadata":{"name":)"
                           R"("aws-load-balancer-controller-leader","namespace":"kube-system")";
  return {
      {"no-lease", "GET", lease + "?timeout=5s", "", "", 404, {{"/reason", R"("NotFound")"}}, kAccept},
      {"lease",
       "POST",
       leases + "?timeout=5s",
       "",
       head + "}," + spec + "}",
       201,
       {{"/spec/renewTime", R"("2026-11-23T04:58:38.123456Z")"}},
       kAccept},
      {"renewed",
       "PUT",
       lease + "?timeout=5s",
       "",
       head + R"(,"uid":"${lease/metadata/uid}","resourceVersion":"${lease/metadata/resourceVersion}"},)" + spec + "}",
       200,
       {{"/metadata/uid", R"("${lease/metadata/uid}")"}},
       kAccept},
      {"leader-event",
       "POST",
       "/api/v1/namespaces/kube-system/events",
       "",
       R"({"apiVersion":"v1","kind":"Event","count":1,"eventTime":null,"firstTimestamp":"2026-11-23T04:58:38Z",)"
       R"("lastTimestamp":"2026-11-23T04:58:38Z","involvedObject":{"apiVersion":"coordination.k8s.io/v1","kind":"Lease",)"
       R"("name":"aws-load-balancer-controller-leader","namespace":"kube-system","uid":"${lease/metadata/uid}"},)"
       R"("message":"vm_1 became leader","metadata":{"creationTimestamp":null,"name":"leader.18ea93cee6dde6b9",)"
       R"("namespace":"kube-system"},"reason":"LeaderElection","reportingComponent":"vm_1","reportingInstance":"",)"
       R"("source":{"component":"vm_1"},"type":"Normal"})",
       201,
       {{"/count", "1"}},
       kAccept},
  };
}

// What the user applies.
std::vector<Exchange> manifests() {
  const std::string ns = "/namespaces/example-ns/";
  return {
      {"ns",
       "POST",
       "/api/v1/namespaces",
       "",
       R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":"example-ns"}})",
       201,
       {}},
      {"class",
       "POST",
       "/apis/gateway.networking.k8s.io/v1beta1/gatewayclasses",
       "",
       R"({"apiVersion":"gateway.networking.k8s.io/v1beta1","kind":"GatewayClass","metadata":{"name":"aws-nlb"},
           "spec":{"controllerName":"gateway.k8s.aws/nlb"}})",
       201,
       {}},
      {"gateway",
       "POST",
       "/apis/gateway.networking.k8s.io/v1" + ns + "gateways",
       "",
       R"({"apiVersion":"gateway.networking.k8s.io/v1","kind":"Gateway","metadata":{"name":"my-tcp-gateway"},"spec":
           {"gatewayClassName":"aws-nlb","listeners":[{"name":"tcp-app","protocol":"TCP","port":8080}]}})",
       201,
       {}},
      {"service",
       "POST",
       "/api/v1" + ns + "services",
       "",
       R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"my-tcp-service"},
           "spec":{"type":"NodePort","ports":[{"port":9000,"nodePort":30900}]}})",
       201,
       {}},
      {"route",
       "POST",
       "/apis/gateway.networking.k8s.io/v1alpha2" + ns + "tcproutes",
       "",
       R"({"apiVersion":"gateway.networking.k8s.io/v1alpha2","kind":"TCPRoute","metadata":{"name":"my-tcp-app-route"},"spec":
           {"parentRefs":[{"name":"my-tcp-gateway","sectionName":"tcp-app"}],
            "rules":[{"backendRefs":[{"name":"my-tcp-service","port":9000}]}]}})",
       201,
       {}},
  };
}

std::vector<Exchange> accept_class() {
  const std::string path = "/apis/gateway.networking.k8s.io/v1/gatewayclasses/aws-nlb";
  return {
      {"class-finalizer",
       "PATCH",
       path,
       kMerge,
       R"({"metadata":{"finalizers":["gateway.k8s.aws/gatewayclass"],"resourceVersion":"${class/metadata/resourceVersion}"}})",
       200,
       {{"/metadata/finalizers/0", R"("gateway.k8s.aws/gatewayclass")"}, {"/metadata/generation", "1"}},
       kAccept},
      {"class-annotations",
       "PATCH",
       path,
       kMerge,
       R"({"metadata":{"annotations":{"elbv2.k8s.aws/last-processed-config":"","elbv2.k8s.aws/last-processed-config-timestamp":"1795409922"}}})",
       200,
       {{"/metadata/annotations/elbv2.k8s.aws~1last-processed-config", R"("")"}},
       kAccept},
      {"class-status",
       "PATCH",
       path + "/status",
       kMerge,
       R"({"status":{"conditions":[{"lastTransitionTime":"2026-11-23T04:58:42Z","message":"Accepted","observedGeneration":1,)"
       R"("reason":"Accepted","status":"True","type":"Accepted"}]}})",
       200,
       {{"/status/conditions/0/status", R"("True")"}, {"/status/conditions/1", "-"}},
       kAccept},
      {"stale-finalizer",
       "PATCH",
       path,
       kMerge,
       R"({"metadata":{"finalizers":null,"resourceVersion":"${class/metadata/resourceVersion}"}})",
       409,
       {{"/reason", R"("Conflict")"}},
       kAccept},
  };
}

std::vector<Exchange> write_statuses(const Release& release) {
  const std::string ns = "/namespaces/example-ns/";
  const std::string gateway = "/apis/gateway.networking.k8s.io/v1" + ns + "gateways/my-tcp-gateway";
  const std::string route =
      std::string("/apis/gateway.networking.k8s.io/") + release.route + ns + "tcproutes/my-tcp-app-route/status";
  const std::string event =
      std::string(R"({"apiVersion":"v1","kind":"Event","count":1,"eventTime":null,)") +
      R"("firstTimestamp":"2026-11-23T05:00:43Z","lastTimestamp":"2026-11-23T05:00:43Z","involvedObject":{)"
      R"("apiVersion":"gateway.networking.k8s.io/v1","kind":"Gateway","name":"my-tcp-gateway",)"
      R"("namespace":"example-ns","uid":"${gateway/metadata/uid}"},"message":"Successfully reconciled",)"
      R"("metadata":{)" +
      release.null_timestamp +
      R"("name":"my-tcp-gateway.18ea93ebf8041048","namespace":"example-ns"},"reason":)"
      R"("SuccessfullyReconciled","reportingComponent":"gateway.k8s.aws/nlb","reportingInstance":"",)"
      R"("source":{"component":"gateway.k8s.aws/nlb"},"type":"Normal"})";
  return {
      {"gateway-finalizer",
       "PATCH",
       gateway,
       kMerge,
       R"({"metadata":{"finalizers":["gateway.k8s.aws/nlb"],"resourceVersion":"${gateway/metadata/resourceVersion}"}})",
       200,
       {{"/metadata/finalizers/0", R"("gateway.k8s.aws/nlb")"}},
       kAccept},
      {"gateway-status",
       "PATCH",
       gateway + "/status",
       kMerge,
       R"({"status":{"addresses":[{"type":"Hostname","value":"k8s-x.elb.us-west-2.amazonaws.com"}],"conditions":[)"
       R"({"lastTransitionTime":"2026-11-23T04:58:42Z","message":"","observedGeneration":1,"reason":"Accepted","status":"True","type":"Accepted"},)"
       R"({"lastTransitionTime":"2026-11-23T04:58:42Z","message":"","observedGeneration":1,"reason":"Programmed","status":"True","type":"Programmed"}],)"
       R"("listeners":[{"attachedRoutes":1,"conditions":[{"lastTransitionTime":"2026-11-23T05:00:43Z","message":"Listener is accepted",)"
       R"("observedGeneration":1,"reason":"Accepted","status":"True","type":"Accepted"}],"name":"tcp-app",)"
       R"("supportedKinds":[{"group":"gateway.networking.k8s.io","kind":"TCPRoute"}]}]}})",
       200,
       {{"/status/addresses/0/type", R"("Hostname")"},
        {"/status/listeners/0/attachedRoutes", "1"},
        {"/metadata/generation", "1"}},
       kAccept},
      {"route-status",
       "PATCH",
       route,
       kMerge,
       R"({"status":{"parents":[{"conditions":[{"lastTransitionTime":"2026-11-23T04:58:51Z","message":"","observedGeneration":1,)"
       R"("reason":"ResolvedRefs","status":"True","type":"ResolvedRefs"}],"controllerName":"gateway.k8s.aws/nlb","parentRef":{)"
       R"("group":"gateway.networking.k8s.io","kind":"Gateway","name":"my-tcp-gateway","sectionName":"tcp-app"}}]}})",
       200,
       {{"/status/parents/0/conditions/0/type", R"("ResolvedRefs")"}},
       kAccept},
      {"event", "POST", "/api/v1" + ns + "events", "", event, 201, {{"/metadata/creationTimestamp", "*"}}, kAccept},
      {"event-repeats",
       "PATCH",
       "/api/v1" + ns + "events/my-tcp-gateway.18ea93ebf8041048",
       kStrategic,
       R"({"count":2,"lastTimestamp":"2026-11-23T05:00:44Z","message":"Successfully reconciled"})",
       200,
       {{"/count", "2"}, {"/involvedObject/name", R"("my-tcp-gateway")"}},
       kAccept},
  };
}

std::vector<Exchange> bind_targets(const Release& release, const std::string& target_group) {
  const std::string bindings = "/apis/elbv2.k8s.aws/v1beta1/namespaces/example-ns/targetgroupbindings";
  const std::string name = "k8s-examplen-mytcpapp-901b36a775";
  const std::string one = bindings + "/" + name;
  return {
      {"binding",
       "POST",
       bindings,
       "",
       R"({"apiVersion":"elbv2.k8s.aws/v1beta1","kind":"TargetGroupBinding","metadata":{)" +
           std::string(release.null_timestamp) +
           R"("labels":{"gateway.k8s.aws.nlb/stack-name":"my-tcp-gateway","gateway.k8s.aws.nlb/stack-namespace":"example-ns"},)"
           R"("name":")" +
           name +
           R"(","namespace":"example-ns"},"spec":{"ipAddressType":"ipv4","networking":{"ingress":[{"from":[)"
           R"({"securityGroup":{"groupID":"sg-04f545c3871b064e7"}}],"ports":[{"port":30900,"protocol":"TCP"}]}]},"serviceRef":{)"
           R"("name":"my-tcp-service","port":9000},"targetGroupARN":")" +
           target_group + R"(","targetGroupProtocol":"TCP","targetType":"instance"},"status":{}})",
       201,
       {{"/spec/targetGroupARN", "\"" + target_group + "\""}, {"/metadata/generation", "1"}},
       kAccept},
      {"binding-finalizer",
       "PATCH",
       one,
       kMerge,
       R"({"metadata":{"finalizers":["elbv2.k8s.aws/resources"],"resourceVersion":"${binding/metadata/resourceVersion}"}})",
       200,
       {{"/metadata/finalizers/0", R"("elbv2.k8s.aws/resources")"}},
       kAccept},
      {"checkpoint",
       "PATCH",
       one,
       kMerge,
       R"({"metadata":{"annotations":{"elbv2.k8s.aws/checkpoint":"x/y"}}})",
       200,
       {},
       kAccept},
      {"binding-spec",
       "PATCH",
       one,
       kMerge,
       R"({"spec":{"serviceRef":{"port":9001}}})",
       200,
       {{"/metadata/generation", "2"}, {"/spec/serviceRef/name", R"("my-tcp-service")"}},
       kAccept},
      {"binding-status",
       "PATCH",
       one + "/status",
       kMerge,
       R"({"status":{"observedGeneration":2}})",
       200,
       {{"/status/observedGeneration", "2"}},
       kAccept},
      {"binding-delete",
       "DELETE",
       one,
       "",
       R"({"kind":"DeleteOptions","apiVersion":"elbv2.k8s.aws/v1beta1"})",
       200,
       {{"/metadata/deletionTimestamp", "*"}},
       kAccept},
      {"binding-let-go",
       "PATCH",
       one,
       kMerge,
       R"({"metadata":{"finalizers":null,"resourceVersion":"${binding-delete/metadata/resourceVersion}"}})",
       200,
       {{"/metadata/finalizers", "-"}},
       kAccept},
      {"binding-gone", "GET", one, "", "", 404, {}, kAccept},
  };
}

// The AWS side, as the Go SDK sends it.
class Account {
 public:
  explicit Account(httplib::Client& client) : client_(client) {}
  std::string ask(const std::string& service, const std::string& body, int status = 200) {
    const bool ec2 = service == "ec2";
    return send(service, body + (ec2 ? "&Version=2016-11-15" : "&Version=2015-12-01"), {}, status);
  }
  std::string ask_json(const std::string& service, const std::string& target) {
    return send(service, "{}", {{"X-Amz-Target", target}}, 200);
  }

 private:
  std::string send(const std::string& service, const std::string& body, httplib::Headers headers, int status) {
    headers.emplace("Amz-Sdk-Request", "attempt=1; max=10");
    headers.emplace("Authorization", "AWS4-HMAC-SHA256 Credential=test/20261123/us-west-2/" + service +
                                         "/aws4_request, SignedHeaders=host;x-amz-date, Signature=00");
    const char* type =
        headers.contains("X-Amz-Target") ? "application/x-amz-json-1.1" : "application/x-www-form-urlencoded";
    const httplib::Result result = client_.Post("/", headers, body, type);
    if (!result) {
      ADD_FAILURE() << "no answer to " << body;
      return {};
    }
    EXPECT_EQ(result->status, status) << body << ": " << result->body;
    return result->body;
  }
  httplib::Client& client_;
};

std::string element(const std::string& xml, const std::string& name) {
  const auto open = xml.find("<" + name + ">");
  if (open == xml.npos) {
    ADD_FAILURE() << "no " << name << " in " << xml;
    return {};
  }
  const auto begin = open + name.size() + 2;
  return xml.substr(begin, xml.find('<', begin) - begin);
}

std::string encode(std::string text) {
  for (auto at = text.find('/'); at != text.npos; at = text.find('/', at)) text.replace(at, 1, "%2F");
  for (auto at = text.find(':'); at != text.npos; at = text.find(':', at)) text.replace(at, 1, "%3A");
  return text;
}

struct Network {
  std::string vpc;
  std::vector<std::string> subnets;
  std::vector<std::string> instances;
};

Network look_around(httplib::Client& kube) {
  Network network;
  const auto state = kube.Get("/_nlbsim/state");
  if (!state) return network;
  const Json aws = Json::parse(state->body)["aws"];
  for (const Json& subnet : aws["Subnet"])
    if (subnet["Tags"].contains("kubernetes.io/role/internal-elb"))
      network.subnets.push_back(subnet["SubnetId"].get<std::string>());
  network.vpc = aws["Subnet"][0]["VpcId"].get<std::string>();
  for (const Json& instance : aws["Instance"]) network.instances.push_back(instance["InstanceId"].get<std::string>());
  return network;
}

std::string tags(const std::string& resource) {
  return "&Tags.member.1.Key=elbv2.k8s.aws%2Fcluster&Tags.member.1.Value=demo-cluster&Tags.member.2.Key=gateway.k8s."
         "aws.nlb%2F"
         "resource&Tags.member.2.Value=" +
         encode(resource) +
         "&Tags.member.3.Key=gateway.k8s.aws.nlb%2Fstack&Tags.member.3.Value=example-ns%2Fmy-tcp-gateway";
}

std::string prepare_groups(Account& aws, const Network& network) {
  EXPECT_THAT(aws.ask("elasticloadbalancing", "Action=DescribeLoadBalancers"), testing::HasSubstr("<LoadBalancers/>"));
  EXPECT_THAT(
      aws.ask("ec2",
              "Action=DescribeSubnets&Filter.1.Name=vpc-id&Filter.1.Value.1=" + network.vpc +
                  "&Filter.2.Name=tag%3Akubernetes.io%2Frole%2Finternal-elb&Filter.2.Value.1=&Filter.2.Value.2=1"),
      testing::HasSubstr(network.subnets.front()));
  aws.ask("ec2", "Action=DescribeAvailabilityZones&ZoneId.1=usw2-az1");
  aws.ask("ec2", "Action=DescribeSecurityGroups&Filter.1.Name=vpc-id&Filter.1.Value.1=" + network.vpc +
                     "&Filter.2.Name=tag%3Aelbv2.k8s.aws%2Fcluster&Filter.2.Value.1=demo-cluster");
  const std::string created = aws.ask(
      "ec2",
      "Action=CreateSecurityGroup&GroupDescription=%5Bk8s%5D+Managed+SecurityGroup+for+LoadBalancer&GroupName=k8s-mine&"
      "TagSpecification.1.ResourceType=security-group&TagSpecification.1.Tag.1.Key=elbv2.k8s.aws%2Fcluster&"
      "TagSpecification.1.Tag.1.Value=demo-cluster&VpcId=" +
          network.vpc);
  const std::string group = element(created, "groupId");
  aws.ask("ec2", "Action=DescribeSecurityGroups&GroupId.1=" + group);
  const std::string rule =
      "&GroupId=" + group +
      "&IpPermissions.1.FromPort=8080&IpPermissions.1.IpProtocol=tcp&IpPermissions.1.IpRanges.1.CidrIp="
      "0.0.0.0%2F0&IpPermissions.1.IpRanges.1.Description=&IpPermissions.1.ToPort=8080";
  aws.ask("ec2", "Action=AuthorizeSecurityGroupIngress" + rule);
  EXPECT_THAT(aws.ask("ec2", "Action=AuthorizeSecurityGroupIngress" + rule, 400),
              testing::HasSubstr("<Code>InvalidPermission.Duplicate</Code>"));
  EXPECT_THAT(aws.ask_json("shield", "AWSShield_20160616.GetSubscriptionState"), testing::HasSubstr("INACTIVE"));
  return group;
}

struct Made {
  std::string load_balancer;
  std::string listener;
  std::string target_group;
};

Made deploy(Account& aws, const Release& release, const Network& network, const std::string& group) {
  Made made;
  const std::string elb = "elasticloadbalancing";
  made.load_balancer = element(
      aws.ask(
          elb,
          "Action=CreateLoadBalancer&EnablePrefixForIpv6SourceNat=off&IpAddressType=ipv4&Name=k8s-examplen-mytcpgat-1&"
          "Scheme=internal&SecurityGroups.member.1=" +
              group + "&SubnetMappings.member.1.SubnetId=" + network.subnets[0] +
              "&SubnetMappings.member.2.SubnetId=" + network.subnets[1] + tags("LoadBalancer") + "&Type=network"),
      "LoadBalancerArn");
  const std::string lb = encode(made.load_balancer);
  EXPECT_THAT(aws.ask(elb, "Action=DescribeLoadBalancers&LoadBalancerArns.member.1=" + lb),
              testing::HasSubstr("<Code>provisioning</Code>"));
  aws.ask(elb, "Action=DescribeLoadBalancerAttributes&LoadBalancerArn=" + lb);
  EXPECT_THAT(aws.ask(elb, "Action=DescribeListeners&LoadBalancerArn=" + lb), testing::HasSubstr("<Listeners/>"));
  EXPECT_THAT(aws.ask(elb, "Action=DescribeTags&ResourceArns.member.1=" + lb),
              testing::HasSubstr("gateway.k8s.aws.nlb/stack"));
  aws.ask("ec2", "Action=DescribeSubnets&SubnetId.1=" + network.subnets[0] + "&SubnetId.2=" + network.subnets[1]);
  made.target_group = element(
      aws.ask(
          elb,
          "Action=CreateTargetGroup&HealthCheckEnabled=true&HealthCheckIntervalSeconds=15&HealthCheckPort=traffic-port&"
          "HealthCheckProtocol=TCP&HealthCheckTimeoutSeconds=5&HealthyThresholdCount=3&Name=k8s-examplen-mytcpapp-1&"
          "Port=30900&Protocol=TCP" +
              tags("8080") + "&TargetType=instance&UnhealthyThresholdCount=3&VpcId=" + network.vpc),
      "TargetGroupArn");
  const std::string tg = encode(made.target_group);
  aws.ask(elb, "Action=DescribeTargetGroupAttributes&TargetGroupArn=" + tg);
  const std::string weight =
      release.watch_list ? "&DefaultActions.member.1.ForwardConfig.TargetGroups.member.1.Weight=1" : "";
  const std::string forward = "&DefaultActions.member.1.ForwardConfig.TargetGroups.member.1.TargetGroupArn=" + tg +
                              weight + "&DefaultActions.member.1.Order=1&DefaultActions.member.1.Type=forward";
  made.listener = element(aws.ask(elb, "Action=CreateListener" + forward + "&LoadBalancerArn=" + lb +
                                           "&Port=8080&Protocol=TCP" + tags("8080")),
                          "ListenerArn");
  // Asked again with the same settings, it answers with the listener that is there.
  EXPECT_EQ(
      element(aws.ask(elb, "Action=CreateListener" + forward + "&LoadBalancerArn=" + lb + "&Port=8080&Protocol=TCP"),
              "ListenerArn"),
      made.listener);
  const std::string listener = encode(made.listener);
  aws.ask(elb, "Action=DescribeListenerAttributes&ListenerArn=" + listener);
  const std::string rule = element(aws.ask(elb, "Action=DescribeRules&ListenerArn=" + listener), "RuleArn");
  aws.ask(elb, "Action=DescribeTags&ResourceArns.member.1=" + encode(rule));
  return made;
}

void register_nodes(Account& aws, const Network& network, const Made& made) {
  const std::string elb = "elasticloadbalancing";
  const std::string tg = encode(made.target_group);
  EXPECT_THAT(aws.ask(elb, "Action=DescribeTargetHealth&TargetGroupArn=" + tg),
              testing::HasSubstr("<TargetHealthDescriptions/>"));
  aws.ask("ec2", "Action=DescribeInstances&InstanceId.1=" + network.instances[0]);
  const std::string targets = "&TargetGroupArn=" + tg + "&Targets.member.1.Id=" + network.instances[0] +
                              "&Targets.member.1.Port=30900&Targets.member.2.Id=" + network.instances[1] +
                              "&Targets.member.2.Port=30900";
  aws.ask(elb, "Action=RegisterTargets" + targets);
  EXPECT_THAT(aws.ask(elb, "Action=DescribeTargetHealth&TargetGroupArn=" + tg),
              testing::HasSubstr(network.instances[1]));
  aws.ask(elb, "Action=DeregisterTargets" + targets);
}

void clean_up(Account& aws, const Made& made, const std::string& group) {
  const std::string elb = "elasticloadbalancing";
  EXPECT_THAT(aws.ask(elb, "Action=DeleteTargetGroup&TargetGroupArn=" + encode(made.target_group), 400),
              testing::HasSubstr("ResourceInUse"));
  aws.ask(elb, "Action=DeleteListener&ListenerArn=" + encode(made.listener));
  aws.ask(elb, "Action=DeleteLoadBalancer&LoadBalancerArn=" + encode(made.load_balancer));
  aws.ask(elb, "Action=DeleteTargetGroup&TargetGroupArn=" + encode(made.target_group));
  aws.ask("ec2", "Action=DeleteSecurityGroup&GroupId=" + group);
  EXPECT_THAT(aws.ask(elb, "Action=DescribeLoadBalancers&LoadBalancerArns.member.1=" + encode(made.load_balancer), 400),
              testing::HasSubstr("<Code>LoadBalancerNotFound</Code>"));
}

class ControllerConnects : public ServedTest, public testing::WithParamInterface<const Release*> {};

TEST_P(ControllerConnects, AndIsAnsweredFromStartToEnd) {
  const Release& release = *GetParam();
  serve(any_port(), [&] {
    httplib::Client kube_client = kube();
    httplib::Client aws_client = aws();
    Script script(kube_client);
    Account account(aws_client);
    discover(script, release);
    open_informers(kube_client, release);
    script.play(lead());
    script.play(manifests());
    script.play(accept_class());
    const Network network = look_around(kube_client);
    ASSERT_GE(network.subnets.size(), 2U);
    ASSERT_GE(network.instances.size(), 2U);
    const std::string group = prepare_groups(account, network);
    const Made made = deploy(account, release, network, group);
    script.play(bind_targets(release, made.target_group));
    register_nodes(account, network, made);
    script.play(write_statuses(release));
    clean_up(account, made, group);
  });
}

INSTANTIATE_TEST_SUITE_P(Releases, ControllerConnects, testing::Values(&v2_14_1(), &v3_5_0()), [](const auto& release) {
  std::string name = release.param->name;
  for (char& c : name) c = c == '.' ? '_' : c;
  return name;
});

}  // namespace
}  // namespace nlbsim::scenarios
