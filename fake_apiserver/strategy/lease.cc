#include <fmt/format.h>

#include "fake_apiserver/strategy/built_in.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::member;
using kube::Json;

// A time with exactly six decimals: 2026-01-01T00:00:00.000000Z.
bool is_micro_time(std::string_view time) {
  const auto dot = time.find('.');
  return sim::parse_rfc3339(time) && dot == 19 && time.size() >= 27 &&
         time.substr(20).find_first_not_of("0123456789") == 6;
}

std::string micro_time_error(std::string_view time) {
  constexpr std::string_view kLayout = "2006-01-02T15:04:05.000000Z07:00";
  const std::string_view rest = time.size() > 19 ? time.substr(19) : std::string_view();
  return fmt::format("parsing time \"{}\" as \"{}\": cannot parse \"{}\" as \".000000\"", time, kLayout, rest);
}

class Lease final : public Strategy {
 public:
  std::string type_error(const Target& target, const Json& document) const override {
    if (std::string error = parts_type_error(target, document); !error.empty()) return error;
    for (const char* key : {"acquireTime", "renewTime"})
      if (const Json& time = api::at(document, "spec", key); time.is_string() && !is_micro_time(api::text(time)))
        return micro_time_error(api::text(time));
    return "";
  }

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

const Strategy& lease_strategy() {
  static const Lease strategy;
  return strategy;
}

}  // namespace nlbsim::fake_apiserver
