#include "engine/model/tags.h"

#include <algorithm>
#include <array>

#include "engine/model/naming.h"

namespace nlbsim::engine {
namespace {

bool has(const aws::TagMap& tags, std::string_view key, std::string_view value) {
  const auto found = tags.find(std::string(key));
  return found != tags.end() && found->second == value;
}

bool never_removed(std::string_view key, std::string_view cluster) {
  static constexpr std::array<std::string_view, 6> kKept{"kubernetes.io/cluster-name", "kubernetes.io/namespace",
                                                         "kubernetes.io/ingress-name", "kubernetes.io/service-name",
                                                         "kubernetes.io/service-port", kLegacyClusterTag};
  constexpr std::string_view kOwner = "kubernetes.io/cluster/";
  if (key.starts_with("aws:")) return true;
  if (key.starts_with(kOwner) && key.substr(kOwner.size()) == cluster) return true;
  return std::ranges::find(kKept, key) != kKept.end();
}

constexpr std::size_t kLongestLabel = 63;

}  // namespace

std::string stack_id(const kube::ObjectKey& gateway) { return shortened(gateway.text(), kLongestTagValue); }

std::string stack_name_label(const std::string& gateway_name) { return shortened(gateway_name, kLongestLabel); }

bool stack_name_label_is_whole(std::string_view label) { return label.size() < kLongestLabel; }

aws::TagMap tracking_tags(const StackTags& owner, std::string_view resource_id) {
  aws::TagMap tags;
  tags.emplace(kClusterTag, owner.cluster);
  tags.emplace(kStackTag, owner.stack);
  tags.emplace(kResourceTag, resource_id);
  return tags;
}

aws::TagMap backend_security_group_tags(std::string_view cluster) {
  return {{std::string(kClusterTag), std::string(cluster)},
          {std::string(kSharedResourceTag), std::string(kBackendSecurityGroup)}};
}

bool belongs_to(const aws::TagMap& tags, const StackTags& owner) {
  return belongs_to_cluster(tags, owner.cluster) && has(tags, kStackTag, owner.stack);
}

bool belongs_to_cluster(const aws::TagMap& tags, std::string_view cluster) {
  return has(tags, kClusterTag, cluster) || has(tags, kLegacyClusterTag, cluster);
}

std::string_view resource_id_of(const aws::TagMap& tags) {
  const auto found = tags.find(std::string(kResourceTag));
  return found == tags.end() ? std::string_view() : std::string_view(found->second);
}

TagDifference tag_difference(const aws::TagMap& desired, const aws::TagMap& actual, std::string_view cluster) {
  TagDifference difference;
  for (const auto& [key, value] : desired) {
    const auto found = actual.find(key);
    if (found == actual.end() || found->second != value) difference.add.push_back({key, value});
  }
  for (const auto& [key, value] : actual) {
    if (!desired.contains(key) && !never_removed(key, cluster)) difference.remove.push_back(key);
  }
  return difference;
}

}  // namespace nlbsim::engine
