#include <fmt/format.h>

#include "fake_apiserver/strategy/built_in.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::at;
using api::text;
using kube::Json;

class Event final : public Strategy {
 public:
  void apply_defaults(Cluster&, const Candidate&, Json& document, Findings&) const override {
    default_member(document, "involvedObject", Json::object());
    default_member(document, "source", Json::object());
    default_member(document, "reportingComponent", "");
    default_member(document, "reportingInstance", "");
    for (const char* key : {"firstTimestamp", "lastTimestamp", "eventTime"})
      if (!document.contains(key)) document[key] = nullptr;
  }

  // An event lives where its object does; one about a cluster-scoped object lives in "default".
  void validate(const Candidate&, const Json& document, Findings& findings) const override {
    const std::string_view about = text(at(document, "involvedObject", "namespace"));
    const std::string_view own = text(at(document, "metadata", "namespace"));
    if (about == own || (about.empty() && own == "default")) return;
    findings.causes.push_back({"FieldValueInvalid",
                               fmt::format("Invalid value: \"{}\": does not match event.namespace", about),
                               "involvedObject.namespace"});
  }
};

}  // namespace

const Strategy& event_strategy() { return only<Event>(); }

}  // namespace nlbsim::fake_apiserver
