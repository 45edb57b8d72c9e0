// The CustomResourceDefinitions that come with this server: documents/*.yaml as JSON, embedded at build time.
//
// They enter by the path that a user's definition takes (definition.h); what is special is only that they are there
// from the start, and that their text is parsed as late as possible.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "api/json/json.h"
#include "fake_apiserver/registry/registry.h"

namespace nlbsim::fake_apiserver {

struct BundledDefinition {
  std::string_view bundle;  // "gateway-api-v1.6"
  std::string_view plural;
  std::string_view head;                      // the document without its schemas
  std::span<const std::string_view> schemas;  // of its versions, in their order
};

// All of them, by bundle and name. Generated.
std::span<const BundledDefinition> bundled_definitions();

// The kinds that a server with these versions begins with.
std::vector<KindRef> bundled_kinds(ServedVersions served);
// Their definitions as whole documents, in the same order.
std::vector<api::Json> bundled_documents(ServedVersions served);

}  // namespace nlbsim::fake_apiserver
