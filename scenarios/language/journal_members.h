// What journal records look like to a scenario: the members that api::to_json gives each kind of record.
#pragma once

#include <optional>

#include "scenarios/language/member_tree.h"
#include "sim/journal.h"

namespace nlbsim::scenarios {

// Of records of that kind; of any kind without one.
MemberTree::Ref journal_members(std::optional<sim::RecordKind> kind);

}  // namespace nlbsim::scenarios
