#include "fake_apiserver/patch/patch.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace nlbsim::fake_apiserver {
namespace {

struct MergeKey {
  std::string_view list;
  std::string_view key;
};
// The lists of built-in kinds that merge by key (Kubernetes API reference, patchMergeKey).
constexpr std::array<MergeKey, 6> kMergeKeys{{{"ports", "port"},
                                              {"conditions", "type"},
                                              {"addresses", "type"},
                                              {"containers", "name"},
                                              {"ownerReferences", "uid"},
                                              {"env", "name"}}};

std::string_view merge_key(std::string_view list) {
  const auto found = std::ranges::find(kMergeKeys, list, &MergeKey::list);
  return found == kMergeKeys.end() ? std::string_view() : found->key;
}

void merge_object(Json& target, const Json& patch);

void merge_list(Json& target, const Json& patch, std::string_view key) {
  if (!target.is_array()) target = Json::array();
  for (const Json& item : patch) {
    const Json& id = api::member(item, key);
    const auto same = std::ranges::find_if(target, [&](const Json& entry) { return api::member(entry, key) == id; });
    if (api::text(api::member(item, "$patch")) == "delete") {
      if (same != target.end()) target.erase(same);
    } else if (same != target.end()) {
      merge_object(*same, item);
    } else {
      target.push_back(item);
    }
  }
}

void merge_set(Json& target, const Json& patch) {
  if (!target.is_array()) target = Json::array();
  for (const Json& item : patch)
    if (std::ranges::find(target, item) == target.end()) target.push_back(item);
}

void merge_object(Json& target, const Json& patch) {
  if (!target.is_object()) target = Json::object();
  for (const auto& [name, value] : patch.items()) {
    if (name.starts_with('$')) continue;
    if (value.is_null()) target.erase(name);
    else if (value.is_object()) merge_object(target[name], value);
    else if (value.is_array() && !merge_key(name).empty()) merge_list(target[name], value, merge_key(name));
    else if (value.is_array() && name == "finalizers") merge_set(target[name], value);
    else target[name] = value;
  }
}

}  // namespace

sim::Result<Json> apply_json_patch(const Json& document, const Json& patch) {
  constexpr std::size_t kMaxOperations = 10000;
  if (!patch.is_array()) return sim::fail("BadRequest", "a JSON patch must be an array of operations");
  if (patch.size() > kMaxOperations)
    return sim::fail("RequestEntityTooLarge", "The allowed maximum operations in a JSON patch is 10000");
  try {
    return document.patch(patch);
  } catch (const Json::exception& error) {
    sim::Error refused;
    refused.code = "Invalid";
    refused.message = "the server rejected our request due to an error in our request";
    refused.causes.push_back({"", error.what(), ""});
    return sim::forward(std::move(refused));
  }
}

Json apply_strategic_merge(const Json& document, const Json& patch) {
  Json merged = document;
  merge_object(merged, patch);
  return merged;
}

}  // namespace nlbsim::fake_apiserver
