#include "fake_apiserver/patch/patch.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

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

// Where the items of a list stand: those that have the key by its value, all others by their own.
class Places {
 public:
  Places(const Json& items, std::string_view key) : key_(key), size_(items.size()) {
    std::size_t place = 0;
    for (const Json& item : items) places_.emplace(id(item), place++);
  }

  // The first place of an item of that key; the size of the list if it has none.
  std::size_t of(const Json& item) const {
    const auto found = places_.find(id(item));
    return found == places_.end() ? size_ : found->second;
  }

  // Of another list: the items that have a place here, by it, and the others.
  std::pair<std::vector<Json>, std::vector<Json>> split(const Json& list) const {
    std::multimap<std::size_t, Json> named;
    std::vector<Json> others;
    for (const Json& item : list) {
      if (const std::size_t place = of(item); place < size_) named.emplace(place, item);
      else others.push_back(item);
    }
    std::vector<Json> ordered;
    for (auto& [place, item] : named) ordered.push_back(std::move(item));
    return {std::move(ordered), std::move(others)};
  }

 private:
  const Json& id(const Json& item) const { return key_.empty() || !item.is_object() ? item : api::member(item, key_); }

  std::string_view key_;
  std::size_t size_;
  std::map<Json, std::size_t> places_;
};

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
    const Places asked(patch, key);
    const Places had(before, key);
    const auto [named, others] = asked.split(list);
    Json out = Json::array();
    auto other = others.begin();
    for (const Json& item : named) {
      const std::size_t at = had.of(item);
      while (other != others.end() && at < before.size() && had.of(*other) < at) out.push_back(*other++);
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
    // Where each key stands in the target. What is deleted goes at the end, so that places stay what they are.
    std::map<Json, std::size_t> places;
    std::set<std::size_t> gone;
    for (std::size_t i = 0; i < target.size(); ++i) places.emplace(api::member(target[i], key), i);
    for (const Json& item : patch) {
      if (!item.is_object() || replaces(item)) continue;
      const Json& id = api::member(item, key);
      const std::string_view what = directive(item);
      if (id.is_null()) {
        fail(fmt::format("map: {} does not contain declared merge key: {}", go_map(item), key));
        return;
      }
      const auto [known, fresh] = places.emplace(id, target.size());
      if (what == "delete") {
        if (!fresh) gone.insert(known->second);
        places.erase(known);
      } else {
        Json merged = fresh ? Json() : target[known->second];
        merge_object(merged, item, list);
        if (fresh) target.push_back(std::move(merged));
        else target[known->second] = std::move(merged);
      }
    }
    Json left = Json::array();
    for (std::size_t i = 0; i < target.size(); ++i)
      if (!gone.contains(i)) left.push_back(target[i]);
    target = in_patch_order(left, before, patch, key);
  }

  // Of a set, too, what is new comes first.
  static void merge_set(Json& target, const Json& patch) {
    if (!target.is_array()) target = Json::array();
    const std::set<Json> known(target.begin(), target.end());
    Json out = Json::array();
    for (const Json& item : patch)
      if (!known.contains(item)) out.push_back(item);
    for (const Json& item : target) out.push_back(item);
    target = std::move(out);
  }

  static void delete_from(Json& target, const Json& items) {
    if (!target.is_array() || !items.is_array()) return;
    const std::set<Json> unwanted(items.begin(), items.end());
    target.erase_if([&](const Json& entry) { return unwanted.contains(entry); });
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
    const Places asked(order, key);
    const Places had(before, key);
    const auto [named, others] = asked.split(list);
    Json out = Json::array();
    auto other = others.begin();
    for (const Json& item : named) {
      const std::size_t at = had.of(item);
      while (other != others.end() && !(at < before.size() && at < had.of(*other))) out.push_back(*other++);
      out.push_back(item);
    }
    for (; other != others.end(); ++other) out.push_back(*other);
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
