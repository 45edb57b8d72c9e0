#include "engine/targets/checkpoint.h"

#include <gtest/gtest.h>

namespace nlbsim::engine {
namespace {

using api::Json;

// Both halves as a real controller, v2.14.1, stored them.
TEST(Checkpoint, KnownAnswer) {
  const std::vector<Endpoint> endpoints{{"i-0a1b2c3d4e5f60001", 30900, 1795408705000},
                                        {"i-0a1b2c3d4e5f60002", 30900, 1795408705000}};
  const Json spec = Json::parse(R"({"ipAddressType":"ipv4",
    "networking":{"ingress":[{"from":[{"securityGroup":{"groupID":"sg-04f545c3871b064e7"}}],
                              "ports":[{"port":30900,"protocol":"TCP"}]}]},
    "serviceRef":{"name":"my-tcp-service","port":9000},
    "targetGroupARN":"arn:aws:elasticloadbalancing:us-west-2:123456789012:targetgroup/k8s-examplen-mytcpapp-901b36a775/180bae324033de55",
    "targetGroupProtocol":"TCP","targetType":"instance","vpcID":"vpc-0a1b2c3d4e5f60001"})");
  EXPECT_EQ(checkpoint(endpoints, spec),
            "rmYtvTVsT8iGNO4grJ1sWkMlJfMOHDhG7toc36yhUUE/cvMFdTXIRxtMSF4miaY9oKRTQkSbsDiMc0K7LcVEH7M");
}

TEST(Checkpoint, HashOfNothingIsSha256) {
  EXPECT_EQ(sha256_base64url(""), "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU");
}

TEST(SpecJson, KeysInTheOrderOfTheGoStructs) {
  const Json spec = Json::parse(R"({"vpcID":"v","nodeSelector":{"matchExpressions":[
      {"values":["b","a"],"operator":"In","key":"k"}],"matchLabels":{"name":"x","app":"y"}},
    "networking":{"ingress":[{"ports":[{"port":80,"protocol":"TCP"},{"protocol":"UDP"}],
      "from":[{"ipBlock":{"cidr":"10.0.0.0/8"}}]}]},
    "multiClusterTargetGroup":false,"targetGroupName":"","serviceRef":{"port":"p","name":"s"},"targetGroupARN":"t"})");
  EXPECT_EQ(
      spec_json(spec),
      R"({"targetGroupARN":"t","serviceRef":{"name":"s","port":"p"},"networking":{"ingress":[{"from":[{"ipBlock":)"
      R"({"cidr":"10.0.0.0/8"}}],"ports":[{"protocol":"TCP","port":80},{"protocol":"UDP"}]}]},"nodeSelector":)"
      R"({"matchLabels":{"app":"y","name":"x"},"matchExpressions":[{"key":"k","operator":"In","values":)"
      R"(["b","a"]}]},"vpcID":"v"})");
}

TEST(SpecJson, KeysOfLaterReleasesStandLast) {
  EXPECT_EQ(spec_json(Json::parse(R"({"zone":1,"vpcID":"v","alpha":true})")), R"({"vpcID":"v","alpha":true,"zone":1})");
}

}  // namespace
}  // namespace nlbsim::engine
