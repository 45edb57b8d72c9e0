#include "fake_apiserver/access/authorizer.h"

#include <fmt/format.h>

#include <algorithm>

namespace nlbsim::fake_apiserver {
namespace {

using api::Json;
using api::member;
using api::text;

constexpr kube::Resource kRoles{"rbac.authorization.k8s.io", "v1", "roles", "Role"};
constexpr kube::Resource kRoleBindings{"rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding"};
constexpr kube::Resource kClusterRoles{"rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole", false};
constexpr kube::Resource kClusterRoleBindings{"rbac.authorization.k8s.io", "v1", "clusterrolebindings",
                                              "ClusterRoleBinding", false};

// system:basic-user, system:discovery and system:public-info-viewer.
const Json& rules_for_everybody() {
  static const Json rules = Json::parse(R"([
    {"verbs": ["create"], "apiGroups": ["authorization.k8s.io"],
     "resources": ["selfsubjectaccessreviews", "selfsubjectrulesreviews"]},
    {"verbs": ["create"], "apiGroups": ["authentication.k8s.io"], "resources": ["selfsubjectreviews"]},
    {"verbs": ["get"], "nonResourceURLs": ["/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez", "/openapi",
                                           "/openapi/*", "/readyz", "/version", "/version/"]},
    {"verbs": ["get"], "nonResourceURLs": ["/healthz", "/livez", "/readyz", "/version", "/version/"]}])");
  return rules;
}

const Json& rules_for_masters() {
  static const Json rules = Json::parse(R"([{"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]},
                                            {"verbs": ["*"], "nonResourceURLs": ["*"]}])");
  return rules;
}

bool has(const Json& list, std::string_view value) {
  return std::ranges::any_of(list, [&](const Json& each) { return text(each) == value; });
}
bool has_or_all(const Json& list, std::string_view value) { return has(list, value) || has(list, "*"); }

bool names_resource(const Json& resources, const Attempt& attempt) {
  if (has(resources, "*")) return true;
  if (attempt.subresource.empty()) return has(resources, attempt.resource);
  return has(resources, attempt.resource + "/" + attempt.subresource) || has(resources, "*/" + attempt.subresource);
}

bool names_path(const Json& paths, std::string_view path) {
  return std::ranges::any_of(paths, [&](const Json& each) {
    const std::string_view pattern = text(each);
    if (pattern.ends_with('*')) return path.starts_with(pattern.substr(0, pattern.size() - 1));
    return pattern == path;
  });
}

bool allows(const Json& rule, const Attempt& attempt) {
  if (!has_or_all(member(rule, "verbs"), attempt.verb)) return false;
  if (!attempt.path.empty()) return names_path(member(rule, "nonResourceURLs"), attempt.path);
  const Json& names = member(rule, "resourceNames");
  return has_or_all(member(rule, "apiGroups"), attempt.group) && names_resource(member(rule, "resources"), attempt) &&
         (names.empty() || has(names, attempt.name));
}

bool is_subject(const Json& subject, const Identity& who, std::string_view namespace_) {
  const std::string_view kind = text(member(subject, "kind"));
  const std::string name(text(member(subject, "name")));
  if (kind == "User") return name == who.username;
  if (kind == "Group") return who.in_group(name);
  const std::string_view own = text(member(subject, "namespace"));
  return kind == "ServiceAccount" &&
         who.username == fmt::format("system:serviceaccount:{}:{}", own.empty() ? namespace_ : own, name);
}

// Calls `use` with each rule that holds for somebody in a namespace (empty: at the cluster's scope), until it says
// true.
class HeldRules {
 public:
  HeldRules(const ApiServer& server, const Identity& who) : server_(server), who_(who) {}

  template <class Use>
  bool any(std::string_view namespace_, Use use) const {
    if (who_.in_group(kAuthenticated) && std::ranges::any_of(rules_for_everybody(), use)) return true;
    if (who_.in_group(kMasters) && std::ranges::any_of(rules_for_masters(), use)) return true;
    if (bound(kClusterRoleBindings, {}, use)) return true;
    return !namespace_.empty() && bound(kRoleBindings, namespace_, use);
  }

 private:
  template <class Use>
  bool bound(const kube::Resource& bindings, std::string_view namespace_, Use use) const {
    const auto index = server_.registry().find(bindings);
    if (!index) return false;
    const Store::Objects& all = server_.store().objects(*index);
    for (auto it = all.lower_bound({std::string(namespace_), {}});
         it != all.end() && it->first.namespace_ == namespace_; ++it) {
      const Json& binding = it->second->document();
      const auto is_meant = [&](const Json& subject) { return is_subject(subject, who_, namespace_); };
      if (std::ranges::none_of(member(binding, "subjects"), is_meant)) continue;
      if (std::ranges::any_of(rules_in(member(binding, "roleRef"), namespace_), use)) return true;
    }
    return false;
  }

  // Of the role that a binding names; none if it is not there.
  Json rules_in(const Json& role, std::string_view namespace_) const {
    const bool cluster = text(member(role, "kind")) == "ClusterRole";
    const auto index = server_.registry().find(cluster ? kClusterRoles : kRoles);
    if (!index) return Json::array();
    const auto found = server_.store().find(
        *index, {cluster ? std::string() : std::string(namespace_), std::string(text(member(role, "name")))});
    return found ? member(found->document(), "rules") : Json::array();
  }

  const ApiServer& server_;
  const Identity& who_;
};

}  // namespace

bool Identity::in_group(const std::string& group) const { return std::ranges::find(groups, group) != groups.end(); }

const Identity& administrator() {
  static const Identity admin{"admin", "admin", {kMasters, kAuthenticated}};
  return admin;
}

bool may(const ApiServer& server, const Identity& who, const Attempt& attempt) {
  if (who.in_group(kMasters)) return true;
  return HeldRules(server, who).any(attempt.namespace_, [&](const Json& rule) { return allows(rule, attempt); });
}

std::string refusal(const Identity& who, const Attempt& attempt) {
  if (!attempt.path.empty())
    return fmt::format("User \"{}\" cannot {} path \"{}\"", who.username, attempt.verb, attempt.path);
  const std::string resource =
      attempt.subresource.empty() ? attempt.resource : attempt.resource + "/" + attempt.subresource;
  const std::string scope =
      attempt.namespace_.empty() ? "at the cluster scope" : fmt::format("in the namespace \"{}\"", attempt.namespace_);
  return fmt::format("User \"{}\" cannot {} resource \"{}\" in API group \"{}\" {}", who.username, attempt.verb,
                     resource, attempt.group, scope);
}

Json rules_of(const ApiServer& server, const Identity& who, std::string_view namespace_) {
  Json resources = Json::array();
  Json paths = Json::array();
  HeldRules(server, who).any(namespace_, [&](const Json& rule) {
    (member(rule, "nonResourceURLs").empty() ? resources : paths).push_back(rule);
    return false;
  });
  return Json{{"resourceRules", std::move(resources)}, {"nonResourceRules", std::move(paths)}, {"incomplete", false}};
}

}  // namespace nlbsim::fake_apiserver
