// What is wrong with an expression, shown as cel-go shows it: the position, the line and a mark under the place.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace nlbsim::fake_apiserver::cel {

class Problems {
 public:
  // `offset` in bytes.
  void add(std::size_t offset, std::string message) { found_.emplace(offset, std::move(message)); }
  bool empty() const { return found_.empty(); }
  // "ERROR: <input>:1:5: ...\n | line\n | ....^", one after the other by position.
  std::string shown(std::string_view source) const;

 private:
  std::multimap<std::size_t, std::string> found_;  // by position, then in the order of finding
};

}  // namespace nlbsim::fake_apiserver::cel
