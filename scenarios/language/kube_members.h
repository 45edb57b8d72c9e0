// What objects of a kind can hold: what all objects have, and what our controllers say of themselves in conditions.
#pragma once

#include "fake_apiserver/registry/registry.h"
#include "scenarios/language/member_tree.h"

namespace nlbsim::scenarios {

// Of an object of that kind.
MemberTree::Ref members_of(const fake_apiserver::Kind& kind);
// Of an Event that a controller posts, about an object of one of the kinds.
MemberTree::Ref event_members(const std::vector<std::string>& kinds);
// Of an error of the API server or of AWS, as `refused` sees it.
MemberTree::Ref error_members();

}  // namespace nlbsim::scenarios
