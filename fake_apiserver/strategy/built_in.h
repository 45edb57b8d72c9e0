// Defaults and checks of the built-in kinds that have rules of their own here. Everything else is stored as it comes.
#pragma once

#include "fake_apiserver/cluster.h"

namespace nlbsim::fake_apiserver {

// A field whose JSON type the rules below rely on and that has another, in the words of the real decoder; or empty.
std::string built_in_type_error(const Target& target, const kube::Json& document);
// `old_document` is null on create. Wants that cannot be met (a node port that is taken) go to `findings`.
void default_built_in(Cluster& cluster, const Target& target, kube::Json& document, const kube::Json& old_document,
                      Findings& findings);
void validate_built_in(const Target& target, const kube::Json& document, const kube::Json& old_document,
                       Findings& findings);

}  // namespace nlbsim::fake_apiserver
