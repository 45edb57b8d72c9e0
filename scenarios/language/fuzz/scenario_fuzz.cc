// Scenario files. What is read can be written out, as reproducers are, and read again.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "scenarios/explore/scenario_document.h"
#include "scenarios/language/load.h"
#include "scenarios/language/yaml_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nlbsim::scenarios;
  static const LoadOptions options{.manifest_folders = {"scenarios/manifests"}, .scenario_folders = {}};
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto scenarios = load_scenario_text(text, "scenarios/library/input.yaml", options);
  if (!scenarios) return 0;
  for (const Scenario& scenario : *scenarios) {
    if (scenario.verdict == Outcome::not_achievable) continue;  // nobody runs it, so it has no reproducer
    if (!load_scenario_text(to_yaml(to_document(scenario)), "again.yaml", options)) std::abort();
  }
  return 0;
}
