#include "scenarios/language/kube_members.h"

#include "engine/vocabulary.h"

namespace nlbsim::scenarios {

namespace {

using Type = MemberTree::Type;

MemberTree::Ref text() { return MemberTree::of_type(Type::text); }
MemberTree::Ref number() { return MemberTree::of_type(Type::number); }

MemberTree::Ref texts_by_name() {
  MemberTree tree;
  tree.type = Type::object;
  tree.additional = text();
  return std::make_shared<const MemberTree>(std::move(tree));
}

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
                             {"labels", texts_by_name()},
                             {"annotations", texts_by_name()},
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

// Conditions as our controllers write them: of an object, of a Gateway's listeners, of a route's parents.
MemberTree::Ref status() {
  const auto words = [](const auto& rows) {
    return MemberTree::word(std::vector<std::string>(rows.begin(), rows.end()));
  };
  const auto condition = MemberTree::object({{"type", words(engine::kConditionTypes)},
                                             {"status", MemberTree::word({"True", "False", "Unknown"})},
                                             {"reason", words(engine::kConditionReasons)},
                                             {"message", text()},
                                             {"lastTransitionTime", text()},
                                             {"observedGeneration", number()}});
  const auto conditions = MemberTree::list_of(condition);
  const auto part = MemberTree::list_of(anything_with({{"conditions", conditions}}));
  return anything_with({{"conditions", conditions}, {"listeners", part}, {"parents", part}});
}

}  // namespace

MemberTree::Ref members_of(const fake_apiserver::Kind& kind) {
  if (!kind.custom) return anything_with({{"apiVersion", text()}, {"kind", text()}, {"metadata", metadata()}});
  return MemberTree::object({{"apiVersion", text()},
                             {"kind", text()},
                             {"metadata", metadata()},
                             {"spec", MemberTree::anything()},
                             {"status", status()}});
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
