// Reads scenarios and manifests. Strict: whatever the language does not know is an error with its place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/files.h"
#include "scenarios/language/node.h"
#include "scenarios/language/scenario.h"
#include "scenarios/record/requirements.h"

namespace nlbsim::scenarios {

class Asked;

// Where files named in a scenario are looked for: beside the scenario, then in these folders, in order.
struct LoadOptions {
  std::vector<std::string> manifest_folders;  // of `files:` and `fixtures:`
  std::vector<std::string> scenario_folders;  // of `extends:`, searched with their subfolders
  Files files = {};                           // what all of them are read from
  std::vector<std::string> invariants = {};   // ids that `excuse:` may name; empty: whatever it names
  bool must_expect = true;                    // a scenario that expects nothing is an error
  Asked* asked = nullptr;                     // the language is described instead (schema.h)
};

// The scenario of a file and its variants, in the order of writing. Errors: codes InvalidScenario, InvalidYaml,
// NotFound, TooLarge; origin "file:line"; `causes` lists all problems when there are several.
Result<std::vector<Scenario>> load_scenario(const std::string& file, const LoadOptions& options);
// The same for text that came from elsewhere; `file` names it.
Result<std::vector<Scenario>> load_scenario_text(std::string_view text, const std::string& file,
                                                 const LoadOptions& options);

// The same for a document that is part of another file.
Result<std::vector<Scenario>> load_scenario_node(const Node& document, const std::string& file,
                                                 const LoadOptions& options);

// The objects of a manifest file: each document an object with apiVersion, kind and metadata.name, or a v1 List.
Result<std::vector<Manifest>> load_manifests(const std::string& file, const Files& files = {});
Result<std::vector<Manifest>> load_manifests_text(std::string_view text, const std::string& file);

// The settings of a world that stand in a file of their own, as `world:` of a scenario has them.
Result<WorldSettings> load_world(const std::string& file, const Files& files = {});

// The list of requirements, in the order of the file. Errors as of load_scenario; two of one id are an error.
Result<std::vector<Requirement>> load_requirements(const std::string& file, const Files& files = {});

// Whether a document is a scenario, by its apiVersion; folders may hold manifests beside scenarios.
bool is_scenario_text(std::string_view text);

}  // namespace nlbsim::scenarios
