#include "fake_apiserver/admission/match.h"

#include <algorithm>
#include <map>

#include "fake_apiserver/selector/selection.h"

namespace nlbsim::fake_apiserver::admission {
namespace {

using api::at;
using api::member;
using api::text;

bool lists(const Json& list, std::string_view wanted) {
  return std::ranges::any_of(list, [&](const Json& item) { return text(item) == wanted; });
}
bool lists_or_any(const Json& list, std::string_view wanted) { return lists(list, wanted) || lists(list, "*"); }

// "*": every resource, without subresources; "*/*": with them; "pods/*", "*/status", "pods/status".
bool names_resource(std::string_view pattern, const AdmittedRequest& request) {
  const std::size_t slash = pattern.find('/');
  const std::string_view resource = pattern.substr(0, slash);
  const std::string_view subresource = slash == std::string_view::npos ? "" : pattern.substr(slash + 1);
  if (resource != "*" && resource != request.resource.plural) return false;
  return subresource == request.subresource || subresource == "*";
}

bool in_scope(std::string_view scope, const AdmittedRequest& request) {
  if (scope.empty() || scope == "*") return true;
  // A Namespace is of the cluster, whatever its requests say.
  return (scope == "Namespaced") == (request.resource.namespaced && request.resource != kube::kNamespaces);
}

bool rule_matches(const Json& rule, const AdmittedRequest& request) {
  const Json& names = member(rule, "resourceNames");
  return in_scope(text(member(rule, "scope")), request) &&
         lists_or_any(member(rule, "operations"), request.operation) &&
         lists_or_any(member(rule, "apiGroups"), request.resource.group) &&
         lists_or_any(member(rule, "apiVersions"), request.resource.version) &&
         (names.size() == 0 || lists(names, request.key.name)) &&
         std::ranges::any_of(member(rule, "resources"),
                             [&](const Json& pattern) { return names_resource(text(pattern), request); });
}

bool any_rule_matches(const Json& rules, const AdmittedRequest& request) {
  return std::ranges::any_of(rules, [&](const Json& rule) { return rule_matches(rule, request); });
}

LabelRequirement requirement(const Json& expression) {
  LabelRequirement out;
  out.key = text(member(expression, "key"));
  for (const Json& value : member(expression, "values")) out.values.emplace_back(text(value));
  const std::string_view op = text(member(expression, "operator"));
  using Operator = LabelRequirement::Operator;
  out.op = op == "In"       ? Operator::in
           : op == "NotIn"  ? Operator::not_in
           : op == "Exists" ? Operator::exists
                            : Operator::absent;
  return out;
}

bool namespace_selected(const Json& selector, const AdmittedRequest& request) {
  if (request.resource == kube::kNamespaces) {
    const Json* document = request.object ? request.object : request.old_object;
    return !document || selects(selector, at(*document, "metadata", "labels"));
  }
  return !request.namespace_object || selects(selector, at(*request.namespace_object, "metadata", "labels"));
}

// The object before or after the write.
bool object_selected(const Json& selector, const AdmittedRequest& request) {
  const auto picked = [&](const Json* document) {
    return document && selects(selector, at(*document, "metadata", "labels"));
  };
  return picked(request.object) || picked(request.old_object);
}

}  // namespace

bool selects(const Json& selector, const Json& labels) {
  std::map<std::string, std::string> held;
  if (labels.is_object()) {
    for (const auto& [key, value] : labels.items()) held.emplace(std::string_view(key), text(value));
  }
  const Json& wanted = member(selector, "matchLabels");
  if (wanted.is_object()) {
    for (const auto& [key, value] : wanted.items()) {
      const auto found = held.find(std::string(std::string_view(key)));
      if (found == held.end() || found->second != text(value)) return false;
    }
  }
  return std::ranges::all_of(member(selector, "matchExpressions"),
                             [&](const Json& expression) { return requirement(expression).matches(held); });
}

bool matches(const Json& match, const AdmittedRequest& request) {
  if (match.is_null()) return true;
  if (!namespace_selected(member(match, "namespaceSelector"), request)) return false;
  if (!object_selected(member(match, "objectSelector"), request)) return false;
  if (any_rule_matches(member(match, "excludeResourceRules"), request)) return false;
  const Json& rules = member(match, "resourceRules");
  return rules.size() == 0 || any_rule_matches(rules, request);
}

}  // namespace nlbsim::fake_apiserver::admission
