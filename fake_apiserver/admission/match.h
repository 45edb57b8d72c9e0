// Which writes a policy or a binding is about: MatchResources of admissionregistration.k8s.io/v1.
#pragma once

#include "fake_apiserver/admission/admitted_request.h"

namespace nlbsim::fake_apiserver::admission {

// `match` is a MatchResources, or null, which every write matches that has a rule elsewhere.
bool matches(const Json& match, const AdmittedRequest& request);

// Whether a LabelSelector (matchLabels, matchExpressions) picks those labels; null picks everything.
bool selects(const Json& selector, const Json& labels);

}  // namespace nlbsim::fake_apiserver::admission
