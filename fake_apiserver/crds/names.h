// Which of the names that a definition asks for are free.
#pragma once

#include <string>
#include <string_view>

#include "api/json/json.h"
#include "fake_apiserver/registry/registry.h"

namespace nlbsim::fake_apiserver {

struct NameVerdict {
  api::Json accepted;  // status.acceptedNames
  std::string reason;  // of NamesAccepted=False; empty: all are accepted
  std::string message;
};

// Names conflict within a group: plurals, singulars and short names with each other, kinds with the kinds of lists.
NameVerdict accept_names(const Registry& registry, const api::Json& definition);

// The status of a condition of a definition, or empty.
std::string_view condition_status(const api::Json& definition, std::string_view type);

}  // namespace nlbsim::fake_apiserver
