// A map that remembers only the keys used last: the bounded memory of client-go's event correlator.
#pragma once

#include <cassert>
#include <cstddef>
#include <functional>
#include <list>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace nlbsim::engine {

template <class Value>
class RecentCache {
 public:
  explicit RecentCache(std::size_t capacity) : capacity_(capacity) { assert(capacity > 0); }

  // Null when the key is unknown or forgotten. Valid until the next put.
  Value* find(std::string_view key) {
    const auto found = index_.find(key);
    if (found == index_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return &found->second->second;
  }
  // Sets the value of a key; the key that was used longest ago may be forgotten for it.
  Value& put(std::string_view key, Value value) {
    if (Value* known = find(key)) return *known = std::move(value);
    if (entries_.size() == capacity_) {
      index_.erase(index_.find(entries_.back().first));
      entries_.pop_back();
    }
    entries_.emplace_front(std::string(key), std::move(value));
    index_.emplace(entries_.front().first, entries_.begin());
    return entries_.front().second;
  }

 private:
  using Entries = std::list<std::pair<const std::string, Value>>;
  std::size_t capacity_;
  Entries entries_;  // used last first
  std::map<std::string, typename Entries::iterator, std::less<>> index_;
};

}  // namespace nlbsim::engine
