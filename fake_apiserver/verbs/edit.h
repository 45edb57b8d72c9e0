// One write to an existing object: what every update, patch and apply goes through between a candidate document and the
// store.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fake_apiserver/apply/managers.h"
#include "fake_apiserver/strategy/admission.h"

namespace nlbsim::fake_apiserver {

struct Edit {
  Target target;
  kube::ObjectKey key;
  kube::ObjectRef old;
  Writing writing = Writing::update;
  bool status = false;  // through the status subresource
  bool dry_run = false;
  std::string_view manager;                      // of the fields that it changes; empty: nobody keeps account of them
  const Managers* applied = nullptr;             // who owns what from now on, if the document has been applied
  std::vector<std::string>* warnings = nullptr;  // of the answer
};

inline bool is_status(std::string_view subresource) { return subresource == "status"; }

// The object behind a path with or without a subresource. A subresource that the kind does not have is as absent as
// the object itself.
sim::Result<kube::ObjectRef> find_object(const Write& write, const Target& target, const kube::ObjectKey& key,
                                         std::string_view subresource);
// The storage layer's own words, key included.
sim::Error uid_conflict(const Kind& kind, const kube::ObjectKey& key, std::string_view wanted, std::string_view own);
// Everything between a candidate document and the store.
sim::Result<kube::ObjectRef> replace(Write& write, const Edit& edit, kube::Json document);

// Who writes: for metadata.managedFields. `document` is any version of the object.
FieldWriter field_writer(const Write& write, const Target& target, const kube::Json& document, std::string_view manager,
                         bool apply, bool status);
// The document as owners of fields see it.
kube::Json without_managers(kube::Json document);

}  // namespace nlbsim::fake_apiserver
