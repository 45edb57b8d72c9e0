// Who calls a served world under a name of his own: controllers of somebody else's, and users.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/result.h"

namespace nlbsim::scenarios {

// A controller, as `serve --client` names it.
struct ClientSpec {
  std::string name;   // of its actor
  std::string token;  // by which its requests are known (api/http/callers.h)
  bool operator==(const ClientSpec&) const = default;
};

// "lbc=secret". Error code "InvalidClient".
sim::Result<ClientSpec> parse_client(std::string_view text);

// A user of the Kubernetes API who may do what stored roles let him, as `serve --user` names him.
struct UserSpec {
  std::string name;
  std::string token;
  std::vector<std::string> groups;
  bool operator==(const UserSpec&) const = default;
};

// "jane=t0ken" or "jane=t0ken:dev,ops". Error code "InvalidUser".
sim::Result<UserSpec> parse_user(std::string_view text);

}  // namespace nlbsim::scenarios
