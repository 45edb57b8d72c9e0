#include "sim/journal.h"

#include <array>
#include <cassert>
#include <utility>

namespace nlbsim::sim {

std::string_view name(RecordKind kind) {
  static constexpr std::array<std::string_view, 12> kNames{"call_sent",
                                                           "call_applied",
                                                           "call_returned",
                                                           "object_changed",
                                                           "resource_changed",
                                                           "watch_event",
                                                           "reconcile_started",
                                                           "reconcile_finished",
                                                           "fault",
                                                           "actor_changed",
                                                           "step",
                                                           "note"};
  return kNames[static_cast<std::size_t>(kind)];
}

RecordId Journal::append(Instant at, ActorId actor, RecordId cause, RecordKind kind,
                         std::shared_ptr<const Payload> payload) {
  assert(payload && cause < next_);
  if (limit_ != 0 && records_.size() >= limit_) {
    records_.erase(records_.begin(), records_.end() - static_cast<std::ptrdiff_t>(limit_ / 2));
  }
  records_.push_back({next_, at, actor, cause, kind, std::move(payload)});
  return next_++;
}

const Record* Journal::find(RecordId id) const {
  if (records_.empty() || id < records_.front().id || id >= next_) return nullptr;
  return &records_[static_cast<std::size_t>(id - records_.front().id)];
}

void Journal::fold() {
  for (const Record& record : std::span(records_).subspan(hashed_)) {
    hasher_.add(static_cast<std::uint64_t>(record.at.since_epoch.count()))
        .add(record.actor)
        .add(record.cause)
        .add(static_cast<std::uint64_t>(record.kind));
    record.payload->hash(hasher_);
  }
  hashed_ = next_ - 1;
}

std::uint64_t Journal::hash() {
  const bool forgot = !records_.empty() && records_.front().id != 1;
  if (limit_ != 0 || forgot) return 0;
  fold();
  return hasher_.digest();
}

}  // namespace nlbsim::sim
