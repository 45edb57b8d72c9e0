// What happens to a document between the request and the store: identity, server-owned fields, validation. What differs
// between kinds is their strategies' (strategy.h).
#pragma once

#include "fake_apiserver/strategy/strategy.h"

namespace nlbsim::fake_apiserver {

enum class Writing : std::uint8_t { create, update, patch };

// Checks that the body is an object of the target's kind and version and that its metadata has the right types, and
// sets apiVersion and kind at the storage version.
sim::Result<void> check_body(const Target& target, kube::Json& document, Writing writing);
// Fills in the namespace and compares it, and the name of an update, with the request's.
sim::Result<void> check_address(kube::Json& document, const kube::ObjectKey& key, Writing writing);
// The revision that the document says it is based on; 0 if it names none.
sim::Result<std::uint64_t> revision_in(const kube::Json& document);

// Appends everything that is wrong with the document: with its metadata, unless only its status has been written, and
// by the rules of its kind.
void validate(const Candidate& candidate, const kube::Json& document, Findings& findings);
// 422 with all findings, or nothing.
sim::Result<void> refuse_findings(const Target& target, std::string_view name, Findings findings);

}  // namespace nlbsim::fake_apiserver
