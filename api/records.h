// What journal records say (sim/journal.h), one struct per kind, and their form as JSON for reports.
//
// A record's payload is found by its kind: `payload<CallSent>(record)` for RecordKind::call_sent, and so on.
#pragma once

#include <cassert>
#include <memory>
#include <optional>
#include <string>

#include "api/kube/watch.h"
#include "api/operation.h"
#include "sim/journal.h"

namespace nlbsim::api {

// Hashes the request alone: the response comes later, and the hash may be asked for before it is there.
struct CallSent final : sim::Payload {
  std::shared_ptr<const AnyCall> call;  // its response is there once call_applied says so
  std::uint64_t logical_call = 0;
  std::uint32_t attempt = 1;
  void hash(sim::Hasher& hasher) const override;
};

struct CallApplied final : sim::Payload {
  sim::RecordId sent = 0;
  std::optional<sim::Error> error;  // the server refused; nothing changed
  std::uint64_t answer = 0;         // fingerprint of the response; 0 with an error
  void hash(sim::Hasher& hasher) const override;
};

struct CallReturned final : sim::Payload {
  sim::RecordId sent = 0;
  std::optional<sim::Error> error;  // what the caller was told, which need not be what happened
  void hash(sim::Hasher& hasher) const override;
};

// One new version in the API server's store.
struct ObjectChanged final : sim::Payload {
  kube::Resource resource;
  kube::WatchEventType type = kube::WatchEventType::added;
  kube::ObjectRef object;    // for deleted: the last state, with the deletion's revision
  kube::ObjectRef previous;  // null for added
  std::uint64_t resource_version = 0;
  std::string subresource;  // "status" when only that was written
  void hash(sim::Hasher& hasher) const override;
};

// One change of a resource in the AWS account, by a call or by itself.
struct ResourceChanged final : sim::Payload {
  std::string kind;    // "LoadBalancer", "Listener", "TargetGroup", "Target", "SecurityGroup"
  std::string id;      // ARN, sg-..., or "<target group ARN> i-...:30900"
  std::string change;  // "created", "modified", "deleted", or a state: "active", "healthy"
  std::string before;  // the state it left; may be empty
  void hash(sim::Hasher& hasher) const override;
};

struct WatchSeen final : sim::Payload {
  kube::Resource resource;
  kube::WatchEventType type = kube::WatchEventType::added;
  kube::ObjectKey key;
  std::uint64_t resource_version = 0;
  void hash(sim::Hasher& hasher) const override;
};

struct ReconcileStarted final : sim::Payload {
  std::string controller;  // "gateway", "gatewayclass", "targetGroupBinding", ...
  std::string key;         // "example-ns/my-tcp-gateway"
  void hash(sim::Hasher& hasher) const override;
};

struct ReconcileFinished final : sim::Payload {
  sim::RecordId started = 0;
  std::string controller;
  std::string key;
  std::string outcome;  // "done", "requeue", "requeue-after", "error"
  sim::Duration after{0};
  std::string message;  // why it requeues or failed
  void hash(sim::Hasher& hasher) const override;
};

struct FaultInjected final : sim::Payload {
  std::string fault;  // id of the fault, or the choice that caused it
  std::string what;   // "lost reply of CreateLoadBalancer"
  void hash(sim::Hasher& hasher) const override;
};

struct ActorChanged final : sim::Payload {
  std::string actor;
  std::string change;  // "started", "paused", "resumed", "dropped"
  void hash(sim::Hasher& hasher) const override;
};

struct StepMarker final : sim::Payload {
  int index = 0;
  std::string text;  // "apply gateway.yaml"
  void hash(sim::Hasher& hasher) const override;
};

struct Note final : sim::Payload {
  std::string topic;  // "validation", "leader", "queue"
  std::string text;
  void hash(sim::Hasher& hasher) const override;
};

template <class T>
const T& payload(const sim::Record& record) {
  assert(dynamic_cast<const T*>(record.payload.get()));
  return static_cast<const T&>(*record.payload);
}

// {"id":..,"at":"+00:00:01.000","actor":"controller-1","kind":"call_sent",...}; `actors` maps ActorId to name.
Json to_json(const sim::Record& record, std::span<const std::string> actors);

}  // namespace nlbsim::api
