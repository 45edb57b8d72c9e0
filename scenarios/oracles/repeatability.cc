#include "scenarios/oracles/repeatability.h"

#include <fmt/format.h>
#include <algorithm>

#include "api/records.h"

namespace nlbsim::scenarios::oracles {

namespace {

std::uint64_t fingerprint(const sim::Record& record) {
  sim::Hasher hasher;
  hasher.add(static_cast<std::uint64_t>(record.at.since_epoch.count())).add(record.actor).add(record.cause);
  hasher.add(static_cast<std::uint64_t>(record.kind));
  if (record.payload) record.payload->hash(hasher);
  return hasher.digest();
}

}  // namespace

std::optional<Violation> judge_repetition(const RunRecord& first, const RunRecord& second) {
  if (first.journal_hash == second.journal_hash) return std::nullopt;
  Violation out{std::string(kRepeatabilityId), std::string(kRepeatabilitySentence), first.full_id(), {}, {}};
  out.message = fmt::format("the hashes are {:016x} and {:016x}", first.journal_hash, second.journal_hash);
  if (!first.journal || !second.journal) return out;
  const auto a = first.journal->records();
  const auto b = second.journal->records();
  std::size_t i = 0;
  while (i < std::min(a.size(), b.size()) && fingerprint(a[i]) == fingerprint(b[i])) ++i;
  if (i < a.size()) out.records.push_back(a[i].id);
  const auto line = [&](std::span<const sim::Record> records, const RunRecord& run) {
    return i < records.size() ? api::dump_json(api::to_json(records[i], run.actors)) : std::string("the journal ends");
  };
  out.message += "\nfirst:  " + line(a, first) + "\nsecond: " + line(b, second);
  return out;
}

}  // namespace nlbsim::scenarios::oracles
