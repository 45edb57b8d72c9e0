// The manifests that somebody names on a command line, made ready to be applied.
//
//   auto manifests = collect_manifests(paths);
//   ManifestSet set = prepare_manifests(*std::move(manifests), "seed-compat");
#pragma once

#include <span>
#include <string>
#include <vector>

#include "scenarios/language/scenario.h"

namespace nlbsim::scenarios {

// The objects of files, of the .yaml, .yml and .json files of folders (in the order of their names) and of "-". Errors
// as of load_manifests.
Result<std::vector<Manifest>> collect_manifests(std::span<const std::string> paths);

// A kind among the manifests that the API server does not serve, with the objects that are passed over for that.
struct NotSimulated {
  std::string api_version, kind;
  std::vector<std::string> objects;  // "team-a/tcp-echo"
  // The objects of it that a listener depends on: it is of the Gateway API or of the controller's own groups, or an
  // object that is applied refers to it.
  std::vector<std::string> needed;
  std::string text() const;
};

struct ManifestSet {
  std::vector<Manifest> manifests;            // in the order in which to apply them
  std::vector<std::string> added_namespaces;  // that no manifest brings
  std::vector<NotSimulated> not_simulated;    // each kind once
};

// Namespaces and definitions of kinds go first, and each namespace that an object needs and nobody brings is added.
// What a server has written into an exported object (resourceVersion, uid, status, allocated addresses ...) is taken
// out. A kind that is served, but not at the manifest's version, stays: the API server says which versions there are.
ManifestSet prepare_manifests(std::vector<Manifest> manifests, std::string_view served_versions);

// Adds to what is not simulated the kinds that the API server stores and the controller does not read; their objects
// are applied all the same.
void tell_unread(ManifestSet& set);

// Takes the definitions of kinds out of what is to be applied: objects of such a kind wait until it is served.
std::vector<Manifest> take_definitions(std::vector<Manifest>& manifests);

// A document without what only a server sets.
Json without_server_fields(const Json& document);

}  // namespace nlbsim::scenarios
