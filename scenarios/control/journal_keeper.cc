#include "scenarios/control/journal_keeper.h"

#include <algorithm>

#include "api/json/footprint.h"
#include "api/records.h"

namespace nlbsim::scenarios {

namespace {

// However heavy they are, so many of the newest records stay: who asks what happened just now is answered.
constexpr std::size_t kNewest = 256;

std::size_t weight_of(const sim::Journal& journal, const sim::Record& record) {
  const std::size_t own = api::weight(record);
  if (record.kind != sim::RecordKind::call_applied) return own;
  // The response came with this record, though the call keeps it.
  const sim::Record* sent = journal.find(api::payload<api::CallApplied>(record).sent);
  return sent ? own + api::footprint(api::payload<api::CallSent>(*sent).asked->response_json()) : own;
}

}  // namespace

JournalKeeper::JournalKeeper(sim::Journal& journal, JournalBounds bounds) : journal_(journal), bounds_(bounds) {
  journal_.limit(bounds_.records);
}

void JournalKeeper::keep() {
  drop_forgotten();
  weigh_new();
  // At the next record the journal drops to half of its limit.
  const std::size_t now = std::max(journal_.records().size(), 2 * kNewest);
  journal_.limit(bytes_ > bounds_.bytes ? std::min(now, bounds_.records) : bounds_.records);
}

void JournalKeeper::drop_forgotten() {
  const sim::RecordId oldest = journal_.last() + 1 - journal_.records().size();
  while (!weights_.empty() && weighed_ + 1 - weights_.size() < oldest) {
    bytes_ -= weights_.front();
    weights_.pop_front();
  }
}

void JournalKeeper::weigh_new() {
  const auto fresh = std::min<std::size_t>(journal_.last() - weighed_, journal_.records().size());
  for (const sim::Record& record : journal_.records().last(fresh)) {
    weights_.push_back(weight_of(journal_, record));
    bytes_ += weights_.back();
  }
  weighed_ = journal_.last();
}

}  // namespace nlbsim::scenarios
