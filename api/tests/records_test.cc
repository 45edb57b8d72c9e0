#include "api/records.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "api/json/footprint.h"
#include "api/kube/kube.h"

namespace nlbsim::api {
namespace {

using namespace std::chrono_literals;
using sim::RecordKind;

const std::vector<std::string> kActors{"user", "controller-1"};

sim::Error lost() {
  sim::Error error;
  error.code = "ConnectionReset";
  error.message = "the connection broke";
  error.effect_unknown = true;
  return error;
}

template <class T>
sim::Record record_of(std::shared_ptr<T> said) {
  sim::Record record;
  record.id = 7;
  record.at = sim::kWorldStart + 1500us;
  record.actor = 1;
  record.cause = 3;
  record.kind = T::kind;
  record.payload = std::move(said);
  return record;
}

std::shared_ptr<CallSent> call_sent() {
  auto sent = std::make_shared<CallSent>();
  sent->asked = std::make_shared<TypedCall<kube::Get>>(kube::Get::Request{kube::kGateways, {"ns", "g"}});
  sent->call = 4;
  sent->attempt = 2;
  return sent;
}

std::shared_ptr<CallApplied> call_applied() {
  auto applied = std::make_shared<CallApplied>();
  applied->sent = 4;
  applied->answer = {99};
  return applied;
}

std::shared_ptr<CallReturned> call_returned() {
  auto returned = std::make_shared<CallReturned>();
  returned->sent = 4;
  returned->error = lost();
  return returned;
}

std::shared_ptr<ObjectChanged> object_changed() {
  auto changed = std::make_shared<ObjectChanged>();
  changed->resource = kube::kGateways;
  changed->type = kube::WatchEventType::modified;
  changed->object = kube::Object::make(Json{{"metadata", Json{{"name", "g"}, {"namespace", "ns"}}}});
  changed->resource_version = 12;
  changed->subresource = "status";
  return changed;
}

std::shared_ptr<ResourceChanged> resource_changed() {
  auto changed = std::make_shared<ResourceChanged>();
  changed->resource = "LoadBalancer";
  changed->key = "arn:1";
  changed->change = "active";
  changed->before = "provisioning";
  return changed;
}

std::shared_ptr<WatchSeen> watch_seen() {
  auto seen = std::make_shared<WatchSeen>();
  seen->resource = kube::kServices;
  seen->type = kube::WatchEventType::deleted;
  seen->key = {"ns", "s"};
  seen->resource_version = 13;
  return seen;
}

std::shared_ptr<ReconcileStarted> reconcile_started() {
  auto started = std::make_shared<ReconcileStarted>();
  started->controller = "gateway";
  started->key = "ns/g";
  return started;
}

std::shared_ptr<ReconcileFinished> reconcile_finished() {
  auto finished = std::make_shared<ReconcileFinished>();
  finished->started = 5;
  finished->controller = "gateway";
  finished->key = "ns/g";
  finished->outcome = ReconcileOutcome::requeue_after;
  finished->after = 15s;
  finished->message = "not active yet";
  return finished;
}

std::shared_ptr<FaultInjected> fault_injected() {
  auto fault = std::make_shared<FaultInjected>();
  fault->fault = "f1";
  fault->what = "lost reply";
  return fault;
}

std::shared_ptr<ActorChanged> actor_changed() {
  auto changed = std::make_shared<ActorChanged>();
  changed->key = "controller-1";
  changed->change = ActorChange::dropped;
  return changed;
}

std::shared_ptr<StepMarker> step_marker() {
  auto step = std::make_shared<StepMarker>();
  step->index = 2;
  step->text = "settle";
  return step;
}

std::shared_ptr<Note> plan_made() {
  auto plan = std::make_shared<Note>();
  plan->topic = NoteTopic::plan;
  plan->text = "ns/g";
  plan->calls = {{"CreateTargetGroup", "target group a", "it is not there", {}},
                 {"CreateListener", "listener 80", "nothing listens on this port", {1}}};
  return plan;
}

std::shared_ptr<Note> note() {
  auto said = std::make_shared<Note>();
  said->topic = NoteTopic::not_modelled;
  said->text = "ec2 DescribeMoon";
  return said;
}

std::vector<sim::Record> one_of_each_kind() {
  return {record_of(call_sent()),         record_of(call_applied()),       record_of(call_returned()),
          record_of(object_changed()),    record_of(resource_changed()),   record_of(watch_seen()),
          record_of(reconcile_started()), record_of(reconcile_finished()), record_of(fault_injected()),
          record_of(actor_changed()),     record_of(step_marker()),        record_of(note())};
}

std::uint64_t hash_of(const sim::Payload& payload) {
  sim::Hasher hasher;
  payload.hash(hasher);
  return hasher.digest();
}

TEST(Records, ThereIsOneOfEachKindHere) {
  const auto all = one_of_each_kind();
  ASSERT_EQ(all.size(), static_cast<std::size_t>(RecordKind::note) + 1);
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(static_cast<std::size_t>(all[i].kind), i);
}

TEST(Records, WhatIsShownIsReadBack) {
  for (const sim::Record& record : one_of_each_kind()) {
    const Json shown = to_json(record, kActors);
    const auto read = record_from_json(shown, kActors);
    ASSERT_TRUE(read) << shown.dump();
    EXPECT_EQ(read->kind, record.kind);
    EXPECT_EQ(read->at, record.at);
    EXPECT_EQ(to_json(*read, kActors), shown);
  }
}

TEST(Records, NothingIsReadFromWhatIsNoRecord) {
  EXPECT_FALSE(record_from_json(Json(), kActors));
  EXPECT_FALSE(record_from_json(Json{{"kind", "moon"}, {"ns", 1}}, kActors));
  EXPECT_FALSE(record_from_json(Json{{"kind", "note"}}, kActors));
}

TEST(Records, EveryMemberThatIsShownHasItsNameTold) {
  for (const sim::Record& record : one_of_each_kind()) {
    const std::vector<std::string> names = member_names(record.kind);
    const std::set<std::string> told(names.begin(), names.end());
    EXPECT_EQ(told.size(), names.size()) << sim::name(record.kind);
    const Json shown = to_json(record, kActors);
    for (const auto& [name, value] : shown.items())
      EXPECT_TRUE(told.contains(name.str())) << sim::name(record.kind) << " " << name.str();
  }
  EXPECT_EQ(member_names(RecordKind::reconcile_finished),
            (std::vector<std::string>{"id", "at", "ns", "actor", "cause", "kind", "started", "controller", "key",
                                      "outcome", "after", "message"}));
}

TEST(Records, AreShownInTheWordsOfTheReports) {
  EXPECT_EQ(to_json(record_of(reconcile_finished()), kActors),
            Json::parse(R"({"id": 7, "at": "+00:00:00.001", "ns": 1500000, "actor": "controller-1", "cause": 3,
                            "kind": "reconcile_finished", "started": 5, "controller": "gateway", "key": "ns/g",
                            "outcome": "requeue-after", "after": "15s", "message": "not active yet"})"));
  EXPECT_EQ(to_json(record_of(object_changed()), kActors),
            Json::parse(R"({"id": 7, "at": "+00:00:00.001", "ns": 1500000, "actor": "controller-1", "cause": 3,
                            "kind": "object_changed", "resource": "gateways", "type": "MODIFIED", "key": "ns/g",
                            "resourceVersion": 12, "subresource": "status",
                            "object": {"metadata": {"name": "g", "namespace": "ns"}}})"));
  const Json sent = to_json(record_of(call_sent()), kActors);
  EXPECT_EQ(sent["service"], "kube");
  EXPECT_EQ(sent["operation"], "get");
  EXPECT_EQ(sent["call"], 4);
  EXPECT_EQ(sent["request"]["key"], "ns/g");
  EXPECT_FALSE(to_json(record_of(call_applied()), kActors).contains("error")) << "absent members are left out";
}

TEST(Records, APlanIsShownCallByCall) {
  const auto plan = plan_made();
  const Json shown = to_json(record_of(plan), kActors);
  EXPECT_EQ(to_json(record_from_json(shown, kActors).value(), kActors), shown);
  EXPECT_EQ(to_json(record_of(plan), kActors)["calls"],
            Json::parse(R"([{"operation": "CreateTargetGroup", "object": "target group a", "reason": "it is not there",
                             "after": []},
                            {"operation": "CreateListener", "object": "listener 80",
                             "reason": "nothing listens on this port", "after": [1]}])"));
  EXPECT_EQ(text(plan->calls[0], 1), "1. CreateTargetGroup of target group a: it is not there");
  EXPECT_EQ(text(plan->calls[1], 2), "2. CreateListener of listener 80 (after 1): nothing listens on this port");
}

TEST(Records, EachMemberThatIsDescribedCountsInTheHash) {
  const std::uint64_t base = hash_of(*reconcile_finished());
  auto other = reconcile_finished();
  other->outcome = ReconcileOutcome::error;
  EXPECT_NE(hash_of(*other), base);
  other = reconcile_finished();
  other->after.reset();
  EXPECT_NE(hash_of(*other), base);
  auto applied = call_applied();
  applied->answer = {100};
  EXPECT_NE(hash_of(*applied), hash_of(*call_applied()));
  auto changed = object_changed();
  changed->previous = changed->object;
  EXPECT_EQ(hash_of(*changed), hash_of(*object_changed())) << "the version before has a record of its own";
}

TEST(Records, WeighWhatTheyHoldOnTo) {
  auto big = object_changed();
  Json document = big->object->document();
  document["data"] = std::string(10'000, 'x');
  big->object = kube::Object::make(document);
  const std::size_t small = weight(record_of(object_changed()));
  EXPECT_GE(weight(record_of(big)), small + 10'000);
  EXPECT_LT(weight(record_of(big)), small + 11'000);
  auto said = note();
  said->text = std::string(3'000, 'x');
  EXPECT_GE(weight(record_of(said)), sizeof(Note) + 3'000);
}

TEST(Footprint, GrowsWithEveryMember) {
  EXPECT_EQ(footprint(Json(1)), 0U);
  EXPECT_GE(footprint(Json(std::string(100, 'x'))), 100U);
  const Json one{{"a", Json{{"b", "c"}}}};
  const Json two{{"a", Json{{"b", "c"}}}, {"d", Json{{"b", "c"}}}};
  EXPECT_GT(footprint(two), footprint(one));
}

}  // namespace
}  // namespace nlbsim::api
