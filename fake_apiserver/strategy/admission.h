// What happens to a document between the request and the store: identity, server-owned fields, defaults, validation.
#pragma once

#include "fake_apiserver/cluster.h"

namespace nlbsim::fake_apiserver {

enum class Writing : std::uint8_t { create, update, patch };

// Checks that the body is an object of the target's kind and version and that its metadata has the right types, and
// sets apiVersion and kind at the storage version.
sim::Result<void> check_body(const Target& target, kube::Json& document, Writing writing);
// Fills in the namespace and compares it, and the name of an update, with the request's.
sim::Result<void> check_address(kube::Json& document, const kube::ObjectKey& key, Writing writing);
// The revision that the document says it is based on; 0 if it names none.
sim::Result<std::uint64_t> revision_in(const kube::Json& document);

// Built-in defaults, or pruning and defaults by schema. Returns false, and why in `findings`, if nodes or addresses
// that the object wants are taken.
void apply_defaults(Cluster& cluster, const Target& target, kube::Json& document, const kube::Json& old_document,
                    Findings& findings);
// Appends everything that is wrong with the document. `status`: only its status has been written.
void validate(const Target& target, const kube::Json& document, const kube::Json& old_document, bool status,
              Findings& findings);
// 422 with all findings, or nothing.
sim::Result<void> refuse_findings(const Target& target, std::string_view name, Findings findings);

}  // namespace nlbsim::fake_apiserver
