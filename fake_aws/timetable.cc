#include "fake_aws/timetable.h"

#include <utility>

namespace nlbsim::fake_aws {

Timetable::Key Timetable::schedule(sim::Instant at, Due due) {
  const Key key{at, ++sequence_};
  entries_.emplace_hint(entries_.end(), key, std::move(due));
  return key;
}

void Timetable::cancel(const std::optional<Key>& key) {
  if (key) entries_.erase(*key);
}

std::optional<sim::Instant> Timetable::next() const {
  if (entries_.empty()) return std::nullopt;
  return entries_.begin()->first.at;
}

std::optional<Due> Timetable::pop(sim::Instant now) {
  if (entries_.empty() || entries_.begin()->first.at > now) return std::nullopt;
  Due due = std::move(entries_.begin()->second);
  entries_.erase(entries_.begin());
  return due;
}

}  // namespace nlbsim::fake_aws
