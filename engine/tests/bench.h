// A little world for tests of the engine's runtime: one actor, its context, and services whose answers a test writes by
// hand. What is under test is made by `keep`, so that it outlives the scheduler and the coroutines in it.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/kube/kube.h"
#include "api/records.h"
#include "engine/context.h"
#include "engine/profile.h"

namespace nlbsim::engine::testing {

using namespace std::chrono_literals;
using api::Json;

inline sim::Error error(std::string code, int http_status) {
  sim::Error out;
  out.code = std::move(code);
  out.message = out.code;
  out.http_status = http_status;
  return out;
}

// Answers every call by a function of the test, after a fixed latency, and remembers what was asked when.
class ScriptedService final : public api::Service {
 public:
  struct Asked {
    sim::Instant at;
    api::CallContext context;
    api::CallRef call;
    std::string_view operation() const { return call->operation().name; }
  };
  std::function<api::Result<void>(api::AnyCall&)> answer;
  sim::Duration latency{0};
  std::vector<Asked> asked;

  api::Task<api::Result<void>> call(api::CallContext context, api::CallRef request) override {
    asked.push_back({context.actor->scheduler().now(), context, request});
    co_await sim::sleep_for(latency);
    co_return answer(*request);
  }
};

// A watch that a test feeds by hand.
class HandFedWatch final : public kube::WatchStream {
 public:
  sim::Task<std::optional<kube::WatchEvent>> next() override {
    while (events_.empty() && !closed_) co_await fed_.wait();
    if (events_.empty()) co_return std::nullopt;
    kube::WatchEvent event = std::move(events_.front());
    events_.pop_front();
    co_return event;
  }
  void feed(sim::Scheduler& scheduler, kube::WatchEvent event) {
    events_.push_back(std::move(event));
    fed_.notify(scheduler);
  }
  void close(sim::Scheduler& scheduler) {
    closed_ = true;
    fed_.notify(scheduler);
  }

 private:
  std::deque<kube::WatchEvent> events_;
  bool closed_ = false;
  sim::Event fed_;
};

inline kube::ObjectRef object(const kube::Resource& resource, const kube::ObjectKey& key, std::uint64_t version) {
  Json document{
      {"apiVersion", resource.api_version()},
      {"kind", resource.kind},
      {"metadata", {{"name", key.name}, {"uid", "uid-" + key.name}, {"resourceVersion", std::to_string(version)}}}};
  if (!key.namespace_.empty()) document["metadata"]["namespace"] = key.namespace_;
  return kube::Object::make(std::move(document));
}

template <class T>
sim::Task<void> store(sim::Task<T> task, std::shared_ptr<std::optional<T>> into) {
  into->emplace(co_await std::move(task));
}

struct Bench {
  explicit Bench(sim::Chooser* chosen = nullptr) : chooser(chosen ? *chosen : first) {
    config.profile = find_profile("seed");
  }
  template <class T, class... Args>
  T& keep(Args&&... args) {
    auto made = std::make_shared<T>(std::forward<Args>(args)...);
    kept.push_back(made);
    return *made;
  }
  // Runs a task to its end; fails hard if it does not end.
  template <class T>
  T finish(sim::Task<T> task) {
    auto result = std::make_shared<std::optional<T>>();
    sim::spawn(actor, store(std::move(task), result));
    while (!result->has_value() && scheduler.step()) {
    }
    return std::move(result->value());
  }
  template <class T>
  std::vector<const T*> records(sim::RecordKind kind) const {
    std::vector<const T*> out;
    for (const sim::Record& record : journal.records())
      if (record.kind == kind) out.push_back(&api::payload<T>(record));
    return out;
  }
  sim::Duration elapsed() const { return scheduler.now() - sim::kWorldStart; }

  static constexpr std::uint64_t kSteps = 10'000'000;
  sim::FirstChooser first;
  sim::Chooser& chooser;
  sim::Journal journal;
  Config config;
  ScriptedService kube;
  ScriptedService elbv2;
  ScriptedService ec2;
  ScriptedService acm;
  std::vector<std::shared_ptr<void>> kept;
  sim::Scheduler scheduler{chooser};
  sim::Actor& actor = scheduler.start("controller-1");
  Context context{scheduler, journal, actor, kube, elbv2, ec2, acm, config};
};

}  // namespace nlbsim::engine::testing
