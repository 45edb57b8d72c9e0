// Who may do what: role-based access control over the roles and bindings that are stored.
//
// A pure function of the store. system:masters may do everything; everybody who is authenticated may look around
// (discovery, health, version) and ask about himself, as the roles that every cluster is born with have it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/json/json.h"
#include "fake_apiserver/access/identity.h"
#include "fake_apiserver/api_server.h"

namespace nlbsim::fake_apiserver {

// What somebody wants to do: something with a resource, or with a path that is none.
struct Attempt {
  std::string verb;  // "get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "impersonate"
  std::string group, resource, subresource;
  std::string namespace_, name;
  std::string path;  // not empty: of no resource
};

bool may(const ApiServer& server, const Identity& who, const Attempt& attempt);
// "User "jane" cannot list resource "pods" in API group "" in the namespace "default"".
std::string refusal(const Identity& who, const Attempt& attempt);
// The rules that hold for somebody in a namespace: the status of a SelfSubjectRulesReview.
api::Json rules_of(const ApiServer& server, const Identity& who, std::string_view namespace_);

}  // namespace nlbsim::fake_apiserver
