// Tracking tags: how a controller finds what it owns. A resource without them is never touched.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/aws/tags.h"
#include "api/kube/resource.h"

namespace nlbsim::engine {

inline constexpr std::string_view kClusterTag = "elbv2.k8s.aws/cluster";
inline constexpr std::string_view kLegacyClusterTag = "ingress.k8s.aws/cluster";
inline constexpr std::string_view kStackTag = "gateway.k8s.aws.nlb/stack";
inline constexpr std::string_view kResourceTag = "gateway.k8s.aws.nlb/resource";
// Of the security group that all Gateways of a cluster share; it belongs to no stack.
inline constexpr std::string_view kSharedResourceTag = "elbv2.k8s.aws/resource";
inline constexpr std::string_view kBackendSecurityGroup = "backend-sg";

inline constexpr std::string_view kStackNamespaceLabel = "gateway.k8s.aws.nlb/stack-namespace";
inline constexpr std::string_view kStackNameLabel = "gateway.k8s.aws.nlb/stack-name";

// Annotations of a TargetGroupBinding that are ours alone begin so.
inline constexpr std::string_view kOwnAnnotations = "elbv2.k8s.aws/";

// The value of the stack tag, "namespace/name", and of the name label. What is longer than AWS and Kubernetes allow is
// cut, and ends in a hash of the whole.
std::string stack_id(const kube::ObjectKey& gateway);
std::string stack_name_label(const std::string& gateway_name);
// False: it may be a shortened name.
bool stack_name_label_is_whole(std::string_view label);

// Whose resources are meant: the cluster and one of its stacks.
struct StackTags {
  std::string cluster;
  std::string stack;  // as stack_id() says it
};

aws::TagMap tracking_tags(const StackTags& owner, std::string_view resource_id);
aws::TagMap backend_security_group_tags(std::string_view cluster);
// Carries the cluster tag, present or legacy, and the stack tag.
bool belongs_to(const aws::TagMap& tags, const StackTags& owner);
// Carries our cluster tag, whatever the stack: for what hangs on a load balancer that is ours.
bool belongs_to_cluster(const aws::TagMap& tags, std::string_view cluster);
// The resource id, or empty.
std::string_view resource_id_of(const aws::TagMap& tags);

// What AddTags and RemoveTags have to do, both sorted by key.
struct TagDifference {
  std::vector<aws::Tag> add;
  std::vector<std::string> remove;
  bool empty() const { return add.empty() && remove.empty(); }
};
// Undesired tags go, except those of AWS itself ("aws:") and those that other parts of Kubernetes put there.
TagDifference tag_difference(const aws::TagMap& desired, const aws::TagMap& actual, std::string_view cluster);

}  // namespace nlbsim::engine
