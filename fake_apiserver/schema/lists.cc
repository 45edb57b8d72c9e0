#include <fmt/format.h>

#include <algorithm>
#include <compare>
#include <numeric>

#include "fake_apiserver/schema/go_text.h"
#include "fake_apiserver/schema/schema.h"

namespace nlbsim::fake_apiserver {

using api::member;

namespace {

// By the keys of a list-map; by the whole items of a set, which has none.
std::strong_ordering compare_keys(const std::vector<std::string>& keys, const Json& a, const Json& b) {
  const auto compare = [](const Json& left, const Json& right) {
    if (left == right) return std::strong_ordering::equal;
    return left < right ? std::strong_ordering::less : std::strong_ordering::greater;
  };
  if (keys.empty()) return compare(a, b);
  for (const std::string& key : keys)
    if (const auto order = compare(member(a, key), member(b, key)); order != 0) return order;
  return std::strong_ordering::equal;
}

// The items that repeat an earlier one.
std::vector<std::size_t> repeated(const std::vector<std::string>& keys, const Json& list) {
  std::vector<std::size_t> out;
  if (list.size() < 2) return out;
  std::vector<std::size_t> by_key(list.size());
  std::iota(by_key.begin(), by_key.end(), std::size_t{0});
  std::ranges::sort(by_key, [&](std::size_t a, std::size_t b) {
    const std::strong_ordering order = compare_keys(keys, list[a], list[b]);
    return std::is_eq(order) ? a < b : std::is_lt(order);
  });
  for (std::size_t i = 1; i < by_key.size(); ++i)
    if (std::is_eq(compare_keys(keys, list[by_key[i - 1]], list[by_key[i]]))) out.push_back(by_key[i]);
  std::ranges::sort(out);
  return out;
}

Json keys_of(const std::vector<std::string>& keys, const Json& item) {
  if (keys.empty()) return item;
  Json out = Json::object();
  for (const std::string& key : keys)
    if (item.contains(key)) out[key] = member(item, key);
  return out;
}

}  // namespace

const Json* Schema::old_item(const Json* old_list, const Json& item) const {
  if (!old_list || !old_list->is_array() || list_type_ != ListType::map) return nullptr;
  for (const Json& old : *old_list)
    if (std::is_eq(compare_keys(list_keys_, old, item))) return &old;
  return nullptr;
}

const Json* Schema::old_member(const Json* old_object, std::string_view name) const {
  if (!old_object || atomic_map_ || !old_object->is_object() || !old_object->contains(name)) return nullptr;
  return &member(*old_object, name);
}

void Schema::check_lists(const Json& value, const FieldPath& path, Findings& findings) const {
  if (!has_keyed_lists_) return;
  if (value.is_array()) {
    if (list_type_ != ListType::atomic)
      for (const std::size_t i : repeated(list_keys_, value))
        findings.add("FieldValueDuplicate", path.item(i),
                     fmt::format("Duplicate value: {}", go_value(keys_of(list_keys_, value[i]))));
    if (!items_ || !items_->has_keyed_lists_) return;
    std::size_t index = 0;
    for (const Json& entry : value) items_->check_lists(entry, path.item(index++), findings);
  } else if (value.is_object()) {
    for (const auto& [name, entry] : value.items())
      if (const Schema* known = child(name)) known->check_lists(entry, path.member(name), findings);
  }
}

void Schema::check_embedded(const Json& value, const FieldPath& path, Findings& findings) const {
  if (!has_embedded_) return;
  if (value.is_array() && items_) {
    std::size_t index = 0;
    for (const Json& entry : value) items_->check_embedded(entry, path.item(index++), findings);
  } else if (value.is_object()) {
    if (embedded_)
      for (const char* name : {"apiVersion", "kind"})
        if (api::text(member(value, name)).empty())
          findings.add("FieldValueRequired", path.member(name), "Required value: must not be empty");
    for (const auto& [name, entry] : value.items())
      if (const Schema* known = child(name)) known->check_embedded(entry, path.member(name), findings);
  }
}

}  // namespace nlbsim::fake_apiserver
