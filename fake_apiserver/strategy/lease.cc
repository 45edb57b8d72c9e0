#include <fmt/format.h>

#include "fake_apiserver/strategy/built_in.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::member;
using kube::Json;

class Lease final : public Strategy {
 public:
  void apply_defaults(Cluster&, const Candidate&, Json& document, Findings&) const override {
    if (!document.contains("spec")) document["spec"] = Json::object();
  }

  void validate(const Candidate&, const Json& document, Findings& findings) const override {
    const Json& spec = member(document, "spec");
    const auto wrong = [&](std::string_view key, std::string_view why) {
      findings.causes.push_back({"FieldValueInvalid",
                                 fmt::format("Invalid value: {}: {}", api::dump_json(member(spec, key)), why),
                                 fmt::format("spec.{}", key)});
    };
    const Json& duration = member(spec, "leaseDurationSeconds");
    if (duration.is_number_integer() && duration.get<std::int64_t>() <= 0)
      wrong("leaseDurationSeconds", "must be greater than 0");
    const Json& transitions = member(spec, "leaseTransitions");
    if (transitions.is_number_integer() && transitions.get<std::int64_t>() < 0)
      wrong("leaseTransitions", "must be greater than or equal to 0");
  }
};

}  // namespace

const Strategy& lease_strategy() { return only<Lease>(); }

}  // namespace nlbsim::fake_apiserver
