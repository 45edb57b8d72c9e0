#include "scenarios/language/words.h"

#include <algorithm>

#include "api/kube/kube.h"
#include "scenarios/language/aws_call.h"
#include "scenarios/language/member_tree.h"

namespace nlbsim::scenarios {

std::vector<std::string> operation_names(api::Plane plane) {
  if (plane == api::Plane::aws) {
    // A record says the operation's own name; "ec2.DescribeTags" is how a call is written.
    std::vector<std::string> names = aws_operations();
    std::erase_if(names, [](const std::string& name) { return name.find('.') != name.npos; });
    return names;
  }
  std::vector<std::string> names;
  for (const api::OperationInfo* info :
       {&kube::Get::info(), &kube::List::info(), &kube::Watch::info(), &kube::Create::info(), &kube::Update::info(),
        &kube::Patch::info(), &kube::Delete::info()})
    names.emplace_back(info->name);
  return names;
}

Words::Words(std::string_view served_versions, const WorldSettings& world)
    : replicas_(replica_names(world)), actors_(actor_names(world)) {
  const auto served = fake_apiserver::parse_served_versions(served_versions);
  if (!served) return;
  served_ = *served;
  registry_ = fake_apiserver::Registry::make(*served);
  for (const fake_apiserver::Kind& kind : registry_->kinds()) kinds_.emplace_back(kind.resource.kind);
}

Words Words::of_served_world() {
  Words words;
  words.registry_ = fake_apiserver::Registry::make(fake_apiserver::ServedVersions::seed_compat);
  for (const fake_apiserver::Kind& kind : words.registry_->kinds()) words.kinds_.emplace_back(kind.resource.kind);
  return words;
}

const fake_apiserver::Kind* Words::kind(std::string_view kind, std::string_view api_version) const {
  if (!registry_) return nullptr;
  for (const fake_apiserver::Kind& known : registry_->kinds()) {
    const std::string_view group = api_version.substr(0, std::min(api_version.find('/'), api_version.size()));
    const bool fits = api_version.empty() || group == known.resource.group || known.resource.group.empty();
    if (known.resource.kind == kind && fits) return &known;
  }
  return nullptr;
}

void add_defined_kind(const Json& document, Words& words) {
  if (api::text(api::member(document, "kind")) != "CustomResourceDefinition") return;
  if (const auto kind = api::text(api::at(document, "spec", "names", "kind")); !kind.empty())
    words.add_kind(std::string(kind));
}

void check_word(const Node& at, std::string_view word, std::span<const std::string> known, std::string_view what,
                Problems& problems) {
  if (Asked* asked = problems.asked()) return asked->words(at, known);
  if (std::ranges::find(known, word) != known.end()) return;
  const std::vector<std::string_view> names(known.begin(), known.end());
  problems.add(at.mark, "unknown " + std::string(what) + " \"" + std::string(word) + "\"" + suggest(word, names));
}

void check_words(const Node& pattern, const std::vector<std::string>& known, std::string_view what,
                 Problems& problems) {
  if (!known.empty()) check_members(pattern, *MemberTree::word(known), what, problems);
}

}  // namespace nlbsim::scenarios
