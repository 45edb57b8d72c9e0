#include "engine/reconcilers/told_once.h"

#include <utility>

namespace nlbsim::engine {

std::vector<ToldEvent> ToldOnce::news(const kube::ObjectKey& key, const std::vector<ToldEvent>& standing) {
  std::vector<ToldEvent> out;
  const auto before = told_.find(key);
  if (standing.empty()) {
    if (before != told_.end()) told_.erase(before);
    return out;
  }
  std::set<std::string> texts;
  for (const ToldEvent& event : standing) {
    const bool known = before != told_.end() && before->second.contains(event.message);
    if (texts.insert(event.message).second && !known) out.push_back(event);
  }
  told_.insert_or_assign(key, std::move(texts));
  return out;
}

}  // namespace nlbsim::engine
