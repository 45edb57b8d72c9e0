// Who sends a request and whether he may: authentication by bearer token, impersonation, authorization.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "api/http/message.h"
#include "api/http/target.h"
#include "fake_apiserver/access/authorizer.h"
#include "fake_apiserver/http/resource_request.h"

namespace nlbsim::fake_apiserver {

// The users that the server knows by their tokens. Everybody else is administrator().
using Users = std::map<std::string, Identity, std::less<>>;  // by token

// Whose request it is, after impersonation. Errors: Forbidden, if he may not be somebody else.
sim::Result<Identity> authenticate(const http::Request& request, const Users& users, const ApiServer& server);
// Forbidden, unless he may do what the request is about; nothing.
std::optional<sim::Error> check_access(const http::Request& message, const ResourceRequest& request,
                                       const Identity& who, const ApiServer& server);
// The same for a path that is no resource.
std::optional<sim::Error> check_access(const http::Request& message, const http::Target& target, const Identity& who,
                                       const ApiServer& server);

}  // namespace nlbsim::fake_apiserver
