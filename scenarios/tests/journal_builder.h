// Writes small journals by hand, for tests of whatever reads one: who did what, in the order in which it is told, a
// second apart. Ids come out as in a real run: each effect is sent, applied and returned, and changes follow it.
//
//   JournalBuilder story;
//   story.start("controller-1");
//   story.as("user").create(gateway());
//   story.as("controller-1").reconciling("gateway", "example-ns/g").call<aws::CreateLoadBalancer>(request, response);
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/kube/kube.h"
#include "api/records.h"
#include "sim/journal.h"

namespace nlbsim::scenarios {

class JournalBuilder {
 public:
  using Json = api::Json;
  using RecordId = sim::RecordId;

  const sim::Journal& journal() const { return journal_; }
  const std::vector<std::string>& actors() const { return actors_; }
  sim::Instant now() const { return now_; }
  RecordId last() const { return journal_.last(); }
  const std::vector<RecordId>& still() const { return still_; }

  JournalBuilder& pass(sim::Duration duration) {
    now_ = now_ + duration;
    return *this;
  }
  // Who does what comes next; no longer on behalf of a reconcile.
  JournalBuilder& as(std::string actor) {
    who_ = std::move(actor);
    reconcile_ = 0;
    return *this;
  }
  // Goes on with a reconcile that has been begun before.
  JournalBuilder& on_behalf_of(RecordId reconcile) {
    reconcile_ = reconcile;
    return *this;
  }
  // A new incarnation.
  JournalBuilder& start(const std::string& actor, RecordId cause = 0) {
    actors_.push_back(actor);
    current_[actor] = static_cast<sim::ActorId>(actors_.size() - 1);
    return note_change(actor, api::ActorChange::started, cause);
  }
  JournalBuilder& note_change(const std::string& actor, api::ActorChange change, RecordId cause = 0) {
    auto changed = std::make_shared<api::ActorChanged>();
    changed->key = actor;
    changed->change = change;
    append(id_of(actor), cause, sim::RecordKind::actor_changed, std::move(changed));
    return *this;
  }
  JournalBuilder& fault() {
    append(id_of("user"), 0, sim::RecordKind::fault, std::make_shared<api::FaultInjected>());
    return *this;
  }
  JournalBuilder& step(std::string text) {
    auto marker = std::make_shared<api::StepMarker>();
    marker->text = std::move(text);
    append(id_of("user"), 0, sim::RecordKind::step, std::move(marker));
    return *this;
  }
  // Nothing is left to do.
  JournalBuilder& rest() {
    still_.push_back(last());
    return *this;
  }

  JournalBuilder& reconciling(std::string controller, std::string key, RecordId cause = 0) {
    auto started = std::make_shared<api::ReconcileStarted>();
    started->controller = std::move(controller);
    started->key = std::move(key);
    reconcile_ = append(id_of(who_), cause, sim::RecordKind::reconcile_started, std::move(started));
    return *this;
  }
  JournalBuilder& finish(api::ReconcileOutcome outcome = api::ReconcileOutcome::done) {
    const auto& started = api::payload<api::ReconcileStarted>(*journal_.find(reconcile_));
    auto finished = std::make_shared<api::ReconcileFinished>();
    finished->started = reconcile_;
    finished->controller = started.controller;
    finished->key = started.key;
    finished->outcome = outcome;
    append(id_of(who_), reconcile_, sim::RecordKind::reconcile_finished, std::move(finished));
    reconcile_ = 0;
    return *this;
  }
  // The actor hears of the change that was recorded last (or of that one).
  JournalBuilder& see(std::optional<RecordId> change = std::nullopt) {
    append(id_of(who_), change.value_or(changed_), sim::RecordKind::watch_event, std::make_shared<api::WatchSeen>());
    return *this;
  }

