// Kubernetes label selectors over a set of labels. An empty selector selects everything; an expression with an unknown
// operator selects nothing.
#pragma once

#include "api/kube/views.h"

namespace nlbsim::engine {

bool selector_matches(const kube::LabelSelector& selector, const std::map<std::string, std::string>& labels);

}  // namespace nlbsim::engine
