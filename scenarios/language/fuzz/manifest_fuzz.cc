// Manifest files: one or many YAML documents. What is read can be written as YAML and read again as the same objects.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "scenarios/language/load.h"
#include "scenarios/language/yaml_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nlbsim::scenarios;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto manifests = load_manifests_text(text, "input.yaml");
  if (!manifests) return 0;
  for (const Manifest& manifest : *manifests) {
    const auto again = load_manifests_text(to_yaml(*manifest.document), "again.yaml");
    if (!again || again->size() != 1 || *again->front().document != *manifest.document) std::abort();
  }
  return 0;
}
