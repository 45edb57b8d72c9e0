#include <set>

#include "scenarios/language/fields.h"
#include "scenarios/language/load.h"
#include "scenarios/language/yaml.h"

namespace nlbsim::scenarios {

namespace {

void read_group(const Node& node, Problems& problems, std::set<std::string>& ids, std::vector<Requirement>& into) {
  Fields fields(node, problems, "group");
  std::string name;
  fields.read_required("name", name);
  const Node* list = fields.require("requirements");
  fields.finish();
  if (!list) return;
  if (!list->is_list()) return problems.add(list->mark, "requirements must be a list: [{id: ..., text: ...}]");
  for (const Node& item : list->items) {
    Fields entry(item, problems, "requirement");
    Requirement requirement;
    requirement.group = name;
    entry.read_required("id", requirement.id);
    entry.read_required("text", requirement.text);
    entry.read("uncovered", requirement.uncovered);
    entry.finish();
    if (!ids.insert(requirement.id).second) problems.add(item.mark, "two requirements are called " + requirement.id);
    into.push_back(std::move(requirement));
  }
}

}  // namespace

sim::Result<std::vector<Requirement>> load_requirements(const std::string& file, const Files& files) {
  const auto text = files.read(file);
  if (!text) return sim::forward(text.error());
  const auto documents = parse_yaml(*text, file);
  if (!documents) return sim::forward(documents.error());
  if (documents->size() != 1) return sim::fail("InvalidScenario", "one document with groups is expected", file + ":1");
  Problems problems(file);
  Fields fields(documents->front(), problems, "the list of requirements");
  std::vector<Requirement> requirements;
  std::set<std::string> ids;
  if (const Node* groups = fields.require("groups"))
    for (const Node& group : groups->items) read_group(group, problems, ids, requirements);
  fields.finish();
  if (!problems.empty()) return sim::forward(problems.error());
  return requirements;
}

}  // namespace nlbsim::scenarios
