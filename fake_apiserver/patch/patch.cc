#include "fake_apiserver/patch/patch.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "fake_apiserver/errors.h"

namespace nlbsim::fake_apiserver {
namespace {

struct MergeKey {
  std::string_view list;
  std::string_view key;
};
// The lists of built-in kinds that merge by key (Kubernetes API reference, patchMergeKey).
constexpr std::array<MergeKey, 21> kMergeKeys{{{"ports", "port"},
                                               {"conditions", "type"},
                                               {"addresses", "type"},
                                               {"containers", "name"},
                                               {"initContainers", "name"},
                                               {"volumes", "name"},
                                               {"ownerReferences", "uid"},
                                               {"env", "name"},
                                               {"ephemeralContainers", "name"},
                                               {"volumeMounts", "mountPath"},
                                               {"volumeDevices", "devicePath"},
                                               {"imagePullSecrets", "name"},
                                               {"hostAliases", "ip"},
                                               {"topologySpreadConstraints", "topologyKey"},
                                               {"schedulingGates", "name"},
                                               {"podIPs", "ip"},
                                               {"hostIPs", "ip"},
                                               {"secrets", "name"},
                                               {"webhooks", "name"},
                                               {"matchConditions", "name"},
                                               {"variables", "name"}}};
constexpr std::string_view kDeleteFromList = "$deleteFromPrimitiveList/";

constexpr std::string_view kElementOrder = "$setElementOrder/";

// One strategic merge; the first thing that can't be done is kept as the error.
struct Merger {
  std::string error;

  void fail(std::string why) {
    if (error.empty()) error = std::move(why);
  }

  std::string_view directive(const Json& patch) {
    const std::string_view found = api::text(api::member(patch, "$patch"));
    if (!found.empty() && found != "delete" && found != "replace" && found != "merge")
      fail(fmt::format("unknown patch type: {} in map: {}", found, go_map(patch)));
    return found;
  }

  // As Go prints a map: map[name:x port:9000].
  static std::string go_map(const Json& value) {
    std::string out;
    for (const auto& [key, entry] : value.get_ref<const Json::object_t&>())
      out += fmt::format("{}{}:{}", out.empty() ? "" : " ", key,
                         entry.is_string() ? std::string(api::text(entry)) : api::dump_json(entry));
    return "map[" + out + "]";
  }

  // Items of the patch stand in its order; another one stands before the next of them if it stood before it already,
  // else behind them.
  static Json in_patch_order(const Json& list, const Json& before, const Json& patch, std::string_view key) {
    const auto place = [&](const Json& items, const Json& item) {
      const auto found = std::ranges::find_if(
          items, [&](const Json& other) { return api::member(other, key) == api::member(item, key); });
      return static_cast<std::size_t>(found - items.begin());
    };
    std::vector<Json> named;
    std::vector<Json> others;
    for (const Json& item : list) (place(patch, item) < patch.size() ? named : others).push_back(item);
    std::ranges::sort(named, {}, [&](const Json& item) { return place(patch, item); });
    Json out = Json::array();
    auto other = others.begin();
    for (const Json& item : named) {
      const std::size_t at = place(before, item);
      while (other != others.end() && at < before.size() && place(before, *other) < at) out.push_back(*other++);
      out.push_back(item);
    }
    for (; other != others.end(); ++other) out.push_back(*other);
    return out;
  }

  void merge_list(Json& target, const Json& patch, std::string_view list, std::string_view key) {
    if (!target.is_array()) target = Json::array();
    const auto replaces = [](const Json& item) {
      return item.is_object() && api::text(api::member(item, "$patch")) == "replace";
    };
    if (std::ranges::any_of(patch, replaces)) target = Json::array();
    const Json before = target;
    for (const Json& item : patch) {
      if (!item.is_object() || replaces(item)) continue;
      const Json& id = api::member(item, key);
      const std::string_view what = directive(item);
      if (id.is_null()) {
        fail(fmt::format("map: {} does not contain declared merge key: {}", go_map(item), key));
        return;
      }
      const auto same = std::ranges::find_if(target, [&](const Json& entry) { return api::member(entry, key) == id; });
      const auto place = static_cast<std::size_t>(same - target.begin());
      if (what == "delete") {
        if (same != target.end()) target.erase(place);
      } else {
        Json merged = same != target.end() ? *same : Json();
        merge_object(merged, item, list);
        if (same != target.end()) target[place] = std::move(merged);
        else target.push_back(std::move(merged));
      }
    }
    target = in_patch_order(target, before, patch, key);
  }

  // Of a set, too, what is new comes first.
  static void merge_set(Json& target, const Json& patch) {
    Json out = Json::array();
    for (const Json& item : patch)
      if (!target.is_array() || std::ranges::find(target, item) == target.end()) out.push_back(item);
    if (target.is_array())
      for (const Json& item : target) out.push_back(item);
    target = std::move(out);
  }

