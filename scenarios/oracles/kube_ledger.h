// What one cluster's API server has come to hold, replayed from its object_changed records: the kinds that the
// controller serves, and for whom a Warning tells of trouble.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "api/kube/views.h"
#include "api/records.h"
#include "sim/journal.h"

namespace nlbsim::scenarios::oracles {

enum class KubeKind : std::uint8_t { gateway_class, gateway, route, binding, event, lease, other };
KubeKind kind_of(const kube::Resource& resource);

struct StoredObject {
  kube::ObjectRef object;
  sim::RecordId record = 0;  // the object_changed record of this version
};
using StoredObjects = std::map<kube::ObjectKey, StoredObject>;

class KubeLedger {
 public:
  const StoredObjects& gateway_classes() const { return gateway_classes_; }
  const StoredObjects& gateways() const { return gateways_; }
  const StoredObjects& bindings() const { return bindings_; }
  // TCPRoutes and the other kinds of layer 4, by kind.
  const std::map<std::string, StoredObjects>& routes() const { return routes_; }

  const StoredObject* gateway(const kube::ObjectKey& key) const;
  const StoredObject* gateway(std::string_view stack) const;  // "namespace/name"
  // Null if there is none of that name.
  const kube::GatewayClass* class_of(const kube::Gateway& gateway) const;
  bool class_is_ours(const kube::Gateway& gateway) const;
  bool class_is_accepted(const kube::Gateway& gateway) const;
  // A Warning Event about that object has been recorded.
  bool warned_of(std::string_view kind, const kube::ObjectKey& key) const;
  // Somebody else than a controller took our finalizer off that Gateway: what it left behind is that person's business.
  bool abandoned(std::string_view stack) const { return abandoned_.contains(stack); }

  // Whether anything here changed that a judgement at rest looks at.
  bool apply(const api::ObjectChanged& change, sim::RecordId record, bool by_controller);

 private:
  StoredObjects* objects_of(const api::ObjectChanged& change);
  void note_event(const kube::Object& event);

  StoredObjects gateway_classes_, gateways_, bindings_;
  std::map<std::string, StoredObjects> routes_;
  std::set<std::pair<std::string, kube::ObjectKey>> warned_;  // by kind
  std::set<std::string, std::less<>> abandoned_;
};

const kube::Gateway& gateway_in(const StoredObject& stored);
const kube::Route& route_in(const StoredObject& stored);
// The Gateway that a parentRef of a route in that namespace names; nullopt if it names something else.
std::optional<kube::ObjectKey> parent_gateway(const kube::ParentReference& parent, std::string_view route_namespace);

}  // namespace nlbsim::scenarios::oracles
