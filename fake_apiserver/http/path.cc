#include "fake_apiserver/http/path.h"

#include <algorithm>
#include <span>

namespace nlbsim::fake_apiserver {

std::optional<ResourcePath> parse_resource_path(const Registry& registry, const std::vector<std::string>& segments) {
  std::span<const std::string> rest(segments);
  std::string_view group;
  const bool core = rest.size() >= 3 && rest[0] == "api";
  const bool named = rest.size() >= 4 && rest[0] == "apis";
  if (!core && !named) return std::nullopt;
  if (named) group = rest[1];
  const std::string_view version = rest[named ? 2 : 1];
  rest = rest.subspan(named ? 3 : 2);
  ResourcePath path;
  if (rest.size() >= 2 && rest[0] == "watch") {
    path.watch = true;
    rest = rest.subspan(1);
  }
  // "namespaces/NS" alone is the Namespace object, as are its subresources; with more behind it, it is a scope.
  const bool subresource = rest.size() == 3 && (rest[2] == "status" || rest[2] == "finalize");
  if (rest.size() >= 3 && rest[0] == "namespaces" && !(core && subresource)) {
    path.has_namespace = true;
    path.namespace_ = rest[1];
    rest = rest.subspan(2);
  }
  const auto resource = registry.served(group, version, rest[0]);
  if (!resource || rest.size() > 3) return std::nullopt;
  path.resource = *resource;
  if (path.has_namespace && !resource->namespaced) return std::nullopt;
  if (rest.size() >= 2) path.name = rest[1];
  if (rest.size() == 3) path.subresource = rest[2];
  return path;
}

bool is_built_in_group(const Registry& registry, std::string_view group) {
  return std::ranges::any_of(registry.kinds(),
                             [&](const Kind& kind) { return kind.resource.group == group && !kind.custom; });
}

}  // namespace nlbsim::fake_apiserver
