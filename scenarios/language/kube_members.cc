#include "scenarios/language/kube_members.h"

#include "engine/vocabulary.h"
#include "fake_apiserver/crds/bundled.h"

namespace nlbsim::scenarios {

namespace {

using Type = MemberTree::Type;

MemberTree::Ref text() { return MemberTree::of_type(Type::text); }
MemberTree::Ref number() { return MemberTree::of_type(Type::number); }

MemberTree::Ref metadata() {
  const auto owner = MemberTree::object({{"apiVersion", text()},
                                         {"kind", text()},
                                         {"name", text()},
                                         {"uid", text()},
                                         {"controller", MemberTree::of_type(Type::boolean)},
                                         {"blockOwnerDeletion", MemberTree::of_type(Type::boolean)}});
  return MemberTree::object({{"name", text()},
                             {"generateName", text()},
                             {"namespace", text()},
                             {"uid", text()},
                             {"resourceVersion", text()},
                             {"generation", number()},
                             {"creationTimestamp", text()},
                             {"deletionTimestamp", text()},
                             {"deletionGracePeriodSeconds", number()},
                             {"labels", MemberTree::texts_by_name()},
                             {"annotations", MemberTree::texts_by_name()},
                             {"ownerReferences", MemberTree::list_of(owner)},
                             {"finalizers", MemberTree::list_of(text())},
                             {"managedFields", MemberTree::anything()}});
}

MemberTree::Ref anything_with(std::map<std::string, MemberTree::Ref, std::less<>> members) {
  MemberTree tree;
  tree.type = Type::object;
  tree.members = std::move(members);
  tree.additional = MemberTree::anything();
  return std::make_shared<const MemberTree>(std::move(tree));
}

// ---- from the schemas of definitions ----

Type type_of(const Json& schema) {
  if (api::member(schema, "x-kubernetes-int-or-string") == Json(true)) return Type::any;
  const std::string_view type = api::text(api::member(schema, "type"));
  if (type == "object") return Type::object;
  if (type == "array") return Type::list;
  if (type == "string") return Type::text;
  if (type == "integer" || type == "number") return Type::number;
  return type == "boolean" ? Type::boolean : Type::any;
}

MemberTree::Ref tree_of(const Json& schema) {
  MemberTree tree;
  tree.type = type_of(schema);
  if (tree.type == Type::text)
    for (const Json& word : api::member(schema, "enum"))
      if (!word.text().empty()) tree.words.emplace_back(word.text());
  for (const auto& [name, property] : api::member(schema, "properties").items())
    tree.members.emplace(name.str(), tree_of(property));
  const Json& items = api::member(schema, "items");
  if (tree.type == Type::list) tree.items = items.is_object() ? tree_of(items) : MemberTree::anything();
  const Json& additional = api::member(schema, "additionalProperties");
  if (additional.is_object()) tree.additional = tree_of(additional);
  else if (additional == Json(true) || api::member(schema, "x-kubernetes-preserve-unknown-fields") == Json(true))
    tree.additional = MemberTree::anything();
  return std::make_shared<const MemberTree>(std::move(tree));
}

// The tree, knowing which types and reasons its conditions can have.
MemberTree::Ref with_conditions(const MemberTree::Ref& tree, const std::string& name) {
  const auto words = [](const auto& rows) {
    return MemberTree::word(std::vector<std::string>(rows.begin(), rows.end()));
  };
  MemberTree out = *tree;
  if (name == "conditions[]") {
    out.members["type"] = words(engine::kConditionTypes);
    out.members["reason"] = words(engine::kConditionReasons);
    out.members["status"] = MemberTree::word({"True", "False", "Unknown"});
  } else {
    for (auto& [member, branch] : out.members) branch = with_conditions(branch, member);
    if (out.items) out.items = with_conditions(out.items, name + "[]");
  }
  return std::make_shared<const MemberTree>(std::move(out));
}

using MembersByKind = std::map<std::string, MemberTree::Ref, std::less<>>;  // by "group/Kind"

// Of the custom kinds that a server begins with, as they are stored.
MembersByKind members_by_kind(fake_apiserver::ServedVersions served) {
  MembersByKind out;
  for (const Json& definition : fake_apiserver::bundled_documents(served)) {
    const Json& spec = api::member(definition, "spec");
    for (const Json& version : api::member(spec, "versions")) {
      if (api::member(version, "storage") != Json(true)) continue;
      MemberTree tree = *tree_of(api::at(version, "schema", "openAPIV3Schema"));
      tree.members["apiVersion"] = tree.members["kind"] = text();
      tree.members["metadata"] = metadata();
      const auto whole = std::make_shared<const MemberTree>(std::move(tree));
      const std::string name = std::string(api::text(api::member(spec, "group"))) + "/" +
                               std::string(api::text(api::at(spec, "names", "kind")));
      out[name] = with_conditions(whole, "");
    }
  }
  return out;
}

}  // namespace

MemberTree::Ref members_of(const fake_apiserver::Kind& kind, fake_apiserver::ServedVersions served) {
  if (!kind.custom) return anything_with({{"apiVersion", text()}, {"kind", text()}, {"metadata", metadata()}});
  using enum fake_apiserver::ServedVersions;
  // Made once for each bundle, when the first scenario asks; trees of words, which threads may share.
  static const MembersByKind kOfSeed = members_by_kind(seed_compat);
  const auto of_bundle = [&]() -> const MembersByKind& {
    if (served == seed_compat) return kOfSeed;
    static const MembersByKind kOfOlder = members_by_kind(gateway_api_v1_3);
    if (served == gateway_api_v1_3) return kOfOlder;
    static const MembersByKind kOfNewer = members_by_kind(gateway_api_v1_6);
    return kOfNewer;
  };
  const auto found = of_bundle().find(std::string(kind.resource.group) + "/" + std::string(kind.resource.kind));
  return found == of_bundle().end() ? MemberTree::anything() : found->second;
}

MemberTree::Ref event_members(const std::vector<std::string>& kinds) {
  const auto object = MemberTree::object({{"apiVersion", text()},
                                          {"kind", MemberTree::word(kinds)},
                                          {"namespace", text()},
                                          {"name", text()},
                                          {"uid", text()},
                                          {"resourceVersion", text()},
                                          {"fieldPath", text()}});
  return MemberTree::object({{"involvedObject", object},
                             {"type", MemberTree::word({"Normal", "Warning"})},
                             {"reason", MemberTree::word({engine::kEventReasons.begin(), engine::kEventReasons.end()})},
                             {"message", text()},
                             {"source", MemberTree::object({{"component", text()}, {"host", text()}})}});
}

MemberTree::Ref error_members() {
  const auto cause = MemberTree::object({{"reason", text()}, {"message", text()}, {"field", text()}});
  return MemberTree::object(
      {{"reason", text()}, {"status", number()}, {"message", text()}, {"causes", MemberTree::list_of(cause)}});
}

}  // namespace nlbsim::scenarios
