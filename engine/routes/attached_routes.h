// The routes of one Gateway, the Gateway listeners that their parentRefs attach to, and which route holds which
// listener of the NLB. Every verdict is a rule's (engine/routes/rules); here is who is asked about whom.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/routes/attachment.h"
#include "engine/routes/backend.h"
#include "engine/routes/rules/exactly_one_backend.h"

namespace nlbsim::engine {

struct AttachedRoute {
  RouteId id;
  kube::ObjectRef object;
  rules::BackendCount backends;
  BackendLookup lookup;  // when there is exactly one backendRef
};

// One parentRef to this Gateway.
struct AttachedParent {
  std::size_t route = 0;
  const kube::ParentReference* reference = nullptr;  // in the route's view
  Attachment attachment;
};

// One listener of the NLB: the Gateway listeners that share its port and protocol.
struct NlbListener {
  std::int32_t port = 0;
  std::string_view protocol;
  PortState state = PortState::unused;
  std::vector<std::size_t> routes;             // that ask for it
  std::optional<std::size_t> holder;           // the one route that has it
  std::string event;                           // of the rule that gave it to the holder; may be empty
  std::vector<std::string> certificates = {};  // where TLS ends: ARNs, the default one first
};

class AttachedRoutes {
 public:
  // The Gateway's routes by the listers, attached and decided.
  AttachedRoutes(const Listers& listers, const kube::ObjectRef& gateway, const Profile& profile,
                 const LoadSettings& settings);

  const std::vector<GatewaySet>& sets() const { return sets_; }                     // by precedence
  const std::vector<CheckedListener>& listeners() const { return listeners_; }      // in spec order
  const std::vector<AttachedRoute>& routes() const { return routes_; }              // by kind, then key
  const std::vector<AttachedParent>& parents() const { return parents_; }           // by route, then parentRef
  const std::vector<NlbListener>& nlb_listeners() const { return nlb_listeners_; }  // by port, then spec order

  // What the parentRef shows.
  kube::Condition accepted(const AttachedParent& parent) const;
  kube::Condition resolved_refs(const AttachedParent& parent) const;
  // The route is the one that has the listener, or may share it.
  bool holds(std::size_t route, std::size_t listener) const;
  // Of the listener that the parentRef came to first; there is one.
  Verdict backends_verdict(const AttachedParent& parent) const;

 private:
  void collect_routes(const Listers& listers, const kube::ObjectKey& gateway, const LoadSettings& settings);
  void attach_parents(const Listers& listers, const kube::ObjectRef& gateway);
  void make_nlb_listeners();
  void gather_certificates(const EffectiveConfiguration* configuration);
  void decide(NlbListener& listener);
  ListenerPlace place(std::size_t listener) const { return {*listeners_[listener].spec, gateway_}; }

  const Profile& profile_;
  const std::string gateway_;  // "namespace/name"
  std::vector<GatewaySet> sets_;
  std::vector<CheckedListener> listeners_;
  std::vector<AttachedRoute> routes_;
  std::vector<AttachedParent> parents_;
  std::vector<NlbListener> nlb_listeners_;
  // Of each Gateway listener; nlb_listeners_.size() for one that needs none.
  std::vector<std::size_t> nlb_listener_of_;
};

}  // namespace nlbsim::engine
