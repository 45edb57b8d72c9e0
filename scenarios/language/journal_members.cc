#include "scenarios/language/journal_members.h"

#include <utility>

#include "api/kube/kube.h"
#include "api/records.h"

namespace nlbsim::scenarios {

namespace {

using sim::RecordKind;

template <class Payload>
std::shared_ptr<Payload> made() {
  return std::make_shared<Payload>();
}

// One record of each kind with everything in it that a record of that kind can have, so that the members need not be
// written down here.
std::shared_ptr<const sim::Payload> sample(RecordKind kind) {
  switch (kind) {
    case RecordKind::call_sent: {
      auto sent = made<api::CallSent>();
      sent->call = std::make_shared<api::TypedCall<kube::Get>>(kube::Get::Request{kube::kGateways, {}});
      return sent;
    }
    case RecordKind::call_applied: return made<api::CallApplied>();
    case RecordKind::call_returned: return made<api::CallReturned>();
    case RecordKind::object_changed: {
      auto changed = made<api::ObjectChanged>();
      changed->object = kube::Object::make(Json{{"metadata", Json{{"name", "a"}}}});
      return changed;
    }
    case RecordKind::resource_changed: return made<api::ResourceChanged>();
    case RecordKind::watch_event: return made<api::WatchSeen>();
    case RecordKind::reconcile_started: return made<api::ReconcileStarted>();
    case RecordKind::reconcile_finished: {
      auto finished = made<api::ReconcileFinished>();
      finished->after = std::chrono::seconds{1};
      finished->message = "m";
      return finished;
    }
    case RecordKind::fault: return made<api::FaultInjected>();
    case RecordKind::actor_changed: return made<api::ActorChanged>();
    case RecordKind::step: return made<api::StepMarker>();
    case RecordKind::note: break;
  }
  return made<api::Note>();
}

void add_members(RecordKind kind, MemberTree& tree) {
  sim::Record record;
  record.kind = kind;
  record.payload = sample(kind);
  const Json document = api::to_json(record, {});
  for (const auto& [name, value] : document.items()) tree.members.emplace(name.str(), MemberTree::anything());
}

}  // namespace

MemberTree::Ref journal_members(std::optional<RecordKind> kind) {
  MemberTree tree;
  tree.type = MemberTree::Type::object;
  if (kind) add_members(*kind, tree);
  else
    for (int i = 0; i <= static_cast<int>(RecordKind::note); ++i) add_members(static_cast<RecordKind>(i), tree);
  return std::make_shared<const MemberTree>(std::move(tree));
}

}  // namespace nlbsim::scenarios
