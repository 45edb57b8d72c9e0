// Which changes of the cluster are this replica's own: a write of a status, a finalizer or an annotation comes back as
// a watch event some milliseconds later, and there is nothing in it that the writer did not know. Informers mark such
// an event as an echo, and handlers do not wake its writer for it.
//
// An event that overtakes its answer, a relist and a lost answer go unmarked; that costs one more reconcile and no
// more. Patches of a spec are not counted: they are made by one controller for another to act on.
#pragma once

#include <cstdint>
#include <set>

#include "api/operation.h"

namespace nlbsim::engine {

class OwnWrites {
 public:
  void note(std::uint64_t resource_version);
  // Whether the revision is ours; it is then forgotten.
  bool take(std::uint64_t resource_version) { return revisions_.erase(resource_version) != 0; }

 private:
  std::set<std::uint64_t> revisions_;  // a few: those whose events are under way
};

// The Kubernetes service of a replica: passes every call on and notes what patches have written.
class OwnWriteRecorder final : public api::Service {
 public:
  // Both outlive the recorder.
  OwnWriteRecorder(api::Service& kube, OwnWrites& writes) : kube_(kube), writes_(writes) {}
  api::Task<api::Result<void>> call(api::CallContext context, api::CallRef request) override;

 private:
  api::Service& kube_;
  OwnWrites& writes_;
};

}  // namespace nlbsim::engine
