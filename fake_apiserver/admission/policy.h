// ValidatingAdmissionPolicy: CEL expressions that decide about writes.
//
//   const auto policy = Policy::compile(document);         // refused: the causes name the expressions
//   const Verdict verdict = admit(bound_policies, request);
//   if (verdict.denied) return sim::forward(*verdict.denied);
//
// A pure function of the policies, their bindings and the request: it reads no store and writes none. Policies are
// immutable and may be shared by threads. The variable `authorizer` is not declared here: an expression that reads it
// is refused when its policy is compiled.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fake_apiserver/admission/admitted_request.h"
#include "fake_apiserver/cel/program.h"
#include "sim/result.h"

namespace nlbsim::fake_apiserver::admission {

// Why a policy would have a write refused: what to say, and the Status reason (empty: Invalid).
struct Refusal {
  std::string message, reason;
};

class Policy {
 public:
  // `document` is a whole ValidatingAdmissionPolicy. Error code "Invalid", one cause for each expression that does not
  // compile, its field as the server names it ("spec.validations[0].expression").
  static sim::Result<std::shared_ptr<const Policy>> compile(const Json& document);

  const std::string& name() const { return name_; }
  // Whether the write is one that the policy is about; a binding may narrow that.
  bool concerns(const AdmittedRequest& request) const;
  bool has_parameters() const { return has_parameters_; }
  // In the order of the validations. `request_document` is what the variable `request` is; `parameters` may be null.
  std::vector<Refusal> refusals(const AdmittedRequest& request, const Json& request_document,
                                const Json* parameters) const;

 private:
  struct Named {
    std::string name;
    std::shared_ptr<const cel::Program> program;
  };
  struct Validation {
    std::string expression, message, reason;
    std::shared_ptr<const cel::Program> program;
    std::shared_ptr<const cel::Program> message_program;  // null: none
  };
  friend class Evaluation;

  std::string name_;
  Json match_;
  bool ignores_failure_ = false;
  bool has_parameters_ = false;
  std::vector<Named> conditions_, variables_;
  std::vector<Validation> validations_;
};

// A policy in force.
struct BoundPolicy {
  std::shared_ptr<const Policy> policy;
  const Json* binding = nullptr;          // a whole ValidatingAdmissionPolicyBinding
  std::vector<const Json*> parameters{};  // what its paramRef picks; empty: nothing was found
};

struct Verdict {
  std::optional<sim::Error> denied;   // the first refusal that a binding wants to deny with
  std::vector<std::string> warnings;  // for the Warning headers
};

Verdict admit(std::span<const BoundPolicy> policies, const AdmittedRequest& request);

}  // namespace nlbsim::fake_apiserver::admission
