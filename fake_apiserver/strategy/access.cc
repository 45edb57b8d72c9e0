// Roles, their bindings, and the classes of priority: what cluster administrators bring along.
#include <fmt/format.h>

#include "fake_apiserver/strategy/built_in.h"

namespace nlbsim::fake_apiserver {
namespace {

using api::at;
using api::member;
using api::text;
using kube::Json;

constexpr std::string_view kAccessGroup = "rbac.authorization.k8s.io";

class Role final : public Strategy {
 public:
  void validate(const Candidate& candidate, const Json& document, Findings& findings) const override {
    const bool namespaced = candidate.target.kind.resource.namespaced;
    const Json& rules = member(document, "rules");
    for (std::size_t i = 0; i < rules.size(); ++i)
      check_rule(rules[i], fmt::format("rules[{}]", i), namespaced, findings);
  }

 private:
  static void check_rule(const Json& rule, const std::string& path, bool namespaced, Findings& findings) {
    const auto require = [&](std::string_view field, std::string_view why) {
      findings.causes.push_back(
          {"FieldValueRequired", fmt::format("Required value: {}", why), fmt::format("{}.{}", path, field)});
    };
    if (member(rule, "verbs").empty()) require("verbs", "verbs must contain at least one value");
    if (!member(rule, "nonResourceURLs").empty()) {
      if (namespaced)
        findings.causes.push_back(
            invalid_value(path + ".nonResourceURLs",
                          fmt::format("Invalid value: {}: namespaced rules cannot apply to non-resource URLs",
                                      api::dump_json(member(rule, "nonResourceURLs")))));
      return;
    }
    if (member(rule, "apiGroups").empty()) require("apiGroups", "resource rules must supply at least one api group");
    if (member(rule, "resources").empty()) require("resources", "resource rules must supply at least one resource");
  }
};

class RoleBinding final : public Strategy {
 public:
  void apply_defaults(Cluster&, const Candidate&, Json& document, Findings&) const override {
    change_member(document, "roleRef", [](Json& role) {
      if (text(member(role, "apiGroup")).empty()) role["apiGroup"] = kAccessGroup;
    });
    change_items(document, "subjects", [](Json& subject) {
      const std::string_view kind = text(member(subject, "kind"));
      if (kind == "User" || kind == "Group") default_member(subject, "apiGroup", kAccessGroup);
    });
  }

  void validate(const Candidate& candidate, const Json& document, Findings& findings) const override {
    const Json& role = member(document, "roleRef");
    const std::string_view kind = text(member(role, "kind"));
    const bool namespaced = candidate.target.kind.resource.namespaced;
    if (!candidate.creating() && role != member(candidate.old, "roleRef"))
      findings.causes.push_back(invalid_value(
          "roleRef", fmt::format("Invalid value: rbac.RoleRef{{APIGroup:\"{}\", Kind:\"{}\", Name:\"{}\"}}: cannot "
                                 "change roleRef",
                                 text(member(role, "apiGroup")), kind, text(member(role, "name")))));
    if (text(member(role, "apiGroup")) != kAccessGroup)
      unsupported("roleRef.apiGroup", text(member(role, "apiGroup")), "\"rbac.authorization.k8s.io\"", findings);
    if (kind != "ClusterRole" && !(namespaced && kind == "Role"))
      unsupported("roleRef.kind", kind, namespaced ? "\"ClusterRole\", \"Role\"" : "\"ClusterRole\"", findings);
    if (text(member(role, "name")).empty())
      findings.causes.push_back({"FieldValueRequired", "Required value", "roleRef.name"});
    const Json& subjects = member(document, "subjects");
    for (std::size_t i = 0; i < subjects.size(); ++i)
      check_subject(subjects[i], fmt::format("subjects[{}]", i), namespaced, findings);
  }

 private:
  static void unsupported(std::string field, std::string_view value, std::string_view known, Findings& findings) {
    findings.causes.push_back({"FieldValueNotSupported",
                               fmt::format("Unsupported value: \"{}\": supported values: {}", value, known),
                               std::move(field)});
  }

  static void check_subject(const Json& subject, const std::string& path, bool namespaced, Findings& findings) {
    const std::string_view kind = text(member(subject, "kind"));
    const std::string_view group = text(member(subject, "apiGroup"));
    const auto require = [&](std::string_view field) {
      findings.causes.push_back({"FieldValueRequired", "Required value", fmt::format("{}.{}", path, field)});
    };
    if (text(member(subject, "name")).empty()) require("name");
    if (kind == "ServiceAccount") {
      if (!group.empty()) unsupported(path + ".apiGroup", group, "\"\"", findings);
      if (!namespaced && text(member(subject, "namespace")).empty()) require("namespace");
    } else if (kind == "User" || kind == "Group") {
      if (group != kAccessGroup) unsupported(path + ".apiGroup", group, "\"rbac.authorization.k8s.io\"", findings);
    } else {
      unsupported(path + ".kind", kind, "\"Group\", \"ServiceAccount\", \"User\"", findings);
    }
  }
};

class PriorityClass final : public Strategy {
 public:
  void apply_defaults(Cluster&, const Candidate&, Json& document, Findings&) const override {
    default_member(document, "preemptionPolicy", "PreemptLowerPriority");
  }

  void validate(const Candidate& candidate, const Json& document, Findings& findings) const override {
    constexpr std::int64_t kHighest = 1'000'000'000;  // above are the cluster's own
    const auto forbid = [&](std::string_view field, std::string why) {
      findings.causes.push_back({"FieldValueForbidden", "Forbidden: " + std::move(why), std::string(field)});
    };
    const std::string_view name = text(at(document, "metadata", "name"));
    const Json& value = member(document, "value");
    if (candidate.creating()) {
      if (name.starts_with("system-"))
        forbid("metadata.name", "priority class names with 'system-' prefix are reserved for system use only");
      else if (value.is_number_integer() && value.get<std::int64_t>() > kHighest)
        forbid("value", fmt::format("maximum allowed value of a user defined priority is {}", kHighest));
      return;
    }
    if (value != member(candidate.old, "value")) forbid("value", "may not be changed in an update.");
    if (member(document, "preemptionPolicy") != member(candidate.old, "preemptionPolicy"))
      findings.causes.push_back(invalid_value(
          "preemptionPolicy",
          fmt::format("Invalid value: \"{}\": field is immutable", text(member(document, "preemptionPolicy")))));
  }
};

}  // namespace

const Strategy& role_strategy() { return only<Role>(); }
const Strategy& role_binding_strategy() { return only<RoleBinding>(); }
const Strategy& priority_class_strategy() { return only<PriorityClass>(); }

}  // namespace nlbsim::fake_apiserver
