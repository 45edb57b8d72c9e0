// Writes of a Gateway: its finalizer and its status, each from the newest version that is known.
#pragma once

#include <functional>

#include "engine/configuration/load_balancer.h"
#include "engine/context.h"
#include "engine/reconcilers/finalizers.h"
#include "engine/runtime/cache/lister.h"
#include "engine/runtime/events/event_recorder.h"
#include "engine/status/gateway_status.h"
#include "engine/status/listener_set_status.h"

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

  // Tried again after a conflict, then told as an event. Returns the version that then stands.
  sim::Task<sim::Result<kube::ObjectRef>> set_finalizer(kube::ObjectRef gateway, FinalizerChange change,
                                                        sim::RecordId cause);
  // Its LoadBalancerConfigurations do not go while the Gateway has them; no AWS call comes before that.
  sim::Task<sim::Result<void>> hold_configuration(kube::ObjectRef gateway, ConfigurationRef configuration,
                                                  sim::RecordId cause);
  // Whether capacity is reserved for its NLB, as an annotation; nothing is written where it says so already.
  sim::Task<sim::Result<void>> note_capacity(kube::ObjectRef gateway, bool reserved, sim::RecordId cause);
  // `gateway` is the version that was looked at. True: something was written. What the API server refuses is told as an
  // event, but for a conflict: that is the ordinary race with another writer, whose change is on its way here.
  sim::Task<sim::Result<bool>> write_status(kube::ObjectRef gateway, GatewayReport report, sim::RecordId cause);

  // The same of ListenerSets. An error: of the first that could not be written.
  sim::Task<sim::Result<void>> write_sets(std::vector<ListenerSetReport> sets, sim::RecordId cause);

 private:
  void tell_finalizer(const kube::ObjectRef& gateway, FinalizerChange change, const sim::Error& error,
                      sim::RecordId cause);

  const Context& context_;
  const Listers& listers_;
  const GatewayEvents events_;
  bool counts_sets_ = true;  // the served schema keeps status.attachedListenerSets, as far as is known
};

}  // namespace nlbsim::engine
