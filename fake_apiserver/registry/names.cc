#include "fake_apiserver/registry/names.h"

#include <mutex>
#include <set>
#include <string>

namespace nlbsim::fake_apiserver {

std::string_view lasting_name(std::string_view name) {
  static std::mutex guard;
  static std::set<std::string, std::less<>> names;
  const std::lock_guard lock(guard);
  const auto found = names.find(name);
  return found == names.end() ? *names.emplace(name).first : *found;
}

}  // namespace nlbsim::fake_apiserver
