// Who asks something of the API server, as it is known after authentication.
#pragma once

#include <string>
#include <vector>

namespace nlbsim::fake_apiserver {

inline constexpr const char* kMasters = "system:masters";              // may do everything
inline constexpr const char* kAuthenticated = "system:authenticated";  // everybody who said who he is

struct Identity {
  std::string username;
  std::string uid;
  std::vector<std::string> groups;
  bool operator==(const Identity&) const = default;

  bool in_group(const std::string& group) const;
};

// Whoever comes without a name that the server knows: a simulator's ordinary client, who may do everything.
const Identity& administrator();

}  // namespace nlbsim::fake_apiserver
