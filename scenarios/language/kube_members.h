// What objects of a kind can hold: of a custom kind what its definition says, with the conditions that our controllers
// write; of a built-in one what all objects have.
#pragma once

#include "fake_apiserver/registry/registry.h"
#include "scenarios/language/member_tree.h"

namespace nlbsim::scenarios {

// Of an object of that kind, as a server of these versions stores it.
MemberTree::Ref members_of(const fake_apiserver::Kind& kind, fake_apiserver::ServedVersions served);
// Of an Event that a controller posts, about an object of one of the kinds.
MemberTree::Ref event_members(const std::vector<std::string>& kinds);
// Of an error of the API server or of AWS, as `refused` sees it.
MemberTree::Ref error_members();

}  // namespace nlbsim::scenarios