  // A call that takes effect.
  template <class Op>
  JournalBuilder& call(typename Op::Request request, typename Op::Response response = {}) {
    auto typed = std::make_shared<api::TypedCall<Op>>(std::move(request));
    typed->response = std::move(response);
    const bool aws = Op::info().plane == api::Plane::aws;
    const RecordId sent = send(std::move(typed));
    applied_ = apply(sent, aws ? "aws" : "kube-apiserver", std::nullopt);
    auto returned = std::make_shared<api::CallReturned>();
    returned->sent = sent;
    append(id_of(who_), sent, sim::RecordKind::call_returned, std::move(returned));
    return *this;
  }
  // One that the server refuses.
  template <class Op>
  JournalBuilder& refused(typename Op::Request request, std::string code) {
    const RecordId sent = send(std::make_shared<api::TypedCall<Op>>(std::move(request)));
    sim::Error error;
    error.code = std::move(code);
    apply(sent, Op::info().plane == api::Plane::aws ? "aws" : "kube-apiserver", error);
    auto returned = std::make_shared<api::CallReturned>();
    returned->sent = sent;
    returned->error = error;
    append(id_of(who_), sent, sim::RecordKind::call_returned, std::move(returned));
    return *this;
  }
  // The next attempt at the last logical call, which takes effect.
  template <class Op>
  JournalBuilder& again(typename Op::Request request) {
    --calls_;
    ++attempt_;
    call<Op>(std::move(request));
    attempt_ = 1;
    return *this;
  }
  // Of the last call, or, without one, by the server itself.
  JournalBuilder& aws_change(std::string kind, std::string id, std::string change, bool by_itself = false) {
    auto changed = std::make_shared<api::ResourceChanged>();
    changed->resource = std::move(kind);
    changed->key = std::move(id);
    changed->change = std::move(change);
    changed_ = append(id_of("aws"), by_itself ? 0 : applied_, sim::RecordKind::resource_changed, std::move(changed));
    return *this;
  }

  // ---- objects: what is written is remembered, so that the next version has a previous one ----
  JournalBuilder& create(const kube::Resource& resource, Json document) {
    kube::Create::Request request;
    request.resource = resource;
    request.body = std::make_shared<const Json>(document);
    call<kube::Create>(std::move(request));
    return store(resource, std::move(document), kube::WatchEventType::added);
  }
  JournalBuilder& write(const kube::Resource& resource, Json document, std::string subresource = {}) {
    kube::Update::Request request;
    request.resource = resource;
    request.subresource = std::move(subresource);
    request.body = std::make_shared<const Json>(document);
    call<kube::Update>(std::move(request));
    return store(resource, std::move(document), kube::WatchEventType::modified);
  }
  JournalBuilder& remove(const kube::Resource& resource, Json last_state) {
    kube::Delete::Request request;
    request.resource = resource;
    call<kube::Delete>(std::move(request));
    return store(resource, std::move(last_state), kube::WatchEventType::deleted);
  }

 private:
  using Place = std::pair<std::string, kube::ObjectKey>;

  sim::ActorId id_of(const std::string& actor) {
    if (const auto found = current_.find(actor); found != current_.end()) return found->second;
    actors_.push_back(actor);
    return current_[actor] = static_cast<sim::ActorId>(actors_.size() - 1);
  }
  RecordId append(sim::ActorId actor, RecordId cause, sim::RecordKind kind,
                  std::shared_ptr<const sim::Payload> payload) {
    now_ = now_ + std::chrono::seconds{1};
    return journal_.append(now_, actor, cause, kind, std::move(payload));
  }
  RecordId send(std::shared_ptr<const api::AnyCall> call) {
    auto sent = std::make_shared<api::CallSent>();
    sent->asked = std::move(call);
    sent->call = ++calls_;
    sent->attempt = attempt_;
    return append(id_of(who_), reconcile_, sim::RecordKind::call_sent, std::move(sent));
  }
  RecordId apply(RecordId sent, const std::string& server, std::optional<sim::Error> error) {
    auto applied = std::make_shared<api::CallApplied>();
    applied->sent = sent;
    applied->error = std::move(error);
    return append(id_of(server), sent, sim::RecordKind::call_applied, std::move(applied));
  }
  JournalBuilder& store(const kube::Resource& resource, Json document, kube::WatchEventType type) {
    auto changed = std::make_shared<api::ObjectChanged>();
    changed->resource = resource;
    changed->type = type;
    changed->object = kube::Object::make(std::move(document));
    const Place place{std::string(resource.kind), changed->object->meta().key()};
    changed->previous = objects_[place];
    objects_[place] = type == kube::WatchEventType::deleted ? nullptr : changed->object;
    changed_ = append(id_of("kube-apiserver"), applied_, sim::RecordKind::object_changed, std::move(changed));
    return *this;
  }

  sim::Journal journal_;
  sim::Instant now_ = sim::kWorldStart;
  std::vector<std::string> actors_;
  std::map<std::string, sim::ActorId> current_;
  std::map<Place, kube::ObjectRef> objects_;
  std::vector<RecordId> still_;
  std::string who_ = "user";
  RecordId reconcile_ = 0;
  RecordId applied_ = 0;
  RecordId changed_ = 0;
  std::uint64_t calls_ = 0;
  std::uint32_t attempt_ = 1;
};

}  // namespace nlbsim::scenarios
