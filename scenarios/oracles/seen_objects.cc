#include "scenarios/oracles/seen_objects.h"

#include "api/kube/kube.h"

namespace nlbsim::scenarios::oracles {

void SeenObjects::observe(const Happening& happening, const Ledger& ledger) {
  Objects& objects = seen_[happening.record.actor];
  if (happening.topic == Topic::read) return take_list(happening.call.call(), objects);
  const auto& seen = api::payload<api::WatchSeen>(happening.record);
  if (seen.resource != resource_) return;
  if (seen.type == kube::WatchEventType::deleted) {
    if (const auto found = objects.find(seen.key); found != objects.end()) found->second.gone = happening.record.id;
    return;
  }
  // What a list told has no change behind it, and is known from the list.
  const sim::Record* change = ledger.journal().find(happening.record.cause);
  if (change && change->kind == sim::RecordKind::object_changed)
    objects[seen.key] = {api::payload<api::ObjectChanged>(*change).object, 0};
}

void SeenObjects::take_list(const api::AnyCall& call, Objects& objects) const {
  if (&call.operation() != &kube::List::info()) return;
  const auto& list = api::as<kube::List>(call);
  if (list.request.resource != resource_) return;
  for (const kube::ObjectRef& item : list.response.items) objects[item->meta().key()] = {item, 0};
}

const SeenObjects::Objects& SeenObjects::of(sim::ActorId controller) const {
  static const Objects kNothing;
  const auto found = seen_.find(controller);
  return found == seen_.end() ? kNothing : found->second;
}

std::string_view instance_of(const kube::Object& node) {
  const std::string_view provider = api::text(api::at(node.document(), "spec", "providerID"));
  const std::size_t slash = provider.rfind('/');
  return slash == provider.npos ? std::string_view() : provider.substr(slash + 1);
}

}  // namespace nlbsim::scenarios::oracles
