// The words that a scenario may use for what others define: kinds of objects, operations, actors. Each comes from where
// it is defined - the API server's registry, the services' operations, the world - and none is written down here.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/operation.h"
#include "fake_apiserver/registry/registry.h"
#include "scenarios/language/fields.h"
#include "scenarios/world/world_settings.h"

namespace nlbsim::scenarios {

// The operations of AWS services, or the verbs of the API server.
std::vector<std::string> operation_names(api::Plane plane);

class Words {
 public:
  Words(std::string_view served_versions, const WorldSettings& world);
  // Of a world that has more actors than its own.
  static Words of_served_world();

  // Null if the kind is not known, or came with a definition of the scenario's own.
  const fake_apiserver::Kind* kind(std::string_view kind, std::string_view api_version = {}) const;
  fake_apiserver::ServedVersions served_versions() const { return served_; }
  const std::vector<std::string>& kinds() const { return kinds_; }
  // A definition among the objects of the scenario brings another.
  void add_kind(std::string kind) { kinds_.push_back(std::move(kind)); }
  const std::vector<std::string>& replicas() const { return replicas_; }
  // Replicas included. Empty: anybody's name will do.
  const std::vector<std::string>& actors() const { return actors_; }

 private:
  Words() = default;
  fake_apiserver::ServedVersions served_ = fake_apiserver::ServedVersions::seed_compat;
  std::shared_ptr<const fake_apiserver::Registry> registry_;
  std::vector<std::string> kinds_, replicas_, actors_;
};

// Takes note of the kind that an object defines, if it is a definition of one.
void add_defined_kind(const Json& document, Words& words);

// Complains about a word that is none of the known ones, with the nearest spelling.
void check_word(const Node& at, std::string_view word, std::span<const std::string> known, std::string_view what,
                Problems& problems);
// The same for a pattern over words, which must be able to match one of them.
void check_words(const Node& pattern, const std::vector<std::string>& known, std::string_view what, Problems& problems);

}  // namespace nlbsim::scenarios
