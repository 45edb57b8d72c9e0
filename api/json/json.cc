#include "api/json/json.h"

#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace nlbsim::api {

void merge_patch(Json& target, const Json& patch) {
  if (!patch.is_object()) {
    target = patch;
    return;
  }
  if (!target.is_object()) target = Json::object();
  const Json held = patch;  // it may be a part of the target
  for (const auto& [name, value] : held.items()) {
    if (value.is_null()) target.erase(name);
    else target.update_at(name, [&value](Json& member) { merge_patch(member, value); });
  }
}

Json freeze(Json value) {
  // What is frozen stays until the process ends, so equal documents are kept once: preparing a scenario again costs
  // nothing more.
  struct Kept {
    std::mutex mutex;
    std::map<std::uint64_t, std::vector<Json>> by_fingerprint;
  };
  static Kept& kept = *std::make_unique<Kept>().release();  // documents in other static objects may outlive this one
  if (value.immortal()) return value;
  const std::uint64_t key = fingerprint(value);
  const std::scoped_lock lock(kept.mutex);
  std::vector<Json>& equals = kept.by_fingerprint[key];
  for (const Json& known : equals)
    if (known.dump() == value.dump()) return known;  // to the byte: 1 and 1.0 are equal, and print differently
  value.make_immortal();
  equals.push_back(value);
  return value;
}

}  // namespace nlbsim::api
