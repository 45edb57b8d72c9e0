#include "scenarios/runner/aftermath.h"

#include <optional>

#include "api/records.h"
#include "scenarios/record/object_text.h"
#include "scenarios/record/state_reader.h"

namespace nlbsim::scenarios {

namespace {

// What the step is about: the object that it names first, the kind of AWS resource that it names first.
struct About {
  std::optional<ObjectReference> object;
  std::string resource;  // "TargetGroup"; empty: none
};

About about(const Expectation& expectation) {
  About about;
  for (const Subject& subject : expectation.subjects) {
    if (const auto* kube = std::get_if<KubeSubject>(&subject); kube && !kube->ref.name.empty() && !about.object)
      about.object = kube->ref;
    if (const auto* aws = std::get_if<AwsSubject>(&subject); aws && about.resource.empty()) about.resource = aws->kind;
  }
  return about;
}

About about(const Step& step) {
  if (const auto* wait = std::get_if<WaitStep>(&step.action)) return about(wait->expectation);
  if (const auto* check = std::get_if<AssertStep>(&step.action)) return about(check->expectation);
  if (const auto* never = std::get_if<NeverStep>(&step.action)) return about(never->expectation);
  return {};
}

std::string when(sim::Instant at) { return sim::format_offset(at - sim::kWorldStart); }

struct Last {
  const sim::Record* warning = nullptr;
  const sim::Record* reconcile = nullptr;  // of the object's key, else of any
  bool of_key = false;
  const sim::Record* change = nullptr;    // of the object
  const sim::Record* resource = nullptr;  // of a resource of the kind
};

// A target is shown as a part of its group.
bool is_of_kind(std::string_view changed, std::string_view kind) {
  return !kind.empty() && (changed == kind || (changed == "Target" && kind == "TargetGroup"));
}

bool is_about(const kube::Object& object, const ObjectReference& ref) {
  return object.kind() == ref.kind && object.meta().name == ref.name && object.meta().namespace_ == ref.namespace_;
}

Last last_of(const World& world, const About& about) {
  Last last;
  const std::optional<ObjectReference>& ref = about.object;
  const std::string key = !ref ? std::string() : (ref->namespace_.empty() ? "" : ref->namespace_ + "/") + ref->name;
  for (const sim::Record& record : world.journal().records()) {
    if (record.kind == sim::RecordKind::object_changed) {
      const auto& changed = api::payload<api::ObjectChanged>(record);
      if (is_warning(changed.object->document())) last.warning = &record;
      if (ref && is_about(*changed.object, *ref)) last.change = &record;
    } else if (record.kind == sim::RecordKind::resource_changed) {
      if (is_of_kind(api::payload<api::ResourceChanged>(record).resource, about.resource)) last.resource = &record;
    } else if (record.kind == sim::RecordKind::reconcile_finished) {
      const bool of_key = ref && api::payload<api::ReconcileFinished>(record).key == key;
      if (last.of_key && !of_key) continue;
      last.of_key = of_key;
      last.reconcile = &record;
    }
  }
  return last;
}

std::string line_of_warning(const sim::Record& record) {
  const Json& event = api::payload<api::ObjectChanged>(record).object->document();
  return when(record.at) + " about " + regarded_by(event) + ": " + text_member(event, "reason") + ": " +
         text_member(event, "message");
}

std::string line_of_reconcile(const sim::Record& record) {
  const auto& finished = api::payload<api::ReconcileFinished>(record);
  std::string out = when(record.at) + " of " + finished.controller + " " + finished.key + ": ";
  out += name(finished.outcome);
  if (!finished.message.empty()) out += ", " + finished.message;
  if (finished.after) out += ", again after " + sim::format_duration(*finished.after);
  return out;
}

// Who made a change: the call behind it, or the server by itself.
std::string by_whom(const World& world, const sim::Record& record) {
  const sim::Record* sent = world.journal().find(record.cause);
  if (sent && sent->kind == sim::RecordKind::call_applied)
    sent = world.journal().find(api::payload<api::CallApplied>(*sent).sent);
  if (sent && sent->kind == sim::RecordKind::call_sent) return " by " + world.actors()[sent->actor];
  return " by " + world.actors()[record.actor] + " itself";
}

std::string line_of_change(const World& world, const sim::Record& record) {
  const auto& changed = api::payload<api::ObjectChanged>(record);
  std::string out = when(record.at) + ", " + std::string(kube::name(changed.type));
  if (!changed.subresource.empty()) out += " (" + changed.subresource + ")";
  return out + by_whom(world, record);
}

std::string line_of_resource(const World& world, const sim::Record& record) {
  const auto& changed = api::payload<api::ResourceChanged>(record);
  return when(record.at) + ", " + changed.resource + " " + changed.key + " " + changed.change + by_whom(world, record);
}

std::string line_of_pending(const World& world) {
  const sim::Scheduler& scheduler = world.scheduler();
  if (!scheduler.quiescent() && scheduler.has_ready()) return "something is ready to run now";
  const auto next = scheduler.next_deadline();
  if (!next) return "nothing: nobody is scheduled to look again";
  const std::string in = sim::format_duration(*next - scheduler.now());
  if (scheduler.quiescent()) return "only what is periodic (resyncs, leases), next in " + in;
  return "a timer or a call is due in " + in;
}

}  // namespace

std::string aftermath(const World& world, const Step& failed) {
  const Last last = last_of(world, about(failed));
  std::string out;
  const auto add = [&](std::string_view what, const std::string& line) {
    out.append(out.empty() ? "" : "\n").append(what).append(line);
  };
  if (last.warning) add("last Warning     ", line_of_warning(*last.warning));
  if (last.reconcile) add("last reconcile   ", line_of_reconcile(*last.reconcile));
  if (last.change) add("touched last at  ", line_of_change(world, *last.change));
  if (last.resource) add("last in AWS      ", line_of_resource(world, *last.resource));
  add("pending          ", line_of_pending(world));
  return out;
}

}  // namespace nlbsim::scenarios
