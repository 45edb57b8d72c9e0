#include "scenarios/language/journal_members.h"

#include <utility>

#include "api/records.h"

namespace nlbsim::scenarios {

namespace {

using sim::RecordKind;

void add_members(RecordKind kind, MemberTree& tree) {
  for (std::string& name : api::member_names(kind)) tree.members.emplace(std::move(name), MemberTree::anything());
}

}  // namespace

MemberTree::Ref journal_members(std::optional<RecordKind> kind) {
  MemberTree tree;
  tree.type = MemberTree::Type::object;
  if (kind) add_members(*kind, tree);
  else
    for (int i = 0; i <= static_cast<int>(RecordKind::note); ++i) add_members(static_cast<RecordKind>(i), tree);
  return std::make_shared<const MemberTree>(std::move(tree));
}

}  // namespace nlbsim::scenarios
