// What happened, as typed records: every API call, watch event, reconcile, status write, AWS state change and fault,
// each with its virtual time, its actor and its cause. Reports and oracles read the journal; nobody logs elsewhere.
//
// The kinds are a closed list. What a record says is a Payload, declared by the floor above that knows it
// (api/records.h) and opaque here. The hash over all typed fields is the identity of a run: same inputs and version,
// same hash, on any machine, compiler or thread count. Append-only; one journal belongs to one world and is used from
// its thread.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/hasher.h"
#include "sim/scheduler.h"
#include "sim/time.h"

namespace nlbsim::sim {

using RecordId = std::uint64_t;  // from 1 in the order of appending; 0 means none

enum class RecordKind : std::uint8_t {
  call_sent,         // a caller asks a service
  call_applied,      // the call took effect, or was refused, at the server
  call_returned,     // the caller has its answer, or has been told that it is lost
  object_changed,    // the API server stored a new version of an object
  resource_changed,  // a resource of the AWS account changed state
  watch_event,       // an informer saw a change
  reconcile_started,
  reconcile_finished,
  fault,          // something was broken on purpose
  actor_changed,  // started, paused, resumed, dropped
  step,           // a scenario step began or ended
  note,           // a decision worth seeing in the timeline
};
std::string_view name(RecordKind kind);

class Payload {
 public:
  Payload() = default;
  Payload(const Payload&) = delete;
  Payload& operator=(const Payload&) = delete;
  virtual ~Payload() = default;
  virtual void hash(Hasher& hasher) const = 0;
};

struct Record {
  RecordId id = 0;
  Instant at;
  ActorId actor = 0;
  RecordId cause = 0;
  RecordKind kind = RecordKind::note;
  std::shared_ptr<const Payload> payload;
};

class Journal {
 public:
  Journal() { records_.reserve(512); }
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  RecordId append(Instant at, ActorId actor, RecordId cause, RecordKind kind, std::shared_ptr<const Payload> payload);
  // Records still held, oldest first. Ids are consecutive.
  std::span<const Record> records() const { return records_; }
  RecordId last() const { return next_ - 1; }
  const Record* find(RecordId id) const;  // null when unknown or forgotten
  // Folds what has been appended since the last call; cheap when nothing was. 0 for a journal with a limit, or that had
  // one and forgot.
  std::uint64_t hash();
  // Keeps at most `limit` records from now on (at least the last half of it is always there); 0 means all. For `serve`:
  // a journal that forgets is not hashed.
  void limit(std::size_t limit) { limit_ = limit; }

 private:
  void fold();
  std::vector<Record> records_;
  RecordId next_ = 1;
  RecordId hashed_ = 0;  // up to here the hash has been folded
  std::size_t limit_ = 0;
  Hasher hasher_;
};

}  // namespace nlbsim::sim
