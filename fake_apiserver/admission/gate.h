// Admission as one step of every write: what the policies that are stored say of it.
//
// Policies are compiled when they are first met and kept as long as they stay as they are. A cluster without bindings
// pays a look-up.
#pragma once

#include "fake_apiserver/admission/policy.h"
#include "fake_apiserver/cluster.h"

namespace nlbsim::fake_apiserver::admission {

inline constexpr kube::Resource kPolicies{"admissionregistration.k8s.io", "v1", "validatingadmissionpolicies",
                                          "ValidatingAdmissionPolicy", false};
inline constexpr kube::Resource kBindings{"admissionregistration.k8s.io", "v1", "validatingadmissionpolicybindings",
                                          "ValidatingAdmissionPolicyBinding", false};

// One write: the object after defaulting (null: it is deleted) and the one before it (null: it is created).
struct Proposal {
  const Target& target;
  std::string_view operation;  // CREATE, UPDATE, DELETE
  const kube::ObjectKey& key;
  const kube::Json* object = nullptr;
  const kube::Json* old = nullptr;
  std::string_view subresource{};
  bool dry_run = false;
};

// The refusal that denies it; warnings are added to the answer's.
sim::Result<void> admit(Write& write, const Proposal& proposal, std::vector<std::string>* warnings);

// The guard that a bundle of the Gateway API brings: its policy and binding, as documents. Empty for a bundle without.
std::vector<kube::Json> bundled_policies(ServedVersions served);

}  // namespace nlbsim::fake_apiserver::admission
