// What journal records say (sim/journal.h): one described struct per kind. Hash, weight, JSON, reading back and the
// names of the members follow from the one description of each (records.cc), so a member is added here and in its row
// there.
//
// A record's payload is found by its kind: `payload<CallSent>(record)` for RecordKind::call_sent, and so on.
#pragma once

#include <cassert>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/kube/watch.h"
#include "api/operation.h"
#include "sim/journal.h"

namespace nlbsim::api {

// What a payload inherits: `T` is the payload itself.
template <class T>
struct DescribedPayload : sim::Payload {
  void hash(sim::Hasher& hasher) const final;
};

// Hashed, but not shown: it stands for what is kept elsewhere.
struct Fingerprint {
  std::uint64_t value = 0;
};

// Hashes the request alone: the response comes later, and the hash may be asked for before it is there.
struct CallSent final : DescribedPayload<CallSent> {
  static constexpr sim::RecordKind kind = sim::RecordKind::call_sent;
  std::shared_ptr<const AnyCall> asked;  // its response is there once call_applied says so
  std::uint64_t call = 0;                // the logical one
  std::uint32_t attempt = 1;
};

struct CallApplied final : DescribedPayload<CallApplied> {
  static constexpr sim::RecordKind kind = sim::RecordKind::call_applied;
  sim::RecordId sent = 0;
  std::optional<sim::Error> error;  // the server refused; nothing changed
  Fingerprint answer;               // of the response; 0 with an error
};

struct CallReturned final : DescribedPayload<CallReturned> {
  static constexpr sim::RecordKind kind = sim::RecordKind::call_returned;
  sim::RecordId sent = 0;
  std::optional<sim::Error> error;  // what the caller was told, which need not be what happened
};

// One new version in the API server's store.
struct ObjectChanged final : DescribedPayload<ObjectChanged> {
  static constexpr sim::RecordKind kind = sim::RecordKind::object_changed;
  kube::Resource resource;
  kube::WatchEventType type = kube::WatchEventType::added;
  kube::ObjectRef object;    // for deleted: the last state, with the deletion's revision
  kube::ObjectRef previous;  // null for added; has a record of its own
  std::uint64_t resource_version = 0;
  std::string subresource;  // "status" when only that was written
};

// One change of a resource in the AWS account, by a call or by itself. In the account's own words, which are open.
struct ResourceChanged final : DescribedPayload<ResourceChanged> {
  static constexpr sim::RecordKind kind = sim::RecordKind::resource_changed;
  std::string resource;  // "LoadBalancer", "Listener", "TargetGroup", "Target", "SecurityGroup"
  std::string key;       // ARN, sg-..., or "<target group ARN> i-...:30900"
  std::string change;    // "created", "modified", "deleted", or a state: "active", "healthy"
  std::string before;    // the state it left; may be empty
};

struct WatchSeen final : DescribedPayload<WatchSeen> {
  static constexpr sim::RecordKind kind = sim::RecordKind::watch_event;
  kube::Resource resource;
  kube::WatchEventType type = kube::WatchEventType::added;
  kube::ObjectKey key;
  std::uint64_t resource_version = 0;
};

struct ReconcileStarted final : DescribedPayload<ReconcileStarted> {
  static constexpr sim::RecordKind kind = sim::RecordKind::reconcile_started;
  std::string controller;  // "gateway", "gatewayclass", "targetGroupBinding", ...
  std::string key;         // "example-ns/my-tcp-gateway"
};

enum class ReconcileOutcome : std::uint8_t { done, requeue_after, error };
std::string_view name(ReconcileOutcome outcome);  // "done", "requeue-after", "error"

struct ReconcileFinished final : DescribedPayload<ReconcileFinished> {
  static constexpr sim::RecordKind kind = sim::RecordKind::reconcile_finished;
  sim::RecordId started = 0;
  std::string controller;
  std::string key;
  ReconcileOutcome outcome = ReconcileOutcome::done;
  std::optional<sim::Duration> after;  // of requeue_after
  std::string message;                 // why it requeues or failed
};

struct FaultInjected final : DescribedPayload<FaultInjected> {
  static constexpr sim::RecordKind kind = sim::RecordKind::fault;
  std::string fault;  // id of the fault, or the choice that caused it
  std::string what;   // "lost reply of CreateLoadBalancer"
};

enum class ActorChange : std::uint8_t { started, paused, resumed, dropped };
std::string_view name(ActorChange change);

struct ActorChanged final : DescribedPayload<ActorChanged> {
  static constexpr sim::RecordKind kind = sim::RecordKind::actor_changed;
  std::string key;  // the actor's name
  ActorChange change = ActorChange::started;
};

struct StepMarker final : DescribedPayload<StepMarker> {
  static constexpr sim::RecordKind kind = sim::RecordKind::step;
  int index = 0;
  std::string text;  // "apply gateway.yaml"
};

enum class NoteTopic : std::uint8_t {
  plan,          // the calls that a Gateway's deploy is going to make
  watch,         // a watch told what it should not have
  exit,          // a controller's process ended by itself
  not_modelled,  // asked of AWS, and unknown here
};
std::string_view name(NoteTopic topic);  // "plan", "watch", "exit", "not modelled"

// One call of a plan. Calls are numbered from 1.
struct PlanLine {
  std::string operation;
  std::string object;  // "listener 8080"
  std::string reason;
  std::vector<std::uint32_t> after;  // the calls that must have succeeded before
};
// "3. CreateListener of listener 8080 (after 1, 2): nothing listens on this port".
std::string text(const PlanLine& line, std::size_t number);

struct Note final : DescribedPayload<Note> {
  static constexpr sim::RecordKind kind = sim::RecordKind::note;
  NoteTopic topic = NoteTopic::plan;
  std::string text;             // of a plan: the Gateway, "example-ns/my-tcp-gateway"
  std::vector<PlanLine> calls;  // of a plan
};

template <class T>
const T& payload(const sim::Record& record) {
  assert(dynamic_cast<const T*>(record.payload.get()));
  return static_cast<const T&>(*record.payload);
}

// {"id":..,"at":"+00:00:01.000","ns":1000000000,"actor":"controller-1","kind":"call_sent",...}; `actors` maps ActorId
// to name. What is absent or empty is left out.
Json to_json(const sim::Record& record, std::span<const std::string> actors);
// And back; nothing if it is no record. Views (of resources and operations not known here) are of the document, which
// the record must not outlive. What to_json does not show is not there: fingerprints, the version of an object before.
std::optional<sim::Record> record_from_json(const Json& document, std::span<const std::string> actors);
// About the bytes of memory that a record holds on to: of a call_sent its request, without the response.
std::size_t weight(const sim::Record& record);
// The names of the members that to_json gives a record of this kind.
std::vector<std::string> member_names(sim::RecordKind kind);

}  // namespace nlbsim::api
