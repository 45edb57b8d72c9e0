// What each controller has been shown of one resource, by lists and watch events: the cluster as it could know it.
#pragma once

#include <map>

#include "scenarios/oracles/invariant.h"

namespace nlbsim::scenarios::oracles {

struct SeenObject {
  kube::ObjectRef object;
  sim::RecordId gone = 0;  // the watch event that told of its deletion; 0: it is there
};

class SeenObjects {
 public:
  using Objects = std::map<kube::ObjectKey, SeenObject>;
  explicit SeenObjects(const kube::Resource& resource) : resource_(resource) {}

  // Of topics read and watch_event.
  void observe(const Happening& happening, const Ledger& ledger);
  // Of that controller; what is gone is among them.
  const Objects& of(sim::ActorId controller) const;

 private:
  void take_list(const api::AnyCall& call, Objects& objects) const;

  const kube::Resource resource_;
  std::map<sim::ActorId, Objects> seen_;
};

// "i-0a1b2c3d4e5f60001" of a Node's providerID; empty if it names no instance.
std::string_view instance_of(const kube::Object& node);

}  // namespace nlbsim::scenarios::oracles
