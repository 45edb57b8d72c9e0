#include "scenarios/language/fault_list.h"

#include "scenarios/language/step_parser.h"
#include "scenarios/language/yaml.h"

namespace nlbsim::scenarios {

Result<std::vector<FaultSpec>> load_faults_text(std::string_view text, const std::string& file,
                                                std::vector<std::string> taken) {
  const auto documents = parse_yaml(text, file);
  if (!documents) return sim::forward(documents.error());
  Problems problems(file);
  Scope scope{problems, {}};
  std::vector<std::string> marks;
  Words words = Words::of_served_world();
  StepContext context{scope, marks, words, {}, std::move(taken), {}};
  std::vector<FaultSpec> faults;
  for (const Node& document : *documents) {
    if (!document.is_list()) faults.push_back(read_fault(document, context));
    else
      for (const Node& item : document.items) faults.push_back(read_fault(item, context));
  }
  if (problems.empty() && faults.empty()) problems.add({1, 1}, "there is no fault here: give one, or a list of them");
  if (!problems.empty()) return sim::forward(problems.error());
  return faults;
}

}  // namespace nlbsim::scenarios
