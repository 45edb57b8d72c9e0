// URLs as the server reads them: an absolute URI or an absolute path.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/result.h"

namespace nlbsim::fake_apiserver::cel {

struct Url {
  std::string source;
  std::string scheme;    // lower case; empty of a path
  std::string host;      // with its port; brackets around IPv6
  std::string hostname;  // without either
  std::string port;
  std::string escaped_path;  // whatever may not stand in a path is escaped
  std::map<std::string, std::vector<std::string>> query;
};

// Error message as Go words it: `parse "x": invalid URI for request`.
sim::Result<Url> parse_url(std::string_view text);

}  // namespace nlbsim::fake_apiserver::cel
