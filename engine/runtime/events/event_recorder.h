// Kubernetes Events, as client-go records them: posted in the background, a repeat of the same text counts up the Event
// that is there (strategic merge patch of count and lastTimestamp), more than 10 similar ones in 10 minutes become one
// "(combined from similar events)", and one object gets at most 25 at once, then one in 5 minutes.
//
// event() never waits and never fails. A post that does not reach the server is tried 12 times, 10 s apart, while later
// ones queue behind it; one that the server refuses is given up, and so is one that finds 1000 waiting.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "api/kube/object.h"
#include "engine/context.h"

namespace nlbsim::engine {

enum class EventType : std::uint8_t { normal, warning };

class EventRecorder {
 public:
  // `component` is the source of the events: "gateway.k8s.aws/nlb", "targetGroupBinding".
  EventRecorder(const Context& context, std::string component);
  EventRecorder(const EventRecorder&) = delete;
  EventRecorder& operator=(const EventRecorder&) = delete;
  ~EventRecorder();

  // Spawns the coroutine that posts.
  void start();
  void event(const kube::Resource& resource, const kube::ObjectRef& regarding, EventType type, std::string_view reason,
             std::string message, sim::RecordId cause);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace nlbsim::engine
