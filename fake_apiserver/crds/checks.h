// What a server refuses in a CustomResourceDefinition.
#pragma once

#include "api/json/json.h"
#include "fake_apiserver/errors.h"

namespace nlbsim::fake_apiserver {

// Appends everything that is wrong with the definition: names, versions, schemas that are not structural, rules that do
// not compile, columns whose path cannot be read. `old` is null on create.
void check_definition(const api::Json& definition, const api::Json& old, Causes& refusals);

}  // namespace nlbsim::fake_apiserver
