// Writes of a Gateway: its finalizer and its status, each from the newest version that is known.
#pragma once

#include <functional>

#include "engine/context.h"
#include "engine/runtime/cache/lister.h"
#include "engine/runtime/events/event_recorder.h"
#include "engine/status/gateway_status.h"

namespace nlbsim::engine {

// An event about a Gateway.
struct GatewayEvent {
  EventType type = EventType::normal;
  std::string_view reason;
  std::string message;
};
using GatewayEvents = std::function<void(const kube::ObjectRef& gateway, GatewayEvent, sim::RecordId cause)>;

class GatewayWriter {
 public:
  // All references outlive the writer.
  GatewayWriter(const Context& context, const Listers& listers, GatewayEvents events)
      : context_(context), listers_(listers), events_(std::move(events)) {}

  enum class Finalizer : std::uint8_t { add, remove };
  // Tried again after a conflict, then told as an event. Returns the version that then stands.
  sim::Task<sim::Result<kube::ObjectRef>> set_finalizer(kube::ObjectRef gateway, Finalizer change, sim::RecordId cause);
  // `gateway` is the version that was looked at. True: something was written. What the API server refuses is told as an
  // event, but for a conflict: that is the ordinary race with another writer, whose change is on its way here.
  sim::Task<sim::Result<bool>> write_status(kube::ObjectRef gateway, GatewayReport report, sim::RecordId cause);

 private:
  kube::ObjectRef newest(const kube::ObjectRef& gateway) const;

  const Context& context_;
  const Listers& listers_;
  const GatewayEvents events_;
};

}  // namespace nlbsim::engine
