#include "scenarios/runner/apply_patch.h"

#include <string>
#include <string_view>

#include "fake_apiserver/patch/patch.h"

namespace nlbsim::scenarios {

using api::Json;

namespace {

Json strategic(const Json& before, const Json& now, std::string_view holder);

// The item of a list that has the same merge key, or null.
const Json& counterpart(const Json& list, std::string_view key, const Json& item) {
  static const Json kNone;
  for (const Json& other : list)
    if (api::member(other, key) == api::member(item, key)) return other;
  return kNone;
}

constexpr std::string_view kOrder = "$setElementOrder/";

// The items of a list that is merged by key, with a deletion for each that is gone, and their order.
void add_keyed_list(Json& patch, const std::string& name, std::string_view key, const Json& before, const Json& now) {
  Json items = Json::array();
  Json order = Json::array();
  for (const Json& item : now) {
    items.push_back(strategic(counterpart(before, key, item), item, name));
    order.push_back(Json{{std::string(key), api::member(item, key)}});
  }
  for (const Json& item : before)
    if (counterpart(now, key, item).is_null())
      items.push_back(Json{{std::string(key), api::member(item, key)}, {"$patch", "delete"}});
  patch[name] = std::move(items);
  patch[std::string(kOrder) + name] = std::move(order);
}

Json strategic(const Json& before, const Json& now, std::string_view holder) {
  if (!now.is_object()) return now;
  Json patch = Json::object();
  for (const auto& [name, value] : now.items()) {
    const Json& earlier = api::member(before, name);
    const std::string_view key = value.is_array() ? fake_apiserver::strategic_merge_key(name, holder) : "";
    if (!key.empty()) add_keyed_list(patch, name.str(), key, earlier.is_array() ? earlier : Json::array(), value);
    else patch[name] = strategic(earlier, value, {});
  }
  if (before.is_object())
    for (const auto& [name, value] : before.items())
      if (api::member(now, name).is_null() && api::member(patch, name).is_null()) patch[name] = nullptr;
  return patch;
}

}  // namespace

Json merge_apply_patch(const Json& before, const Json& now) {
  if (!before.is_object() || !now.is_object()) return now;
  Json patch = Json::object();
  for (const auto& [name, value] : now.items()) patch[name] = merge_apply_patch(api::member(before, name), value);
  for (const auto& [name, value] : before.items())
    if (api::member(now, name).is_null()) patch[name] = nullptr;
  return patch;
}

Json strategic_apply_patch(const Json& before, const Json& now) { return strategic(before, now, {}); }

Json differing(const Json& patch, const Json& current) {
  if (!patch.is_object() || !current.is_object()) return patch;
  Json out = Json::object();
  for (const auto& [key, value] : patch.items()) {
    std::string_view name = key.view();
    if (name.starts_with(kOrder)) name.remove_prefix(kOrder.size());  // goes with its list
    const Json& there = api::member(current, name);
    if (api::member(patch, name) == there) continue;
    Json rest = key.view() == name ? differing(value, there) : value;
    if (!rest.is_object() || !rest.empty() || value.empty()) out[key] = std::move(rest);
  }
  return out;
}

}  // namespace nlbsim::scenarios
