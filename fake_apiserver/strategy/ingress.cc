// Ingresses and their classes.
#include <fmt/format.h>

#include "fake_apiserver/strategy/built_in.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::at;
using api::member;
using api::text;
using kube::Json;

constexpr kube::Resource kClasses{"networking.k8s.io", "v1", "ingressclasses", "IngressClass", false};
constexpr std::string_view kDefaultClass = "ingressclass.kubernetes.io/is-default-class";

// The class of an Ingress that names none: the newest that says so of itself.
std::string default_class(const Cluster& cluster) {
  const auto index = cluster.registry->find(kClasses);
  if (!index) return "";
  const kube::Object* chosen = nullptr;
  for (const auto& [key, object] : cluster.store.objects(*index)) {
    const auto mark = object->meta().annotations.find(std::string(kDefaultClass));
    if (mark == object->meta().annotations.end() || mark->second != "true") continue;
    if (!chosen || object->meta().creation_timestamp > chosen->meta().creation_timestamp) chosen = object.get();
  }
  return chosen ? chosen->meta().name : "";
}

class Ingress final : public Strategy {
 public:
  void apply_defaults(Cluster& cluster, const Candidate& candidate, Json& document, Findings&) const override {
    default_member(document, "spec", Json::object());
    default_member(document, "status", Json{{"loadBalancer", Json::object()}});
    if (!candidate.creating() || !text(at(document, "spec", "ingressClassName")).empty()) return;
    if (member(at(document, "metadata", "annotations"), "kubernetes.io/ingress.class").is_string()) return;
    if (std::string name = default_class(cluster); !name.empty())
      document["spec"]["ingressClassName"] = std::move(name);
  }

  void validate(const Candidate&, const Json& document, Findings& findings) const override {
    const Json& rules = at(document, "spec", "rules");
    if (rules.empty() && at(document, "spec", "defaultBackend").is_null())
      findings.causes.push_back(invalid_value(
          "spec",
          "Invalid value: []networking.IngressRule(nil): either `defaultBackend` or `rules` must be specified"));
    for (std::size_t i = 0; i < rules.size(); ++i) {
      const Json& paths = at(rules[i], "http", "paths");
      for (std::size_t p = 0; p < paths.size(); ++p)
        if (text(member(paths[p], "pathType")).empty())
          findings.causes.push_back({"FieldValueRequired", "Required value: pathType must be specified",
                                     fmt::format("spec.rules[{}].http.paths[{}].pathType", i, p)});
    }
  }
};

class IngressClass final : public Strategy {
 public:
  void apply_defaults(Cluster&, const Candidate&, Json& document, Findings&) const override {
    change_member(document, "spec", [](Json& spec) {
      change_member(spec, "parameters", [](Json& parameters) { default_member(parameters, "scope", "Cluster"); });
    });
  }

  void validate(const Candidate& candidate, const Json& document, Findings& findings) const override {
    const Json& controller = at(document, "spec", "controller");
    if (text(controller).empty())
      findings.causes.push_back({"FieldValueRequired", "Required value", "spec.controller"});
    else if (!candidate.creating() && controller != at(candidate.old, "spec", "controller"))
      findings.causes.push_back(
          invalid_value("spec.controller", fmt::format("Invalid value: \"{}\": field is immutable", text(controller))));
  }
};

}  // namespace

const Strategy& ingress_strategy() { return only<Ingress>(); }
const Strategy& ingress_class_strategy() { return only<IngressClass>(); }

}  // namespace nlbsim::fake_apiserver
