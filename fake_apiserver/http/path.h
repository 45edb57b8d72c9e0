// What a request path means: discovery, a collection, one object, or nothing that this server has.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/kube/resource.h"
#include "fake_apiserver/registry/registry.h"

namespace nlbsim::fake_apiserver {

// /api/v1/namespaces/NS/R/NAME/SUB and /apis/G/V/..., also in the old form with /watch before the resource.
struct ResourcePath {
  kube::Resource resource;  // as served; its views are the registry's
  bool has_namespace = false;
  std::string namespace_;
  std::string name;  // empty: the collection
  std::string subresource;
  bool watch = false;  // the old form
};

// Null: no such kind is served there.
std::optional<ResourcePath> parse_resource_path(const Registry& registry, const std::vector<std::string>& segments);
// Whether the group is one of Kubernetes itself: its errors are Status objects where others are plain text.
bool is_built_in_group(const Registry& registry, std::string_view group);

}  // namespace nlbsim::fake_apiserver
