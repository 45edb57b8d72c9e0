#include "api/records.h"

#include "api/describe.h"

namespace nlbsim::api {

using sim::Hasher;
using sim::Record;
using sim::RecordKind;

std::string_view name(Plane plane) { return plane == Plane::kube ? "kube" : "aws"; }

namespace {

void hash_error(Hasher& hasher, const std::optional<sim::Error>& error) {
  hasher.add(std::uint64_t{error.has_value()});
  if (error) hasher.add(error->code).add(error->message).add(std::uint64_t{error->effect_unknown});
}

void hash_resource(Hasher& hasher, const kube::Resource& resource) { hasher.add(resource.group).add(resource.plural); }

Json error_json(const std::optional<sim::Error>& error) {
  if (!error) return nullptr;
  return Json{{"code", error->code}, {"message", error->message}, {"effectUnknown", error->effect_unknown}};
}

}  // namespace

void CallSent::hash(Hasher& hasher) const {
  const OperationInfo& operation = call->operation();
  hasher.add(operation.service).add(operation.name).add(logical_call).add(attempt);
  operation.hash_request(hasher, call->request_address());
}
void CallApplied::hash(Hasher& hasher) const {
  hasher.add(sent).add(answer);
  hash_error(hasher, error);
}
void CallReturned::hash(Hasher& hasher) const {
  hasher.add(sent);
  hash_error(hasher, error);
}
void ObjectChanged::hash(Hasher& hasher) const {
  hash_resource(hasher, resource);
  hasher.add(static_cast<std::uint64_t>(type)).add(object->fingerprint()).add(resource_version).add(subresource);
}
void ResourceChanged::hash(Hasher& hasher) const { hasher.add(kind).add(id).add(change).add(before); }
void WatchSeen::hash(Hasher& hasher) const {
  hash_resource(hasher, resource);
  hasher.add(static_cast<std::uint64_t>(type)).add(key.namespace_).add(key.name).add(resource_version);
}
void ReconcileStarted::hash(Hasher& hasher) const { hasher.add(controller).add(key); }
void ReconcileFinished::hash(Hasher& hasher) const {
  hasher.add(started).add(controller).add(key).add(outcome).add(static_cast<std::uint64_t>(after.count())).add(message);
}
void FaultInjected::hash(Hasher& hasher) const { hasher.add(fault).add(what); }
void ActorChanged::hash(Hasher& hasher) const { hasher.add(actor).add(change); }
void StepMarker::hash(Hasher& hasher) const { hasher.add(static_cast<std::uint64_t>(index)).add(text); }
void Note::hash(Hasher& hasher) const { hasher.add(topic).add(text); }

namespace {

void describe_call(Json& out, const CallSent& sent) {
  const OperationInfo& operation = sent.call->operation();
  out["service"] = operation.service;
  out["operation"] = operation.name;
  out["mutates"] = operation.mutates;
  out["subject"] = sent.call->subject();
  out["call"] = sent.logical_call;
  out["attempt"] = sent.attempt;
  out["request"] = sent.call->request_json();
  out["response"] = sent.call->response_json();
}

void describe_object(Json& out, const ObjectChanged& changed) {
  out["resource"] = changed.resource.plural;
  out["type"] = kube::name(changed.type);
  out["key"] = changed.object->meta().key().text();
  out["resourceVersion"] = changed.resource_version;
  out["subresource"] = changed.subresource;
  out["object"] = changed.object->document();
}

void describe_finish(Json& out, const ReconcileFinished& finished) {
  out["controller"] = finished.controller;
  out["key"] = finished.key;
  out["started"] = finished.started;
  out["outcome"] = finished.outcome;
  if (finished.after.count() != 0) out["after"] = sim::format_duration(finished.after);
  if (!finished.message.empty()) out["message"] = finished.message;
}

void describe(Json& out, const Record& record) {
  switch (record.kind) {
    case RecordKind::call_sent: return describe_call(out, payload<CallSent>(record));
    case RecordKind::call_applied:
      out["sent"] = payload<CallApplied>(record).sent;
      out["error"] = error_json(payload<CallApplied>(record).error);
      return;
    case RecordKind::call_returned:
      out["sent"] = payload<CallReturned>(record).sent;
      out["error"] = error_json(payload<CallReturned>(record).error);
      return;
    case RecordKind::object_changed: return describe_object(out, payload<ObjectChanged>(record));
    case RecordKind::resource_changed: {
      const auto& changed = payload<ResourceChanged>(record);
      out.update(
          {{"resource", changed.kind}, {"key", changed.id}, {"change", changed.change}, {"before", changed.before}});
      return;
    }
    case RecordKind::watch_event: {
      const auto& seen = payload<WatchSeen>(record);
      out.update({{"resource", seen.resource.plural},
                  {"type", kube::name(seen.type)},
                  {"key", seen.key.text()},
                  {"resourceVersion", seen.resource_version}});
      return;
    }
    case RecordKind::reconcile_started:
      out["controller"] = payload<ReconcileStarted>(record).controller;
      out["key"] = payload<ReconcileStarted>(record).key;
      return;
    case RecordKind::reconcile_finished: return describe_finish(out, payload<ReconcileFinished>(record));
    case RecordKind::fault:
      out["fault"] = payload<FaultInjected>(record).fault;
      out["what"] = payload<FaultInjected>(record).what;
      return;
    case RecordKind::actor_changed:
      out["key"] = payload<ActorChanged>(record).actor;
      out["change"] = payload<ActorChanged>(record).change;
      return;
    case RecordKind::step:
      out["index"] = payload<StepMarker>(record).index;
      out["text"] = payload<StepMarker>(record).text;
      return;
    case RecordKind::note:
      out["topic"] = payload<Note>(record).topic;
      out["text"] = payload<Note>(record).text;
      return;
  }
}

}  // namespace

Json to_json(const Record& record, std::span<const std::string> actors) {
  Json out = Json::object();
  out["id"] = record.id;
  out["at"] = sim::format_offset(record.at - sim::kWorldStart);
  out["actor"] = record.actor < actors.size() ? actors[record.actor] : std::to_string(record.actor);
  out["cause"] = record.cause;
  out["kind"] = sim::name(record.kind);
  describe(out, record);
  return out;
}

}  // namespace nlbsim::api