  static void delete_from(Json& target, const Json& items) {
    if (!target.is_array()) return;
    if (!items.is_array()) return;
    target.erase_if([&](const Json& entry) { return std::ranges::find(items, entry) != items.end(); });
  }

  // $retainKeys: what else the object has goes.
  void retain_keys(Json& target, const Json& kept) {
    if (kept.is_null()) return;
    if (!kept.is_array()) return fail("the value of $retainKeys must be a list of keys");
    target.erase_if([&](const api::Member& entry) {
      return std::ranges::none_of(kept, [&](const Json& name) { return api::text(name) == entry.first; });
    });
  }

  void merge_object(Json& target, const Json& patch, std::string_view holder) {
    if (!target.is_object() || directive(patch) == "replace") target = Json::object();
    retain_keys(target, api::member(patch, "$retainKeys"));
    // The order that is asked for speaks of lists as they were before this patch.
    Json before = Json::object();
    for (const auto& [name, value] : patch.get_ref<const Json::object_t&>())
      if (name.starts_with(kElementOrder)) {
        const std::string list = name.substr(kElementOrder.size());
        before[list] = api::member(target, list);
      }
    for (const auto& [name, value] : patch.get_ref<const Json::object_t&>()) {
      if (name.starts_with(kDeleteFromList))
        target.update_at(name.substr(kDeleteFromList.size()), [&](Json& list) { delete_from(list, value); });
      if (name.starts_with('$')) continue;
      merge_member(target, name, value, holder);
    }
    for (const auto& [list, old] : before.get_ref<const Json::object_t&>())
      if (target.contains(list)) {
        const Json& order = api::member(patch, std::string(kElementOrder).append(list.view()));
        target.update_at(list, [&](Json& merged) { set_order(merged, old, order, strategic_merge_key(list, holder)); });
      }
  }

  void merge_member(Json& target, std::string_view name, const Json& value, std::string_view holder) {
    const std::string_view key = strategic_merge_key(name, holder);
    if (value.is_null()) target.erase(name);
    else if (value.is_object() && api::text(api::member(value, "$patch")) == "delete") target.erase(name);
    else if (value.is_object()) target.update_at(name, [&](Json& member) { merge_object(member, value, {}); });
    else if (value.is_array() && name == "finalizers")
      target.update_at(name, [&](Json& member) { merge_set(member, value); });
    else if (value.is_array() && !key.empty())
      target.update_at(name, [&](Json& member) { merge_list(member, value, name, key); });
    else target[name] = value;
  }

  // Items named by `order` stand in that order; the others keep their places among them as far as the list had both
  // before, and come first where it had not.
  void set_order(Json& list, const Json& before, const Json& order, std::string_view key) {
    if (!list.is_array()) return;
    if (!order.is_array()) return fail("the value of $setElementOrder must be a list");
    const auto id = [&](const Json& item) -> const Json& {
      return key.empty() || !item.is_object() ? item : api::member(item, key);
    };
    const auto place = [&](const Json& items, const Json& item) {
      const auto found = std::ranges::find_if(items, [&](const Json& other) { return id(other) == id(item); });
      return found - items.begin();
    };
    const auto size = [](const Json& items) { return static_cast<std::ptrdiff_t>(items.size()); };
    std::vector<Json> named;
    std::vector<Json> others;
    for (const Json& item : list) (place(order, item) < size(order) ? named : others).push_back(item);
    std::ranges::sort(named, {}, [&](const Json& item) { return place(order, item); });
    Json out = Json::array();
    auto other = others.begin();
    for (Json& item : named) {
      const std::ptrdiff_t at = place(before, item);
      while (other != others.end() && !(at < size(before) && at < place(before, *other)))
        out.push_back(std::move(*other++));
      out.push_back(std::move(item));
    }
    for (; other != others.end(); ++other) out.push_back(std::move(*other));
    list = std::move(out);
  }
};

}  // namespace

std::string_view strategic_merge_key(std::string_view list, std::string_view holder) {
  if (list == "ports" && (holder == "containers" || holder == "initContainers")) return "containerPort";
  const auto found = std::ranges::find(kMergeKeys, list, &MergeKey::list);
  return found == kMergeKeys.end() ? std::string_view() : found->key;
}

sim::Result<Json> apply_strategic_merge(const Json& document, const Json& patch) {
  Json result = document;
  Merger merger;
  merger.merge_object(result, patch, {});
  if (!merger.error.empty()) return sim::forward(internal_error(std::move(merger.error)));
  return result;
}

Json merged(const Json& base, const Json& patch) {
  if (!patch.is_object()) return patch;
  Json out = base.is_object() ? base : Json::object();
  for (const auto& [key, value] : patch.get_ref<const Json::object_t&>()) {
    if (value.is_null()) out.erase(key);
    else out.set(key, merged(api::member(base, key), value));
  }
  return out;
}

}  // namespace nlbsim::fake_apiserver
