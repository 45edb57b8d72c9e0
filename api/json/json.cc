#include "api/json/json.h"

#include <fmt/format.h>

namespace nlbsim::api {
namespace {

constexpr int kMaxDepth = 64;

const Json kNull;

}  // namespace

sim::Result<Json> parse_json(std::string_view text) {
  bool too_deep = false;
  const auto limit_depth = [&](int depth, Json::parse_event_t, Json&) {
    too_deep = too_deep || depth > kMaxDepth;
    return !too_deep;
  };
  try {
    Json value = Json::parse(text, limit_depth);
    if (too_deep) return sim::fail("InvalidJson", fmt::format("nested more than {} levels deep", kMaxDepth));
    return value;
  } catch (const Json::exception& error) {
    return sim::fail("InvalidJson", error.what());
  }
}

std::string dump_json(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::string dump_json_pretty(const Json& value) { return value.dump(2, ' ', false, Json::error_handler_t::replace); }

void hash_json(sim::Hasher& hasher, const Json& value) {
  hasher.add(static_cast<std::uint64_t>(value.type()));
  switch (value.type()) {
    case Json::value_t::object:
      hasher.add(value.size());
      for (const auto& [key, entry] : value.get_ref<const Json::object_t&>()) {
        hasher.add(key);
        hash_json(hasher, entry);
      }
      break;
    case Json::value_t::array:
      hasher.add(value.size());
      for (const Json& entry : value) hash_json(hasher, entry);
      break;
    case Json::value_t::string: hasher.add(value.get_ref<const std::string&>()); break;
    case Json::value_t::boolean: hasher.add(std::uint64_t{value.get<bool>()}); break;
    case Json::value_t::number_integer: hasher.add(static_cast<std::uint64_t>(value.get<std::int64_t>())); break;
    case Json::value_t::number_unsigned: hasher.add(value.get<std::uint64_t>()); break;
    case Json::value_t::number_float: hasher.add(dump_json(value)); break;
    default: break;
  }
}

std::uint64_t fingerprint(const Json& value) {
  sim::Hasher hasher;
  hash_json(hasher, value);
  return hasher.digest();
}

const Json& member(const Json& object, std::string_view key) {
  if (!object.is_object()) return kNull;
  const auto& entries = object.get_ref<const Json::object_t&>();
  const auto found = entries.find(key);
  return found == entries.end() ? kNull : found->second;
}

std::string_view text(const Json& value) {
  return value.is_string() ? std::string_view(value.get_ref<const std::string&>()) : std::string_view();
}

void merge_patch(Json& target, const Json& patch) {
  if (!patch.is_object()) {
    target = patch;
    return;
  }
  if (!target.is_object()) target = Json::object();
  for (const auto& [key, value] : patch.get_ref<const Json::object_t&>()) {
    if (value.is_null()) target.erase(key);
    else merge_patch(target[key], value);
  }
}

}  // namespace nlbsim::api
