// What has been told about objects: each text once, until it has gone and come back.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "api/kube/resource.h"

namespace nlbsim::engine {

// An event about an object, by the reason and the text of it.
struct ToldEvent {
  std::string_view reason;  // outlives the telling
  std::string message;
};

class ToldOnce {
 public:
  // All that stands against the object now. Returns what is news of it, in order, each text once.
  std::vector<ToldEvent> news(const kube::ObjectKey& key, const std::vector<ToldEvent>& standing);
  void forget(const kube::ObjectKey& key) { told_.erase(key); }

 private:
  std::map<kube::ObjectKey, std::set<std::string>> told_;
};

}  // namespace nlbsim::engine
